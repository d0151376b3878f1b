//! What a template's own Metadata says is not to be reported.
//!
//! `Metadata: { pipewright: { ignore: [{ code: …, reason: … }] } }`, on a resource for that resource, at the top for the
//! whole template. Whether a code exists and a reason is given is for [`diag::suppress`] to judge.

use cfn::read::{Document, Node};
use diag::{Scope, Suppression};

/// All of them, in the order of the template.
pub fn suppressions(document: &Document) -> Vec<Suppression> {
    let root = document.root();
    let mut found: Vec<_> = ignored(root).map(|entry| suppression(entry, Scope::Everywhere)).collect();
    let resources = root.get("Resources").map_or(&[][..], Node::entries);
    for (resource, extent) in resources.iter().zip(document.extents(resources)) {
        found.extend(ignored(&resource.value).map(|entry| suppression(entry, Scope::Within(extent))));
    }
    found
}

/// What the Metadata of a template or resource lists.
fn ignored(node: &Node) -> impl Iterator<Item = &Node> {
    let own = node.get("Metadata").and_then(|metadata| metadata.get("pipewright"));
    own.and_then(|own| own.get("ignore")).map_or(&[][..], Node::items).iter()
}

/// An entry that is a text names a code without a reason.
fn suppression(entry: &Node, scope: Scope) -> Suppression {
    let code = entry.get("code").unwrap_or(entry);
    Suppression {
        code: code.text().unwrap_or_default().to_owned(),
        span: code.handle(),
        reason: entry
            .get("reason")
            .and_then(Node::text)
            .map(str::to_owned)
            .filter(|reason| !reason.is_empty()),
        scope,
    }
}

#[cfg(test)]
mod tests {
    use cfn::read::read;
    use diag::Scope;

    use super::suppressions;

    #[test]
    fn of_the_template_and_of_a_resource() {
        let text = "
Metadata: { pipewright: { ignore: [one] } }
Resources:
  A:
    Type: T
    Metadata:
      pipewright:
        ignore:
          - { code: two, reason: because }
  B: { Type: T }
";
        let document = read(text).unwrap();
        let found = suppressions(&document);
        assert_eq!((found[0].code.as_str(), found[0].reason.as_deref()), ("one", None));
        assert_eq!(found[0].scope, Scope::Everywhere);
        assert_eq!((found[1].code.as_str(), found[1].reason.as_deref()), ("two", Some("because")));
        let Scope::Within(span) = found[1].scope else { panic!() };
        assert!(text[span.start..span.end].starts_with("A:") && !text[span.start..span.end].contains("B:"));
    }
}
