//! `pipewright rehearse`: one execution of a template's pipeline, played before it exists.
//!
//! The timeline and the findings are the result: they go to stdout, or into a file. What can't be read or compiled is told
//! on stderr.

mod with;

use std::collections::BTreeSet;

use cfn::read::Node;
use diag::{Judged, Severity};
use rehearse::Rehearsal;
use rehearse::world::Given;
use spec::{is_account, is_region};

use crate::cli::{Needless, Rehearse, Rehearsed};
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::judge::{self, Deployable};
use crate::output;
use crate::report::Reporter;
use with::Other;

pub(crate) fn run(arguments: &Rehearse, reporter: &Reporter) -> Result<(), Failure> {
    let input = input::read(arguments.file.as_deref().unwrap_or("default"))?;
    let mut deployables = deployable(&input, reporter)?;
    let others = with::read(&arguments.with, reporter)?;
    let is_whole =
        arguments.policy.is_none() && arguments.fail.is_none() && arguments.format == Rehearsed::Human;
    if let (false, [first, _, ..]) = (is_whole, deployables.as_slice()) {
        let entry = first.entry.as_deref().unwrap_or_default();
        return Err(Failure::Usage {
            message: "the file has a matrix, and this is told of one pipeline at a time".to_owned(),
            help: format!("name the one that is meant: {}/{entry}", input.stem),
        });
    }
    let mut told = String::new();
    let mut files = Vec::new();
    let is_several = deployables.len() > 1;
    for deployable in &mut deployables {
        if let (true, Some(entry)) = (is_several, &deployable.entry) {
            told.extend(["== ", &input.stem, "/", entry, " ==\n\n"]);
        }
        let (text, judged) = one(arguments, reporter, deployable, &others)?;
        told.push_str(&text);
        files.extend(judged);
    }
    let inputs = std::iter::once(&input).chain(others.iter().map(|other| &other.input));
    let sources: Vec<_> = inputs.filter_map(|input| input.path.as_deref()).collect();
    match &arguments.output {
        Some(path) => output::write_one(path, told, &sources)?,
        None => output::print(&told)?,
    }
    if is_whole {
        reporter.sum(&files, true);
    }
    let is_denied = |finding: &diag::Diagnostic| {
        let needless = matches!(finding.code, "grant-unused" | "grant-wide");
        finding.severity == Severity::Error || (needless && arguments.deny == Some(Needless::Unused))
    };
    if files.iter().flat_map(|file| &file.findings).any(is_denied) { Err(Failure::Findings) } else { Ok(()) }
}

/// What a file holds that is to be rehearsed; what is wrong with it is told at once.
fn deployable(input: &Input, reporter: &Reporter) -> Result<Vec<Deployable>, Failure> {
    judge::deployable(input)?.map_err(|judgement| {
        reporter.findings(&judgement.judged);
        if let Some(project) = &judgement.project {
            reporter.findings(project);
        }
        Failure::Findings
    })
}

/// What is told of one pipeline, and what of that are findings.
fn one(
    arguments: &Rehearse,
    reporter: &Reporter,
    deployable: &mut Deployable,
    others: &[Other],
) -> Result<(String, Vec<Judged>), Failure> {
    let given = given(arguments, deployable, others)?;
    with::give(deployable, &given, others)?;
    let rehearsals = with::rehearsed(deployable, &given, others);
    let rehearsal = &rehearsals[0];
    if let Some(role) = &arguments.policy {
        return Ok((policy(&rehearsals, role)?, Vec::new()));
    }
    if let Some(name) = &arguments.fail {
        let failures = failures(rehearsal, name)?;
        let text = match arguments.format {
            Rehearsed::Human => Rehearsal::tales(&failures),
            Rehearsed::Json => {
                let failures = Rehearsal::tales_json(&failures);
                format!("{:#}\n", serde_json::json!({ "version": 1, "failures": failures }))
            }
        };
        return Ok((text, Vec::new()));
    }
    let judged = with::judged(deployable, others, &rehearsals);
    let text = match arguments.format {
        Rehearsed::Json => {
            let mut report = rehearsal.to_json();
            if let [_, elsewhere @ ..] = &rehearsals[..]
                && !elsewhere.is_empty()
            {
                report["elsewhere"] = elsewhere.iter().map(Rehearsal::to_json).collect();
            }
            if let Ok(findings) = serde_json::from_str::<serde_json::Value>(&diag::json(&judged)) {
                report["findings"] = findings["findings"].clone();
                report["suppressed"] = findings["suppressed"].clone();
            }
            format!("{report:#}\n")
        }
        Rehearsed::Human => {
            let timelines: Vec<_> = rehearsals.iter().map(Rehearsal::timeline).collect();
            let timeline = if timelines[0].is_empty() { NOTHING.to_owned() } else { timelines.join("\n") };
            let findings = reporter.result(&judged, arguments.output.is_some());
            format!("{timeline}\n{findings}")
        }
    };
    Ok((text, judged))
}

