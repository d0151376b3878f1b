//! What can be found, and what each means.

use diag::{Diagnostic, Meaning, Severity, Span};

/// A kind of finding.
pub(super) struct Code(pub(super) Meaning);

impl Code {
    pub(super) fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.0.code, self.0.severity, message).at(span)
    }
}

const LOGIC: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html";
const LEAST: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege";

pub(super) const CALL_DENIED: Code = Code(Meaning {
    code: "call-denied",
    severity: Severity::Error,
    title: "A step makes a call that its policies do not allow.",
    explanation: "The stack would deploy, and an execution would fail when it comes to this call: no statement allows it, or one \
        denies it. Which calls a step makes is AWS's documentation of the provider or service, and the text of the programs \
        that pipewright itself writes; the help names the page. Add the statement that the help shows, or take the resource \
        out of the one that denies.",
    pages: &[LOGIC],
});

pub(super) const CALL_UNCERTAIN: Code = Code(Meaning {
    code: "call-uncertain",
    severity: Severity::Note,
    title: "A call that AWS lists, and that may not be needed, is not allowed.",
    explanation: "AWS's page grants the call and does not say what fails without it. It may be missed only in rare cases, such as \
        stopping an execution. Add the statement that the help shows to be on the safe side.",
    pages: &[LOGIC],
});

pub(super) const COMMAND_DENIED: Code = Code(Meaning {
    code: "command-denied",
    severity: Severity::Warning,
    title: "Commands or code call what no statement of their role allows.",
    explanation: "The text of a buildspec or of inline code has an AWS CLI command or an SDK call, and the role under which it runs \
        allows that action on no resource at all. The text is read, not run: a command that stands behind a condition may \
        never be reached. Allow the action, or declare what the program calls in the resource's \
        `Metadata: {pipewright: {calls: [{action: …, resource: …}]}}`.",
    pages: &[LOGIC],
});

pub(super) const ROLE_DENIED: Code = Code(Meaning {
    code: "role-denied",
    severity: Severity::Error,
    title: "A service may not take the role that it is given.",
    explanation: "The role's trust policy does not let the service in: its principal is another one, or a condition asks for keys \
        and values that the service does not send. Everything under this role fails at once. Trust the service that the message \
        names; where a condition keeps it out, compare `aws:SourceArn` with the ARN that the help shows.",
    pages: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html", LOGIC],
});

pub(super) const GRANT_UNUSED: Code = Code(Meaning {
    code: "grant-unused",
    severity: Severity::Warning,
    title: "A statement grants what no step of an execution uses.",
    explanation: "The rehearsal plays every step with everything that can happen in it, and nothing in it uses this action or \
        resource. What nobody needs is what an intruder finds. Take it out, or declare who calls it: \
        `Metadata: {pipewright: {calls: [{action: …, resource: …}]}}` on the project or function whose program does.",
    pages: &[LEAST],
});

pub(super) const GRANT_UNPROVEN: Code = Code(Meaning {
    code: "grant-unproven",
    severity: Severity::Note,
    title: "A grant that only a program of your own can need.",
    explanation: "No modelled step uses this action or resource, and under the same role runs a program whose calls are not \
        known: a build's own commands, a function's own code; or a resource that no pipeline runs has the role as well. \
        Whether it needs the grant can't be seen here. Declare what a program calls, and the rehearsal proves that too: \
        `Metadata: {pipewright: {calls: [{action: …, resource: …}]}}` on the project or function.",
    pages: &[LEAST],
});

pub(super) const GRANT_WIDE: Code = Code(Meaning {
    code: "grant-wide",
    severity: Severity::Warning,
    title: "A grant with a wildcard is wider than what is used of it.",
    explanation: "The steps use a part of what the wildcard grants. The help names that part; `pipewright rehearse --policy ROLE` \
        prints the narrowest policy that suffices for the role.",
    pages: &[LEAST],
});

pub(super) const CALL_UNPROVEN: Code = Code(Meaning {
    code: "call-unproven",
    severity: Severity::Note,
    title: "Whether calls are allowed can't be seen in the template.",
    explanation: "The role, a managed policy, or the policy of the resource is outside the template: it exists already, or \
        another stack has it. The calls are listed in the rehearsal; look there.",
    pages: &[LOGIC],
});

pub(super) const STEP_UNMODELLED: Code = Code(Meaning {
    code: "step-unmodelled",
    severity: Severity::Note,
    title: "Something in a step calls what nobody knows.",
    explanation: "A provider that is not modelled, or commands and code of your own: the rehearsal can't know what they call, so it \
        proves nothing about it. Declare it: \
        `Metadata: {pipewright: {calls: [{action: …, resource: …}]}}` on the project or function; an empty list says that \
        nothing is called.",
    pages: &[LOGIC],
});

pub(super) const VALUE_UNRESOLVED: Code = Code(Meaning {
    code: "value-unresolved",
    severity: Severity::Note,
    title: "A value that calls depend on is not known before the deployment.",
    explanation: "A parameter without a default, an import, a dynamic reference: the rehearsal takes it for a name that equals \
        itself alone. Give parameters with `--parameter NAME=VALUE` to rehearse with their values.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    ],
});

pub(super) const DECLARATION_INVALID: Code = Code(Meaning {
    code: "calls-declaration-invalid",
    severity: Severity::Error,
    title: "A declaration of what a program calls can't be read.",
    explanation: "`Metadata: {pipewright: {calls: […]}}` is a list of mappings with `action`, the full name of an IAM action, and \
        `resource`, an ARN or `*`; intrinsic functions may stand in both.",
    pages: &[],
});

pub(super) const FAILURE_UNHEARD: Code = Code(Meaning {
    code: "failure-unheard",
    severity: Severity::Warning,
    title: "A step can fail, and nobody would be told.",
    explanation: "Nothing in the template listens to what AWS sends when this happens: no event rule, notification rule, alarm or \
        trigger with a target that somebody hears. Listeners outside the template are not seen; where one may be, as with a \
        topic that exists already, nothing is found. `pipewright rehearse --fail NAME` tells what else follows.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
    ],
});

/// All of them.
pub(super) const ALL: &[&Code] = &[
    &CALL_DENIED,
    &CALL_UNCERTAIN,
    &CALL_UNPROVEN,
    &DECLARATION_INVALID,
    &COMMAND_DENIED,
    &FAILURE_UNHEARD,
    &GRANT_UNPROVEN,
    &GRANT_UNUSED,
    &GRANT_WIDE,
    &ROLE_DENIED,
    &STEP_UNMODELLED,
    &VALUE_UNRESOLVED,
];
