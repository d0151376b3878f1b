//! What can be typed.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

/// Compiles a typed stack file into the CloudFormation template of a serverless delivery pipeline.
#[derive(Debug, Parser)]
#[command(name = "pipewright", version, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    /// When to colour what people read
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
    /// Find the mistakes in stacks and CloudFormation templates
    Check(Check),
    /// Walk one execution through a template, before it exists
    Rehearse(Rehearse),
    /// Explain a finding's code
    Explain(Explain),
    /// Print the JSON Schema of stack files
    Schema(Schema),
}

/// Compiles stacks, checks what came out, and prints their templates. On any error nothing is printed and no file is touched.
#[derive(Debug, Args)]
#[command(after_help = SYNTH_EXAMPLES)]
pub(crate) struct Synth {
    /// A name in `stacks/`, a path, or `-` for standard input; `NAME/ENTRY` for one pipeline of a matrix [default: default]
    #[arg(value_name = "STACK", conflicts_with = "all")]
    pub(crate) stacks: Vec<String>,
    /// Every file in `stacks/`; needs --output
    #[arg(long, requires = "output")]
    pub(crate) all: bool,
    /// How the template is written
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    pub(crate) format: Format,
    /// Print the template of an environment that is in another account or region, instead of the pipeline's
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub(crate) environment: Option<String>,
    /// Write here instead of stdout (`-`); with several stacks, a matrix, or environments elsewhere: a folder, one file for each template
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

const SYNTH_EXAMPLES: &str = "\
Examples:
  pipewright synth > stack.yaml            the stack stacks/default.yaml
  pipewright synth orders -o orders.yaml   the stack stacks/orders.yaml, into a file
  pipewright synth accounts -o templates   one for each environment elsewhere, too
  pipewright synth --all -o templates      every stack in stacks/, a template each
  pipewright synth services -o templates   every pipeline of its matrix, templates/services-ENTRY.yaml
  pipewright synth services/orders         one of them
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

/// Finds mistakes in stack files and in any CloudFormation template, YAML or JSON, before AWS does. Needs no network and no account.
///
/// Findings go to stdout, in order of file and place; what is said about the run (the sum, unreadable files) goes to stderr.
/// Exit status: 0 no errors, 1 errors or what --deny names, 2 wrong usage or an unreadable file.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct Check {
    /// A name in `stacks/`, the path of a stack file or of a template, or `-` for standard input [default: default]
    #[arg(value_name = "STACK|TEMPLATE", conflicts_with = "all")]
    pub(crate) files: Vec<String>,
    /// Every file in `stacks/`
    #[arg(long)]
    pub(crate) all: bool,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Report::Human)]
    pub(crate) format: Report,
    /// Write the one right answer into the file, where there is exactly one; comments and layout stay
    #[arg(long)]
    pub(crate) fix: bool,
    /// Leave out findings that are milder
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Grade::Note)]
    pub(crate) min_severity: Grade,
    /// Exit with 1 on these too; `notes` means warnings as well
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) deny: Option<Denied>,
    /// Write the findings here instead of stdout
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  pipewright check                               the stack stacks/default.yaml
  pipewright check template.yaml other.json      templates, whoever wrote them
  pipewright check --all --deny warnings         every stack in stacks/, and no warning either
  pipewright check --fix template.yaml           mends what has one right answer
  pipewright check --format sarif -o findings.sarif template.yaml
  pipewright check - < template.yaml             from standard input

A finding that is meant that way is suppressed, with its reason: in YAML by a comment at the end of
its line or on a line before it, in a template by its Metadata or that of the resource.
  # pipewright: ignore CODE -- REASON
  Metadata: { pipewright: { ignore: [{ code: CODE, reason: REASON }] } }";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Report {
    /// With the source line, for people
    Human,
    /// For programs; the keys are documented and stay
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grade {
    /// Everything
    Note,
    /// Warnings and errors
    Warning,
    /// Errors alone
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Denied {
    /// Warnings and errors
    Warnings,
    /// Any finding
    Notes,
}

/// Plays one execution of a pipeline, from the push to the shifted alias, and judges every API call by the policies of the role that makes it.
/// It knows the template alone, whoever wrote it, and needs no network and no account.
///
/// The timeline and the findings go to stdout. Exit status: 0 nothing denied, 1 a denied call or what --deny names, 2 wrong
/// usage or an unreadable file.
#[derive(Debug, Args)]
#[command(after_help = REHEARSE_EXAMPLES)]
pub(crate) struct Rehearse {
    /// A name in `stacks/`, the path of a stack file or of a template, or `-` for standard input [default: default]
    #[arg(value_name = "STACK|TEMPLATE")]
    pub(crate) file: Option<String>,
    /// A template in another account or region whose roles the pipeline's programs take, and where it would be. Parameters
    /// without a value get the pipeline's outputs of the same names
    #[arg(long, value_name = "TEMPLATE=ACCOUNT/REGION")]
    pub(crate) with: Vec<String>,
    /// A value for a parameter of the template; the others have their defaults
    #[arg(short, long = "parameter", value_name = "NAME=VALUE")]
    pub(crate) parameters: Vec<String>,
    /// The account that the stack would be in
    #[arg(long, value_name = "ID", default_value = "111122223333")]
    pub(crate) account: String,
    /// The region that the stack would be in
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    pub(crate) region: String,
    /// What the stack would be called
    #[arg(long, value_name = "NAME", default_value = "stack")]
    pub(crate) stack_name: String,
    /// Tell what happens when a step fails or is refused: `Build/Test`, or one way of it, `Build/Test:fails`; `all` for all
    #[arg(long, value_name = "STEP", conflicts_with = "policy")]
    pub(crate) fail: Option<String>,
    /// Print the narrowest policy that suffices for a role or managed policy, by its logical ID
    #[arg(long, value_name = "ROLE", conflicts_with = "format")]
    pub(crate) policy: Option<String>,
    /// How the rehearsal is written
    #[arg(long, value_enum, default_value_t = Rehearsed::Human)]
    pub(crate) format: Rehearsed,
    /// Exit with 1 on these too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Needless>,
    /// Write here instead of stdout
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

const REHEARSE_EXAMPLES: &str = "\
Examples:
  pipewright rehearse                             the stack stacks/default.yaml
  pipewright rehearse template.yaml               a template, whoever wrote it
  pipewright rehearse template.yaml -p Stage=prod --region eu-central-1
  pipewright rehearse template.yaml --deny unused
  pipewright rehearse pipeline.yaml --with production.yaml=444455556666/us-east-1
  pipewright rehearse --fail Review/Approve       who is told, what rolls back, what is left
  pipewright rehearse --policy BuildRole          the narrowest policy for a role

What programs of your own call is declared on their project or function:
  Metadata: { pipewright: { calls: [{ action: s3:PutObject, resource: !Sub \"${Site.Arn}/*\" }] } }";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rehearsed {
    /// A timeline, then the findings, for people
    Human,
    /// For programs; the keys are documented and stay
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Needless {
    /// Grants that no step uses, or that are wider than what is used
    Unused,
}

/// Explains a code: what goes wrong, why, the cure, AWS's own pages, and an example that fails beside one that passes.
#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct Explain {
    /// The code in brackets of a finding; without one, all codes are listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  pipewright explain                every code
  pipewright explain late-alarm     one of them";

/// Prints the JSON Schema that editors complete and check stack files with.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// That of project files, `pipewright.yaml`
    #[arg(long)]
    pub(crate) project: bool,
    /// Write here instead of stdout
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}
