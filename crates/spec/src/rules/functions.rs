//! Functions: created or existing, and what each of them may say.

use diag::Span;

use super::addresses::is_arn;
use super::names::too_long;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Duration, Function, Hook, Located, ProvisionedConcurrency, Setting, Stack, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    if stack.functions().next().is_none() {
        findings.push(
            Finding::NoFunctions
                .error("the stack has no functions")
                .help("name at least one under `functions`: `demo: { runtime: python3.13, code: app }`"),
        );
    }
    for task in stack.tasks() {
        let Work::Deploy(deploy) = task.work() else { continue };
        findings.within(task.part(), |findings| {
            for (_, hook) in deploy.hooks.all() {
                if let Hook::Existing(existing) = hook {
                    existing_name(existing, findings);
                }
            }
        });
    }
    for (key, function) in stack.functions() {
        findings.within(format!("function `{}`", key.as_str()), |findings| {
            origin(key, function, findings);
            if function.image.is_some() {
                limits(function, findings);
                return;
            }
            let build = stack.builds().map(|(_, build)| build).find(|build| build.packages(key));
            code(key, function, build.and_then(|build| build.buildspec.as_ref()), findings);
            limits(function, findings);
        });
    }
    for (part, _, function) in stack.differences() {
        findings.within(part, |findings| limits(&function, findings));
    }
}

fn origin(key: &Located<String>, function: &Function, findings: &mut Findings) {
    match (&function.existing, &function.runtime) {
        (None, None) if function.image.is_some() => {}
        (None, None) => findings.push(
            Finding::MissingKey
                .error("the function has neither `runtime` nor `existing`")
                .at(key.span())
                .label("needs one of them")
                .help("`runtime: python3.13` lets the stack create it; `existing: name` takes one that is there"),
        ),
        (Some(_), Some(runtime)) => findings.push(
            Finding::KeysExclude
                .error("the function has both `existing` and `runtime`")
                .at(runtime.span())
                .label("only for a function that the stack creates")
                .help("keep `existing` for a function that is there already, `runtime` for one to be created"),
        ),
        (Some(existing), None) => {
            created_only(function, findings);
            existing_name(existing, findings);
        }
        (None, Some(_)) => placeholder(function, findings),
    }
}

/// What belongs to the stack that owns the function.
fn created_only(function: &Function, findings: &mut Findings) {
    let concurrency = function.provisioned_concurrency.as_ref();
    let keys: [(&str, bool, Option<Span>); 11] = [
        ("handler", function.handler.is_some(), span(function.handler.as_ref())),
        ("description", function.description.is_some(), span(function.description.as_ref())),
        ("memory", function.memory.is_some(), span(function.memory.as_ref())),
        ("timeout", function.timeout.is_some(), span(function.timeout.as_ref())),
        ("architecture", function.architecture.is_some(), span(function.architecture.as_ref())),
        (
            "environment",
            !function.environment.is_empty(),
            function.environment.keys().next().and_then(Located::span),
        ),
        (
            "policy",
            !function.policy.is_empty(),
            function.policy.iter().find_map(|first| first.actions.first()?.span()),
        ),
        ("layers", !function.layers.is_empty(), function.layers.iter().find_map(Setting::span)),
        (
            "ephemeral-storage",
            function.ephemeral_storage.is_some(),
            span(function.ephemeral_storage.as_ref()),
        ),
        ("provisioned-concurrency", concurrency.is_some(), concurrency.and_then(|it| it.max.span())),
        ("log-retention", function.log_retention.is_some(), span(function.log_retention.as_ref())),
    ];
    for (key, _, place) in keys.into_iter().filter(|(_, present, _)| *present) {
        findings.error(
            Finding::CreatedOnly,
            place,
            format!("`{key}` has no effect on a function that exists already"),
            "only for a function that the stack creates",
            "the stack that owns the function sets this; here only `code`, `alias` and `keep-versions` can stand beside `existing`",
        );
    }
}

fn span<T>(value: Option<&Located<T>>) -> Option<Span> {
    value.and_then(Located::span)
}

