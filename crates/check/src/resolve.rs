//! What a value can be, as far as the template says it.
//!
//! In: a node. Out: the texts that it can become, each as pieces: known ones, and holes for what is only known at the
//! deployment. Lists, mappings and functions that nobody can follow are one hole.

use std::borrow::Cow;

use cfn::read::{Call, Function, Kind, Node, SubPart, sub_parts};
use diag::Span;

use crate::context::{Branch, Context, When};

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    Known(Cow<'t, str>),
    Hole(Hole<'t>),
}

/// Something that is only known at the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hole<'t> {
    /// What `Ref` gives of a resource, parameter or pseudo parameter.
    Ref(&'t str),
    /// An attribute of a resource.
    Att(&'t str, &'t str),
    /// Anything else.
    Other,
}

/// A text with holes, and what must hold for it.
#[derive(Debug, Clone)]
pub(crate) struct Pattern<'t> {
    pub(crate) pieces: Vec<Piece<'t>>,
    /// The node that best shows it: the literal itself, a parameter's default, a member of a mapping.
    pub(crate) node: &'t Node,
    pub(crate) when: When<'t>,
    /// The parameters' values that it comes from.
    pub(crate) given: Vec<(&'t str, &'t str)>,
}

/// The texts that a value can have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts<'t> {
    pub(crate) known: Vec<Text<'t>>,
    /// Whether there are no others.
    pub(crate) complete: bool,
}

/// A text that a value can have.
#[derive(Debug, Clone)]
pub(crate) struct Text<'t> {
    pub(crate) value: Cow<'t, str>,
    /// The node that best shows it; see [`Pattern::node`].
    pub(crate) node: &'t Node,
    pub(crate) when: When<'t>,
    /// The parameters' values that it comes from: a deployment can give others.
    pub(crate) given: Vec<(&'t str, &'t str)>,
}

impl Text<'_> {
    pub(crate) fn span(&self) -> Span {
        self.node.handle()
    }
}

/// What a parameter without `AllowedValues` stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parameters {
    /// Whatever is given at the deployment.
    Hole,
    /// Its default, which is one of many.
    Default,
}

const MOST: usize = 64;

