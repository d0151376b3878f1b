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
    if arguments.environment.is_some() && are_several {
        return Err(Failure::Usage {
            message: "an environment is one of one stack".to_owned(),
            help: "name one stack beside --environment".to_owned(),
        });
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
    let mut made = made.into_iter().collect::<Option<Vec<_>>>().ok_or(Failure::Findings)?;
    if let Some(name) = &arguments.environment {
        made = made.into_iter().map(|texts| only(texts, name)).collect::<Result<_, _>>()?;
    }
    let whole = inputs.iter().find(|input| input.entry.is_none());
    let matrix = whole.and_then(|input| Some((input, made.first()?.first()?.entry.as_deref()?)));
    if let (Some((input, entry)), true) = (matrix, to_stdout) {
        return Err(several(Some(format!("{}/{entry}", input.stem))));
    }
    let into_folder = !to_stdout && (are_several || made.iter().map(Vec::len).sum::<usize>() > 1);
    let sources: Vec<_> = inputs.iter().filter_map(|input| input.path.as_deref()).collect();
    match &arguments.output {
        Some(path) if into_folder => {
            let files = files(path, arguments.format, &inputs, made)?;
            std::fs::create_dir_all(path).map_err(|error| Failure::unwritable(path, error))?;
            output::write(&files, &sources)
        }
        path => {
            let mut texts = made.into_iter().flatten();
            let first = texts.next().map(|first| first.text).unwrap_or_default();
            let others: Vec<_> = texts.filter_map(|other| other.environment).collect();
            reporter.others(&inputs[0].name, &others);
            output::write_one(path.as_deref().unwrap_or(Path::new("-")), first, &sources)
        }
    }
}

/// A template's text, the entry of the matrix and the environment that it is for.
struct Named {
    entry: Option<String>,
    environment: Option<String>,
    text: String,
}

fn texts(printed: Vec<Printed>, is_last: bool) -> Vec<Named> {
    let text = |printed: Printed| {
        if is_last {
            // The system takes a tree back at once; we would go from node to node.
            std::mem::forget(printed.document);
        }
        Named { entry: printed.entry, environment: printed.environment, text: printed.text }
    };
    printed.into_iter().map(text).collect()
}

/// Those of that environment.
fn only(texts: Vec<Named>, name: &str) -> Result<Vec<Named>, Failure> {
    let known: Vec<_> = texts.iter().filter_map(|one| one.environment.clone()).collect();
    let wanted: Vec<_> = texts.into_iter().filter(|one| one.environment.as_deref() == Some(name)).collect();
    if !wanted.is_empty() {
        return Ok(wanted);
    }
    Err(Failure::Usage {
        message: format!("there is no environment `{name}` with a template of its own"),
        help: match diag::nearest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => {
                "an environment has one where its `account` or `region` is another than the pipeline's"
                    .to_owned()
            }
            None => format!("environments elsewhere: {}", known.join(", ")),
        },
    })
}

/// Why nothing is printed; `one` is what could be.
fn several(one: Option<String>) -> Failure {
    let help = match one {
        Some(one) => format!("name a folder for them, `-o templates`, or one of the matrix: {one}"),
        None => "name a folder for them: -o templates".to_owned(),
    };
    Failure::Usage { message: "several templates do not fit on standard output".to_owned(), help }
}

/// A file for each template, called like its stack, the entry of a matrix and the environment: `shop-orders.production`.
fn files(
    folder: &Path,
    format: Format,
    inputs: &[Input],
    made: Vec<Vec<Named>>,
) -> Result<Vec<(PathBuf, String)>, Failure> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let made = inputs.iter().zip(made);
    for (input, one) in made.flat_map(|(input, made)| made.into_iter().map(move |one| (input, one))) {
        let Named { entry, environment, text } = one;
        let entry = entry.map(|entry| format!("-{entry}")).unwrap_or_default();
        let environment = environment.map(|environment| format!(".{environment}")).unwrap_or_default();
        let path = folder.join(format!("{}{entry}{environment}.{}", input.stem, format.extension()));
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
