//! `pipewright check`: stacks and templates in, findings out.
//!
//! The findings are the result: they go to stdout, or into a file. stderr tells about the run: what was mended, the sum,
//! what can't be read. A file that can't be read does not keep the others from being checked.

use diag::{Judged, Severity};

use crate::catalogue;
use crate::cli::{Check, Denied, Grade, Report};
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::judge;
use crate::mend;
use crate::output;
use crate::pipelines;
use crate::report::Reporter;

pub(crate) fn run(arguments: &Check, reporter: &Reporter) -> Result<(), Failure> {
    let denied = denied(arguments)?;
    let names = match (arguments.all, arguments.files.as_slice()) {
        (true, _) => input::all()?,
        (false, []) => vec!["default".to_owned()],
        (false, files) => files.to_vec(),
    };
    if arguments.fix && names.iter().any(|name| name == "-") {
        return Err(Failure::Usage {
            message: "standard input cannot be mended in place".to_owned(),
            help: "name the file, or leave --fix out".to_owned(),
        });
    }
    let (inputs, mut failures) = read(&names);
    let wanted = least(arguments.min_severity);
    let mut files = Vec::new();
    if arguments.fix {
        files = mend::files(&inputs, wanted, reporter)?;
    } else {
        let mut projects = Vec::new();
        for input in &inputs {
            let judgement = judge::file(input)?;
            files.push(judgement.judged);
            pipelines::add(&mut projects, judgement.project);
        }
        files.append(&mut projects);
    }
    for file in &mut files {
        file.findings.retain(|finding| finding.severity >= wanted);
        file.suppressed.retain(|suppressed| suppressed.finding.severity >= wanted);
    }
    show(arguments, &files, &inputs, reporter)?;
    let last = failures.pop();
    for failure in &failures {
        reporter.failure(failure);
    }
    let is_denied = files.iter().flat_map(|file| &file.findings).any(|finding| finding.severity >= denied);
    last.map_or(if is_denied { Err(Failure::Findings) } else { Ok(()) }, Err)
}

/// From which severity on the exit status is 1.
fn denied(arguments: &Check) -> Result<Severity, Failure> {
    let denied = match arguments.deny {
        None => Severity::Error,
        Some(Denied::Warnings) => Severity::Warning,
        Some(Denied::Notes) => Severity::Note,
    };
    if denied < least(arguments.min_severity) && arguments.deny.is_some() {
        return Err(Failure::Usage {
            message: "--min-severity leaves out what --deny is about".to_owned(),
            help: "what is not shown can't be denied: lower the one or raise the other".to_owned(),
        });
    }
    Ok(denied)
}

fn least(grade: Grade) -> Severity {
    match grade {
        Grade::Note => Severity::Note,
        Grade::Warning => Severity::Warning,
        Grade::Error => Severity::Error,
    }
}

/// Every file once, in the order of the arguments, and why others can't be read.
fn read(names: &[String]) -> (Vec<Input>, Vec<Failure>) {
    let (mut inputs, mut failures) = (Vec::<Input>::new(), Vec::new());
    let mut seen = Vec::new();
    for name in names {
        match input::read(name) {
            Ok(input) => {
                let real = input.path.as_ref().and_then(|path| path.canonicalize().ok());
                let real = (real, input.entry.clone());
                if !seen.contains(&real) {
                    seen.push(real);
                    inputs.push(input);
                }
            }
            Err(failure) => failures.push(failure),
        }
    }
    (inputs, failures)
}

fn show(arguments: &Check, files: &[Judged], inputs: &[Input], reporter: &Reporter) -> Result<(), Failure> {
    let result = match arguments.format {
        Report::Human => reporter.result(files, arguments.output.is_some()),
        Report::Json => diag::json(files),
        Report::Sarif => {
            let home = Some(env!("CARGO_PKG_HOMEPAGE")).filter(|home| !home.is_empty());
            let version = env!("CARGO_PKG_VERSION");
            diag::sarif(files, diag::Tool { version, home, meaning: catalogue::meaning })
        }
    };
    let sources: Vec<_> = inputs.iter().filter_map(|input| input.path.as_deref()).collect();
    match &arguments.output {
        Some(path) => output::write_one(path, result, &sources)?,
        None => output::print(&result)?,
    }
    if arguments.format == Report::Human && !files.is_empty() {
        reporter.sum(files, arguments.fix);
    }
    Ok(())
}
