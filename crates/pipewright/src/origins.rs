//! Findings about a compiled template, told where they come from: at the stack file's line.
//!
//! The compiler knows which part of a stack each part of the template comes from. Within that part, a text that the
//! finding points at is looked for: where the user wrote it exactly once, that is the place.

use cfn::Origins;
use cfn::read::{Document, Step};
use diag::{Diagnostic, Span};
use yaml::{Node, Value};

/// The finding as one about the stack file. What it says of the template's text, its place and its fix, becomes help.
pub(crate) fn told_in_the_stack(
    finding: Diagnostic,
    origins: &Origins,
    printed: &Document,
    file: &Node,
) -> Diagnostic {
    let path = finding.span.map(|span| printed.path(span.start)).unwrap_or_default();
    let origin = origins.of(&path);
    // What the finding points at may be a part of a longer text: of an embedded script, a buildspec, a policy.
    let part = finding.span.and_then(|span| printed.text().get(span.start..span.end)).map(unquoted);
    let whole = printed.at(&path).and_then(cfn::read::Node::scalar);
    let region = origin.and_then(|origin| region(file, origin)).unwrap_or(file);
    let exact = whole.into_iter().chain(part).find_map(|written| only(region, written));
    let mut told = Diagnostic { span: exact.or(origin), related: Vec::new(), fix: None, ..finding };
    if exact.is_none() {
        // The label speaks of a word that does not stand there, and that word would be the secret.
        told.label = told.span.map(|_| "this makes it".to_owned());
        told.secret = false;
    }
    if !path.is_empty() {
        told.help.push(format!("in the template it stands at {}", shown(&path)));
    }
    told
}

/// What belongs to a place: the value of the key there, or the mapping that has the value there.
fn region(node: &Node, place: Span) -> Option<&Node> {
    match &node.value {
        Value::Scalar(_) => None,
        Value::List(items) => items.iter().find_map(|item| region(item, place)),
        Value::Map(entries) => entries.iter().find_map(|(key, value)| {
            if key.span == place {
                Some(value)
            } else if value.span == place && value.scalar().is_some() {
                Some(node)
            } else {
                region(value, place)
            }
        }),
    }
}

/// The text without the quotes that a span may hold as well.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

/// Where a text is written, if it is once.
fn only(node: &Node, text: &str) -> Option<Span> {
    if text.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    gather(node, text, &mut found);
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn gather(node: &Node, text: &str, found: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(scalar) if scalar.text == text => found.push(node.span),
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| gather(item, text, found)),
        Value::Map(entries) => {
            for (key, value) in entries {
                gather(key, text, found);
                gather(value, text, found);
            }
        }
    }
}

/// `Resources.BuildRole.Properties.Policies[0]`
fn shown(path: &[Step]) -> String {
    let steps = path.iter().enumerate().map(|(at, step)| match step {
        Step::Key(key) if at == 0 => key.clone(),
        Step::Key(key) => format!(".{key}"),
        Step::Index(index) => format!("[{index}]"),
    });
    steps.collect()
}

#[cfg(test)]
mod tests {
    use diag::Span;

    use super::told_in_the_stack;

    const STACK: &str = "
edition: 2026
name: orders
source:
  codecommit: { repository: orders, branch: main }
functions:
  api:
    runtime: python3.13
    code: api
    alias: live
    policy:
      - sid: Read
        actions: [s3:GetObjet]
        resources: ['arn:aws:s3:::things/*']
stages:
  - name: Build
    build: { commands: [make] }
  - name: Live
    deploy: { functions: [api] }
resources:
  Mails: { Type: AWS::SNS::Topic }
outputs:
  Mails: { Value: !GetAtt Mails.Arm }
overrides:
  ApiFunction:
    Properties.EphemeralStorage: { Sise: 1024 }
";

    fn told(looked_for: &str, skip: usize) -> (String, Vec<String>) {
        let (stack, _) = spec::parse(STACK).unwrap();
        let template = compile::compile(&stack).unwrap();
        let printed = cfn::to_yaml(&template).unwrap();
        let origins = template.into_origins();
        let document = cfn::read::read(&printed).unwrap();
        let start = printed.match_indices(looked_for).nth(skip).unwrap().0;
        let span = Span { start, end: start + looked_for.len() };
        let finding = diag::Diagnostic::error("x", "x").at(span);
        let file = spec::Document::load(STACK, None).unwrap();
        let told = told_in_the_stack(finding, &origins, &document, file.entries()[0].root());
        let span = told.span.unwrap();
        (STACK[span.start..span.end].to_owned(), told.help)
    }

    #[test]
    fn what_the_user_wrote_is_found_where_it_was_written() {
        let (place, help) = told("s3:GetObjet", 0);
        assert_eq!(place, "s3:GetObjet");
        assert!(
            help[0].contains("Resources.ApiFunctionRole.Properties.Policies[0].PolicyDocument"),
            "{help:?}"
        );
        assert_eq!(told("python3.13", 0).0, "python3.13");
        assert_eq!(told("python3.13", 1).0, "Live", "the deployer's own");
        assert_eq!(told("ApiFunctionRole:", 0).0, "api");
        assert_eq!(told("Name: Live", 0).0, "Live");
        assert_eq!(told("ReleaseProject:", 0).0, "Build");
    }

    #[test]
    fn what_the_user_says_in_cloudformation_s_words_is_found_there() {
        assert_eq!(told("Sise: 1024", 0).0, "1024");
        assert_eq!(told("EphemeralStorage:", 0).0, "Properties.EphemeralStorage");
        assert_eq!(told("!GetAtt Mails.Arm", 0).0, "Mails.Arm");
        assert_eq!(told("AWS::SNS::Topic", 0).0, "AWS::SNS::Topic");
    }
}
