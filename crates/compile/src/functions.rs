//! The functions: created with placeholder code, a first version and an alias; or only named, where they exist.
//!
//! After the first deployment the stack never touches code, version or alias again: that is the pipeline's work.

use std::borrow::Cow;

use cfn::iam::{Role, Statement, Trust};
use cfn::lambda::{self, Alias, Code, EphemeralStorage, ImageConfig, LoggingConfig, Version};
use cfn::logs::LogGroup;
use cfn::{Arn, Handle, IntoParts, Part, Pseudo, Resource, Text, Value, text};
use diag::Diagnostic;
use spec::{
    Deploy, Environment, EnvironmentRef, Function, FunctionImage, FunctionRef, Invoked, Located,
    PolicyStatement, Stack,
};

use crate::abroad::Abroad;
use crate::assets;
use crate::concurrency;
use crate::context::Context;
use crate::deploy::deploy_task;
use crate::hook;
use crate::names::words;
use crate::permissions::{actions, log_group, write_log};
use crate::storage::Storage;

/// A function that the pipeline delivers, in one place.
pub(crate) struct Target<'a> {
    /// Its name in the stack file, after that of its environment: `production-api`.
    pub(crate) key: Located<String>,
    /// Its name in the stack file: that of its package, too.
    pub(crate) package: &'a Located<String>,
    /// The environment that it is in, where it is in one.
    pub(crate) environment: Option<&'a Located<String>>,
    pub(crate) spec: Cow<'a, Function>,
    /// The function's own name.
    pub(crate) name: Text,
    /// Unqualified.
    pub(crate) arn: Value<Arn>,
    /// What the template made for it, where it did.
    pub(crate) created: Option<Created>,
    /// Whether it is in another account or region than the template.
    pub(crate) is_remote: bool,
}

/// What exists only for a function that the stack created.
pub(crate) struct Created {
    pub(crate) log_group: Handle<LogGroup>,
    pub(crate) alias: Handle<Alias>,
}

impl Target<'_> {
    /// Its name in the stack file as a word of logical IDs.
    pub(crate) fn words(&self) -> String {
        words(&self.key)
    }

    /// How the names of its variables begin: `DEMO_API`.
    pub(crate) fn prefix(&self) -> String {
        self.package
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
            .collect()
    }

    /// Every version and alias of it, but not the function without a qualifier.
    pub(crate) fn qualified(&self) -> Value<Arn> {
        self.arn.qualified("*")
    }

    /// How many characters its own name has: exactly, or at most where a parameter holds it.
    pub(crate) fn name_width(&self) -> usize {
        match &self.name {
            Value::Literal(name) => name.chars().count(),
            Value::Expression(_) => 64,
        }
    }

    /// Whether it is where the stage deploys to.
    pub(crate) fn is_in(&self, deploy: &Deploy) -> bool {
        self.environment == deploy.environment.as_ref().map(EnvironmentRef::name)
    }

    /// What a person needs of it after the deployment.
    pub(crate) fn outputs(&self, cx: &mut Context<'_>) -> Result<(), Diagnostic> {
        let (id, key) = (self.words(), self.key.as_str());
        cx.output(&format!("{id}FunctionArn"), &format!("The function {key}"), text![&self.arn] as Text)?;
        let alias = match &self.created {
            Some(created) => created.alias.arn(),
            None => self.arn.qualified(self.spec.alias()),
        };
        let description = format!("What callers of {key} use");
        cx.output(&format!("{id}AliasArn"), &description, text![alias] as Text)?;
        if let Some(created) = &self.created {
            let description = format!("The log group of {key}");
            cx.output(&format!("{id}FunctionLog"), &description, created.log_group.reference())?;
        }
        Ok(())
    }

    /// The pipeline variable that holds its new version.
    pub(crate) fn version_variable(&self) -> String {
        format!("#{{{}.{}_VERSION}}", namespace(self.environment), self.prefix())
    }

    /// The pipeline variable that holds the key of its AppSpec.
    pub(crate) fn key_variable(&self) -> String {
        format!("#{{{}.{}_KEY}}", namespace(self.environment), self.prefix())
    }
}

/// The namespace of the variables that a release exports.
pub(crate) fn namespace(environment: Option<&Located<String>>) -> String {
    environment.map_or_else(|| "Release".to_owned(), |name| spec::release_namespace(name))
}

