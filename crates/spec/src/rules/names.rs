//! Names: which characters, how many, and which words are taken.

use diag::Span;

use crate::codes::Finding;
use crate::findings::Findings;
use crate::{Located, Setting, Source, Stack, Work};

/// What a name may look like.
struct Pattern {
    /// "stage name".
    what: &'static str,
    /// Why this long: which limit of AWS it is.
    limit: (usize, &'static str),
    first: fn(char) -> bool,
    rest: fn(char) -> bool,
    /// The characters in words.
    allowed: &'static str,
}

/// CodeBuild projects, Lambda functions, rules and log groups are named after the pipeline, each with its own limit.
const PIPELINE: Pattern = Pattern {
    what: "pipeline name",
    limit: (50, "other names begin with it, and a Lambda function's name ends at 64"),
    first: |first| first.is_ascii_alphabetic(),
    rest: |rest| rest.is_ascii_alphanumeric() || matches!(rest, '-' | '_'),
    allowed: "a letter first, then letters, digits, `-` and `_`",
};

const FUNCTION: Pattern =
    Pattern { what: "function name", limit: (62, "a Lambda function's name ends at 64"), ..PIPELINE };

const ENVIRONMENT: Pattern = Pattern { what: "environment name", ..PIPELINE };

const ACTION: Pattern = Pattern { what: "action name", ..STAGE };

const STAGE: Pattern = Pattern {
    what: "stage name",
    limit: (100, "the limit of CodePipeline"),
    first: |first| (STAGE.rest)(first),
    rest: |rest| rest.is_ascii_alphanumeric() || matches!(rest, '.' | '@' | '-' | '_'),
    allowed: "letters, digits, `.`, `@`, `-` and `_`",
};

const ALIAS: Pattern = Pattern {
    what: "alias name",
    limit: (128, "the limit of Lambda"),
    first: |first| (PIPELINE.rest)(first),
    allowed: "letters, digits, `-` and `_`, and not digits alone",
    ..PIPELINE
};

const REPOSITORY: Pattern = Pattern {
    what: "repository name",
    limit: (100, "the limit of CodeCommit"),
    first: |first| (REPOSITORY.rest)(first),
    rest: |rest| rest.is_ascii_alphanumeric() || matches!(rest, '.' | '-' | '_'),
    allowed: "letters, digits, `.`, `-` and `_`",
};

const REPORT: Pattern = Pattern {
    what: "report name",
    limit: (64, "a report group's name ends at 128"),
    first: ALIAS.first,
    allowed: "letters, digits, `-` and `_`",
    ..PIPELINE
};

const ALARM: Pattern =
    Pattern { what: "alarm name", limit: (64, "it becomes part of a logical ID"), ..PIPELINE };

const PARAMETER: Pattern = Pattern {
    what: "parameter name",
    limit: (255, "the limit of CloudFormation"),
    first: |first| first.is_ascii_alphanumeric(),
    rest: |rest| rest.is_ascii_alphanumeric(),
    allowed: "letters and digits",
};

pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    PIPELINE.check(&stack.name, findings);
    taken(
        &stack.name,
        &["CodeDeploy", "Release", "cache"],
        "a folder of the artifact bucket has that name",
        findings,
    );
    for (name, _) in stack.parameters() {
        PARAMETER.check(name, findings);
    }
    for (_, source) in stack.sources() {
        if let Source::Codecommit(source) = source {
            repository_name(&source.repository, findings);
        }
        if let Some(Setting::Literal(branch)) = source.branch() {
            branch_name(branch, findings);
        }
    }
    for (key, function) in stack.functions() {
        if FUNCTION.check(key, findings) {
            taken(key, &["deployer"], "the Lambda function that starts deployments is called that", findings);
            variable_prefix(key, findings);
            if function.existing.is_none() {
                lambda_name(stack, key, findings);
            }
        }
        if let Some(alias) = &function.alias {
            findings.within(format!("function `{}`", key.as_str()), |findings| {
                alias_name(alias, findings);
            });
        }
    }
    for (name, environment) in stack.environments() {
        ENVIRONMENT.check(name, findings);
        findings.within(format!("environment `{}`", name.as_str()), |findings| {
            environment.alarms.iter().flatten().for_each(|(name, _)| {
                ALARM.check(name, findings);
            });
        });
    }
    for stage in &stack.stages {
        STAGE.check(&stage.name, findings);
        taken(
            &stage.name,
            &["Source"],
            "the first stage, which fetches the source, is called that",
            findings,
        );
    }
    for task in stack.tasks() {
        if let Some(name) = &task.action.name {
            ACTION.check(name, findings);
        }
        findings.within(task.part(), |findings| match task.work() {
            Work::Deploy(deploy) => deploy.alarms.iter().flatten().for_each(|(name, _)| {
                ALARM.check(name, findings);
            }),
            work => work.codebuild().into_iter().flat_map(|run| run.reports.keys()).for_each(|name| {
                REPORT.check(name, findings);
            }),
        });
    }
}

