//! Environments in another account or region: a template for each, with everything that is there, and what the pipeline's
//! own template knows of it.
//!
//! The pipeline comes first, its roles' ARNs are parameters of the others: a trust policy can name only a role that exists.
//! The other way round, names do: the two roles that the pipeline takes, and the bucket, are called as both templates work
//! out alone. No right of the environment is given to anything but those two roles, and only with the external ID.

use cfn::iam::{Role, Statement, Trust};
use cfn::{Arn, Parameter, Pseudo, Resource, Template, Text, Value, text};
use diag::Diagnostic;
use spec::{Environment, Located, Stack};

use crate::context::Context;
use crate::permissions::actions;
use crate::{deploy, deployer, encryption, functions, guard, policies, release, storage};

/// An output of the pipeline's template, and the parameter of that name in those of the environments.
pub(crate) const DEPLOYER_ROLE: &str = "DeployerRoleArn";

/// The same of an environment's own release.
pub(crate) fn release_role(environment: &str) -> String {
    format!("{}RoleArn", spec::release_namespace(environment))
}

/// What the pipeline's template knows of an environment elsewhere.
pub(crate) struct Abroad<'a> {
    pub(crate) name: &'a Located<String>,
    /// What is said when its roles are taken.
    pub(crate) external_id: String,
    pub(crate) region: Text,
    pub(crate) account: Text,
    pub(crate) bucket: Text,
    /// What CodeDeploy's application is called.
    pub(crate) application: String,
    /// The roles that the pipeline's release and deployer take there.
    pub(crate) release_role: Value<Arn>,
    pub(crate) deployer_role: Value<Arn>,
    /// The parameters of its template that nobody but a person can give: those without a default.
    pub(crate) asked: Vec<String>,
}

/// Templates by the names of their environments.
type Named = Vec<(String, Template)>;

/// The environments elsewhere that something is deployed to, with their templates.
pub(crate) fn add<'a>(cx: &Context<'a>) -> Result<(Vec<Abroad<'a>>, Named), Diagnostic> {
    let stack = cx.stack;
    let mut known = Vec::new();
    let mut templates = Vec::new();
    for (name, environment) in remote(stack) {
        let (template, asked) = template(stack, name, environment)?;
        templates.push((name.to_string(), template));
        known.push(of(cx, name, environment, asked));
    }
    Ok((known, templates))
}

/// The environments in another account or region that something is deployed to.
pub(crate) fn remote(stack: &Stack) -> impl Iterator<Item = (&Located<String>, &Environment)> {
    let deployed = stack.tasks().filter_map(deploy::deploy_task);
    deployed
        .filter_map(|(_, deploy)| stack.environment_of(deploy))
        .filter(|(_, environment)| environment.is_remote())
}

fn of<'a>(
    cx: &Context<'a>,
    name: &'a Located<String>,
    environment: &'a Environment,
    asked: Vec<String>,
) -> Abroad<'a> {
    let account = environment.account.as_ref().map_or(Pseudo::AccountId.into(), |account| cx.text(account));
    let region =
        environment.region.as_ref().map_or(Pseudo::Region.into(), |region| Text::from(region.as_str()));
    let role = |what: &str| {
        let name = role_name(cx, name, what);
        let path = cx.stack.role_path.as_ref().map_or("/", |path| path.as_str());
        text!["arn:", Pseudo::Partition, ":iam::", &account, ":role", path, name]
    };
    Abroad {
        name,
        external_id: external_id(cx, name, environment),
        bucket: text![bucket_prefix(cx, name), "-", &account, "-", &region],
        application: cx.named(name),
        release_role: role("release"),
        deployer_role: role("deployer"),
        region,
        account,
        asked,
    }
}

fn role_name(cx: &Context<'_>, environment: &str, what: &str) -> String {
    cx.named(&format!("{environment}-{what}"))
}

/// Buckets' names know neither capitals nor `_`.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn bucket_prefix(cx: &Context<'_>, environment: &str) -> String {
    cx.named(environment).to_ascii_lowercase().replace('_', "-")
}