impl<'t> Context<'t> {
    /// The texts that a value can have, a parameter having its default or one of its allowed values.
    pub(crate) fn texts(&self, node: &'t Node) -> Texts<'t> {
        let mut texts = Texts { known: Vec::new(), complete: true };
        for pattern in self.resolve(node, Parameters::Default) {
            match whole(pattern.pieces) {
                Some(value) => {
                    let Pattern { node, when, given, .. } = pattern;
                    texts.known.push(Text { value, node, when, given });
                }
                None => texts.complete = false,
            }
        }
        texts
    }

    /// The text of a value that can have only one.
    pub(crate) fn text(&self, node: &'t Node) -> Option<Cow<'t, str>> {
        if node.call().is_none() {
            return node.scalar().filter(|text| !is_dynamic(text)).map(Cow::Borrowed);
        }
        let mut texts = self.texts(node);
        if texts.known.len() > 1 || !texts.complete {
            return None;
        }
        texts.known.pop().map(|text| text.value)
    }

    /// The texts that a value can have, with holes for what is only known at the deployment. Together they are all.
    pub(crate) fn patterns(&self, node: &'t Node) -> Vec<Pattern<'t>> {
        self.resolve(node, Parameters::Hole)
    }

    /// The pieces of a value that can be only one text.
    pub(crate) fn pieces(&self, node: &'t Node) -> Option<Vec<Piece<'t>>> {
        let mut patterns = self.patterns(node);
        if patterns.len() == 1 { patterns.pop().map(|pattern| pattern.pieces) } else { None }
    }

    fn resolve(&self, node: &'t Node, parameters: Parameters) -> Vec<Pattern<'t>> {
        if node.call().is_none() {
            return self.resolve_branch(node, parameters, 0);
        }
        let mut patterns = Vec::new();
        for Branch { node, when } in self.branches(node) {
            for mut pattern in self.resolve_branch(node, parameters, 0) {
                pattern.when.splice(0..0, when.iter().copied());
                let settled = pattern.given.is_empty();
                if settled || self.can_stand(node, &pattern.when, &pattern.given) != Some(false) {
                    patterns.push(pattern);
                }
            }
        }
        patterns
    }

    fn resolve_deeper(&self, node: &'t Node, parameters: Parameters, depth: usize) -> Vec<Pattern<'t>> {
        if node.call().is_none() {
            return self.resolve_branch(node, parameters, depth + 1);
        }
        let mut patterns = Vec::new();
        for Branch { node, when } in self.branches(node) {
            for mut pattern in self.resolve_branch(node, parameters, depth + 1) {
                pattern.when.splice(0..0, when.iter().copied());
                patterns.push(pattern);
            }
        }
        patterns
    }

    fn resolve_branch(&self, node: &'t Node, parameters: Parameters, depth: usize) -> Vec<Pattern<'t>> {
        let patterns = match &node.kind {
            _ if depth > 20 => Vec::new(),
            Kind::Text(text) if is_dynamic(text) => vec![hole(node, Hole::Other)],
            Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) => {
                vec![known(node, node.scalar().unwrap_or_default())]
            }
            Kind::Call(call) => self.resolve_call(node, call, parameters, depth),
            Kind::Null | Kind::List(_) | Kind::Map(_) => Vec::new(),
        };
        if patterns.is_empty() || patterns.len() > MOST { vec![hole(node, Hole::Other)] } else { patterns }
    }

    fn resolve_call(
        &self,
        node: &'t Node,
        call: &'t Call,
        parameters: Parameters,
        depth: usize,
    ) -> Vec<Pattern<'t>> {
        let argument = &call.argument;
        match call.function {
            Function::Ref => {
                argument.text().map_or_else(Vec::new, |name| self.resolve_ref(node, name, parameters))
            }
            Function::GetAtt => match &argument.kind {
                Kind::Text(path) => path
                    .split_once('.')
                    .map(|(id, attribute)| hole(node, Hole::Att(id, attribute)))
                    .into_iter()
                    .collect(),
                Kind::List(path) => match path.as_slice() {
                    [id, attribute] => id
                        .text()
                        .zip(attribute.text())
                        .map(|(id, attribute)| hole(node, Hole::Att(id, attribute)))
                        .into_iter()
                        .collect(),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            },
            Function::Sub => self.resolve_sub(node, argument, parameters, depth),
            Function::Join => self.resolve_join(node, argument, parameters, depth),
            Function::Select => self.resolve_select(argument, parameters, depth),
            Function::FindInMap => self.resolve_map(argument, depth),
            _ => Vec::new(),
        }
    }

    fn resolve_ref(&self, node: &'t Node, name: &'t str, parameters: Parameters) -> Vec<Pattern<'t>> {
        let Some(parameter) = self.parameter(name) else { return vec![hole(node, Hole::Ref(name))] };
        let kind = parameter.value.get("Type").and_then(Node::text);
        // Of AWS's own types a value is what it looks like; of Systems Manager's it is where to find it.
        let is_value = |kind: &str| {
            matches!(kind, "String" | "Number")
                || kind.starts_with("AWS::EC2::")
                || kind.starts_with("AWS::Route53::")
        };
        if !kind.is_some_and(is_value) {
            return vec![hole(node, Hole::Ref(name))];
        }
        let allowed = parameter.value.get("AllowedValues").map_or(&[][..], Node::items);
        let values: Vec<_> =
            allowed.iter().filter_map(|value| Some(of_parameter(name, value, value.scalar()?))).collect();
        if !values.is_empty() && values.len() == allowed.len() {
            return values;
        }
        let mut patterns = vec![hole(node, Hole::Ref(name))];
        let default = parameter.value.get("Default");
        if let Some((default, text)) = default.and_then(|default| Some((default, default.scalar()?)))
            && parameters == Parameters::Default
            && !is_dynamic(text)
        {
            patterns.push(of_parameter(name, default, text));
        }
        patterns
    }

    fn resolve_sub(
        &self,
        node: &'t Node,
        argument: &'t Node,
        parameters: Parameters,
        depth: usize,
    ) -> Vec<Pattern<'t>> {
        let (template, own) = match &argument.kind {
            Kind::List(items) => match items.as_slice() {
                [template, own] => (template, own.entries()),
                _ => return Vec::new(),
            },
            _ => (argument, &[][..]),
        };
        let Some(text) = template.text().filter(|text| !is_dynamic(text)) else {
            return Vec::new();
        };
        let parts = sub_parts(text).into_iter().map(|part| match part {
            SubPart::Text(range) => vec![known(template, &text[range])],
            SubPart::Escaped(range) => {
                vec![Pattern {
                    pieces: vec![owned(format!("${{{}}}", &text[range]))],
                    node,
                    when: Vec::new(),
                    given: Vec::new(),
                }]
            }
            SubPart::Variable(range) => {
                let name = &text[range];
                match (own.iter().find(|entry| entry.key == name), name.split_once('.')) {
                    (Some(entry), _) => self.resolve_deeper(&entry.value, parameters, depth),
                    (None, Some((id, attribute))) => vec![hole(node, Hole::Att(id, attribute))],
                    (None, None) => self.resolve_ref(node, name, parameters),
                }
            }
        });
        self.concatenated(template, parts)
    }

    fn resolve_join(
        &self,
        node: &'t Node,
        argument: &'t Node,
        parameters: Parameters,
        depth: usize,
    ) -> Vec<Pattern<'t>> {
        let [delimiter, list] = argument.items() else { return Vec::new() };
        let (Some(delimiter), Kind::List(items)) = (delimiter.text(), &list.kind) else { return Vec::new() };
        // What may drop out of the list takes its delimiter along.
        if items
            .iter()
            .any(|item| item.is_no_value() || item.call_of(&Function::If).is_some_and(holds_no_value))
        {
            return Vec::new();
        }
        let parts = items.iter().enumerate().flat_map(|(index, item)| {
            let separator = (index > 0 && !delimiter.is_empty()).then(|| vec![known(node, delimiter)]);
            separator.into_iter().chain([self.resolve_deeper(item, parameters, depth)])
        });
        self.concatenated(node, parts)
    }

    fn resolve_select(&self, argument: &'t Node, parameters: Parameters, depth: usize) -> Vec<Pattern<'t>> {
        let [index, list] = argument.items() else { return Vec::new() };
        let Some(index) = index.scalar().and_then(|index| index.parse::<usize>().ok()) else {
            return Vec::new();
        };
        if let Kind::List(items) = &list.kind {
            let settled =
                !items.iter().any(|item| item.is_no_value() || item.call_of(&Function::If).is_some());
            let item = items.get(index).filter(|_| settled);
            return item.map_or_else(Vec::new, |item| self.resolve_deeper(item, parameters, depth));
        }
        let Some([delimiter, text]) = list.call_of(&Function::Split).map(Node::items) else {
            return Vec::new();
        };
        let Some(delimiter) = delimiter.text().filter(|delimiter| !delimiter.is_empty()) else {
            return Vec::new();
        };
        let select = |pattern: Pattern<'t>| {
            let text = whole(pattern.pieces)?;
            let part = text.split(delimiter).nth(index)?.to_owned();
            Some(Pattern { pieces: vec![owned(part)], ..pattern })
        };
        // One that cannot be split makes the whole unknown.
        let patterns = self.resolve_deeper(text, parameters, depth);
        patterns.into_iter().map(select).collect::<Option<_>>().unwrap_or_default()
    }

    /// What a mapping can give: of a key that is not known, any.
    fn resolve_map(&self, argument: &'t Node, depth: usize) -> Vec<Pattern<'t>> {
        let [map, first, second] = argument.items() else { return Vec::new() };
        let mappings = self.section("Mappings");
        let Some(map) = map.text().and_then(|name| mappings.iter().find(|entry| entry.key == name)) else {
            return Vec::new();
        };
        if map.value.is_open() {
            return Vec::new();
        }
        let mut level = vec![&map.value];
        for key in [first, second] {
            let keys = self.resolve_deeper(key, Parameters::Hole, depth);
            let keys: Option<Vec<_>> = keys.into_iter().map(|pattern| whole(pattern.pieces)).collect();
            level = level
                .into_iter()
                .flat_map(Node::entries)
                .filter(|entry| keys.as_ref().is_none_or(|keys| keys.iter().any(|key| *key == entry.key)))
                .map(|entry| &entry.value)
                .collect();
        }
        let values: Option<Vec<_>> = level.iter().map(|value| Some(known(value, value.scalar()?))).collect();
        values.unwrap_or_default()
    }

    /// Every combination of the parts, in order; nothing where there are too many.
    fn concatenated(
        &self,
        node: &'t Node,
        parts: impl Iterator<Item = Vec<Pattern<'t>>>,
    ) -> Vec<Pattern<'t>> {
        let mut all = vec![Pattern { pieces: Vec::new(), node, when: Vec::new(), given: Vec::new() }];
        for choices in parts {
            // Most parts are one thing in any case: what is there grows, and a long text takes no longer than it is long.
            if let [choice] = choices.as_slice()
                && choice.when.is_empty()
                && choice.given.is_empty()
            {
                for pattern in &mut all {
                    choice.pieces.iter().for_each(|piece| append(&mut pattern.pieces, piece));
                }
                continue;
            }
            let mut longer = Vec::with_capacity(all.len() * choices.len());
            for so_far in &all {
                for choice in &choices {
                    let mut when = so_far.when.clone();
                    when.extend(choice.when.iter().filter(|term| !so_far.when.contains(term)));
                    let mut given = so_far.given.clone();
                    given.extend(choice.given.iter().filter(|value| !so_far.given.contains(value)));
                    let decided = when.len() + given.len() > 1;
                    if decided && self.conditions().satisfiable(&when, &given) == Some(false) {
                        continue;
                    }
                    let mut pieces = so_far.pieces.clone();
                    choice.pieces.iter().for_each(|piece| append(&mut pieces, piece));
                    longer.push(Pattern { pieces, node, when, given });
                }
            }
            if longer.len() > MOST {
                return Vec::new();
            }
            all = longer;
        }
        all
    }
}

/// Whether CloudFormation looks a part of the text up elsewhere.
fn is_dynamic(text: &str) -> bool {
    text.contains('{') && text.contains("{{resolve:")
}

/// The text of pieces without a hole.
pub(crate) fn whole(pieces: Vec<Piece<'_>>) -> Option<Cow<'_, str>> {
    let mut pieces = pieces.into_iter();
    match (pieces.next(), pieces.next()) {
        (None, _) => Some(Cow::Borrowed("")),
        (Some(Piece::Known(text)), None) => Some(text),
        // Neighbours that are known have grown together.
        _ => None,
    }
}

fn append<'t>(pieces: &mut Vec<Piece<'t>>, piece: &Piece<'t>) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Known(before)), Piece::Known(text)) => before.to_mut().push_str(text),
        (_, Piece::Known(text)) if text.is_empty() => {}
        _ => pieces.push(piece.clone()),
    }
}

fn holds_no_value(argument: &Node) -> bool {
    argument
        .items()
        .iter()
        .any(|item| item.is_no_value() || item.call_of(&Function::If).is_some_and(holds_no_value))
}

fn known<'t>(node: &'t Node, text: &'t str) -> Pattern<'t> {
    Pattern { pieces: vec![Piece::Known(Cow::Borrowed(text))], node, when: Vec::new(), given: Vec::new() }
}

/// A value that a parameter has.
fn of_parameter<'t>(name: &'t str, node: &'t Node, text: &'t str) -> Pattern<'t> {
    Pattern { given: vec![(name, text)], ..known(node, text) }
}

