//! Resources that wait for each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use cfn::read::{Kind, Node};
use diag::Severity;

use crate::Rule;
use crate::context::{Context, Resource, When};
use crate::references::{By, Reference};
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "dependency-cycle",
    severity: Severity::Error,
    title: "Resources depend on each other in a circle.",
    explanation: "CloudFormation makes a resource after those that it refers to, by `Ref`, `Fn::GetAtt`, `Fn::Sub` or \
                  `DependsOn`. In a circle none can be first, and the template is refused: \"Circular dependency between \
                  resources\". Cut the circle where one needs only the other's name: give it a name and write that, or \
                  build the ARN from it, or move the part that closes the circle into a resource of its own, such as a \
                  security group's rule or a policy.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html",
    ],
    check,
};

/// Of SAM's resources, the properties that it makes other resources of: permissions, stages, aliases. Those refer to the
/// resource and to what they name, and the resource to neither.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>
const MADE_ELSEWHERE: [(&str, &[&str]); 5] = [
    (
        "AWS::Serverless::Api",
        &[
            "AccessLogSetting",
            "CanarySetting",
            "Domain",
            "EndpointConfiguration",
            "MethodSettings",
            "Variables",
        ],
    ),
    (
        "AWS::Serverless::Function",
        &[
            "DeploymentPreference",
            "EventInvokeConfig",
            "Events",
            "FunctionUrlConfig",
            "ProvisionedConcurrencyConfig",
        ],
    ),
    (
        "AWS::Serverless::GraphQLApi",
        &["ApiKeys", "Cache", "DataSources", "DomainName", "Functions", "Resolvers", "SchemaUri"],
    ),
    (
        "AWS::Serverless::HttpApi",
        &["AccessLogSettings", "DefaultRouteSettings", "Domain", "RouteSettings", "StageVariables"],
    ),
    ("AWS::Serverless::StateMachine", &["DeploymentPreference", "Events"]),
];

/// Who refers to whom, by which references.
type Graph<'a, 't> = BTreeMap<&'t str, Vec<&'a Reference<'t>>>;

fn check(ctx: &Context<'_>, out: &mut Findings) {
    let mut graph = Graph::new();
    for reference in ctx.references() {
        let to_resource = ctx.resource(reference.id).is_some()
            && (ctx.parameter(reference.id).is_none() || matches!(reference.by, By::DependsOn | By::GetAtt));
        let from = ctx.resource(reference.member);
        if reference.section == "Resources"
            && reference.by != By::Condition
            && to_resource
            && !from.is_some_and(|from| goes_elsewhere(from, reference.node))
        {
            graph.entry(reference.member).or_default().push(reference);
        }
    }
    let entangled = entangled(&graph);
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for resource in ctx.resources().iter().filter(|resource| entangled.contains(resource.id)) {
        if reported.contains(resource.id) {
            continue;
        }
        let Some(circle) = shortest(ctx, &graph, resource.id) else { continue };
        reported.extend(circle.iter().map(|reference| reference.member));
        let mut names: Vec<_> = circle.iter().map(|reference| format!("`{}`", reference.member)).collect();
        let message = match names.as_slice() {
            [only] => format!("{only} depends on itself"),
            _ => {
                names.push(names[0].clone());
                format!("{} depend on each other", names.join(" → "))
            }
        };
        let mut finding = RULE.at(circle[0].span, message).label(format!("needs `{}`", circle[0].id));
        for reference in &circle[1..] {
            finding =
                finding.related(reference.span, format!("`{}` needs `{}`", reference.member, reference.id));
        }
        out.add(finding);
    }
}

/// The resources whose references lead to a circle: what is left when those that lead nowhere are taken away again and
/// again. Most templates have none.
fn entangled<'t>(graph: &Graph<'_, 't>) -> BTreeSet<&'t str> {
    let mut left: BTreeSet<&str> = graph.keys().copied().collect();
    loop {
        let leads_on = |id: &&str| graph[id].iter().any(|reference| left.contains(reference.id));
        let next: BTreeSet<&str> = left.iter().copied().filter(leads_on).collect();
        if next.len() == left.len() {
            return next;
        }
        left = next;
    }
}

/// Whether what a reference stands in becomes a resource of its own.
fn goes_elsewhere(from: &Resource<'_>, reference: &Node) -> bool {
    if from.kind == "AWS::Serverless::Connector"
        || from.node.get("Connectors").is_some_and(|connectors| holds(connectors, reference))
    {
        return true;
    }
    let properties =
        MADE_ELSEWHERE.iter().find(|(kind, _)| *kind == from.kind).map_or(&[][..], |(_, names)| names);
    properties
        .iter()
        .filter_map(|name| from.properties()?.get(name))
        .any(|property| holds(property, reference))
}

fn holds(tree: &Node, node: &Node) -> bool {
    std::ptr::eq(tree, node)
        || match &tree.kind {
            Kind::List(items) => items.iter().any(|item| holds(item, node)),
            Kind::Map(entries) => entries.iter().any(|entry| holds(&entry.value, node)),
            Kind::Call(call) => holds(&call.argument, node),
            _ => false,
        }
}

/// The shortest circle through a resource that the conditions allow.
fn shortest<'a, 't>(
    ctx: &Context<'t>,
    graph: &Graph<'a, 't>,
    start: &'t str,
) -> Option<Vec<&'a Reference<'t>>> {
    let mut seen = BTreeSet::new();
    let mut paths: VecDeque<Vec<&'a Reference<'t>>> = VecDeque::from([Vec::new()]);
    while let Some(path) = paths.pop_front() {
        let at = path.last().map_or(start, |reference| reference.id);
        for reference in graph.get(at).into_iter().flatten() {
            let mut longer = path.clone();
            longer.push(reference);
            let closes = reference.id == start;
            if !closes && seen.contains(reference.id) || !can_be(ctx, &longer) {
                continue;
            }
            if closes {
                return Some(longer);
            }
            seen.insert(reference.id);
            paths.push_back(longer);
        }
    }
    None
}

/// Whether all these references can be there at once.
fn can_be(ctx: &Context<'_>, path: &[&Reference<'_>]) -> bool {
    let mut when: When<'_> = Vec::new();
    for term in path.iter().flat_map(|reference| &reference.when) {
        if !when.contains(term) {
            when.push(*term);
        }
    }
    when.is_empty() || ctx.satisfiable(&when) == Some(true)
}
