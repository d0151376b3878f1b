//! What the role of a function or an action may do: actions by name, resources by ARN.

use diag::Span;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, PolicyStatement, Setting, Stack};

/// What a resource can hold of the place where the stack is.
const PSEUDO: [&str; 3] = ["AWS::Partition", "AWS::Region", "AWS::AccountId"];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    for (key, function) in stack.functions() {
        findings.within(format!("function `{}`", key.as_str()), |findings| {
            statements(key.span(), &function.policy, findings);
        });
    }
    for (part, key, function) in stack.differences() {
        findings.within(part, |findings| statements(key.span(), &function.policy, findings));
    }
    for task in stack.tasks() {
        findings
            .within(task.part(), |findings| statements(task.name().span(), task.work().policy(), findings));
    }
}

/// The statements of one policy; `place` is whose it is.
pub(super) fn statements(place: Option<Span>, policy: &[PolicyStatement], findings: &mut Findings) {
    let mut sids: Vec<&Located<String>> = Vec::new();
    for statement in policy {
        one(place, statement, findings);
        let Some(sid) = &statement.sid else { continue };
        if let Some(first) = sids.iter().find(|first| first.as_str() == sid.as_str()) {
            findings.push(
                Finding::InvalidPolicy
                    .error(format!("two statements are called `{}`", sid.as_str()))
                    .at(sid.span())
                    .label("again here")
                    .related(first.span(), "first here")
                    .help("IAM tells the statements of a policy apart by their `sid`"),
            );
        }
        sids.push(sid);
    }
}

fn one(owner: Option<Span>, statement: &PolicyStatement, findings: &mut Findings) {
    if let Some(sid) = &statement.sid
        && (sid.is_empty() || !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        findings.error(
            Finding::InvalidPolicy,
            sid.span(),
            format!("`{}` is not a `sid`", sid.as_str()),
            "letters and digits alone",
            "write words together: `ReadOrders`",
        );
    }
    for (what, empty) in
        [("actions", statement.actions.is_empty()), ("resources", statement.resources.is_empty())]
    {
        if empty {
            let place = statement.sid.as_ref().map_or(owner, Located::span);
            findings.error(
                Finding::EmptyList,
                place,
                format!("a policy statement has no {what}"),
                "allows nothing",
                "name at least one, or delete the statement",
            );
        }
    }
    statement.actions.iter().for_each(|name| action(name, findings));
    for resource in &statement.resources {
        if let Setting::Literal(arn) = resource {
            check_resource(arn, statement.sid.is_some(), findings);
        }
    }
}

fn action(name: &Located<String>, findings: &mut Findings) {
    let fits = name.split_once(':').is_some_and(|(service, action)| {
        !service.is_empty()
            && service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !action.is_empty()
            && action.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !fits {
        let label =
            if name.contains(['*', '?']) { "no wildcards: name each action" } else { "not an action" };
        findings.error(
            Finding::InvalidPolicy,
            name.span(),
            format!("`{}` is not a single IAM action", name.as_str()),
            label,
            "service and action: `dynamodb:GetItem`",
        );
    }
}

fn check_resource(arn: &Located<String>, has_sid: bool, findings: &mut Findings) {
    if arn.as_str() == "*" {
        if !has_sid {
            findings.error(
                Finding::InvalidPolicy,
                arn.span(),
                "a statement for every resource does not say why",
                "`*` needs a `sid`",
                "name the resources by ARN; where AWS knows none, say so: `sid: MetricsKnowNoResource`",
            );
        }
        return;
    }
    if !arn.starts_with("arn:") || arn.split(':').count() < 6 && !arn.contains("${") {
        findings.error(
            Finding::InvalidPolicy,
            arn.span(),
            format!("`{}` is not an ARN", arn.as_str()),
            "not an ARN",
            "`arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders`, or `{ parameter: TableArn }`",
        );
    }
    if let Some(found) = unknown_pseudo(arn) {
        findings.error(
            Finding::InvalidPolicy,
            arn.span(),
            found,
            "cannot be filled in",
            "a resource can hold `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}`",
        );
    }
}

/// What in an ARN looks like a reference and is none that an ARN may hold.
pub(super) fn unknown_pseudo(arn: &str) -> Option<String> {
    arn.split("${").skip(1).find_map(|rest| match rest.split_once('}') {
        Some((name, _)) if PSEUDO.contains(&name) => None,
        Some((name, _)) => Some(format!("`${{{name}}}` is not known here")),
        None => Some("`${` without `}`".to_owned()),
    })
}