/// A function apart from any environment.
///
/// # Panics
/// Never for a stack that keeps the rules: they demand that what is invoked is there.
pub(crate) fn at_home<'t, 'a>(targets: &'t [Target<'a>], function: &FunctionRef) -> &'t Target<'a> {
    targets
        .iter()
        .find(|target| target.environment.is_none() && target.package == function.name())
        .unwrap_or_else(|| unreachable!("a stage invokes a function that is where the pipeline is"))
}

/// The targets that a stage names.
pub(crate) fn find<'t, 'a>(
    targets: &'t [Target<'a>],
    deploy: &'t Deploy,
) -> impl Iterator<Item = &'t Target<'a>> {
    deploy.functions.iter().filter_map(move |function| {
        targets.iter().find(|target| target.is_in(deploy) && target.package == function.name())
    })
}

/// The functions as the pipeline's template has them: made there apart from any environment and in those that are there
/// too, and by their names alone in environments elsewhere.
pub(crate) fn add<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    abroad: &[Abroad<'a>],
) -> Result<Vec<Target<'a>>, Diagnostic> {
    let stack = cx.stack;
    let at_home = stack.functions_at_home().map(|(key, function)| Described {
        key: key.clone(),
        package: key,
        environment: None,
        spec: Cow::Borrowed(function),
    });
    let mut targets: Vec<_> =
        at_home.map(|described| of(cx, storage, described)).collect::<Result<_, _>>()?;
    for (_, deploy) in stack.tasks().filter_map(deploy_task) {
        let Some((name, environment)) = stack.environment_of(deploy) else { continue };
        for described in described(stack, deploy, name, environment) {
            targets.push(match abroad.iter().find(|abroad| abroad.name == name) {
                Some(abroad) => elsewhere(cx, described, abroad),
                None => of(cx, storage, described)?,
            });
        }
    }
    Ok(targets)
}

/// The functions of an environment, made in its own template.
pub(crate) fn within<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    name: &'a Located<String>,
    environment: &'a Environment,
) -> Result<Vec<Target<'a>>, Diagnostic> {
    let stack = cx.stack;
    let deploys = stack.tasks().filter_map(deploy_task).map(|(_, deploy)| deploy);
    let deploys =
        deploys.filter(|deploy| stack.environment_of(deploy).is_some_and(|(other, _)| other == name));
    deploys
        .flat_map(|deploy| described(stack, deploy, name, environment))
        .map(|described| of(cx, storage, described))
        .collect()
}

/// The functions that a stage brings to an environment: those that it deploys, and those that judge the deployments there.
fn described<'a>(
    stack: &'a Stack,
    deploy: &'a Deploy,
    name: &'a Located<String>,
    environment: &'a Environment,
) -> impl Iterator<Item = Described<'a>> {
    deploy.released().into_iter().filter_map(move |function| {
        let (package, _) = stack.functions().find(|(key, _)| *key == function.name())?;
        let spec = stack.function_in(environment, function)?;
        let key = key_in(Some(name), package);
        let key = match function.name().span() {
            Some(span) => Located::at(key, span),
            None => key.into(),
        };
        Some(Described { key, package, environment: Some(name), spec })
    })
}

/// What a function is called where it is: `production-api`.
pub(crate) fn key_in(environment: Option<&Located<String>>, function: &str) -> String {
    environment.map_or_else(|| function.to_owned(), |name| format!("{}-{function}", name.as_str()))
}

/// A function of an environment elsewhere, as the pipeline knows it.
fn elsewhere<'a>(cx: &Context<'a>, described: Described<'a>, abroad: &Abroad<'a>) -> Target<'a> {
    let Described { key, package, environment, spec } = described;
    let name = cx.named(&key);
    let arn = Value::named_at("lambda", &abroad.region, &abroad.account, format!("function:{name}"));
    Target { key, package, environment, spec, name: name.into(), arn, created: None, is_remote: true }
}

/// A function as the stack file has it, in one place.
struct Described<'a> {
    key: Located<String>,
    package: &'a Located<String>,
    environment: Option<&'a Located<String>>,
    spec: Cow<'a, Function>,
}

fn of<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    described: Described<'a>,
) -> Result<Target<'a>, Diagnostic> {
    let spec = &described.spec;
    match &spec.existing {
        None if spec.runtime.is_some() || spec.image.is_some() => create(cx, storage, described),
        existing => {
            let existing = existing.as_ref().map(|existing| cx.text(existing));
            let (name, arn) = named(&existing.unwrap_or_else(|| text![described.key.as_str()]));
            let Described { key, package, environment, spec } = described;
            Ok(Target { key, package, environment, spec, name, arn, created: None, is_remote: false })
        }
    }
}

