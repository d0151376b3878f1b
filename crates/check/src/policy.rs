//! The reader of policy documents.
//!
//! In: a template. Out: every policy document in it, with its statements, wherever it is written and however: as an
//! object, as JSON in a text, behind conditions and functions. Nothing is judged here; what cannot be known is marked so
//! that no rule takes it for absent.

mod arns;
mod glob;
mod homes;
mod text;
mod value;

use cfn::read::Node;
use diag::Span;

use crate::context::{Context, Resource};

pub(crate) use arns::arn_of;
pub(crate) use glob::{Atom, form, meet};
pub(crate) use homes::{Home, Kind};
pub(crate) use text::Text;
pub(crate) use value::{Content, Map, Member, Value, place};

/// A policy document of the template.
#[derive(Debug, Clone)]
pub(crate) struct Policy<'t> {
    /// The logical ID of the resource that carries it.
    pub(crate) id: &'t str,
    /// That resource's type.
    pub(crate) of: &'t str,
    pub(crate) home: &'static Home,
    /// What stands in the property.
    pub(crate) node: &'t Node,
    pub(crate) document: Value<'t>,
    pub(crate) statements: Vec<Statement<'t>>,
    /// Whether there can be no other statements.
    pub(crate) complete: bool,
}

/// A statement.
#[derive(Debug, Clone)]
pub(crate) struct Statement<'t> {
    pub(crate) span: Span,
    pub(crate) map: Map<'t>,
    /// Whether it is there under some conditions only.
    pub(crate) conditional: bool,
}

/// The texts of an element that takes one or a list of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts<'a, 't> {
    pub(crate) known: Vec<&'a Text<'t>>,
    /// Whether there are no others.
    pub(crate) complete: bool,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Allow,
    Deny,
}

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
    /// It depends on what the template does not say.
    Unknown,
}

/// Whom a statement speaks of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Principals<'a, 't> {
    /// `*` alone, which is everybody.
    pub(crate) anyone: Option<Span>,
    /// By kind: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    pub(crate) named: Vec<(&'a Member<'t>, Texts<'a, 't>)>,
    /// Whether there are no others.
    pub(crate) complete: bool,
}

/// One comparison of a condition block.
#[derive(Debug, Clone)]
pub(crate) struct Comparison<'a, 't> {
    pub(crate) operator: &'a Member<'t>,
    pub(crate) key: &'a Member<'t>,
    pub(crate) values: Texts<'a, 't>,
}

/// Every policy document of the template, resource by resource.
pub(crate) fn all<'t>(ctx: &Context<'t>) -> Vec<Policy<'t>> {
    if ctx.is_opaque() {
        return Vec::new();
    }
    ctx.resources().iter().flat_map(|resource| of(ctx, resource)).collect()
}

/// The policy documents that a resource carries.
pub(crate) fn of<'t>(ctx: &Context<'t>, resource: &Resource<'t>) -> Vec<Policy<'t>> {
    let homes = homes::HOMES.iter().filter(|home| home.of == resource.kind);
    let Some(properties) = resource.properties() else { return Vec::new() };
    let mut policies = Vec::new();
    for home in homes {
        for node in ctx.all(properties, home.path) {
            let items = if node.is_list() { ctx.items(node) } else { vec![node] };
            for node in items {
                for document in value::documents(ctx, node) {
                    policies.extend(Policy::new(resource, home, node, document));
                }
            }
        }
    }
    policies
}

impl<'t> Policy<'t> {
    fn new(
        resource: &Resource<'t>,
        home: &'static Home,
        node: &'t Node,
        document: Value<'t>,
    ) -> Option<Self> {
        let mut statements = Vec::new();
        let complete = match &document.content {
            // SAM takes names of policies and its own policy templates in the same list.
            Content::Map(map)
                if home.of.starts_with("AWS::Serverless::") && map.get("Statement").is_none() =>
            {
                return None;
            }
            Content::Map(map) => {
                let values = map.get("Statement").map_or(&[][..], |member| &member.values);
                values.iter().fold(!map.open, |complete, value| gather(value, &mut statements) && complete)
            }
            Content::Text(_) if home.of.starts_with("AWS::Serverless::") => return None,
            _ => false,
        };
        Some(Self { id: resource.id, of: resource.kind, home, node, document, statements, complete })
    }

