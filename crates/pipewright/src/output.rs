//! Results: to stdout, or into files that appear whole or not at all.

use std::fs;
use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Prints a result.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has seen enough: `pipewright synth | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Failure::Stdout),
    }
}

/// Writes a result where the user says: `-` is stdout.
pub(crate) fn write_one(path: &Path, text: String, sources: &[&Path]) -> Result<(), Failure> {
    if path == Path::new("-") { print(&text) } else { write(&[(path.to_owned(), text)], sources) }
}

/// Writes files that all get written beside their places first: a failure before the last one is complete leaves
/// every old file as it was. None of them may be one of the sources.
pub(crate) fn write(files: &[(PathBuf, String)], sources: &[&Path]) -> Result<(), Failure> {
    let sources: Vec<_> = sources.iter().filter_map(|source| source.canonicalize().ok()).collect();
    let mut ready = Vec::new();
    for (path, text) in files {
        let place = Place::of(path);
        if let Place::File(real) = &place
            && sources.contains(real)
        {
            return Err(Failure::Usage {
                message: format!("{} is read, and would be overwritten by the result", path.display()),
                help: "write the result to another file or folder".to_owned(),
            });
        }
        ready.push((place.prepare(text).map_err(|error| Failure::unwritable(path, error))?, path));
    }
    for (written, path) in ready {
        written.finish().map_err(|error| Failure::unwritable(path, error))?;
    }
    Ok(())
}

/// What a path leads to.
enum Place {
    /// A file, or nothing yet: links are followed, so that the file changes and not the link.
    File(PathBuf),
    /// A device or a pipe: written to, never replaced.
    Stream(PathBuf),
}

/// A result that only has to be moved or sent.
enum Written {
    File(NamedTempFile, PathBuf),
    Stream(PathBuf, String),
}

impl Place {
    fn of(path: &Path) -> Self {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&real) {
            Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => Self::Stream(real),
            _ => Self::File(real),
        }
    }

    fn prepare(self, text: &str) -> io::Result<Written> {
        match self {
            Self::Stream(path) => Ok(Written::Stream(path, text.to_owned())),
            Self::File(path) => Ok(Written::File(beside(&path, text)?, path)),
        }
    }
}

impl Written {
    fn finish(self) -> io::Result<()> {
        match self {
            Self::File(file, path) => file.persist(path).map(drop).map_err(|error| error.error),
            Self::Stream(path, text) => {
                fs::OpenOptions::new().write(true).open(path)?.write_all(text.as_bytes())
            }
        }
    }
}

/// The text in a temporary file of the same folder, with the permissions of the file that it will replace.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "its folder does not exist"));
    }
    let mut file = tempfile::Builder::new();
    #[cfg(unix)]
    let file = {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o666, |old| old.permissions().mode() & 0o777);
        file.permissions(fs::Permissions::from_mode(mode))
    };
    let mut file = file.prefix(".pipewright-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}