/// The name and ARN of a function that exists already.
pub(crate) fn named(existing: &Text) -> (Text, Value<Arn>) {
    match existing {
        Value::Literal(arn) if arn.starts_with("arn:") => {
            (text![arn.rsplit(':').next().unwrap_or(arn)], Value::Literal(Arn::from(arn.clone())))
        }
        name => (name.clone(), Value::named("lambda", text!["function:", name] as Text)),
    }
}

/// A function of the stack's own.
fn create<'a>(
    cx: &mut Context<'a>,
    storage: &Storage,
    described: Described<'a>,
) -> Result<Target<'a>, Diagnostic> {
    let Described { key, package, environment, spec } = described;
    let place = key.span();
    let id = words(&key);
    cx.template.section(&format!("The function {}", key.as_str()));
    let retention = spec.log_retention.as_ref().unwrap_or(&cx.stack.log_retention);
    let log_group = log_group(cx, place, &format!("{id}FunctionLogGroup"), **retention)?;
    let mut own = hook::statements(cx, storage, package, environment);
    own.extend(spec.policy.iter().map(|statement| own_statement(cx, statement)));
    own.extend((environment.is_none() && is_invoked(cx.stack, package)).then(answer));
    let statements: Vec<_> = std::iter::once(write_log(&log_group)).chain(own.iter().cloned()).collect();
    // The Lambda guide knows no condition on an execution role's trust: only functions of this account can be given it.
    let trust = Trust::service("lambda.amazonaws.com");
    let role = cx.add_at(place, &format!("{id}FunctionRole"), Role::new(trust, "Function", statements))?;
    let function = function(cx, &key, &spec, &role, &log_group);
    // The code comes with the releases: what it calls is what the stack says it may.
    let function = own.iter().fold(function, cfn::Entry::calls);
    let function = cx.add_at(place, &format!("{id}Function"), function)?;
    let version = cx.add_at(
        place,
        &format!("{id}Version"),
        Version { function_name: function.reference() }
            .entry()
            .note("Never to be changed: a new version would publish what $LATEST is then."),
    )?;
    let alias = Alias {
        name: spec.alias().to_owned(),
        function_name: function.reference(),
        function_version: version.version(),
    };
    let alias = cx.add_at(
        place,
        &format!("{id}Alias"),
        alias
            .entry()
            .note("CodeDeploy moves it. Any further property would make an update send version 1 again."),
    )?;
    if let Some(concurrency) = &spec.provisioned_concurrency {
        concurrency::add(cx, &key, &spec, concurrency, (&function, &alias))?;
    }
    let created = Some(Created { log_group, alias });
    let (name, arn) = (function.reference(), function.arn());
    Ok(Target { key, package, environment, spec, name, arn, created, is_remote: false })
}

fn function(
    cx: &Context<'_>,
    key: &Located<String>,
    spec: &Function,
    role: &Handle<Role>,
    log_group: &Handle<LogGroup>,
) -> cfn::Entry<lambda::Function> {
    let variables: indexmap::IndexMap<_, _> =
        spec.environment.iter().map(|(name, value)| (name.to_string(), cx.text(value))).collect();
    let has_variables = !variables.is_empty();
    let image = spec.image.as_ref();
    let function = lambda::Function {
        function_name: cx.named(key),
        description: spec
            .description
            .as_ref()
            .map_or_else(|| format!("{}, delivered by {}", key.as_str(), cx.name()), ToString::to_string),
        package_type: image.map(|_| "Image"),
        runtime: spec.runtime.as_deref().map(|runtime| runtime.identifier()),
        handler: image.is_none().then(|| spec.handler().to_owned()),
        architectures: vec![cx.stack.architecture_of(spec).identifier()],
        memory_size: spec.memory(),
        timeout: spec.timeout().as_seconds(),
        layers: spec.layers.iter().map(|layer| cx.text(layer)).collect(),
        ephemeral_storage: spec.ephemeral_storage.as_deref().map(|size| EphemeralStorage { size: *size }),
        role: role.arn(),
        logging_config: LoggingConfig { log_group: log_group.reference() },
        environment: has_variables.then_some(lambda::Environment { variables }),
        image_config: image.and_then(image_config),
        code: first_code(cx, spec),
    };
    let entry = function
        .entry()
        .note(match image {
            None => "The code is a placeholder until the first release. Changing Architectures would send it again.",
            Some(_) => {
                "The image is the first one until the first release. Changing it or Architectures would send it again."
            }
        })
        .skip("CKV_AWS_115", "Reserved concurrency fails in accounts with a low quota.")
        .skip("CKV_AWS_116", "Its asynchronous callers decide where failed events go.")
        .skip("CKV_AWS_117", "A VPC is the service's own choice.");
    let entry = match image.map_or_else(|| handler_of_the_code(spec.handler()), |_| None) {
        Some(finding) => entry.ignore(finding, "The first release brings the handler."),
        None => entry,
    };
    if has_variables {
        entry.skip("CKV_AWS_173", "Lambda encrypts variables with its own key; secrets are refused here.")
    } else {
        entry
    }
}