    /// The document's mapping, if it is one.
    pub(crate) fn map(&self) -> Option<&Map<'t>> {
        self.document.map()
    }

    pub(crate) fn kind(&self) -> Kind {
        self.home.kind
    }

    /// Whether some statement allows the service the action, whatever its conditions and resources.
    pub(crate) fn lets_service(&self, ctx: &Context<'t>, service: &str, action: &str) -> Answer {
        let allows = self.statements.iter().map(|statement| {
            let effect = match statement.effect() {
                Some(Effect::Allow) => Answer::Yes,
                Some(Effect::Deny) => Answer::No,
                None => Answer::Unknown,
            };
            effect.and(statement.names_service(ctx, service)).and(statement.names_action(ctx, action))
        });
        let unknown = if self.complete { Answer::No } else { Answer::Unknown };
        allows.fold(unknown, Answer::or)
    }
}

/// Adds the statements in a value; whether these are all.
fn gather<'t>(value: &Value<'t>, into: &mut Vec<Statement<'t>>) -> bool {
    match &value.content {
        Content::List(items) => {
            let mut complete = true;
            for item in items {
                complete &= gather(item, into);
            }
            complete
        }
        Content::Map(map) => {
            into.push(Statement { span: value.span, map: map.clone(), conditional: value.conditional });
            true
        }
        _ => false,
    }
}

impl<'t> Value<'t> {
    /// The mapping, if it is one.
    pub(crate) fn map(&self) -> Option<&Map<'t>> {
        match &self.content {
            Content::Map(map) => Some(map),
            _ => None,
        }
    }
}

impl<'t> Member<'t> {
    /// The texts in it, through lists.
    pub(crate) fn texts(&self) -> Texts<'_, 't> {
        let mut texts = Texts { known: Vec::new(), complete: true };
        for value in &self.values {
            texts.add(value);
        }
        texts
    }
}

impl<'a, 't> Texts<'a, 't> {
    fn add(&mut self, value: &'a Value<'t>) {
        match &value.content {
            Content::Text(text) => self.known.push(text),
            Content::List(items) => items.iter().for_each(|item| self.add(item)),
            Content::Map(_) | Content::Null | Content::Unknown => self.complete = false,
        }
    }
}

impl<'t> Statement<'t> {
    /// The texts of an element; `None` where it is surely or possibly not there.
    pub(crate) fn texts(&self, element: &str) -> Option<Texts<'_, 't>> {
        let member = self.map.get(element)?;
        let mut texts = member.texts();
        texts.complete &= !member.optional && !self.map.open;
        Some(texts)
    }

