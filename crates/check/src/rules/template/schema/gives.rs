//! What kind of value a function gives.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use cfn::read::{Call, Function, Kind as NodeKind, Node};
use facts::{Kind, Kinds, Member, Shape};

use crate::context::Context;

/// What a function gives.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gives {
    /// A text, number or boolean: CloudFormation makes the one that is wanted of it.
    Scalar,
    List,
    /// What an attribute or an identifier is, as far as AWS says.
    Shape(Shape),
    /// Nobody can say.
    Anything,
}

impl Gives {
    /// Whether a place that takes these kinds may be given this.
    pub(crate) fn suits(self, wanted: Kinds) -> bool {
        match self {
            Self::Scalar => has_scalar(wanted),
            Self::List => wanted.has(Kind::Array),
            Self::Shape(shape) => wanted_by(shape.kinds(), wanted),
            Self::Anything => true,
        }
    }

    /// Its name in a message.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Scalar => "a text",
            Self::List => "a list",
            Self::Shape(shape) => name_of(shape.kinds()),
            Self::Anything => "anything",
        }
    }

    pub(crate) fn is_list(self) -> bool {
        match self {
            Self::List => true,
            Self::Shape(shape) => shape.kinds().is_only(Kind::Array),
            _ => false,
        }
    }
}

/// Kinds that are written as a scalar.
pub(crate) fn has_scalar(kinds: Kinds) -> bool {
    [Kind::String, Kind::Number, Kind::Integer, Kind::Boolean].into_iter().any(|kind| kinds.has(kind))
}

fn wanted_by(given: Kinds, wanted: Kinds) -> bool {
    has_scalar(given) && has_scalar(wanted)
        || [Kind::Object, Kind::Array].into_iter().any(|kind| given.has(kind) && wanted.has(kind))
}

/// Kinds in the words of a message.
pub(crate) fn name_of(kinds: Kinds) -> &'static str {
    let (scalar, list, map) = (has_scalar(kinds), kinds.has(Kind::Array), kinds.has(Kind::Object));
    match (scalar, list, map) {
        (false, true, false) => "a list",
        (false, false, true) => "a mapping",
        (false, true, true) => "a list or a mapping",
        (true, true, false) => "a text or a list",
        (true, false, true) => "a text or a mapping",
        _ if kinds.has(Kind::String) => "a text",
        _ if kinds.is_only(Kind::Integer) => "a whole number",
        _ if kinds.has(Kind::Number) || kinds.has(Kind::Integer) => "a number",
        _ if kinds.is_only(Kind::Boolean) => "`true` or `false`",
        _ => "another value",
    }
}

/// What a call gives.
pub(crate) fn gives(ctx: &Context<'_>, call: &Call) -> Gives {
    match call.function {
        Function::Ref => call.argument.text().map_or(Gives::Anything, |name| reference(ctx, name)),
        Function::GetAtt => attribute_of(call).map_or(Gives::Anything, |(id, name)| attribute(ctx, id, name)),
        Function::Base64
        | Function::Join
        | Function::Sub
        | Function::ImportValue
        | Function::ToJsonString
        | Function::Length
        | Function::GetStackOutput => Gives::Scalar,
        Function::Split | Function::Cidr | Function::GetAzs => Gives::List,
        Function::FindInMap => mapped(ctx, &call.argument),
        _ => Gives::Anything,
    }
}

/// The logical ID and the attribute of an `Fn::GetAtt`, where both are written out.
pub(crate) fn attribute_of(call: &Call) -> Option<(&str, &str)> {
    match &call.argument.kind {
        NodeKind::Text(path) => path.split_once('.'),
        NodeKind::List(path) => match path.as_slice() {
            [id, name] => Some((id.text()?, name.text()?)),
            _ => None,
        },
        _ => None,
    }
}

/// What `Ref` gives for a name.
pub(crate) fn reference(ctx: &Context<'_>, name: &str) -> Gives {
    if let Some(parameter) = ctx.parameter(name) {
        return match parameter.value.get("Type").and_then(Node::text) {
            Some(kind) if kind.contains("List<") || kind.contains("CommaDelimitedList") => Gives::List,
            Some(_) => Gives::Scalar,
            None => Gives::Anything,
        };
    }
    if name == "AWS::NotificationARNs" {
        return Gives::List;
    }
    if name == "AWS::NoValue" {
        return Gives::Anything;
    }
    if name.starts_with("AWS::") || ctx.resource(name).is_some() { Gives::Scalar } else { Gives::Anything }
}

/// What `Fn::GetAtt` gives.
pub(crate) fn attribute(ctx: &Context<'_>, id: &str, name: &str) -> Gives {
    let Some(kind) = ctx.resource(id).and_then(|resource| facts::resource_type(resource.kind)) else {
        return Gives::Anything;
    };
    match kind.attribute(name) {
        Member::Known(shape) if !shape.kinds().is_any() => Gives::Shape(shape),
        _ => Gives::Anything,
    }
}

/// What a mapping holds, where every member that can be meant is of one kind.
fn mapped(ctx: &Context<'_>, argument: &Node) -> Gives {
    let [map, first, second] = argument.items() else { return Gives::Anything };
    let Some(map) =
        map.text().and_then(|name| ctx.section("Mappings").iter().find(|entry| entry.key == name))
    else {
        return Gives::Anything;
    };
    if map.value.is_open() {
        return Gives::Anything;
    }
    let fits = |key: &Node, name: &str| key.text().is_none_or(|text| text == name);
    let mut values = map
        .value
        .entries()
        .iter()
        .filter(|entry| fits(first, &entry.key))
        .flat_map(|entry| entry.value.entries())
        .filter(|entry| fits(second, &entry.key))
        .map(|entry| &entry.value)
        .peekable();
    if values.peek().is_none() {
        return Gives::Anything;
    }
    let (mut all_lists, mut all_scalars) = (true, true);
    for value in values {
        all_lists &= value.is_list();
        all_scalars &= value.scalar().is_some();
    }
    match (all_lists, all_scalars) {
        (true, false) => Gives::List,
        (false, true) => Gives::Scalar,
        _ => Gives::Anything,
    }
}
