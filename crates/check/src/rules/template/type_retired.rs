//! Resource types of services at their end.

use diag::Severity;

use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "type-retired",
    severity: Severity::Error,
    title: "A resource is of a service that AWS has shut down, or is about to.",
    explanation: "AWS ends services in steps: in maintenance they take no new features and often no new customers, a sunset \
                  names the day of their end, and after it the resource cannot be made any more. A service that is shut down \
                  is an error, a sunset a warning, maintenance a note. What to move to is on the service's own pages. The \
                  dates are as old as this program's facts.",
    pages: &[
        "https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html",
        "https://docs.aws.amazon.com/general/latest/gr/lifecycle-doc-history.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for resource in ctx.resources() {
        let lifecycle = facts::resource_type(resource.kind).and_then(|kind| kind.lifecycle());
        let Some(lifecycle) = lifecycle else { continue };
        let span = resource.node.get("Type").map_or(resource.id_span, |kind| kind.span);
        let kind = resource.kind;
        let date = |word: &str| lifecycle.date.map_or_else(String::new, |date| format!(" {word} {date}"));
        let (severity, message) = match lifecycle.status {
            "shutdown" => (Severity::Error, format!("the service of {kind} is shut down{}", date("since"))),
            "sunset" => (Severity::Warning, format!("the service of {kind} ends{}", date("on"))),
            _ => (Severity::Note, format!("the service of {kind} is in maintenance{}", date("since"))),
        };
        let mut finding = RULE.at(span, message);
        finding.severity = severity;
        out.add(finding);
    }
}
