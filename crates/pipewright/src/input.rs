//! Stack files and templates: found by name, by path, or on standard input.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Where stacks live, from the working directory.
const FOLDER: &str = "stacks";

/// What all stacks of a project inherit.
const PROJECT: &str = "pipewright.yaml";

/// More than any stack, and than CloudFormation takes as a template: a file that is larger is something else.
const MOST: u64 = 1024 * 1024;

/// A file's bytes and what it is called.
pub(crate) struct Input {
    /// As the user would name it: a path, or `<stdin>`.
    pub(crate) name: String,
    /// The file's name without its ending: how its template is called in a folder.
    pub(crate) stem: String,
    /// Where it was read from; `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Whether it was found by a stack's name: then it is a stack, whatever it holds.
    pub(crate) is_stack: bool,
    pub(crate) bytes: Vec<u8>,
    /// The project file that it inherits from, if it is a stack.
    pub(crate) project: Option<Project>,
    /// Whether it is a project file itself.
    pub(crate) is_project: bool,
    /// The one pipeline of its matrix that is asked for.
    pub(crate) entry: Option<String>,
}

/// A project file.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    /// As the user would name it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Input {
    /// The project file's text; what is no UTF-8 in it can't be a key, and is found as such.
    pub(crate) fn project_text(&self) -> Option<String> {
        self.project.as_ref().map(|project| String::from_utf8_lossy(&project.bytes).into_owned())
    }
}

/// Reads a file by a stack's name, by path, or `-`.
pub(crate) fn read(stack: &str) -> Result<Input, Failure> {
    if stack == "-" {
        let bytes =
            bytes(io::stdin()).map_err(|error| unreadable("standard input".to_owned(), error, None))?;
        return Ok(Input {
            name: "<stdin>".to_owned(),
            stem: "stack".to_owned(),
            path: None,
            is_stack: false,
            bytes,
            project: project(Path::new("."))?,
            is_project: false,
            entry: None,
        });
    }
    if stack.is_empty() {
        return Err(Failure::Usage {
            message: "a stack without a name".to_owned(),
            help: "name a stack in stacks/, a path, or `-` for standard input".to_owned(),
        });
    }
    let ((path, is_stack), entry) = entry(stack);
    let bytes = fs::File::open(&path).and_then(bytes).map_err(|error| {
        let help = match error.kind() {
            _ if Path::new(stack).is_dir() => Some(format!(
                "{stack} is a folder: name its files, `{}`",
                Path::new(stack).join("*.yaml").display()
            )),
            io::ErrorKind::NotFound => Some(suggestion(stack)),
            _ => None,
        };
        unreadable(path.display().to_string(), error, help)
    })?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_project = path.file_name() == Some(OsStr::new(PROJECT));
    let project = if is_project { None } else { project(path.parent().unwrap_or(Path::new(".")))? };
    let name = path.display().to_string();
    Ok(Input { name, stem, path: Some(path), is_stack, bytes, project, is_project, entry })
}

/// The file, and the entry of its matrix that follows its name: `services/orders`.
fn entry(stack: &str) -> ((PathBuf, bool), Option<String>) {
    let located = locate(stack);
    if let (false, Some((file, entry))) = (located.0.exists(), stack.rsplit_once('/'))
        && !file.is_empty()
    {
        let whole = locate(file);
        if whole.0.is_file() {
            return (whole, Some(entry.to_owned()));
        }
    }
    (located, None)
}

/// The nearest project file, from a folder upwards as far as the repository goes.
fn project(folder: &Path) -> Result<Option<Project>, Failure> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let Ok(full) = folder.canonicalize() else { return Ok(None) };
    for above in full.ancestors() {
        let path = above.join(PROJECT);
        if path.is_file() {
            let name = shown(&path);
            let bytes = fs::File::open(&path)
                .and_then(bytes)
                .map_err(|error| unreadable(name.clone(), error, None))?;
            return Ok(Some(Project { name, bytes }));
        }
        if above.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

/// A path as seen from the working directory, where it lies below that.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

/// Everything there is, up to what a stack can be.
fn bytes(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        let message = "it is larger than 1 MiB, and no stack file or template is";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

fn unreadable(what: String, error: io::Error, help: Option<String>) -> Failure {
    Failure::Unreadable { what, error, help }
}

/// The names of all stacks, in alphabetical order.
pub(crate) fn all() -> Result<Vec<String>, Failure> {
    let unreadable = |error| {
        let help = "run pipewright where the folder stacks/ is".to_owned();
        unreadable(format!("the folder {FOLDER}/"), error, Some(help))
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(FOLDER).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension() == Some(OsStr::new("yaml")) {
            names.push(path.display().to_string());
        }
    }
    if names.is_empty() {
        return Err(Failure::Usage {
            message: format!("there is no stack in {FOLDER}/"),
            help: format!("a stack is a file {FOLDER}/<name>.yaml"),
        });
    }
    names.sort();
    Ok(names)
}

/// A word without a slash and an ending is a name in `stacks/`, unless a file is called that; everything else is a path.
fn locate(stack: &str) -> (PathBuf, bool) {
    let path = Path::new(stack);
    let is_name = path.components().count() == 1 && path.extension().is_none() && !path.is_file();
    let path = if is_name { Path::new(FOLDER).join(format!("{stack}.yaml")) } else { path.to_owned() };
    (path, is_name)
}

/// What there is instead.
fn suggestion(stack: &str) -> String {
    let names: Vec<_> = all()
        .unwrap_or_default()
        .iter()
        .filter_map(|path| Some(Path::new(path).file_stem()?.to_str()?.to_owned()))
        .collect();
    if names.is_empty() {
        return format!(
            "there is no stack in {FOLDER}/; name a file, or run pipewright where that folder is"
        );
    }
    let list = format!("{FOLDER}/ holds {}", names.join(", "));
    match diag::nearest(stack, names.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`? {list}"),
        None => list,
    }
}
