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

/// Writes files that all get written beside their places first: a failure before the last one is complete leaves
/// every old file as it was.
pub(crate) fn write(files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let mut ready = Vec::new();
    for (path, text) in files {
        ready.push((prepare(path, text).map_err(|error| Failure::unwritable(path, error))?, path));
    }
    for (file, path) in ready {
        file.persist(path).map_err(|error| Failure::unwritable(path, error.error))?;
    }
    Ok(())
}

/// The text in a temporary file of the same folder, with the permissions of the file that it will replace.
fn prepare(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
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
