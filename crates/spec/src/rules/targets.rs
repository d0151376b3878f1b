//! Environments: where they are, which functions they have, and that each is deployed to from one place.

use diag::nearest;
use indexmap::IndexMap;

use super::names::named_lambda;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::purpose::{is_account, is_region};
use crate::read::list;
use crate::{
    Deploy, Encryption, Engine, Environment, FunctionRef, KmsKey, Located, Setting, Stack, Task, Work,
};

/// The actions that a deploy stage has for its environment, besides one for each function.
const ACTIONS: [&str; 2] = ["Release", "Approve"];

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let mut used: IndexMap<&Located<String>, &Located<String>> = IndexMap::new();
    let mut understood = true;
    for task in stack.tasks() {
        let Work::Deploy(deploy) = task.work() else { continue };
        let Some(named) = &deploy.environment else { continue };
        let name = named.name();
        findings.within(task.part(), |findings| match stack.environment_of(deploy) {
            None => {
                understood = false;
                unknown(stack, name, findings);
            }
            Some((key, _)) => {
                if let Some(first) = used.insert(key, name) {
                    findings.push(
                        Finding::SharedEnvironment
                            .error(format!("`{}` is deployed to in two places", name.as_str()))
                            .at(name.span())
                            .label("again here")
                            .related(first.span(), "first here")
                            .help("name all functions of an environment in one deploy stage"),
                    );
                }
                // Of functions that an application's stack holds, the rules of engines speak.
                if !matches!(*deploy.engine, Engine::CloudFormation(_)) {
                    functions(stack, task, deploy, key, findings);
                }
            }
        });
    }
    for (name, environment) in stack.environments() {
        if understood && !used.contains_key(name) {
            findings.push(
                Finding::UnusedEnvironment
                    .warning(format!("nothing is deployed to the environment `{}`", name.as_str()))
                    .at(name.span())
                    .label("no deploy stage names it")
                    .help(format!(
                        "`deploy: {{ functions: […], environment: {} }}`, or delete it",
                        name.as_str()
                    )),
            );
        }
        findings.within(format!("environment `{}`", name.as_str()), |findings| {
            place(stack, name, environment, findings);
            encryption(stack, name, environment, findings);
            differences(stack, name, environment, findings);
        });
    }
}

fn unknown(stack: &Stack, name: &Located<String>, findings: &mut Findings) {
    let known: Vec<_> = stack.environments().map(|(name, _)| name.as_str()).collect();
    let label = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "unknown".to_owned(),
    };
    let help = if known.is_empty() {
        format!("describe it at the top: `environments: {{ {}: {{}} }}`", name.as_str())
    } else {
        format!("environments of this stack: {}", list(known.iter().copied()))
    };
    findings.error(
        Finding::UnknownEnvironment,
        name.span(),
        format!("there is no environment `{}`", name.as_str()),
        label,
        help,
    );
}

/// What is deployed to it.
fn functions(stack: &Stack, task: Task<'_>, deploy: &Deploy, key: &Located<String>, findings: &mut Findings) {
    for function in deploy.released() {
        let name = function.name();
        let Some(described) = stack.get(function) else { continue };
        if described.existing.is_some() {
            findings.error(
                Finding::CreatedOnly,
                name.span(),
                format!("`{}` exists already, and can't exist once for every environment", name.as_str()),
                "an environment has functions that the stack creates",
                "leave `environment` out of its deploy stage, or let the stack create it: `runtime: …`",
            );
        }
        if ACTIONS.contains(&name.as_str()) && task.action.name.is_none() {
            findings.error(
                Finding::ReservedName,
                name.span(),
                format!("the name `{}` is taken", name.as_str()),
                "an action of this stage is called that",
                "choose another name for the function",
            );
        }
        layers(stack, key, function, findings);
        let full = format!("{}-{}-{}", stack.name.as_str(), key.as_str(), name.as_str());
        named_lambda(&full, name, findings);
    }
}

/// The ARN of a layer names its region, and Lambda takes those of its own alone.
/// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
fn layers(stack: &Stack, key: &Located<String>, function: &FunctionRef, findings: &mut Findings) {
    let Some((environment, region)) = stack
        .environments()
        .find(|(name, _)| *name == key)
        .and_then(|(_, environment)| Some((environment, environment.region.as_ref()?)))
    else {
        return;
    };
    let Some(here) = stack.function_in(environment, function) else { return };
    for layer in here.layers.iter().filter_map(Setting::literal) {
        let Some(its) = layer.split(':').nth(3).filter(|its| is_region(its) && *its != region.as_str())
        else {
            continue;
        };
        findings.push(
            Finding::InvalidArn
                .error(format!("a layer is in {its}, and `{}` in {}", key.as_str(), region.as_str()))
                .at(layer.span())
                .label("Lambda takes layers of its own region alone")
                .related(region.span(), "the environment's region")
                .help(format!(
                    "name that region's under the environment: `{}: {{ functions: {{ {}: {{ layers: [arn:aws:lambda:{}:…] }} }} }}`",
                    key.as_str(),
                    function.name().as_str(),
                    region.as_str()
                )),
        );
    }
}