fn external_id(cx: &Context<'_>, name: &str, environment: &Environment) -> String {
    environment.external_id.as_ref().map_or_else(|| cx.named(name), ToString::to_string)
}

/// Everything that is in the environment, and the parameters that its deployment asks for.
fn template(
    stack: &Stack,
    name: &Located<String>,
    environment: &Environment,
) -> Result<(Template, Vec<String>), Diagnostic> {
    let mut cx = Context::abroad(stack, name)?;
    guard::set_up(&mut cx);
    let key = encryption::set_up(&mut cx)?;
    cx.because_of(name.span());
    let release_role = release_role(name);
    let release_arn = cx.parameter(&release_role, &role_parameter("releases into this environment"))?;
    let deployer_arn = cx.parameter(DEPLOYER_ROLE, &role_parameter("has CodeDeploy shift its aliases"))?;
    let bucket = text![bucket_prefix(&cx, name), "-", Pseudo::AccountId, "-", Pseudo::Region];
    let storage = storage::abroad(&mut cx, bucket)?;
    let targets = functions::within(&mut cx, &storage, name, environment)?;
    let deployments = deploy::add(&mut cx, &storage, &targets, &[])?;
    cx.template.section("What the pipeline may do here: its release and its deployer take these roles");
    let references: Vec<_> = targets.iter().collect();
    let id = external_id(&cx, name, environment);
    let mut role = |id: &str, what: &str, arn: Value<Arn>, external: &str, statements: Vec<Statement>| {
        let role = Role::new(Trust::role(arn).with_external_id(external), what, statements);
        let name = role_name(&cx, name, id);
        let role = role
            .called(name)
            .entry()
            .ignore("iam-named-resource", "The pipeline has to know the name before the role exists.");
        cx.add(&format!("{what}Role"), role).map(|_| ())
    };
    role("release", "Release", release_arn, &id, release::publishing(&storage, &references))?;
    let deploying = deployer::deploying(
        &format!("{}-{}", stack.name.as_str(), name.as_str()),
        &storage,
        &deployments,
        &targets,
    );
    role("deployer", "Deployer", deployer_arn, &id, deploying)?;
    for target in &targets {
        target.outputs(&mut cx)?;
    }
    encryption::apply(&mut cx, key.as_ref());
    policies::fit(&mut cx)?;
    let used = cx.used();
    let ours = [release_role.as_str(), DEPLOYER_ROLE];
    cx.template.keep_parameters(|name| ours.contains(&name) || used.contains(name));
    let asked =
        stack.parameters().filter(|(name, given)| used.contains(name.as_str()) && given.default.is_none());
    let asked = asked.map(|(name, _)| name.to_string()).collect();
    Ok((cx.template, asked))
}

fn role_parameter(what: &str) -> Parameter {
    Parameter {
        kind: "String",
        description: Some(format!("The pipeline's role that {what}: an output of the pipeline's stack")),
        default: None,
        allowed_pattern: Some("arn:[a-z-]+:iam::[0-9]{12}:role/.+".to_owned()),
    }
}

impl Abroad<'_> {
    /// Taking one of its roles: nobody but the pipeline's own role that needs it may.
    pub(crate) fn take(roles: impl IntoIterator<Item = Value<Arn>>) -> Statement {
        Statement::allow("TakeTheEnvironmentsRole", actions!["sts:AssumeRole"]).on(roles)
    }

    /// The command that deploys its template, once the pipeline's is there.
    pub(crate) fn command(&self, pipeline: &str, release: &Value<Arn>, deployer: &Value<Arn>) -> Text {
        let stack = format!("{pipeline}-{}", self.name.as_str()).replace('_', "-");
        let asked = self.asked.iter().fold(String::new(), |asked, name| asked + " " + name + "=VALUE");
        text![
            format!(
                "aws cloudformation deploy --stack-name {stack} --template-file STACK.{}.yaml",
                self.name.as_str()
            ),
            " --capabilities CAPABILITY_NAMED_IAM --region ",
            &self.region,
            format!(" --parameter-overrides {}=", release_role(self.name)),
            release,
            format!(" {DEPLOYER_ROLE}="),
            deployer,
            asked,
        ]
    }
}