/// `orders` or `arn:aws:lambda:eu-west-1:111122223333:function:orders`, without a version or alias.
fn existing_name(existing: &Setting, findings: &mut Findings) {
    let Setting::Literal(existing) = existing else {
        return;
    };
    let parts: Vec<&str> = existing.split(':').collect();
    let plain = |part: &str| {
        (1..=64).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let fits = match parts[..] {
        [name] => plain(name),
        ["arn", _, _, _, _, "function", name] => is_arn(existing, "lambda") && plain(name),
        _ => false,
    };
    if !fits {
        findings.error(
            Finding::InvalidName,
            existing.span(),
            format!("`{}` is neither a function's name nor its ARN", existing.as_str()),
            "no version or alias belongs here",
            "write `orders` or `arn:aws:lambda:eu-west-1:111122223333:function:orders`, and the alias under `alias`",
        );
    }
}

/// Until the first release, the function is placeholder code in a file called `index`.
fn placeholder(function: &Function, findings: &mut Findings) {
    let Some(handler) = &function.handler else { return };
    if handler.as_str() != "index.handler" && !handler.is_empty() {
        findings.push(
            Finding::PlaceholderHandler
                .warning(format!(
                    "version 1 of the function cannot run with the handler `{}`",
                    handler.as_str()
                ))
                .at(handler.span())
                .label("the placeholder code is `index.handler`")
                .help("calls before the first release will fail; nothing is wrong after it"),
        );
    }
}

fn code(
    key: &Located<String>,
    function: &Function,
    buildspec: Option<&Located<String>>,
    findings: &mut Findings,
) {
    match (&function.code, buildspec) {
        (None, None) => findings.push(
            Finding::MissingKey
                .error("the function has no `code`")
                .at(key.span())
                .label("`code` is missing here")
                .help("name the folder that holds it: `code: app`"),
        ),
        (Some(code), Some(buildspec)) => findings.push(
            Finding::KeysExclude
                .error("`code` has no effect beside `buildspec`")
                .at(match code {
                    crate::Code::Folder { folder: path, .. } | crate::Code::Archive(path) => path.span(),
                })
                .label("nothing is packaged from here")
                .related(buildspec.span(), "this file packages everything itself")
                .help(format!("delete `code`; the build has to leave `{}.zip`", key.as_str())),
        ),
        _ => {}
    }
}

/// [Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
fn limits(function: &Function, findings: &mut Findings) {
    if let Some(memory) = &function.memory
        && !(128..=10_240).contains(&**memory)
    {
        let nearest = (**memory).clamp(128, 10_240);
        out_of_range(
            "memory",
            &format!("{} MB", **memory),
            "128 to 10240 MB",
            &format!("{nearest}"),
            memory.span(),
            findings,
        );
    }
    if let Some(size) = &function.ephemeral_storage {
        number("size of /tmp", size, (512, 10_240), " MB", findings);
    }
    if let Some(keep) = &function.keep_versions {
        number("number of versions", keep, (2, 1_000), "", findings);
    }
    if let Some(ProvisionedConcurrency { min, max, utilization }) = &function.provisioned_concurrency {
        if **max == 0 {
            out_of_range("maximum", "0", "1 or more", "1", max.span(), findings);
        } else {
            number("minimum", min, (1, **max), "", findings);
        }
        number("utilization", utilization, (10, 90), " %", findings);
    }
    layers(&function.layers, findings);
    if let Some(timeout) = &function.timeout {
        range("timeout", timeout, Duration::seconds(1), Duration::minutes(15), findings);
    }
    for (what, text, max) in
        [("description", &function.description, 256), ("handler", &function.handler, 128)]
    {
        if let Some(text) = text
            && text.chars().count() > max
        {
            too_long(what, text.chars().count(), max, "the limit of Lambda", text.span(), findings);
        }
    }
    if let Some(handler) = &function.handler
        && (handler.is_empty() || handler.contains(char::is_whitespace))
    {
        findings.error(
            Finding::InvalidName,
            handler.span(),
            format!("`{}` is not a handler", handler.as_str()),
            "no spaces, and not empty",
            "write file and function: `index.handler`",
        );
    }
}

/// Whether a number lies between two others.
fn number(what: &str, found: &Located<u32>, (min, max): (u32, u32), unit: &str, findings: &mut Findings) {
    if !(min..=max).contains(&**found) {
        let nearest = if **found < min { min } else { max };
        let (shown, allowed) = (format!("{}{unit}", **found), format!("{min} to {max}{unit}"));
        out_of_range(what, &shown, &allowed, &nearest.to_string(), found.span(), findings);
    }
}

/// [Layers](https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html): at most five, each by the ARN of a version.
fn layers(layers: &[Setting], findings: &mut Findings) {
    if let Some(more) = layers.get(5) {
        findings.error(
            Finding::TooMany,
            more.span(),
            format!("{} layers, and 5 are allowed", layers.len()),
            "the first one too many",
            "5 is the limit of Lambda: put what they hold into fewer",
        );
    }
    for layer in layers.iter().filter_map(Setting::literal) {
        let parts: Vec<&str> = layer.split(':').collect();
        let is_version = matches!(parts[..], ["arn", _, "lambda", _, _, "layer", _, version]
            if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()));
        if !is_version {
            findings.error(
                Finding::InvalidArn,
                layer.span(),
                format!("`{}` is not the ARN of a layer's version", layer.as_str()),
                "not possible",
                "`arn:aws:lambda:eu-west-1:111122223333:layer:tools:3`, with the version's number, or a parameter",
            );
        }
    }
}

/// Whether a length of time lies between two others.
pub(super) fn range(
    what: &str,
    duration: &Located<Duration>,
    min: Duration,
    max: Duration,
    findings: &mut Findings,
) -> bool {
    let fits = (min..=max).contains(&**duration);
    if !fits {
        let nearest = (**duration).clamp(min, max).to_string();
        let allowed = format!("{min} to {max}");
        out_of_range(what, &duration.to_string(), &allowed, &nearest, duration.span(), findings);
    }
    fits
}

fn out_of_range(
    what: &str,
    found: &str,
    allowed: &str,
    nearest: &str,
    place: Option<Span>,
    findings: &mut Findings,
) {
    findings.error(
        Finding::OutOfRange,
        place,
        format!("a {what} of {found} is not possible"),
        format!("the nearest possible is `{nearest}`"),
        format!("allowed: {allowed}"),
    );
}
