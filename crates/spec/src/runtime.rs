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
    Arm64,
    /// 64-bit x86: Lambda's own default, and that of the build's image.
    #[default]
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

choice!(Runtime, "a runtime for functions that the stack creates", [
    "python3.12" => Runtime::Python312,
    "python3.13" => Runtime::Python313,
    "python3.14" => Runtime::Python314,
    "nodejs22.x" => Runtime::Nodejs22,
    "nodejs24.x" => Runtime::Nodejs24,
], help: explain);

choice!(Architecture, "an architecture", ["arm64" => Architecture::Arm64, "x86_64" => Architecture::X86_64]);

/// Why a runtime that AWS has, or had, is none of ours.
fn explain(wrong: &str) -> Option<String> {
    let family_end = wrong.find(|end: char| !end.is_ascii_alphabetic()).unwrap_or(wrong.len());
    let (family, version) = wrong.split_at(family_end);
    let number = |version: &str| -> Option<Vec<u32>> {
        version.trim_end_matches(".x").split('.').map(|part| part.parse().ok()).collect()
    };
    let older = |oldest: &str| number(version).is_some() && number(version) < number(oldest);
    let help = match family {
        "python" if older("3.12") => "AWS has ended the support of older runtimes, or is about to",
        "nodejs" if older("22.x") => "AWS has ended the support of older runtimes",
        "java" | "ruby" | "dotnet" | "dotnetcore" | "go" | "provided" => {
            "the first version is placeholder code inside the template, which only Python and Node.js can run; a \
             function in another language must exist already: name it with `existing` instead of `runtime`"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

#[cfg(test)]
mod tests {
    use super::explain;

    #[test]
    fn says_why() {
        for (runtime, word) in [
            ("python3.9", "ended"),
            ("nodejs20.x", "ended"),
            ("java21", "existing"),
            ("provided.al2023", "existing"),
        ] {
            assert!(explain(runtime).unwrap().contains(word), "{runtime}");
        }
        for runtime in ["python3.31", "nodejs26.x", "python", "perl5"] {
            assert_eq!(explain(runtime), None, "{runtime}");
        }
    }
}
