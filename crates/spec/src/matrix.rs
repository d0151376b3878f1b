//! One file, many pipelines: a matrix of services.
//!
//! In: the tree of a stack file with a `matrix`. Out: a tree for each of its entries, in which `((value))` stands no more: it
//! is what the entry says, and `((name))` the entry's own name. A scalar that is nothing but a placeholder becomes the value
//! itself, be it a number or a list; in a longer text the value is a piece of the text. `$((…))` is the shell's, and stays.

use diag::nearest;
use serde_json::{Value as Json, json};
use yaml::{Node, Value};

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::{list, report_duplicates, wrong_type};

/// The key.
pub(crate) const KEY: &str = "matrix";

/// What every entry has without saying it.
const NAME: &str = "name";

/// A placeholder's borders.
const OPEN: &str = "((";
const CLOSE: &str = "))";

/// One entry on its way through the tree.
struct Filling<'a> {
    entry: &'a str,
    /// The entry's name, where it is written.
    key: &'a Node,
    values: &'a Node,
    findings: &'a mut Findings,
}

/// The trees of all entries, by name; the tree itself, where it has no matrix.
pub(crate) fn expand(root: Node, findings: &mut Findings) -> Vec<(Option<String>, Node)> {
    let Some(matrix) = root.get(KEY) else { return vec![(None, root)] };
    let Some(entries) = matrix.entries().filter(|entries| !entries.is_empty()) else {
        findings.push(wrong_type(matrix, "a mapping of entries"));
        return Vec::new();
    };
    report_duplicates(entries, findings);
    let mut trees = Vec::new();
    for (key, values) in entries {
        let Some(name) = named(key, findings) else { continue };
        if values.entries().is_none() && !values.is_missing() {
            findings.push(wrong_type(values, "a mapping"));
            continue;
        }
        if let Some(own) = values.get(NAME) {
            findings.error(
                Finding::ReservedName,
                own.owner,
                "`((name))` is the entry's own name",
                "taken",
                "call the value otherwise",
            );
        }
        let mut filling = Filling { entry: name, key, values, findings };
        let mut tree = without(&root, KEY);
        filling.fill(&mut tree);
        trees.push((Some(name.to_owned()), tree));
    }
    set_apart(&trees, findings);
    trees
}

/// The entry's name, which becomes part of a file's.
fn named<'k>(key: &'k Node, findings: &mut Findings) -> Option<&'k str> {
    let Some(name) = key.scalar().map(|key| key.text.as_str()) else {
        findings.push(wrong_type(key, "a key"));
        return None;
    };
    let fits = name.len() <= 50
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'));
    if !fits {
        findings.error(
            Finding::InvalidName,
            Some(key.span),
            format!("`{}` is no name of an entry", name.escape_debug()),
            "becomes part of a file's name",
            "letters, digits, `-` and `_`, 50 at most",
        );
    }
    fits.then_some(name)
}

fn without(root: &Node, key: &str) -> Node {
    let mut tree = root.clone();
    if let Value::Map(entries) = &mut tree.value {
        entries.retain(|(name, _)| name.scalar().is_none_or(|name| name.text != key));
    }
    tree
}

/// Pipelines of one account can't share a name.
fn set_apart(trees: &[(Option<String>, Node)], findings: &mut Findings) {
    let name = |tree: &Node| tree.get("name").and_then(Node::scalar).map(|name| name.text.clone());
    for (index, (entry, tree)) in trees.iter().enumerate() {
        let same =
            trees[..index].iter().find(|(_, other)| name(other).is_some() && name(other) == name(tree));
        if let (Some((Some(first), _)), Some(entry), Some(node)) = (same, entry, tree.get("name")) {
            findings.error(
                Finding::NameCollision,
                Some(node.span),
                format!("the pipelines of `{first}` and `{entry}` have one name"),
                "says the same for both",
                "let the entry's name be a part of it: `name: ((name))-delivery`",
            );
            return;
        }
    }
}