/// A key encrypts the logs of its own region alone, and its policy lets in its own account.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>
fn encryption(stack: &Stack, name: &Located<String>, environment: &Environment, findings: &mut Findings) {
    let Some(Encryption { kms_key: KmsKey::Existing(Setting::Literal(key)) }) = &stack.encryption else {
        return;
    };
    if !environment.is_remote() {
        return;
    }
    findings.push(
        Finding::InvalidArn
            .error(format!("one key cannot serve the pipeline and `{}`", name.as_str()))
            .at(key.span())
            .label("a key of one account and region")
            .related(name.span(), "in another account or region")
            .help(
                "`encryption: { kms-key: created }` makes one in each; a parameter, `{ existing: { parameter: Key } }`, is given to \
                 each template for itself",
            ),
    );
}

/// Where it is.
fn place(stack: &Stack, name: &Located<String>, environment: &Environment, findings: &mut Findings) {
    if let Some(Setting::Literal(account)) = &environment.account
        && !is_account(account)
    {
        findings.error(
            Finding::InvalidEnvironment,
            account.span(),
            format!("`{}` is not the ID of an account", account.as_str()),
            "twelve digits",
            "as the console shows it, without hyphens: `\"111122223333\"`; or a parameter: `{ parameter: Account }`",
        );
    }
    if let Some(region) = &environment.region
        && !is_region(region)
    {
        findings.error(
            Finding::InvalidEnvironment,
            region.span(),
            format!("`{}` is not the name of a region", region.as_str()),
            "not a region's code",
            "as in ARNs: `eu-central-1`",
        );
    }
    if let Some(id) = &environment.external_id
        && !is_external_id(id)
    {
        findings.error(
            Finding::InvalidEnvironment,
            id.span(),
            "that is no external ID",
            "2 to 64 of letters, digits and `_+=,.@:/-`",
            "leave it out for `<name>-<environment>`",
        );
    }
    let role = stack.name.len() + name.len() + "--deployer".len();
    if environment.is_remote() && role > 64 {
        findings.error(
            Finding::TooLong,
            name.span(),
            format!(
                "the role `{}-{}-deployer` would have a name of {role} characters, and 64 are allowed",
                stack.name.as_str(),
                name.as_str()
            ),
            format!("{} too many", role - 64),
            "shorten this name or the pipeline's",
        );
    }
    let region = environment.region.as_ref().map_or(MOST_OF_A_REGION, |region| region.len());
    let bucket = stack.name.len() + name.len() + 12 + region + 3;
    if environment.is_remote() && bucket > 63 {
        findings.error(
            Finding::TooLong,
            name.span(),
            format!("the environment's bucket would have a name of {bucket} characters, and 63 are allowed"),
            format!("{} too many", bucket - 63),
            "it is called `<name>-<environment>-<account>-<region>`: shorten this name or the pipeline's",
        );
    }
}

/// The longest region's name is as long as that of `ap-southeast-1`.
const MOST_OF_A_REGION: usize = 14;

/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
fn is_external_id(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte))
}

/// What is said of functions has to be of functions that are deployed there.
fn differences(stack: &Stack, name: &Located<String>, environment: &Environment, findings: &mut Findings) {
    let deployed = || {
        stack.tasks().filter_map(|task| match task.work() {
            Work::Deploy(deploy) => {
                stack.environment_of(deploy).filter(|(key, _)| *key == name).map(|_| deploy.released())
            }
            _ => None,
        })
    };
    for key in environment.functions.keys() {
        if deployed().flatten().any(|function| function.name() == key) {
            continue;
        }
        let known: Vec<_> = deployed().flatten().map(|function| function.name().as_str()).collect();
        let label = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "not deployed there".to_owned(),
        };
        findings.error(
            Finding::UnknownFunction,
            key.span(),
            format!("no function `{}` is deployed to `{}`", key.as_str(), name.as_str()),
            label,
            format!("deployed there: {}", list(known)),
        );
    }
}
