//! Commands of the AWS CLI as actions of IAM's.

use super::operations::{Needs, operation, waiter};
use super::shell::{Part, Word};

/// What a command line of the AWS CLI says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The actions that it needs.
    pub(super) actions: Vec<String>,
    /// What of it can't be known: a lower-case phrase behind the command.
    pub(super) unknown: Option<String>,
}

/// Options of the CLI itself that have no value; every other `--…` before the command has one.
/// <https://docs.aws.amazon.com/cli/latest/reference/index.html>
const FLAGS: [&str; 9] = [
    "--debug",
    "--no-verify-ssl",
    "--no-paginate",
    "--version",
    "--no-sign-request",
    "--no-cli-pager",
    "--cli-auto-prompt",
    "--no-cli-auto-prompt",
    "--no-cli-color",
];

/// Options of `aws s3`'s commands that have no value.
const S3_FLAGS: [&str; 17] = [
    "--recursive",
    "--dryrun",
    "--quiet",
    "--only-show-errors",
    "--no-progress",
    "--delete",
    "--exact-timestamps",
    "--size-only",
    "--follow-symlinks",
    "--no-follow-symlinks",
    "--no-guess-mime-type",
    "--force-glacier-transfer",
    "--ignore-glacier-warnings",
    "--human-readable",
    "--summarize",
    "--force",
    "--no-overwrite",
];

/// Commands of the CLI's own that are several operations, or none of that name.
///
/// As the CLI's source has them: <https://github.com/aws/aws-cli/tree/v2/awscli/customizations>.
const OWN: &[(&str, &str, &[&str])] = &[
    // https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
    (
        "cloudformation",
        "deploy",
        &[
            "cloudformation:DescribeStacks",
            "cloudformation:GetTemplateSummary",
            "cloudformation:CreateChangeSet",
            "cloudformation:DescribeChangeSet",
            "cloudformation:ExecuteChangeSet",
        ],
    ),
    ("cloudformation", "package", &["s3:GetObject", "s3:PutObject"]),
    // https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
    (
        "codeartifact",
        "login",
        &[
            "codeartifact:GetAuthorizationToken",
            "codeartifact:GetRepositoryEndpoint",
            "sts:GetServiceBearerToken",
        ],
    ),
    (
        "codeartifact",
        "get-authorization-token",
        &["codeartifact:GetAuthorizationToken", "sts:GetServiceBearerToken"],
    ),
    ("deploy", "push", &["s3:PutObject", "codedeploy:RegisterApplicationRevision"]),
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
    ("ecr", "get-login", &["ecr:GetAuthorizationToken"]),
    ("ecr", "get-login-password", &["ecr:GetAuthorizationToken"]),
    // https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
    ("ecr-public", "get-login-password", &["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"]),
    ("eks", "get-token", &[]),
    ("eks", "update-kubeconfig", &["eks:DescribeCluster"]),
    ("logs", "tail", &["logs:FilterLogEvents"]),
    ("rds", "generate-db-auth-token", &[]),
    ("s3", "mb", &["s3:CreateBucket"]),
    ("s3", "presign", &[]),
    ("s3", "website", &["s3:PutBucketWebsite"]),
];

