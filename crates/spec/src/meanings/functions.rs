//! Codes about functions, their rights, and parameters.

use diag::Severity::{Error, Warning};

use super::Entry;
use crate::codes::Finding;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        finding: Finding::NoFunctions,
        severity: Error,
        explanation: "The pipeline delivers Lambda functions, and the stack names none. Each has a key, under which a deploy stage names it: \
            `demo: { runtime: python3.13, code: app }`.",
        pages: &[],
    },
    Entry {
        finding: Finding::DuplicateAlias,
        severity: Error,
        explanation: "Two entries deliver the same alias of the same Lambda function: one would undo the other's release, and CodeDeploy refuses a \
            deployment while another one moves that alias. Deliver it once, or name another alias.",
        pages: &["https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html"],
    },
    Entry {
        finding: Finding::CreatedOnly,
        severity: Error,
        explanation: "The function exists already and belongs to another stack, or to nobody. This one sends it new code and moves its alias, and \
            sets nothing else: memory, environment and policy are set where the function is created. Move the setting there.",
        pages: &[],
    },
    Entry {
        finding: Finding::ForeignPackages,
        severity: Warning,
        explanation: "Dependencies with compiled parts are installed for the machine and language version that the build runs on. On another processor \
            or another Python they fail to load: not in the build, but at the function's first call. Give both the same architecture and \
            the same version.",
        pages: &["https://docs.aws.amazon.com/lambda/latest/dg/python-package.html"],
    },
    Entry {
        finding: Finding::PlaceholderHandler,
        severity: Warning,
        explanation: "A new function starts with placeholder code, because the pipeline that brings the real one does not run yet. Code inside a \
            template always lies in a file `index`, so a handler of another file cannot be found in version 1, and calls before the first \
            release fail. After it nothing is wrong.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html",
        ],
    },
    Entry {
        finding: Finding::InvalidPolicy,
        severity: Error,
        explanation: "IAM refuses the statement, or it grants more than anybody reads in it. Actions are single ones, `service:Action`; resources are \
            ARNs, in which `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` may stand. `*` as the resource needs a `sid` that says \
            why: some actions know no resource, and whoever reviews the template has to see that. A `sid` is made of letters and digits, and \
            no two statements of a function have the same.",
        pages: &[
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html",
            "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        ],
    },
    Entry {
        finding: Finding::UnknownParameter,
        severity: Error,
        explanation: "`{ parameter: Name }` stands for a value that is given at deployment, and no `Name` is declared under `parameters`. Declare it, \
            or take the nearest one that the finding names.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        ],
    },
    Entry {
        finding: Finding::InvalidDefault,
        severity: Error,
        explanation: "The parameter's default stands wherever the parameter is used, and there it would be refused: a topic needs an ARN, a subscription \
            an address. Give a default of that kind, or none, so that the deployment has to say.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        ],
    },
    Entry {
        finding: Finding::UnusedParameter,
        severity: Warning,
        explanation: "Whoever deploys the stack is asked for a value that changes nothing. Use it, `{ parameter: Name }`, or delete it.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        ],
    },
    Entry {
        finding: Finding::DynamicReference,
        severity: Error,
        explanation: "CloudFormation replaces `{{resolve:…}}` by the secret's value when the stack is deployed. The value then stands in clear in the \
            function's or project's configuration, for everybody who may read that, and stays old when the secret is rotated. A build takes \
            `{ secrets-manager: { id: … } }` or `{ parameter-store: { name: … } }` in its environment, which CodeBuild resolves at each run; a \
            function reads its secrets itself.",
        pages: &[
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
            "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
        ],
    },
    Entry {
        finding: Finding::LiteralCredential,
        severity: Error,
        explanation: "What looks like a secret, by the name of its variable or by its form, stands in clear. It would be in git, in the template, and in \
            the console of everybody who may look at the project. Revoke it where it was issued, because git keeps it for ever. Then keep the \
            new one in Secrets Manager or Parameter Store, and name it.",
        pages: &[
            "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
            "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
        ],
    },
];