impl Pattern {
    /// Whether the name may be used.
    fn check(&self, name: &Located<String>, findings: &mut Findings) -> bool {
        let (max, why) = self.limit;
        let length = name.chars().count();
        let unfit = name.chars().enumerate().find(|(index, character)| {
            !if *index == 0 { (self.first)(*character) } else { (self.rest)(*character) }
        });
        if let Some((index, character)) = unfit {
            let label = match (index, (self.rest)(character)) {
                (0, true) => format!("cannot begin with `{character}`"),
                _ => not_allowed(character),
            };
            let help = format!("{}s are made of {}", self.what, self.allowed);
            findings.error(
                Finding::InvalidName,
                name.span(),
                format!("`{}` cannot be {} {}", name.as_str(), article(self.what), self.what),
                label,
                help,
            );
        } else if length == 0 {
            let help = format!("{}s are made of {}", self.what, self.allowed);
            findings.error(
                Finding::InvalidName,
                name.span(),
                format!("the {} is empty", self.what),
                "needs a name",
                help,
            );
        } else if length > max {
            too_long(self.what, length, max, why, name.span(), findings);
        }
        unfit.is_none() && (1..=max).contains(&length)
    }
}

fn article(what: &str) -> &'static str {
    if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

pub(super) fn not_allowed(character: char) -> String {
    if character == ' ' {
        return "a space is not allowed".to_owned();
    }
    format!("`{}` is not allowed", character.escape_debug())
}

pub(super) fn too_long(
    what: &str,
    length: usize,
    max: usize,
    why: &str,
    place: Option<Span>,
    findings: &mut Findings,
) {
    let label = format!("{} too many", length - max);
    findings.error(
        Finding::TooLong,
        place,
        format!("the {what} has {length} characters, and {max} are allowed"),
        label,
        format!("{max}: {why}"),
    );
}

pub(super) fn taken(name: &Located<String>, words: &[&str], why: &str, findings: &mut Findings) {
    if words.contains(&name.as_str()) {
        findings.error(
            Finding::ReservedName,
            name.span(),
            format!("the name `{}` is taken", name.as_str()),
            why,
            "choose another name",
        );
    }
}

fn lambda_name(stack: &Stack, key: &Located<String>, findings: &mut Findings) {
    named_lambda(&format!("{}-{}", stack.name.as_str(), key.as_str()), key, findings);
}

/// The name that Lambda knows a function by, which comes from the name at that place.
pub(super) fn named_lambda(name: &str, key: &Located<String>, findings: &mut Findings) {
    let length = name.len();
    if length > 64 {
        findings.error(
            Finding::TooLong,
            key.span(),
            format!(
                "the Lambda function `{name}` would have a name of {length} characters, and 64 are allowed"
            ),
            format!("{} too many", length - 64),
            "shorten this key or the pipeline's name",
        );
    }
}

fn alias_name(alias: &Located<String>, findings: &mut Findings) {
    if ALIAS.check(alias, findings) && alias.bytes().all(|byte| byte.is_ascii_digit()) {
        findings.error(
            Finding::InvalidName,
            alias.span(),
            format!("the alias `{}` looks like a version", alias.as_str()),
            "digits alone",
            "Lambda numbers versions; give the alias a word: `live`",
        );
    }
}

/// The release exports `<FUNCTION>_VERSION`: CodeBuild exports nothing that begins with `AWS_`, keeps `CODEBUILD_` for
/// itself, and bash resets its own version
/// ([exported variables](https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html)).
fn variable_prefix(key: &Located<String>, findings: &mut Findings) {
    let first = key.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let reserved = match first.to_ascii_lowercase().as_str() {
        "aws" | "codebuild" => true,
        "bash" => first.len() == key.len(),
        _ => false,
    };
    if reserved {
        findings.error(
            Finding::ReservedName,
            key.span(),
            format!("a function cannot be called `{}`", key.as_str()),
            "begins like variables that CodeBuild keeps for itself",
            "the release passes the new version on as `<FUNCTION>_VERSION`; choose another first word",
        );
    }
}

fn repository_name(repository: &Located<String>, findings: &mut Findings) {
    if REPOSITORY.check(repository, findings) && repository.ends_with(".git") {
        let help = format!("leave the ending out: `{}`", repository.trim_end_matches(".git"));
        findings.error(
            Finding::InvalidName,
            repository.span(),
            "a repository name does not end in `.git`",
            "CodeCommit adds it to the URL",
            help,
        );
    }
}

/// What git refuses in a branch's name, as far as people meet it; an event pattern compares the rest literally.
fn branch_name(branch: &Located<String>, findings: &mut Findings) {
    let unfit = branch.chars().find(|character| {
        character.is_whitespace() || character.is_control() || "~^:?*[\\".contains(*character)
    });
    let label = if let Some(character) = unfit {
        not_allowed(character)
    } else if branch.is_empty() {
        "needs a name".to_owned()
    } else if branch.starts_with("refs/") {
        "the name alone, without `refs/heads/`".to_owned()
    } else if branch.starts_with(['/', '-'])
        || branch.ends_with(['/', '.'])
        || branch.contains("..")
        || branch.contains("//")
    {
        "no branch can be called that".to_owned()
    } else {
        if branch.chars().count() > 256 {
            too_long(
                "branch name",
                branch.chars().count(),
                256,
                "the limit of CodeCommit, and more than other providers take",
                branch.span(),
                findings,
            );
        }
        return;
    };
    let help = "one branch by its name, as in `main` or `release/stable`; patterns are not possible";
    findings.error(
        Finding::InvalidName,
        branch.span(),
        format!("`{}` is not the name of a branch", branch.escape_debug()),
        label,
        help,
    );
}
