//! The names that a template has, and those that a transform gives it.

use cfn::read::{Function, Kind, Node};

use crate::context::Context;

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html>
pub(super) const PSEUDO_PARAMETERS: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// What the SAM transform's own resources begin with.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>
const OF_SAM: [&str; 2] = ["Serverless", "CodeDeployServiceRole"];

/// Whether the template, or what a transform makes of it, can have a resource of this name.
pub(super) fn may_be_resource(ctx: &Context<'_>, id: &str) -> bool {
    if ctx.resource(id).is_some() || id.contains(['$', '&', '{']) {
        return true;
    }
    if ctx.root().get("Resources").is_some_and(Node::is_open) {
        return true;
    }
    // A module's resources are `<Module>.<Resource>` or `<Module><Resource>`, and those that SAM adds begin likewise.
    let owns = |owner: &str| id.len() > owner.len() && id.starts_with(owner);
    let is_sam = ctx.transforms().iter().any(|name| name.starts_with("AWS::Serverless"));
    is_sam && OF_SAM.iter().any(|prefix| id.starts_with(prefix))
        || ctx.resources().iter().any(|resource| {
            (resource.kind.ends_with("::MODULE") || is_sam && gives_resources(resource.node))
                && owns(resource.id)
        })
}

/// SAM adds resources for its own types, and for connectors within others.
fn gives_resources(node: &Node) -> bool {
    node.get("Type").and_then(Node::text).is_some_and(|kind| kind.starts_with("AWS::Serverless::"))
        || node.get("Connectors").is_some()
}

/// Whether the template can have a parameter of this name, or a loop a variable.
pub(super) fn may_be_parameter(ctx: &Context<'_>, name: &str) -> bool {
    ctx.parameter(name).is_some()
        || ctx.root().get("Parameters").is_some_and(Node::is_open)
        || (ctx.document().text().contains("Fn::ForEach::") && is_loop_variable(ctx.root(), name))
}

/// Whether an `Fn::ForEach` anywhere below names its variable so.
fn is_loop_variable(node: &Node, name: &str) -> bool {
    match &node.kind {
        Kind::List(items) => items.iter().any(|item| is_loop_variable(item, name)),
        Kind::Call(call) => is_loop_variable(&call.argument, name),
        Kind::Map(entries) => entries.iter().any(|entry| {
            entry.key.starts_with("Fn::ForEach::")
                && entry.value.items().first().and_then(Node::text) == Some(name)
                || is_loop_variable(&entry.value, name)
        }),
        _ => false,
    }
}

/// All names that `Ref` can have.
pub(super) fn referable<'a>(ctx: &'a Context<'_>) -> impl Iterator<Item = &'a str> {
    let parameters = ctx.section("Parameters").iter().map(|entry| entry.key.as_str());
    parameters.chain(ctx.resources().iter().map(|resource| resource.id)).chain(PSEUDO_PARAMETERS)
}

/// Whether any value of this kind of call is computed, so that nobody can say which names it has.
pub(super) fn is_computed(ctx: &Context<'_>, function: &Function) -> bool {
    let mut computed = false;
    super::visit::all(ctx, &mut |node, _| {
        let Some(call) = node.call().filter(|call| call.function == *function) else { return };
        let name = match &call.argument.kind {
            Kind::List(items) => items.first(),
            _ => Some(&call.argument),
        };
        computed |= name.and_then(Node::scalar).is_none_or(|name| name.contains(['$', '&', '{']));
    });
    computed
}