    /// What it does, if that is known.
    pub(crate) fn effect(&self) -> Option<Effect> {
        let texts = self.texts("Effect")?;
        match texts.known.as_slice() {
            [one] if texts.complete => match one.known()? {
                "Allow" => Some(Effect::Allow),
                "Deny" => Some(Effect::Deny),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it surely allows.
    pub(crate) fn allows(&self) -> bool {
        self.effect() == Some(Effect::Allow)
    }

    /// Whether it surely has no condition.
    pub(crate) fn is_unconditional(&self) -> bool {
        self.map.lacks("Condition")
            || self.map.get("Condition").is_some_and(|member| {
                !member.optional
                    && member
                        .values
                        .iter()
                        .all(|value| value.map().is_some_and(|map| map.members.is_empty() && !map.open))
            })
    }

    /// Whom `Principal` names.
    pub(crate) fn principals(&self) -> Option<Principals<'_, 't>> {
        self.principals_of("Principal")
    }

    /// Whom an element names.
    pub(crate) fn principals_of(&self, element: &str) -> Option<Principals<'_, 't>> {
        let member = self.map.get(element)?;
        let mut principals = Principals { complete: !member.optional, ..Principals::default() };
        for value in &member.values {
            match &value.content {
                Content::Text(text) if text.is("*") => principals.anyone = Some(text.span),
                Content::Map(map) => {
                    principals.complete &= !map.open;
                    for member in &map.members {
                        let texts = member.texts();
                        principals.complete &= texts.complete;
                        principals.named.push((member, texts));
                    }
                }
                _ => principals.complete = false,
            }
        }
        Some(principals)
    }

    /// Every comparison of its condition.
    pub(crate) fn comparisons(&self) -> Vec<Comparison<'_, 't>> {
        let blocks = self.map.get("Condition").map_or(&[][..], |member| &member.values);
        let mut comparisons = Vec::new();
        for operator in blocks.iter().filter_map(Value::map).flat_map(|map| &map.members) {
            for key in operator.values.iter().filter_map(Value::map).flat_map(|map| &map.members) {
                comparisons.push(Comparison { operator, key, values: key.texts() });
            }
        }
        comparisons
    }

    /// Whether the condition can hold a comparison that this tree does not show.
    pub(crate) fn has_unknown_condition(&self) -> bool {
        let Some(member) = self.map.get("Condition") else { return self.map.open };
        let is_known = |value: &Value<'_>| {
            value.map().is_some_and(|map| {
                let keys_known = |member: &Member<'_>| {
                    member.values.iter().all(|value| value.map().is_some_and(|map| !map.open))
                };
                !map.open && map.members.iter().all(keys_known)
            })
        };
        !member.values.iter().all(is_known)
    }

    /// Whether it speaks of that service.
    pub(crate) fn names_service(&self, ctx: &Context<'t>, service: &str) -> Answer {
        let Some(principals) = self.principals() else {
            return if self.map.lacks("NotPrincipal") && !self.map.open {
                Answer::No
            } else {
                Answer::Unknown
            };
        };
        if principals.anyone.is_some() {
            return Answer::Yes;
        }
        let unknown = if principals.complete { Answer::No } else { Answer::Unknown };
        let named = principals.named.iter().filter(|(kind, _)| matches!(&*kind.key, "Service" | "AWS"));
        named
            .flat_map(|(kind, texts)| texts.known.iter().map(move |text| (&kind.key, text)))
            .map(|(kind, text)| match text.known() {
                Some("*") => Answer::Yes,
                Some(known) if kind == "Service" && is_service(known, service) => Answer::Yes,
                None if kind == "Service" && can_be_service(ctx, text, service) => Answer::Unknown,
                _ => Answer::No,
            })
            .fold(unknown, Answer::or)
    }

    /// Whether it speaks of that action.
    pub(crate) fn names_action(&self, ctx: &Context<'t>, action: &str) -> Answer {
        let (texts, negated) = match (self.texts("Action"), self.texts("NotAction")) {
            (Some(texts), _) => (texts, false),
            (None, Some(texts)) => (texts, true),
            (None, None) => return if self.map.open { Answer::Unknown } else { Answer::No },
        };
        let unknown = if texts.complete { Answer::No } else { Answer::Unknown };
        let named = texts.known.iter().map(|text| match text.known() {
            Some(_) if text.covers_action(action) => Answer::Yes,
            None if text.can_be(ctx, action) => Answer::Unknown,
            _ => Answer::No,
        });
        let answer = named.fold(unknown, Answer::or);
        if negated { answer.not() } else { answer }
    }
}

impl Answer {
    /// Whether both hold.
    pub(crate) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// Whether one of them holds.
    pub(crate) const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unknown,
        }
    }

    const fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// Whether a text with holes can be a name of that service, perhaps of a region: `states.${AWS::Region}.amazonaws.com`.
fn can_be_service<'t>(ctx: &Context<'t>, text: &Text<'t>, service: &str) -> bool {
    let name = service.strip_suffix(".amazonaws.com").unwrap_or(service);
    let atoms = text.atoms(ctx);
    ["${Suffix}", ".${Region}${Suffix}"].iter().any(|rest| {
        let mut wanted = Vec::new();
        form(&format!("{name}{rest}"), |_| false, &mut wanted);
        meet(&atoms, &wanted)
    })
}

/// Whether a service principal is that service's: in its global form, or in that of a region or partition.
///
/// `codedeploy.eu-west-1.amazonaws.com` and `codedeploy.amazonaws.com.cn` are CodeDeploy.
pub(crate) fn is_service(written: &str, service: &str) -> bool {
    let name = |principal: &str| {
        let lower = principal.to_ascii_lowercase();
        let name = lower.strip_suffix(".cn").unwrap_or(&lower).strip_suffix(".amazonaws.com")?.to_owned();
        let global = name.rsplit_once('.').filter(|(_, region)| is_region(region)).map(|(name, _)| name);
        Some(global.unwrap_or(&name).to_owned())
    };
    written.eq_ignore_ascii_case(service)
        || name(written).is_some_and(|written| name(service) == Some(written))
}

