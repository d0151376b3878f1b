//! Everything in a template that names a resource, a parameter or a condition.

use cfn::read::{Call, Function, Kind, Node, SubPart, sub_parts};
use diag::Span;

use crate::context::{Context, When, if_parts};

/// A name that something in the template uses.
#[derive(Debug, Clone)]
pub(crate) struct Reference<'t> {
    pub(crate) by: By,
    /// The logical ID, parameter, pseudo parameter or condition that it names.
    pub(crate) id: &'t str,
    /// What `Fn::GetAtt` asks for; `None` also where that is computed.
    pub(crate) attribute: Option<&'t str>,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The section that it stands in.
    pub(crate) section: &'t str,
    /// The section's member that it stands in: a resource's logical ID, an output's name.
    pub(crate) member: &'t str,
    /// What must hold for it to count: the resource's condition, and the sides of `Fn::If` that it stands on.
    pub(crate) when: When<'t>,
    /// The node that the name stands in: a call, or an item of `DependsOn`.
    pub(crate) node: &'t Node,
}

/// What names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    Ref,
    GetAtt,
    /// `${Id}` in an `Fn::Sub`.
    SubRef,
    /// `${Id.Attribute}` in an `Fn::Sub`.
    SubGetAtt,
    DependsOn,
    /// A `Condition` of a resource or output, an `Fn::If`, or the function `Condition`.
    Condition,
}

/// All references, in the order of the template.
pub(crate) fn collect<'t>(context: &Context<'t>) -> Vec<Reference<'t>> {
    let mut walk =
        Walk { document: context.document(), found: Vec::new(), section: "", member: "", when: Vec::new() };
    for section in context.root().entries() {
        walk.section = &section.key;
        walk.member = "";
        if matches!(section.key.as_str(), "Metadata" | "Parameters" | "Mappings" | "Description") {
            continue;
        }
        if !section.value.is_map() {
            walk.node(&section.value);
        }
        for member in section.value.entries() {
            walk.member = &member.key;
            walk.member(&member.value);
        }
    }
    walk.found
}

struct Walk<'t> {
    document: &'t cfn::read::Document,
    found: Vec<Reference<'t>>,
    section: &'t str,
    member: &'t str,
    when: When<'t>,
}

impl<'t> Walk<'t> {
    fn member(&mut self, node: &'t Node) {
        let of_resource = self.section == "Resources";
        if !of_resource && self.section != "Outputs" {
            return self.node(node);
        }
        let condition = node.get("Condition").and_then(|condition| Some((condition, condition.text()?)));
        if let Some((node, name)) = condition {
            self.add(By::Condition, name, None, node.span, node);
            self.when.push((name, true));
        }
        for entry in node.entries() {
            match entry.key.as_str() {
                "Condition" => {}
                "DependsOn" if of_resource => self.depends_on(&entry.value),
                "Metadata" | "Type" if of_resource => {}
                _ => self.node(&entry.value),
            }
        }
        self.when.clear();
    }

    fn depends_on(&mut self, node: &'t Node) {
        match &node.kind {
            Kind::Text(id) => self.add(By::DependsOn, id, None, node.span, node),
            Kind::List(items) => items.iter().for_each(|item| self.depends_on(item)),
            _ => self.node(node),
        }
    }

    fn node(&mut self, node: &'t Node) {
        match &node.kind {
            Kind::List(items) => items.iter().for_each(|item| self.node(item)),
            Kind::Map(entries) => entries.iter().for_each(|entry| self.node(&entry.value)),
            Kind::Call(call) => self.call(node, call),
            _ => {}
        }
    }

    fn call(&mut self, node: &'t Node, call: &'t Call) {
        let argument = &call.argument;
        match (&call.function, &argument.kind) {
            (Function::Ref, Kind::Text(id)) => self.add(By::Ref, id, None, argument.span, node),
            (Function::Condition, Kind::Text(name)) => {
                self.add(By::Condition, name, None, argument.span, node);
            }
            (Function::GetAtt, Kind::Text(path)) => {
                let (id, attribute) =
                    path.split_once('.').map_or((path.as_str(), None), |(id, name)| (id, Some(name)));
                self.add(By::GetAtt, id, attribute, argument.span, node);
            }
            (Function::GetAtt, Kind::List(path)) => {
                if let Some(id) = path.first() {
                    let attribute = path.get(1).and_then(Node::text);
                    id.text()
                        .into_iter()
                        .for_each(|name| self.add(By::GetAtt, name, attribute, id.span, node));
                }
                path.iter().skip(1).for_each(|item| self.node(item));
            }
            (Function::Sub, _) => self.sub(node, argument),
            (Function::If, _) => self.branch(node, argument),
            _ => self.node(argument),
        }
    }

    fn branch(&mut self, node: &'t Node, argument: &'t Node) {
        let Some((condition, yes, no)) = if_parts(node) else { return self.node(argument) };
        let name = argument.items().first().map_or(node, |name| name);
        self.add(By::Condition, condition, None, name.span, node);
        for (value, holds) in [(yes, true), (no, false)] {
            self.when.push((condition, holds));
            self.node(value);
            self.when.pop();
        }
    }

    fn sub(&mut self, node: &'t Node, argument: &'t Node) {
        let (template, own) = match argument.items() {
            [template, own] => (template, own.entries()),
            _ => (argument, &[][..]),
        };
        for entry in own {
            self.node(&entry.value);
        }
        let Some(text) = template.text() else { return };
        for part in sub_parts(text) {
            let SubPart::Variable(range) = part else { continue };
            let name = &text[range.clone()];
            if own.iter().any(|entry| entry.key == name) {
                continue;
            }
            let span = self.document.place(template, range);
            match name.split_once('.') {
                Some((id, attribute)) => self.add(By::SubGetAtt, id, Some(attribute), span, node),
                None => self.add(By::SubRef, name, None, span, node),
            }
        }
    }

    fn add(&mut self, by: By, id: &'t str, attribute: Option<&'t str>, span: Span, node: &'t Node) {
        let (section, member, when) = (self.section, self.member, self.when.clone());
        self.found.push(Reference { by, id, attribute, span, section, member, when, node });
    }
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::By;
    use crate::context::Context;

    #[test]
    fn every_name_with_its_place() {
        let text = "
Resources:
  A:
    Type: T
    Condition: C
    DependsOn: [B]
    Properties:
      P: !If [D, !Ref X, !GetAtt Y.Z.W]
      Q: !Sub ['${V} ${R} ${S.T} ${!No}', { V: !Ref U }]
      R: { Fn::GetAtt: [G, !Ref H] }
";
        let document = read(text).unwrap();
        let context = Context::new(&document);
        let seen: Vec<_> = context
            .references()
            .iter()
            .map(|found| {
                let place = &text[found.span.start..found.span.end];
                assert!(place.contains(found.id), "{place}");
                (found.by, found.id, found.attribute, found.when.len())
            })
            .collect();
        assert_eq!(
            seen,
            [
                (By::Condition, "C", None, 0),
                (By::DependsOn, "B", None, 1),
                (By::Condition, "D", None, 1),
                (By::Ref, "X", None, 2),
                (By::GetAtt, "Y", Some("Z.W"), 2),
                (By::Ref, "U", None, 1),
                (By::SubRef, "R", None, 1),
                (By::SubGetAtt, "S", Some("T"), 1),
                (By::GetAtt, "G", None, 1),
                (By::Ref, "H", None, 1),
            ]
        );
    }
}