/// What the words behind `aws` need.
pub(super) fn said(words: &[Word]) -> Said {
    let Some((service, operands)) = command(words) else {
        return Said {
            actions: Vec::new(),
            unknown: Some("which service it calls is not written".to_owned()),
        };
    };
    let mut said = match (service, operands) {
        ("configure" | "help" | "history" | "login" | "logout", _) | (_, []) => Said::default(),
        ("s3", [operation, rest @ ..])
            if matches!(operation.text(), Some("cp" | "mv" | "sync" | "rm" | "rb" | "ls")) =>
        {
            files(operation.text().unwrap_or_default(), rest)
        }
        (_, [operation, rest @ ..]) => match operation.text() {
            Some("help") => Said::default(),
            Some("wait") => match rest.first().and_then(Word::text) {
                Some(name) => needs(waiter(service, name)),
                None => unknown("what it waits for is not written"),
            },
            Some(name) => one(service, name),
            None => unknown("which operation it calls is not written"),
        },
    };
    if words.iter().any(|word| word.text().is_some_and(|text| text.split('=').next() == Some("--profile"))) {
        said.unknown = Some("it calls with the rights of its own profile".to_owned());
        said.actions.clear();
    } else if service == "cloudformation"
        && has(operands, "--s3-bucket")
        && said.actions.iter().all(|it| !it.starts_with("s3:"))
    {
        said.actions.extend(["s3:GetObject".to_owned(), "s3:PutObject".to_owned()]);
    } else if service == "sts" && said.actions.iter().any(|action| action.starts_with("sts:AssumeRole")) {
        said.unknown = Some("what follows it may be called by the role that it assumes".to_owned());
    }
    said
}

/// The service, and what stands behind it.
fn command(words: &[Word]) -> Option<(&str, &[Word])> {
    let mut at = 0;
    while let Some(option) = words.get(at).and_then(Word::text).filter(|text| text.starts_with("--")) {
        at += if option.contains('=') || FLAGS.contains(&option) { 1 } else { 2 };
    }
    match words.get(at) {
        None => Some(("help", &[])),
        Some(word) => Some((word.text()?, &words[at + 1..])),
    }
}

fn one(service: &str, name: &str) -> Said {
    match OWN.iter().find(|(known, other, _)| (*known, *other) == (service, name)) {
        Some((.., actions)) => {
            Said { actions: actions.iter().map(|action| (*action).to_owned()).collect(), unknown: None }
        }
        None => needs(operation(service, name)),
    }
}

/// `aws s3`'s commands about files and objects.
///
/// Uploads in parts are ended with `s3:AbortMultipartUpload` only when they break off; it is not needed to upload.
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-services-s3-commands.html>
fn files(name: &str, rest: &[Word]) -> Said {
    let places: Vec<Place> = places(rest);
    let remote = |at: usize| places.get(at).copied();
    let lists = has(rest, "--recursive") || name == "sync" || name == "rb" && has(rest, "--force");
    let mut actions: Vec<&str> = if lists { vec!["s3:ListBucket"] } else { Vec::new() };
    match (name, remote(0), remote(1)) {
        ("ls", None, _) => actions.push("s3:ListAllMyBuckets"),
        ("ls", ..) if actions.is_empty() => actions.push("s3:ListBucket"),
        ("ls", ..) => {}
        ("rm", ..) => actions.push("s3:DeleteObject"),
        ("rb", ..) => {
            actions.extend(lists.then_some("s3:DeleteObject"));
            actions.push("s3:DeleteBucket");
        }
        (_, Some(Place::S3), Some(Place::S3)) => actions.extend(["s3:GetObject", "s3:PutObject"]),
        (_, Some(Place::S3), Some(Place::Here)) => actions.push("s3:GetObject"),
        (_, Some(Place::Here), Some(Place::S3)) => actions.push("s3:PutObject"),
        _ => return unknown("where it copies from and to is not written"),
    }
    let empties = name == "sync" && remote(1) == Some(Place::S3) && has(rest, "--delete");
    if empties || name == "mv" && remote(0) == Some(Place::S3) {
        actions.push("s3:DeleteObject");
    }
    Said { actions: actions.into_iter().map(str::to_owned).collect(), unknown: None }
}

/// Where a file or object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    S3,
    Here,
    Unknown,
}