impl Filling<'_> {
    fn fill(&mut self, node: &mut Node) {
        match &mut node.value {
            Value::Scalar(_) => self.scalar(node),
            Value::List(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    self.fill(key);
                    self.fill(value);
                }
            }
        }
    }

    fn scalar(&mut self, node: &mut Node) {
        let Value::Scalar(scalar) = &node.value else { return };
        let text = scalar.text.clone();
        let Some(first) = placeholder(&text, 0) else { return };
        let is_whole = first == (0, text.len()) && scalar.style == yaml::Style::Plain;
        if is_whole {
            if let Some(value) = self.value(inside(&text, first), node) {
                node.value = value;
            }
            return;
        }
        let scalar = scalar.clone();
        let (mut filled, mut done, mut next) = (String::new(), 0, Some(first));
        while let Some((start, end)) = next {
            let Some(value) = self.value(inside(&text, (start, end)), node) else { return };
            let Value::Scalar(value) = value else {
                self.findings.error(
                    Finding::WrongType,
                    Some(node.span),
                    format!("`{}` of `{}` is no text", inside(&text, (start, end)), self.entry),
                    "stands within a text",
                    "only a value that is the whole scalar can be a list or a mapping",
                );
                return;
            };
            filled.extend([&text[done..start], &value.text]);
            done = end;
            next = placeholder(&text, end);
        }
        filled.push_str(&text[done..]);
        node.value = Value::Scalar(scalar.with_text(filled));
    }

    /// What a placeholder stands for.
    fn value(&mut self, wanted: &str, place: &Node) -> Option<Value> {
        if wanted == NAME {
            return Some(self.key.value.clone());
        }
        if let Some(value) = self.values.get(wanted).filter(|value| !value.is_missing()) {
            return Some(value.value.clone());
        }
        let there = self.values.entries().unwrap_or_default().iter();
        let there: Vec<&str> =
            there.filter_map(|(key, _)| key.scalar().map(|key| key.text.as_str())).chain([NAME]).collect();
        let finding = Finding::UnknownPlaceholder
            .error(format!("the entry `{}` of the matrix has no `{wanted}`", self.entry))
            .at(place.span)
            .related(self.key.span, "the entry");
        let finding = match nearest(wanted, there.iter().copied()) {
            Some(near) => finding.label(format!("did you mean `(({near}))`?")),
            None => finding.label("nothing to put here"),
        };
        self.findings.push(finding.help(format!("it has: {}", list(there))));
        None
    }
}

/// Where the next placeholder is, from its first parenthesis to its last.
fn placeholder(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(found) = text[at..].find(OPEN) {
        let start = at + found;
        let rest = &text[start + OPEN.len()..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
        let length = length.unwrap_or(rest.len());
        if length > 0 && rest[length..].starts_with(CLOSE) && !text[..start].ends_with('$') {
            return Some((start, start + OPEN.len() + length + CLOSE.len()));
        }
        at = start + 1;
    }
    None
}

fn inside(text: &str, (start, end): (usize, usize)) -> &str {
    &text[start + OPEN.len()..end - CLOSE.len()]
}

/// What the JSON Schema of stacks says of it.
pub(crate) fn schema() -> Json {
    json!({
        "description": "One file, many pipelines: the values of each by its name. `((value))` stands for an entry's value anywhere in \
                        the file, `((name))` for the entry's name.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": { "type": ["object", "null"] },
    })
}

#[cfg(test)]
mod tests {
    use yaml::{Limits, Node};

    use super::expand;
    use crate::findings::Findings;

    fn trees(text: &str) -> (Vec<(Option<String>, Node)>, Vec<&'static str>) {
        let root = yaml::document(text, Limits { values: 1_000, depth: 40 }).unwrap();
        let mut findings = Findings::default();
        let trees = expand(root, &mut findings);
        (trees, findings.into_sorted().into_iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn a_placeholder_is_the_value_itself_or_a_piece_of_a_text() {
        let text = "matrix:\n  a: { size: 512, list: [x, y] }\nname: ((name))\nsize: ((size))\nquoted: '((size))'\n\
                    list: ((list))\nlong: ((name))-((size))-$((size))-((1 + 2))\n((name)): 1\n";
        let (trees, codes) = trees(text);
        assert!(codes.is_empty(), "{codes:?}");
        let [(Some(name), tree)] = trees.as_slice() else { panic!("one entry") };
        assert_eq!(name, "a");
        let words = |key: &str| tree.get(key).unwrap().words();
        assert_eq!(
            (words("size"), words("quoted"), words("list")),
            ("a number".into(), "text".into(), "a list".into())
        );
        assert_eq!(tree.get("long").unwrap().scalar().unwrap().text, "a-512-$((size))-((1 + 2))");
        assert!(tree.get("a").is_some() && tree.get("matrix").is_none());
        let place = tree.get("size").unwrap().span;
        assert_eq!(&text[place.start..place.end], "((size))");
    }

    #[test]
    fn what_has_no_value_is_told() {
        for (text, codes) in [
            ("matrix: { a: { x: 1 }, b: }\nname: ((name))\nk: ((x))", &["unknown-placeholder"][..]),
            ("matrix: { a: { x: [1] } }\nk: is ((x))", &["wrong-type"]),
            ("matrix: { a: , b: }\nname: same", &["name-collision"]),
            ("matrix: { a: { name: x } }\nk: ((name))", &["reserved-name"]),
            ("matrix: { a/b: }\nk: ((name))", &["invalid-name"]),
            ("matrix: { a: 1 }", &["wrong-type"]),
            ("matrix: {}", &["wrong-type"]),
            ("matrix: [a]", &["wrong-type"]),
        ] {
            assert_eq!(trees(text).1, codes, "{text}");
        }
    }
}
