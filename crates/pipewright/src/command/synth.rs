//! `pipewright synth`: stacks in, templates out; all of them or none.

use std::path::{Path, PathBuf};

use crate::cli::{Format, Synth};
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::judge::{self, Printed};
use crate::output;
use crate::pipelines;
use crate::report::Reporter;

pub(crate) fn run(arguments: &Synth, reporter: &Reporter) -> Result<(), Failure> {
    let stacks = match (arguments.all, arguments.stacks.as_slice()) {
        (true, _) => input::all()?,
        (false, []) => vec!["default".to_owned()],
        (false, stacks) => stacks.to_vec(),
    };
    let to_stdout = arguments.output.as_deref().is_none_or(|path| path == Path::new("-"));
    let are_several = arguments.all || stacks.len() > 1;
    if are_several && to_stdout {
        return Err(several(None));
    }
    let inputs = stacks.iter().map(|stack| input::read(stack)).collect::<Result<Vec<_>, _>>()?;
    let mut projects = Vec::new();
    let mut made = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let judgement = judge::stack(input, arguments.format)?;
        reporter.findings(&judgement.judged);
        pipelines::add(&mut projects, judgement.project);
        let is_last = index + 1 == inputs.len();
        made.push(judgement.templates.map(|printed| texts(printed, is_last)));
    }
    for project in &projects {
        reporter.findings(project);
    }
    // Every stack is judged before anything is written: a finding in one leaves the others' files alone too.
    let made = made.into_iter().collect::<Option<Vec<_>>>().ok_or(Failure::Findings)?;
    let whole = inputs.iter().find(|input| input.entry.is_none());
    let matrix = whole.and_then(|input| Some((input, made.first()?.first()?.0.as_deref()?)));
    if let (Some((input, entry)), true) = (matrix, to_stdout) {
        return Err(several(Some(format!("{}/{entry}", input.stem))));
    }
    let into_folder = are_several || matrix.is_some();
    let sources: Vec<_> = inputs.iter().filter_map(|input| input.path.as_deref()).collect();
    match &arguments.output {
        Some(path) if into_folder => {
            let files = files(path, arguments.format, &inputs, made)?;
            std::fs::create_dir_all(path).map_err(|error| Failure::unwritable(path, error))?;
            output::write(&files, &sources)
        }
        Some(path) => {
            made.into_iter().flatten().try_for_each(|(_, text)| output::write_one(path, text, &sources))
        }
        None => made.into_iter().flatten().try_for_each(|(_, text)| output::print(&text)),
    }
}

/// The entry of the matrix, and its template's text.
type Text = (Option<String>, String);

fn texts(printed: Vec<Printed>, is_last: bool) -> Vec<Text> {
    let text = |printed: Printed| {
        if is_last {
            // The system takes a tree back at once; we would go from node to node.
            std::mem::forget(printed.document);
        }
        (printed.entry, printed.text)
    };
    printed.into_iter().map(text).collect()
}

/// Why nothing is printed; `one` is what could be.
fn several(one: Option<String>) -> Failure {
    let help = match one {
        Some(one) => format!("name a folder for them, `-o templates`, or one of the matrix: {one}"),
        None => "name a folder for them: -o templates".to_owned(),
    };
    Failure::Usage { message: "several templates do not fit on standard output".to_owned(), help }
}

/// A file for each template, called like its stack, and like the entry of a matrix.
fn files(
    folder: &Path,
    format: Format,
    inputs: &[Input],
    made: Vec<Vec<Text>>,
) -> Result<Vec<(PathBuf, String)>, Failure> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let made = inputs.iter().zip(made);
    for (input, (entry, text)) in made.flat_map(|(input, made)| made.into_iter().map(move |one| (input, one)))
    {
        let entry = entry.map(|entry| format!("-{entry}")).unwrap_or_default();
        let path = folder.join(format!("{}{entry}.{}", input.stem, format.extension()));
        if files.iter().any(|(taken, _)| *taken == path) {
            return Err(Failure::Usage {
                message: format!("two stacks would both be written to {}", path.display()),
                help: "name each stack once, and files of one name in runs of their own".to_owned(),
            });
        }
        files.push((path, text));
    }
    Ok(files)
}
