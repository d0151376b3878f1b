//! What a function runs on: its runtime and its processor.

use crate::choice::choice;

/// A runtime that can start from inline placeholder code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Runtime {
    Python312,
    Python313,
    Python314,
    Nodejs22,
    Nodejs24,
}

impl Runtime {
    /// As AWS spells it: `python3.13`.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Python312 => "python3.12",
            Self::Python313 => "python3.13",
            Self::Python314 => "python3.14",
            Self::Nodejs22 => "nodejs22.x",
            Self::Nodejs24 => "nodejs24.x",
        }
    }

    /// Whether it runs Python; otherwise it runs Node.js.
    pub const fn is_python(self) -> bool {
        matches!(self, Self::Python312 | Self::Python313 | Self::Python314)
    }
}

/// A processor architecture of Lambda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Architecture {
    /// AWS Graviton.
    #[default]
    Arm64,
    /// 64-bit x86.
    X86_64,
}

impl Architecture {
    /// As AWS spells it.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        }
    }
}

choice!(Runtime, "runtime that the stack can create a function with", [
    "python3.12" => Runtime::Python312,
    "python3.13" => Runtime::Python313,
    "python3.14" => Runtime::Python314,
    "nodejs22.x" => Runtime::Nodejs22,
    "nodejs24.x" => Runtime::Nodejs24,
], help: explain);

choice!(Architecture, "architecture", ["arm64" => Architecture::Arm64, "x86_64" => Architecture::X86_64]);

/// Why a runtime that AWS has, or had, is none of ours.
fn explain(wrong: &str) -> Option<String> {
    let family = wrong.trim_end_matches(|last: char| !last.is_ascii_alphabetic());
    let family = family
        .trim_end_matches(".x")
        .trim_end_matches(|last: char| last.is_ascii_digit() || last == '.');
    match family {
        "python" | "nodejs" => Some("older runtimes no longer get updates from AWS".to_owned()),
        "java" | "ruby" | "dotnet" | "dotnetcore" | "go" | "provided" | "provided.al" | "java8.al" => Some(
            "the first version is placeholder code inside the template, which only Python and Node.js can run; \
             a function in another language must exist already: name it with `existing` instead of `runtime`"
                .to_owned(),
        ),
        _ => None,
    }
}