/// Whether a text has the form of a region's name: `eu-west-1`, `us-gov-east-1`, `us-iso-west-1`.
pub(crate) fn is_region(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (3..=4).contains(&parts.len())
        && parts[..parts.len() - 1].iter().all(word)
        && parts[0].len() <= 4
        && parts[parts.len() - 1].len() <= 2
        && parts[parts.len() - 1].bytes().all(|byte| byte.is_ascii_digit())
        && !parts[parts.len() - 1].is_empty()
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::{Answer, Effect, all, is_region, is_service};
    use crate::context::Context;

    #[test]
    fn reads_objects_json_and_completed_json() {
        let text = r#"
Resources:
  A:
    Type: AWS::SNS::TopicPolicy
    Properties:
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: { Service: [events.amazonaws.com, !Sub "sns.${AWS::URLSuffix}", !Sub "states.${AWS::Region}.amazonaws.com"] }
          Action: sns:Publish
          Resource: !Ref T
  B:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyDocument: !Sub |
        {"Statement": [{"Effect": "Allow", "Principal": {"Service": "es.amazonaws.com"},
          "Action": ["logs:Put*"], "Resource": "arn:${AWS::Partition}:logs:*"}]}
  C:
    Type: AWS::SQS::QueuePolicy
    Properties:
      PolicyDocument: '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:*"}}'
"#;
        let document = read(text).unwrap();
        let ctx = Context::new(&document);
        let policies = all(&ctx);
        assert_eq!(policies.iter().map(|policy| policy.id).collect::<Vec<_>>(), ["A", "B", "C"]);
        let [a, b, c] = policies.as_slice() else { panic!("three policies") };
        assert_eq!(a.lets_service(&ctx, "events.amazonaws.com", "sns:Publish"), Answer::Yes);
        assert_eq!(a.lets_service(&ctx, "sns.amazonaws.com", "sns:Publish"), Answer::Unknown);
        assert_eq!(a.lets_service(&ctx, "states.amazonaws.com", "sns:Publish"), Answer::Unknown);
        assert_eq!(a.lets_service(&ctx, "codebuild.amazonaws.com", "sns:Publish"), Answer::No);
        assert_eq!(a.lets_service(&ctx, "events.amazonaws.com", "sns:Subscribe"), Answer::No);
        assert_eq!(b.lets_service(&ctx, "es.amazonaws.com", "logs:PutLogEvents"), Answer::Yes);
        let resource = b.statements[0].texts("Resource").unwrap();
        assert_eq!(resource.known[0].shown(), "arn:${AWS::Partition}:logs:*");
        assert_eq!(
            &text[resource.known[0].span.start..resource.known[0].span.end],
            r#""arn:${AWS::Partition}:logs:*""#
        );
        assert_eq!(c.statements[0].effect(), Some(Effect::Deny));
        assert!(c.statements[0].principals().unwrap().anyone.is_some());
    }

    #[test]
    fn what_may_be_there_is_not_known() {
        let text = "
Conditions: { IsA: !Equals [!Ref AWS::Region, a] }
Resources:
  A:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: !If [IsA, Allow, Deny]
            Principal: { Service: !If [IsA, a.amazonaws.com, b.amazonaws.com] }
            Action: !If [IsA, sts:AssumeRole, !Ref AWS::NoValue]
            Condition: !If [IsA, { Bool: { a: b } }, !Ref AWS::NoValue]
";
        let document = read(text).unwrap();
        let ctx = Context::new(&document);
        let policies = all(&ctx);
        let statement = &policies[0].statements[0];
        assert_eq!(statement.effect(), None);
        assert!(!statement.is_unconditional());
        assert_eq!(statement.comparisons().len(), 1);
        assert_eq!(statement.names_service(&ctx, "b.amazonaws.com"), Answer::Yes);
        assert_eq!(statement.names_action(&ctx, "iam:GetRole"), Answer::Unknown);
    }

    #[test]
    fn a_service_has_many_names() {
        assert!(is_service("codedeploy.eu-west-1.amazonaws.com", "codedeploy.amazonaws.com"));
        assert!(is_service("ec2.amazonaws.com.cn", "ec2.amazonaws.com"));
        assert!(!is_service("codebuild.amazonaws.com", "codedeploy.amazonaws.com"));
        assert!(!is_service("delivery.logs.amazonaws.com", "logs.amazonaws.com"));
        assert!(is_region("us-gov-west-1") && is_region("ap-southeast-11") && !is_region("data-source-x"));
    }
}