/// What version 1 runs: placeholder code, or the image that the stack file names for it.
fn first_code(cx: &Context<'_>, spec: &Function) -> Code {
    let first = spec.image.as_ref().and_then(|image| image.first.as_ref());
    match (first, spec.runtime.as_deref()) {
        (None, Some(runtime)) => Code::ZipFile(assets::placeholder(*runtime).to_owned()),
        (first, _) => Code::ImageUri(first.map_or_else(|| text![""], |first| cx.text(first))),
    }
}

/// What stands in place of the image's own settings, where the stack file says anything.
fn image_config(image: &FunctionImage) -> Option<ImageConfig> {
    let texts = |texts: &[Located<String>]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let is_said =
        !image.command.is_empty() || !image.entry_point.is_empty() || image.working_directory.is_some();
    is_said.then(|| ImageConfig {
        entry_point: texts(&image.entry_point),
        command: texts(&image.command),
        working_directory: image.working_directory.as_ref().map(ToString::to_string),
    })
}

/// What is found where the placeholder does not have the handler, of which the stack's own rules warn.
fn handler_of_the_code(handler: &str) -> Option<&'static str> {
    match handler.rsplit_once('.') {
        Some(("index", "handler")) => None,
        Some(("index", _)) => Some("inline-handler-missing"),
        _ => Some("inline-handler-module"),
    }
}

/// Whether the pipeline invokes the function.
fn is_invoked(stack: &Stack, key: &Located<String>) -> bool {
    stack.invocations().any(|invoke| matches!(&invoke.function, Invoked::Own(own) if own.name() == key))
}

/// Whoever is invoked by a pipeline has to tell it what became of the job.
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html>
fn answer() -> Statement {
    Statement::allow(
        "AnswerThePipelineHasNoNarrowerResource",
        actions!["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"],
    )
    .on_everything()
}

/// A statement that the user gave a role.
pub(crate) fn own_statement(cx: &Context<'_>, statement: &PolicyStatement) -> Statement {
    let sid = statement.sid.as_ref().map_or("", |sid| sid.as_str());
    let actions = statement.actions.iter().filter_map(|action| cfn::iam::Action::parse(action)).collect();
    let resources = statement.resources.iter().map(|resource| match cx.text(resource) {
        Value::Literal(arn) => Value::concat(pseudo_parts(&arn)),
        Value::Expression(parts) => Value::Expression(parts),
    });
    Statement::allow_all(sid, actions).on(resources)
}

/// An ARN in which the three pseudo parameters that it may name are references.
pub(crate) fn pseudo_parts(arn: &str) -> Vec<Part> {
    let known = [Pseudo::Partition, Pseudo::Region, Pseudo::AccountId];
    let mut parts = Vec::new();
    let mut rest = arn;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let Some(pseudo) = known.into_iter().find(|pseudo| pseudo.name() == name) else {
            break;
        };
        parts.extend([Part::Text(before.to_owned()), Part::Pseudo(pseudo)]);
        rest = after;
    }
    parts.extend(rest.into_parts());
    parts
}

#[cfg(test)]
mod tests {
    use cfn::{Arn, Value};

    use super::pseudo_parts;

    #[test]
    fn pseudo_parameters_of_an_arn_become_references() {
        let arn: Value<Arn> = Value::concat(pseudo_parts("arn:${AWS::Partition}:s3:::b/${other}"));
        let json = serde_json::to_string(&arn).unwrap();
        assert_eq!(json, r#"{"Fn::Sub":"arn:${AWS::Partition}:s3:::b/${!other}"}"#);
    }
}