const NOTHING: &str = "The template has no AWS::CodePipeline::Pipeline: there is nothing to rehearse.\n";

fn given(arguments: &Rehearse, deployable: &Deployable, others: &[Other]) -> Result<Given, Failure> {
    let mut given = Given {
        account: arguments.account.clone(),
        region: arguments.region.clone(),
        stack: arguments.stack_name.clone(),
        ..Given::default()
    };
    let usage = |message: String, help: &str| Err(Failure::Usage { message, help: help.to_owned() });
    if !is_account(&arguments.account) {
        let help = "it has twelve digits: --account 111122223333";
        return usage(format!("`{}` is no account ID", arguments.account), help);
    }
    if !is_region(&arguments.region) {
        let help = "one is written like this: --region eu-central-1";
        return usage(format!("`{}` is no region", arguments.region), help);
    }
    if !is_stack_name(&arguments.stack_name) {
        let help = "it begins with a letter and has letters, digits and hyphens, 128 at most";
        return usage(format!("`{}` is no name of a stack", arguments.stack_name), help);
    }
    let documents: Vec<_> =
        deployable.documents().chain(others.iter().flat_map(|other| other.deployable.documents())).collect();
    let sections = || documents.iter().filter_map(|document| document.root().get("Parameters"));
    let known: Vec<_> = sections().flat_map(Node::entries).map(|entry| entry.key.as_str()).collect();
    for parameter in &arguments.parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            return Err(Failure::Usage {
                message: format!("`{parameter}` gives no value"),
                help: "write --parameter NAME=VALUE".to_owned(),
            });
        };
        if !known.contains(&name) {
            let help = match diag::nearest(name, known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None if known.is_empty() => "it has none".to_owned(),
                None => format!("its parameters: {}", known.join(", ")),
            };
            return usage(format!("the template has no parameter `{name}`"), &help);
        }
        let allowed = sections().find_map(|all| all.get(name)).map_or_else(Vec::new, allowed_values);
        if !allowed.is_empty() && !allowed.contains(&value) {
            let help = format!("its allowed values: {}", allowed.join(", "));
            return usage(format!("`{value}` is no value of the parameter `{name}`"), &help);
        }
        given.parameters.insert(name.to_owned(), value.to_owned());
    }
    Ok(given)
}

/// The values that a parameter may have; none, where it may have any, or where it is a list.
fn allowed_values(parameter: &Node) -> Vec<&str> {
    let is_list = |kind: &str| kind == "CommaDelimitedList" || kind.contains("List<");
    if parameter.get("Type").and_then(Node::scalar).is_some_and(is_list) {
        return Vec::new();
    }
    let values = parameter.get("AllowedValues").map_or(&[][..], Node::items);
    values.iter().filter_map(Node::scalar).collect()
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>
fn is_stack_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && text.len() <= 128
}

fn failures<'t>(
    rehearsal: &Rehearsal<'t>,
    name: &str,
) -> Result<Vec<rehearse::failures::Failure<'t>>, Failure> {
    let found = rehearsal.failures((name != "all").then_some(name));
    if !found.is_empty() {
        return Ok(found);
    }
    let mut names: Vec<_> = rehearsal.failures(None).into_iter().map(|failure| failure.name).collect();
    // Pipelines of one template may call their steps alike.
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let help = match diag::nearest(name, names.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if names.is_empty() => "the template has no pipeline".to_owned(),
        None => format!("what can fail: {}", names.join(", ")),
    };
    Err(Failure::Usage { message: format!("nothing that can fail is called `{name}`"), help })
}

fn policy(rehearsals: &[Rehearsal<'_>], role: &str) -> Result<String, Failure> {
    rehearsals.iter().find_map(|rehearsal| rehearsal.policy(role)).ok_or_else(|| {
        let owners: Vec<_> = rehearsals.iter().flat_map(Rehearsal::owners).collect();
        let help = match diag::nearest(role, owners.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if rehearsals[0].walks().is_empty() => "the template has no pipeline".to_owned(),
            None => format!("steps use: {}", owners.join(", ")),
        };
        Failure::Usage { message: format!("no step uses a role or managed policy `{role}`"), help }
    })
}
