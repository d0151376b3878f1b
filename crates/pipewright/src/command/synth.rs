//! `pipewright synth`: stacks in, templates out; all of them or none.

use std::path::{Path, PathBuf};

use crate::cli::{Format, Synth};
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::judge;
use crate::output;
use crate::report::Reporter;

pub(crate) fn run(arguments: &Synth, reporter: &Reporter) -> Result<(), Failure> {
    let stacks = match (arguments.all, arguments.stacks.as_slice()) {
        (true, _) => input::all()?,
        (false, []) => vec!["default".to_owned()],
        (false, stacks) => stacks.to_vec(),
    };
    let into_folder = arguments.all || stacks.len() > 1;
    let to_stdout = arguments.output.as_deref().is_none_or(|path| path == Path::new("-"));
    if into_folder && to_stdout {
        return Err(Failure::Usage {
            message: "several templates do not fit on standard output".to_owned(),
            help: "name a folder for them: -o templates".to_owned(),
        });
    }
    let inputs = stacks.iter().map(|stack| input::read(stack)).collect::<Result<Vec<_>, _>>()?;
    let mut texts = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let judgement = judge::stack(input, arguments.format)?;
        reporter.findings(&judgement.judged);
        texts.push(judgement.template);
        if index + 1 == inputs.len() {
            // The system takes a tree back at once; we would go from node to node.
            std::mem::forget(judgement.document);
        }
    }
    // Every stack is judged before anything is written: a finding in one, told on stderr by now, leaves the others' files
    // alone too.
    let texts = texts.into_iter().collect::<Option<Vec<_>>>().ok_or(Failure::Findings)?;
    let sources: Vec<_> = inputs.iter().filter_map(|input| input.path.as_deref()).collect();
    match &arguments.output {
        None => texts.iter().try_for_each(|text| output::print(text)),
        Some(path) if into_folder => {
            let files = files(path, arguments.format, &inputs, texts)?;
            std::fs::create_dir_all(path).map_err(|error| Failure::unwritable(path, error))?;
            output::write(&files, &sources)
        }
        Some(path) => texts.into_iter().try_for_each(|text| output::write_one(path, text, &sources)),
    }
}

/// A file for each template, called like its stack.
fn files(
    folder: &Path,
    format: Format,
    inputs: &[Input],
    texts: Vec<String>,
) -> Result<Vec<(PathBuf, String)>, Failure> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for (input, text) in inputs.iter().zip(texts) {
        let path = folder.join(format!("{}.{}", input.stem, format.extension()));
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
