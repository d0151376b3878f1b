//! Deploy-time parameters: all that are used are there, and all that are there are used.

use indexmap::IndexSet;

use diag::nearest;

use super::walk::{Leaf, leaves};
use crate::Stack;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::list;

/// The names of all parameters that something refers to.
pub(crate) fn uses(stack: &Stack) -> IndexSet<String> {
    let mut used = IndexSet::new();
    leaves(stack, &mut |_, leaf| {
        if let Leaf::Parameter(parameter) = leaf {
            used.insert(parameter.name().to_string());
        }
    });
    used.extend(stack.raw().flat_map(|(_, raw)| raw.names()).map(ToOwned::to_owned));
    used
}

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let known: IndexSet<&str> = stack.parameters().map(|(name, _)| name.as_str()).collect();
    let mut used = IndexSet::new();
    // A parameter whose name is misspelt where it is used is not unused.
    let mut understood = true;
    leaves(stack, &mut |part, leaf| {
        let Leaf::Parameter(parameter) = leaf else { return };
        let name = parameter.name();
        used.insert(name.as_str());
        if known.contains(name.as_str()) {
            return;
        }
        understood = false;
        let label = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "unknown".to_owned(),
        };
        let help = if known.is_empty() {
            format!("add it at the top: `parameters: {{ {}: {{ description: … }} }}`", name.as_str())
        } else {
            format!("parameters of this stack: {}", list(known.iter().copied()))
        };
        findings.within(part, |findings| {
            findings.error(
                Finding::UnknownParameter,
                name.span(),
                format!("there is no parameter `{}`", name.as_str()),
                label,
                help,
            );
        });
    });
    used.extend(stack.raw().flat_map(|(_, raw)| raw.names()));
    for (name, parameter) in stack.parameters() {
        if understood && !used.contains(name.as_str()) {
            findings.push(
                Finding::UnusedParameter
                    .warning(format!("the parameter `{}` is never used", name.as_str()))
                    .at(name.span())
                    .label("asked for at every deployment, for nothing")
                    .help(format!("use it as a value, `{{ parameter: {} }}`, or delete it", name.as_str())),
            );
        }
        if let (Some(purpose), Some(default)) = (stack.purpose(name), &parameter.default)
            && !purpose.takes(default)
        {
            findings.error(
                Finding::InvalidDefault,
                default.span(),
                format!("`{}` is not {}", default.as_str(), purpose.what()),
                "the deployment would refuse it",
                format!(
                    "`{}` is used as {}: give one, or leave the default out",
                    name.as_str(),
                    purpose.what()
                ),
            );
        }
        for text in parameter.description.iter().filter(|text| text.chars().count() > 4_000) {
            super::names::too_long(
                "parameter's description",
                text.chars().count(),
                4_000,
                "the limit of CloudFormation",
                text.span(),
                findings,
            );
        }
    }
}
