//! Engines: what each of them knows, and whose functions they shift.

use diag::Span;
use indexmap::IndexMap;

use super::{paths, policies};
use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Application, Deploy, Engine, Hook, Located, Order, Stack, Work};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    let mut applications: IndexMap<&str, &Located<String>> = IndexMap::new();
    for task in stack.tasks() {
        let Work::Deploy(deploy) = task.work() else { continue };
        findings.within(task.part(), |findings| {
            for (key, place, cure) in unknown(&stack.settled(deploy)) {
                lacks(key, place.or(task.name().span()), cure, deploy, findings);
            }
            elsewhere(stack, deploy, findings);
            let Engine::CloudFormation(application) = &*deploy.engine else { return };
            one(application, deploy, findings);
            if deploy.environment.is_none() {
                owners(stack, deploy, findings);
            }
            if let Some(first) = applications.insert(&application.stack, &application.stack) {
                twice(first, &application.stack, findings);
            }
        });
    }
}

/// The settings that the engine does not know, and what to do instead.
fn unknown(deploy: &Deploy) -> Vec<(&'static str, Option<Span>, &'static str)> {
    let mut found = Vec::new();
    match *deploy.engine {
        Engine::CodeDeploy => {}
        Engine::CodePipeline => {
            if let Some((_, hook)) = deploy.hooks.all().next() {
                let place = match hook {
                    Hook::Function(function) => function.name().span(),
                    Hook::Existing(existing) => existing.literal().and_then(Located::span),
                };
                found.push((
                    "hooks",
                    place,
                    "test the new version in a stage before this one, by its number, or take `engine: codedeploy`",
                ));
            }
            let events = deploy.rollback().events;
            let written = events.iter().find_map(Located::span);
            if events.is_empty() || written.is_some() {
                found.push((
                    "rollback",
                    written,
                    "the action goes back to the old version by itself when it fails or an alarm rings, and knows no choice: \
                     delete `rollback`, or take `engine: codedeploy`",
                ));
            }
        }
        Engine::CloudFormation(_) => {
            if deploy.order.span().is_some() || *deploy.order != Order::default() {
                found.push((
                    "order",
                    deploy.order.span(),
                    "one update of the application's stack moves all its aliases, in an order of CloudFormation's own: delete \
                     `order`, or take `engine: codedeploy`",
                ));
            }
        }
    }
    found
}

/// Environments that the engine can't deploy to.
fn elsewhere(stack: &Stack, deploy: &Deploy, findings: &mut Findings) {
    let Some((name, environment)) = stack.environment_of(deploy) else { return };
    let (message, cure) = match *deploy.engine {
        Engine::CodePipeline if environment.is_remote() => (
            format!("the engine `codepipeline` does not reach `{}`", name.as_str()),
            "CodePipeline's own action shifts aliases where the pipeline is: take `engine: codedeploy`, whose deployer takes a role \
             in the environment's account",
        ),
        Engine::CloudFormation(_) => (
            "the engine `cloudformation` knows no `environment`".to_owned(),
            "the functions are those of the application's own stack: leave `environment` out, and have a stack for each (`stack: \
             shop-staging`, `stack: shop-production`, with `existing` functions of their own); or take `engine: codedeploy`",
        ),
        Engine::CodeDeploy | Engine::CodePipeline => return,
    };
    let written = deploy.environment.as_ref().and_then(|named| named.name().span());
    findings.push(
        Finding::EngineLacks
            .error(message)
            .at(written)
            .label("can't be deployed to by this engine")
            .related(deploy.engine.span(), "the engine")
            .help(cure),
    );
}

fn lacks(key: &str, place: Option<Span>, cure: &str, deploy: &Deploy, findings: &mut Findings) {
    findings.push(
        Finding::EngineLacks
            .error(format!("the engine `{}` knows no `{key}`", deploy.engine.word()))
            .at(place)
            .label("would have no effect")
            .related(deploy.engine.span(), "the engine")
            .help(cure),
    );
}

fn one(application: &Application, deploy: &Deploy, findings: &mut Findings) {
    let name = &application.stack;
    let fits = name.len() <= 128
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !fits {
        findings.error(
            Finding::InvalidName,
            name.span(),
            format!("`{}` is not the name of a stack", name.as_str()),
            "not possible",
            "a letter first, then letters, digits and `-`, 128 characters at most",
        );
    }
    paths::path("template", &application.template, findings);
    policies::statements(name.span(), &application.policy, findings);
    for parameter in application.parameters.keys() {
        let is_version = |function: &str| {
            let letters = function.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            parameter.strip_suffix("Version").is_some_and(|left| left.eq_ignore_ascii_case(&letters))
        };
        if deploy.functions.iter().any(|function| is_version(function.name())) {
            findings.error(
                Finding::ReservedName,
                parameter.span(),
                format!("`{}` is filled in by the release", parameter.as_str()),
                "the new version",
                "delete it here; the template's alias takes its version from it",
            );
        }
    }
}

/// An update of an application's stack can move only the aliases that it holds.
fn owners(stack: &Stack, deploy: &Deploy, findings: &mut Findings) {
    for function in &deploy.functions {
        let Some(found) = stack.get(function).filter(|found| found.existing.is_none()) else { continue };
        let name = function.name();
        findings.push(
            Finding::EngineOwner
                .error(format!("the pipeline's own stack holds the function `{}`", name.as_str()))
                .at(name.span())
                .label("CloudFormation moves only aliases that the application's stack holds")
                .related(found.runtime.as_ref().and_then(Located::span), "created by this")
                .help(format!(
                    "move it first: 1. deploy once with `overrides` that give its resources `DeletionPolicy: Retain`; \
                     2. write `existing: {}-{}` here in place of `runtime` and what belongs to it, and deploy: the function stays; \
                     3. import it and its alias into the application's stack; 4. then switch the engine \
                     (docs/engines.md has the commands)",
                    stack.name.as_str(),
                    name.as_str()
                )),
        );
    }
}

fn twice(first: &Located<String>, again: &Located<String>, findings: &mut Findings) {
    findings.push(
        Finding::ApplicationTwice
            .error(format!("the stack `{}` is deployed twice", again.as_str()))
            .at(again.span())
            .label("again here")
            .related(first.span(), "first here")
            .help(
                "an update that names some of its functions sets the versions of the others back: deploy all of them in one stage",
            ),
    );
}
