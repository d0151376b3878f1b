//! A handler of a form that its runtime cannot read.

use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-handler",
    severity: Severity::Error,
    title: "A function's handler does not have the form that its runtime reads.",
    explanation: "Python, Node.js and Ruby want `file.function`, the file without its ending; Java wants `package.Class::method` or the \
                  class alone; .NET wants `Assembly::Namespace.Class::Method`, or the assembly alone for a program. With another form \
                  the function is created, and every invocation fails before it reaches the code. Custom runtimes read the handler \
                  as they like.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/ruby-handler.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for kind in ["AWS::Lambda::Function", "AWS::Serverless::Function"] {
        for function in ctx.of_type(kind).filter_map(Resource::properties) {
            for [runtime, handler] in ctx.ways(function, ["Runtime", "Handler"]) {
                let (Some(runtime), Some(handler)) = (runtime, handler) else { continue };
                let (Some(runtime_text), Some(text)) = (ctx.text(runtime), ctx.text(handler)) else {
                    continue;
                };
                if let Some(form) = wanted(&runtime_text, &text) {
                    out.add(
                        RULE.at(
                            handler.handle(),
                            format!("`{runtime_text}` cannot read the handler `{text}`"),
                        )
                        .related(runtime.handle(), "the runtime")
                        .help(format!("its form is {form}")),
                    );
                }
            }
        }
    }
}

/// The right form, where a handler does not have it.
fn wanted(runtime: &str, handler: &str) -> Option<&'static str> {
    let parts: Vec<_> = handler.split("::").collect();
    let is_filled = !handler.split(['.', ':']).any(|part| part.is_empty() && !handler.contains("::"));
    if runtime.starts_with("python") || runtime.starts_with("nodejs") {
        let has_dot =
            handler.rsplit_once('.').is_some_and(|(file, name)| !file.is_empty() && !name.is_empty());
        let ends_as_file = ends_as(handler, &["py", "js", "mjs", "ts"]);
        (parts.len() > 1 || !has_dot || ends_as_file)
            .then_some("`file.function`, the file without its ending")
    } else if runtime.starts_with("ruby") {
        (!handler.contains('.') || ends_as(handler, &["rb"]))
            .then_some("`file.method` or `file.Class.method`")
    } else if runtime.starts_with("java") {
        let is_wrong = parts.len() > 2
            || parts.iter().any(|part| part.is_empty())
            || ends_as(handler, &["java"])
            || !is_filled;
        is_wrong.then_some("`package.Class::method`, or `package.Class`")
    } else if runtime.starts_with("dotnet") {
        let is_wrong = !matches!(parts.len(), 1 | 3) || parts.iter().any(|part| part.is_empty());
        is_wrong.then_some("`Assembly::Namespace.Class::Method`, or the assembly alone")
    } else {
        None
    }
}

/// Whether the last word is the ending of a file.
fn ends_as(handler: &str, endings: &[&str]) -> bool {
    handler.rsplit('.').next().is_some_and(|last| endings.contains(&last))
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn forms() {
        for (runtime, handler) in [
            ("python3.13", "index.handler"),
            ("python3.13", "src/app.handler"),
            ("python3.13", "src.app.handler"),
            ("nodejs22.x", "dist/index.handler"),
            ("ruby3.4", "app.Handlers.call"),
            ("java21", "com.example.Handler::handleRequest"),
            ("java21", "com.example.Handler"),
            ("java21", "Handler"),
            ("dotnet8", "App::App.Function::Handle"),
            ("dotnet8", "App"),
            ("provided.al2023", "bootstrap"),
            ("go1.x", "main"),
        ] {
            assert_eq!(wanted(runtime, handler), None, "{handler}");
        }
        for (runtime, handler) in [
            ("python3.13", "handler"),
            ("python3.13", "index.py"),
            ("python3.13", "index::handler"),
            ("nodejs22.x", "index."),
            ("ruby3.4", "handler"),
            ("java21", "com.example.Handler::"),
            ("java21", "a::b::c"),
            ("dotnet8", "App::App.Function"),
            ("dotnet8", "App.Function.Handle::"),
        ] {
            assert!(wanted(runtime, handler).is_some(), "{handler}");
        }
    }
}
