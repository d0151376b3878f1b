//! Why a command ends without its result.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why there is no result, and which exit status says so.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The findings are already shown.
    Findings,
    /// An input can't be read.
    Unreadable { what: String, error: io::Error, help: Option<String> },
    /// The arguments don't fit together.
    Usage { message: String, help: String },
    /// The result can't be written.
    Unwritable { path: PathBuf, error: io::Error },
    /// The result can't be printed.
    Stdout(io::Error),
    /// The printer failed: a fault of ours.
    Internal(String),
}

impl Failure {
    pub(crate) fn unwritable(path: &Path, error: io::Error) -> Self {
        Self::Unwritable { path: path.to_owned(), error }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Findings => 1,
            _ => 2,
        })
    }

    /// What the user can do about it.
    pub(crate) fn help(&self) -> Option<&str> {
        match self {
            Self::Unreadable { help, .. } => help.as_deref(),
            Self::Usage { help, .. } => Some(help),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Findings => f.write_str("there are findings"),
            Self::Unreadable { what, error, .. } => write!(f, "{what} can't be read: {error}"),
            Self::Usage { message, .. } => f.write_str(message),
            Self::Unwritable { path, error } => write!(f, "{} can't be written: {error}", path.display()),
            Self::Stdout(error) => write!(f, "standard output can't be written: {error}"),
            Self::Internal(message) => write!(f, "{message}; this is a fault of pipewright's"),
        }
    }
}
