//! The sources: a repository and the branch that counts, at CodeCommit or through a connection; an object in S3; an image in ECR.

use cfn::codecommit::Repository;
use cfn::codeconnections::Connection;
use cfn::iam::PolicyDocument;
use cfn::s3::{Bucket, BucketPolicy};
use cfn::{Arn, Resource, Text, Value, text};
use diag::Diagnostic;
use spec::{CodeCommit, FurtherSource, Located, Provider, PushedImage, S3Object, Setting, Source, Through};

use crate::context::Context;
use crate::storage::{SOURCE_CODE, tls_only};

/// Where a change comes from.
pub(crate) struct Origin<'a> {
    /// Its name, unless it is the first.
    pub(crate) name: Option<&'a Located<String>>,
    pub(crate) spec: &'a Source,
    pub(crate) place: Place,
}

impl Origin<'_> {
    /// The artifact that it fills.
    pub(crate) fn artifact(&self) -> &str {
        self.name.map_or(SOURCE_CODE, |name| name.as_str())
    }

    /// The action that fetches it.
    pub(crate) fn action(&self) -> &str {
        self.name.map_or("Source", |name| name.as_str())
    }

    /// What stands before its variables.
    pub(crate) fn namespace(&self) -> String {
        FurtherSource::namespace(self.name)
    }

    /// How its logical IDs begin.
    pub(crate) fn prefix(&self) -> &str {
        self.name.map_or("", |name| name.as_str())
    }
}

/// Where the repository is.
pub(crate) enum Place {
    CodeCommit {
        branch: Text,
        repository: Text,
        arn: Value<Arn>,
        /// Where git clones from, where the stack made the repository.
        clone_url: Option<Text>,
    },
    Connection {
        branch: Text,
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
    Object {
        bucket: Text,
        /// The bucket's.
        arn: Value<Arn>,
        key: String,
        /// Whether the stack made the bucket.
        created: bool,
    },
    Image {
        repository: String,
        arn: Value<Arn>,
        tag: Text,
    },
}

/// The first, and those beside it.
pub(crate) fn add<'a>(cx: &mut Context<'a>) -> Result<(Origin<'a>, Vec<Origin<'a>>), Diagnostic> {
    let stack = cx.stack;
    let first = Origin { name: None, spec: &stack.source, place: place(cx, None, &stack.source)? };
    let mut further = Vec::new();
    for FurtherSource { name, source } in &stack.further_sources {
        cx.because_of(name.span());
        further.push(Origin { name: Some(name), spec: source, place: place(cx, Some(name), source)? });
    }
    Ok((first, further))
}

fn place(cx: &mut Context<'_>, name: Option<&Located<String>>, source: &Source) -> Result<Place, Diagnostic> {
    let prefix = name.map_or("", |name| name.as_str());
    match source {
        Source::Codecommit(source) => codecommit(cx, prefix, source),
        Source::Connection(source) => connection(cx, prefix, source),
        Source::S3(source) => object(cx, prefix, source),
        Source::Ecr(source) => Ok(image(cx, source)),
    }
}

fn object(cx: &mut Context<'_>, prefix: &str, source: &S3Object) -> Result<Place, Diagnostic> {
    let key = source.key.to_string();
    if let Some(name) = &source.existing {
        use cfn::Pseudo::Partition;
        let arn: Value<Arn> = text!["arn:", Partition, ":s3:::", name.as_str()];
        return Ok(Place::Object { bucket: text![name.as_str()], arn, key, created: false });
    }
    cx.template.section("The source: whoever may write this object starts the pipeline");
    let days = cx.stack.artifact_retention.as_days().unwrap_or(90);
    let bucket = Bucket::watched(&key, days)
        .entry()
        .retain()
        .skip("CKV_AWS_18", "Access logs would need a second bucket.");
    let bucket = cx.add(&format!("{prefix}SourceBucket"), bucket)?;
    let policy_document = PolicyDocument::new([tls_only(&bucket)]);
    let policy = BucketPolicy { bucket: bucket.reference(), policy_document };
    cx.add(&format!("{prefix}SourceBucketPolicy"), policy)?;
    Ok(Place::Object { bucket: bucket.reference(), arn: bucket.arn(), key, created: true })
}

fn image(cx: &Context<'_>, source: &PushedImage) -> Place {
    let repository = source.repository.to_string();
    let arn = Value::named("ecr", format!("repository/{repository}"));
    Place::Image { repository, arn, tag: cx.text(&source.tag) }
}

fn codecommit(cx: &mut Context<'_>, prefix: &str, source: &CodeCommit) -> Result<Place, Diagnostic> {
    let branch = cx.text(&source.branch);
    let name = source.repository.to_string();
    if *source.existing {
        let arn = Value::named("codecommit", name.as_str());
        return Ok(Place::CodeCommit { branch, repository: text![name], arn, clone_url: None });
    }
    cx.template.section("The source");
    let description = format!("Delivered by {}", cx.name());
    let repository = Repository { repository_name: name, repository_description: description };
    let repository = cx.add(&format!("{prefix}Repository"), repository.entry().retain())?;
    Ok(Place::CodeCommit {
        branch,
        repository: repository.name(),
        arn: repository.arn(),
        clone_url: Some(repository.clone_url_http()),
    })
}

fn connection(cx: &mut Context<'_>, prefix: &str, source: &spec::Connection) -> Result<Place, Diagnostic> {
    let branch = cx.text(&source.branch);
    let repository = source.repository.to_string();
    let filtered = source.triggers.is_some();
    let (provider, host) = match &source.through {
        Through::Existing(arn) => {
            let former_name = matches!(arn, Setting::Literal(arn) if arn.contains(":codestar-connections:"));
            let arn = text![cx.text(arn)];
            return Ok(Place::Connection {
                branch,
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
        connection_name: if prefix.is_empty() { cx.name().to_owned() } else { cx.named(prefix) },
        provider_type: provider.map(Provider::name),
        host_arn: host,
    };
    let arn = cx.add(&format!("{prefix}Connection"), connection)?.arn();
    Ok(Place::Connection { branch, repository, arn, provider, former_name: false, pending: true, filtered })
}
