//! The source: a repository and the branch that counts, at CodeCommit or through a connection.

use cfn::codecommit::Repository;
use cfn::codeconnections::Connection;
use cfn::{Arn, Resource, Text, Value, text};
use diag::Diagnostic;
use spec::{CodeCommit, Provider, Setting, Source, Through};

use crate::context::Context;

/// Where a change comes from.
pub(crate) struct Origin {
    pub(crate) branch: Text,
    pub(crate) place: Place,
}

/// Where the repository is.
pub(crate) enum Place {
    CodeCommit {
        repository: Text,
        arn: Value<Arn>,
        /// Where git clones from, where the stack made the repository.
        clone_url: Option<Text>,
    },
    Connection {
        /// The owner and the name.
        repository: String,
        arn: Value<Arn>,
        /// Where everybody reaches the provider, and which it is.
        provider: Option<Provider>,
        /// Whether the service had its former name when the connection was made; IAM goes by that.
        /// <https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html>
        former_name: bool,
        /// Whether the stack makes it, so that somebody has to finish its handshake.
        pending: bool,
        /// Whether triggers decide what starts the pipeline, in place of every push to the branch: with them, AWS's page
        /// turns the action's own detection off.
        /// <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html>
        filtered: bool,
    },
}

pub(crate) fn add(cx: &mut Context<'_>) -> Result<Origin, Diagnostic> {
    let branch = cx.text(cx.stack.source.branch());
    let place = match &cx.stack.source {
        Source::Codecommit(source) => codecommit(cx, source)?,
        Source::Connection(source) => connection(cx, source)?,
    };
    Ok(Origin { branch, place })
}

fn codecommit(cx: &mut Context<'_>, source: &CodeCommit) -> Result<Place, Diagnostic> {
    let name = source.repository.to_string();
    if *source.existing {
        let arn = Value::named("codecommit", name.as_str());
        return Ok(Place::CodeCommit { repository: text![name], arn, clone_url: None });
    }
    cx.template.section("The source");
    let description = format!("Delivered by {}", cx.name());
    let repository = Repository { repository_name: name, repository_description: description };
    let repository = cx.add("Repository", repository.entry().retain())?;
    Ok(Place::CodeCommit {
        repository: repository.name(),
        arn: repository.arn(),
        clone_url: Some(repository.clone_url_http()),
    })
}

fn connection(cx: &mut Context<'_>, source: &spec::Connection) -> Result<Place, Diagnostic> {
    let repository = source.repository.to_string();
    let filtered = source.triggers.is_some();
    let (provider, host) = match &source.through {
        Through::Existing(arn) => {
            let former_name = matches!(arn, Setting::Literal(arn) if arn.contains(":codestar-connections:"));
            let arn = text![cx.text(arn)];
            return Ok(Place::Connection {
                repository,
                arn,
                provider: None,
                former_name,
                pending: false,
                filtered,
            });
        }
        Through::Provider(provider) => (Some(**provider), None),
        Through::Host(host) => (None, Some(cx.text(host))),
    };
    cx.template.section("The source: pending until somebody finishes the handshake in the console");
    let connection = Connection {
        connection_name: cx.name().to_owned(),
        provider_type: provider.map(Provider::name),
        host_arn: host,
    };
    let arn = cx.add("Connection", connection)?.arn();
    Ok(Place::Connection { repository, arn, provider, former_name: false, pending: true, filtered })
}
