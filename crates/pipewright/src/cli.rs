//! What can be typed.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

/// Compiles a typed stack file into the CloudFormation template of a serverless delivery pipeline.
#[derive(Debug, Parser)]
#[command(name = "pipewright", version, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    /// When to colour what goes to stderr
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Exit status: 0 fine, 1 findings, 2 wrong usage or unreadable input.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the CloudFormation template of a stack
    Synth(Synth),
    /// Print the JSON Schema of stack files
    Schema(Schema),
}

/// Compiles stacks and prints their templates. On any error nothing is printed and no file is touched.
#[derive(Debug, Args)]
#[command(after_help = SYNTH_EXAMPLES)]
pub(crate) struct Synth {
    /// A name in `stacks/`, a path, or `-` for standard input [default: default]
    #[arg(value_name = "STACK", conflicts_with = "all")]
    pub(crate) stacks: Vec<String>,
    /// Every file in `stacks/`; needs --output
    #[arg(long, requires = "output")]
    pub(crate) all: bool,
    /// How the template is written
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    pub(crate) format: Format,
    /// Write here instead of stdout (`-`); with several stacks: a folder, one file for each
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

const SYNTH_EXAMPLES: &str = "\
Examples:
  pipewright synth > stack.yaml            the stack stacks/default.yaml
  pipewright synth orders -o orders.yaml   the stack stacks/orders.yaml, into a file
  pipewright synth --all -o templates      every stack in stacks/, a template each
  pipewright synth - < orders.yaml         a stack from standard input";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Short intrinsics, blank lines, comments
    Yaml,
    /// Long intrinsics
    Json,
}

impl Format {
    /// How files of this format end.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }
}

/// Prints the JSON Schema that editors complete and check stack files with.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Write here instead of stdout
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}