fn hole<'t>(node: &'t Node, hole: Hole<'t>) -> Pattern<'t> {
    Pattern { pieces: vec![Piece::Hole(hole)], node, when: Vec::new(), given: Vec::new() }
}

fn owned<'t>(text: String) -> Piece<'t> {
    Piece::Known(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::{Hole, Piece, Texts};
    use crate::context::Context;

    const SECTIONS: &str = "
Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
  Size: { Type: Number, Default: 3 }
  Given: { Type: String }
Mappings:
  ByStage: { dev: { Name: d }, prod: { Name: p } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [!Ref Stage, dev]
Resources:
  R: { Type: 'AWS::SNS::Topic' }
X: ";

    fn with<T>(value: &str, look: impl FnOnce(&Context<'_>, Texts<'_>) -> T) -> T {
        let document = read(&format!("{SECTIONS}{value}\n")).unwrap();
        let context = Context::new(&document);
        look(&context, context.texts(document.root().get("X").unwrap()))
    }

    fn texts(value: &str) -> (Vec<String>, bool) {
        with(value, |_, texts| {
            (texts.known.into_iter().map(|text| text.value.into_owned()).collect(), texts.complete)
        })
    }

    fn only(value: &str) -> Vec<String> {
        let (known, complete) = texts(value);
        assert!(complete, "{value}");
        known
    }

    #[test]
    fn all_that_a_value_can_be() {
        assert_eq!(only("a"), ["a"]);
        assert_eq!(only("1_000"), ["1000"]);
        assert_eq!(only("!Ref Stage"), ["dev", "prod"]);
        assert_eq!(only("!If [IsProd, a, !If [IsDev, b, c]]"), ["a", "b"]);
        assert_eq!(only("!If [IsProd, a, !Ref AWS::NoValue]"), ["a"]);
        assert_eq!(only("!Sub 'x-${Stage}'"), ["x-dev", "x-prod"]);
        assert_eq!(only("!Sub '${Stage}-${Stage}'"), ["dev-dev", "prod-prod"]);
        assert_eq!(only("!If [IsProd, !Ref Stage, none]"), ["prod", "none"]);
        assert_eq!(only("!Sub ['x-${A}-${!B}', { A: !If [IsProd, 1, 2] }]"), ["x-1-${B}", "x-2-${B}"]);
        assert_eq!(only("!Join ['-', [a, !Ref Stage]]"), ["a-dev", "a-prod"]);
        assert_eq!(only("!Join ['', [!If [IsProd, a, b], !If [IsProd, a, b]]]"), ["aa", "bb"]);
        assert_eq!(only("!Select [1, [a, b]]"), ["b"]);
        assert_eq!(only("!Select [1, !Split ['/', 'a/b/c']]"), ["b"]);
        assert_eq!(only("!FindInMap [ByStage, !Ref Stage, Name]"), ["d", "p"]);
        assert_eq!(only("!FindInMap [ByStage, !Ref AWS::Region, Name]"), ["d", "p"]);
        assert_eq!(only("!FindInMap [ByStage, dev, Name]"), ["d"]);
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        assert_eq!(texts("!Ref Size"), (vec!["3".to_owned()], false));
        for value in [
            "!Ref Given",
            "!Ref R",
            "!GetAtt R.TopicName",
            "!Sub '${R}'",
            "!ImportValue x",
            "'{{resolve:ssm:x}}'",
            "!Select [7, [a]]",
            "!Join ['-', [a, !Ref AWS::NoValue]]",
            "[a]",
            "!FindInMap [Nope, a, b]",
        ] {
            let (known, complete) = texts(value);
            assert!(known.is_empty() && !complete, "{value}: {known:?}");
        }
    }

    #[test]
    fn what_the_condition_around_it_excludes_cannot_be() {
        let text = "
Parameters:
  Email: { Type: String, Default: '' }
Conditions:
  Told: !Not [!Equals [!Ref Email, '']]
Resources:
  S: { Type: T, Condition: Told, Properties: { E: !Ref Email, F: !If [Told, a, b] } }
  R: { Type: T, Properties: { E: !Ref Email } }
";
        let document = read(text).unwrap();
        let context = Context::new(&document);
        let value = |id: &str, key: &str| {
            let texts = context.texts(context.resource(id).unwrap().properties().unwrap().get(key).unwrap());
            texts.known.into_iter().map(|text| text.value.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(value("S", "E"), Vec::<String>::new());
        assert_eq!(value("S", "F"), ["a"]);
        assert_eq!(value("R", "E"), [""]);
    }

    #[test]
    fn pieces_keep_their_holes() {
        let document =
            read(&format!("{SECTIONS}!Sub 'arn:${{AWS::Partition}}:sns:${{R.TopicName}}:${{Size}}/x'\n"))
                .unwrap();
        let context = Context::new(&document);
        let pieces = context.pieces(document.root().get("X").unwrap()).unwrap();
        let known = |text: &'static str| Piece::Known(text.into());
        assert_eq!(
            pieces,
            [
                known("arn:"),
                Piece::Hole(Hole::Ref("AWS::Partition")),
                known(":sns:"),
                Piece::Hole(Hole::Att("R", "TopicName")),
                known(":"),
                Piece::Hole(Hole::Ref("Size")),
                known("/x"),
            ]
        );
    }
}
