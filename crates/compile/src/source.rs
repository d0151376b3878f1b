//! The source: a CodeCommit repository and the branch that counts.

use cfn::codecommit::Repository;
use cfn::{Arn, Resource, Text, Value, text};
use diag::Diagnostic;
use spec::Source;

use crate::context::Context;

/// Where a change comes from.
pub(crate) struct Origin {
    pub(crate) repository: Text,
    pub(crate) arn: Value<Arn>,
    pub(crate) branch: Text,
    /// Where git clones from, where the stack made the repository.
    pub(crate) clone_url: Option<Text>,
}

pub(crate) fn add(cx: &mut Context<'_>) -> Result<Origin, Diagnostic> {
    let Source::Codecommit(source) = &cx.stack.source;
    let branch = cx.text(&source.branch);
    let name = source.repository.to_string();
    if *source.existing {
        let arn = Value::named("codecommit", name.as_str());
        return Ok(Origin { repository: text![name], arn, branch, clone_url: None });
    }
    cx.template.section("The source");
    let description = format!("Delivered by {}", cx.name());
    let repository = Repository { repository_name: name, repository_description: description };
    let repository = cx.add("Repository", repository.entry().retain())?;
    Ok(Origin {
        repository: repository.name(),
        arn: repository.arn(),
        branch,
        clone_url: Some(repository.clone_url_http()),
    })
}