/// What a command copies from and to. One of the two is in S3, or the command would fail.
fn places(words: &[Word]) -> Vec<Place> {
    let (mut places, mut words) = (Vec::new(), words.iter().peekable());
    while let Some(word) = words.next() {
        match word.parts.first() {
            Some(Part::Text(option)) if option.starts_with("--") => {
                let has_value = !option.contains('=')
                    && !FLAGS.contains(&option.as_str())
                    && !S3_FLAGS.contains(&option.as_str());
                // The value of this one may be left out.
                let is_kind =
                    |next: &&Word| matches!(next.text(), Some("AES256" | "aws:kms" | "aws:kms:dsse"));
                if option == "--sse" {
                    words.next_if(|next| is_kind(next));
                } else if has_value {
                    words.next();
                }
            }
            Some(Part::Text(text)) if text.starts_with("s3://") => places.push(Place::S3),
            Some(Part::Text(_)) => places.push(Place::Here),
            _ => places.push(Place::Unknown),
        }
    }
    match places[..] {
        [Place::Unknown, Place::Here] => places[0] = Place::S3,
        [Place::Here, Place::Unknown] => places[1] = Place::S3,
        _ => {}
    }
    places
}

fn has(words: &[Word], option: &str) -> bool {
    words.iter().any(|word| word.text().is_some_and(|text| text.split('=').next() == Some(option)))
}

fn needs(needs: Needs) -> Said {
    match needs {
        Needs::Actions(actions) => Said { actions, unknown: None },
        Needs::Nothing => Said::default(),
        Needs::Unknown => unknown("which of IAM's actions it needs is not known"),
    }
}

fn unknown(why: &str) -> Said {
    Said { actions: Vec::new(), unknown: Some(why.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::programs::shell;

    fn actions(line: &str) -> String {
        let script = shell::read(line);
        let said = said(&script.commands.last().unwrap().words[1..]);
        said.unknown
            .map_or_else(|| said.actions.join(" "), |why| format!("{} ({why})", said.actions.join(" ")))
    }

    #[test]
    fn operations_have_the_names_of_actions() {
        assert_eq!(actions("aws lambda update-function-code --zip-file x"), "lambda:UpdateFunctionCode");
        assert_eq!(actions("aws --region eu-central-1 --no-cli-pager ssm get-parameter"), "ssm:GetParameter");
        assert_eq!(actions("aws deploy wait deployment-successful"), "codedeploy:GetDeployment");
        assert_eq!(actions("aws lambda wait function-updated-v2"), "lambda:GetFunction");
        assert_eq!(actions("aws sts get-caller-identity"), "");
        assert_eq!(actions("aws s3api head-object --bucket b"), "s3:GetObject");
    }

    #[test]
    fn commands_of_the_cli_itself() {
        assert_eq!(actions("aws s3 cp x.zip \"s3://$BUCKET/x.zip\""), "s3:PutObject");
        assert_eq!(actions("aws s3 cp s3://b/x -"), "s3:GetObject");
        assert_eq!(
            actions("aws s3 cp --only-show-errors --sse aws:kms --acl private x \"$target\""),
            "s3:PutObject"
        );
        assert_eq!(actions("aws s3 sync dist s3://b --delete"), "s3:ListBucket s3:PutObject s3:DeleteObject");
        assert_eq!(actions("aws s3 mv s3://a/x s3://b/y"), "s3:GetObject s3:PutObject s3:DeleteObject");
        assert_eq!(actions("aws s3 ls"), "s3:ListAllMyBuckets");
        assert_eq!(actions("aws s3 rm --recursive s3://b"), "s3:ListBucket s3:DeleteObject");
        assert_eq!(actions("aws ecr get-login-password"), "ecr:GetAuthorizationToken");
        assert!(actions("aws cloudformation deploy --s3-bucket b").ends_with("s3:GetObject s3:PutObject"));
        assert_eq!(actions("aws configure set region x"), "");
    }

    #[test]
    fn what_is_not_written_is_not_guessed() {
        assert!(actions("aws \"$@\"").contains("not written"));
        assert!(actions("aws lambda \"$1\"").contains("not written"));
        assert!(actions("aws apigateway create-deployment").contains("not known"));
        assert!(actions("aws s3 cp \"$from\" \"$to\"").contains("not written"));
        assert!(actions("aws --profile prod s3 ls").contains("profile"));
        assert!(actions("aws sts assume-role --role-arn x").starts_with("sts:AssumeRole ("));
    }
}
