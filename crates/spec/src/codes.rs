//! Every code that a finding of this crate can have, with what it means.
//!
//! A finding is made from a [`Finding`], so that none can have a code that is not in the list. A code is stable and
//! never reused. To add one: a line here, the place that finds it, and an example in `errors/`.

use diag::Diagnostic;

macro_rules! codes {
    ($($variant:ident = $code:literal: $meaning:literal,)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Finding {
            $($variant,)+
        }

        impl Finding {
            pub(crate) const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        /// Every code that a finding about a stack can have, each with its meaning in one sentence.
        pub const CODES: &[(&str, &str)] = &[$(($code, $meaning),)+];
    };
}

impl Finding {
    pub(crate) fn error(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.code(), message)
    }

    pub(crate) fn warning(self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.code(), message)
    }
}

codes! {
    // The text.
    UnknownTag = "unknown-tag": "A YAML tag such as `!Ref` stands in a stack file.",

    // Its shape.
    UnknownKey = "unknown-key": "A key that the stack language does not have at this place.",
    DuplicateKey = "duplicate-key": "A key that is written twice in one mapping.",
    MissingKey = "missing-key": "A key that has to be there is not.",
    KeysExclude = "keys-exclude": "Keys that exclude each other stand together.",
    WrongType = "wrong-type": "A list, mapping, text or number where something else is wanted.",
    NeedsQuotes = "needs-quotes": "A value that YAML reads as a number, boolean or date where text is wanted.",
    UnknownValue = "unknown-value": "A word that is none of the allowed ones.",
    InvalidDuration = "invalid-duration": "A length of time without its unit, or in another spelling.",
    InvalidShift = "invalid-shift": "A traffic shift in an unknown spelling, or with numbers that cannot work.",
    InvalidAlarm = "invalid-alarm": "An alarm expression that cannot be read, or cannot work.",

    // Names.
    InvalidName = "invalid-name": "A name with characters that AWS does not take.",
    TooLong = "too-long": "A name or text that is longer than AWS takes.",
    ReservedName = "reserved-name": "A name that AWS or the stack itself uses already.",
    NameCollision = "name-collision": "Names that become the same once only letters and digits are left.",
    TooMany = "too-many": "More stages, alarms or tags than AWS takes.",
    EmptyList = "empty-list": "A list that needs at least one item.",
    ControlCharacter = "control-character": "A text with a control character that no template can hold.",
    EmptyText = "empty-text": "A command that holds nothing.",
    InvalidPath = "invalid-path": "A path that does not lie in the repository.",
    InvalidEmail = "invalid-email": "Something that is not an e-mail address.",
    DuplicateEmail = "duplicate-email": "An address that is listed twice.",
    InvalidArn = "invalid-arn": "Something that is not an ARN of the kind that is wanted.",
    InvalidTag = "invalid-tag": "A tag that some service would refuse.",
    OutOfRange = "out-of-range": "A number outside what AWS takes.",
    InvalidRetention = "invalid-retention": "A retention that CloudWatch Logs or S3 does not know.",
    ShortRetention = "short-retention": "Artifacts may be gone before a late approval deploys them.",
    UnknownPlaceholder = "unknown-placeholder": "A placeholder for which an entry of the matrix has no value.",

    // Sources and stages.
    InvalidSource = "invalid-source": "A source that has no code where code is wanted.",
    NoStages = "no-stages": "A pipeline without stages.",
    MissingBuild = "missing-build": "A pipeline that builds nothing.",
    SeveralBuilds = "several-builds": "Several builds, of which one does not say what it packages.",
    PackagedTwice = "packaged-twice": "A function that two builds package.",
    NeverPackaged = "never-packaged": "A function that no build packages.",
    UnknownArtifact = "unknown-artifact": "An artifact that no earlier build hands on.",
    DeployBeforeBuild = "deploy-before-build": "A stage that deploys before anything is built.",
    DuplicateStage = "duplicate-stage": "Two stages of one name.",
    DuplicateAction = "duplicate-action": "Two actions of one name in a stage.",
    UnknownAction = "unknown-action": "The name of an earlier action that there is not.",
    SeveralLines = "several-lines": "A command of several lines where one is taken.",
    NoRecipients = "no-recipients": "An approval or notification that reaches nobody.",
    NothingToTell = "nothing-to-tell": "A channel that waits for something which never happens.",
    UnknownVariable = "unknown-variable": "A variable in a message that CodePipeline does not know there.",
    UnreviewedDeploy = "unreviewed-deploy": "A stage that deploys pull requests which nobody has approved.",
    NothingToDeploy = "nothing-to-deploy": "A deploy stage without functions.",
    UnknownFunction = "unknown-function": "A function that the stack does not have.",
    DeployedTwice = "deployed-twice": "A function that two stages deploy.",
    NeverDeployed = "never-deployed": "A function that no stage deploys.",
    UnknownEnvironment = "unknown-environment": "An environment that the stack does not have.",
    UnusedEnvironment = "unused-environment": "An environment that no stage deploys to.",
    SharedEnvironment = "shared-environment": "An environment that two deploy actions name.",
    InvalidEnvironment = "invalid-environment": "An account, region or external ID that AWS would not take.",
    LateAlarm = "late-alarm": "An alarm that cannot ring before the shift is over.",
    UnknownAlarm = "unknown-alarm": "An alarm that the function's deployment does not have.",
    NoAlarms = "no-alarms": "A rollback or composite alarm on alarms where there are none.",
    EngineLacks = "engine-lacks": "A setting that the deploy stage's engine does not know.",
    EngineOwner = "engine-owner": "A function of the pipeline's own stack, where an application's stack has to hold it.",
    ApplicationTwice = "application-twice": "An application's stack that two stages deploy.",
    InvalidImage = "invalid-image": "An image that the build or the function cannot run.",
    InvalidMirror = "invalid-mirror": "A package registry that the build cannot use as described.",

    // Functions and parameters.
    NoFunctions = "no-functions": "A stack without functions.",
    DuplicateAlias = "duplicate-alias": "Two functions that are the same alias of one Lambda function.",
    CreatedOnly = "created-only": "A setting that needs a function which the stack creates.",
    ForeignPackages = "foreign-packages": "Dependencies that are installed for another processor or Python than the function's.",
    PlaceholderHandler = "placeholder-handler": "A handler that the placeholder code does not have.",
    InvalidPolicy = "invalid-policy": "A policy statement that IAM refuses, or that grants more than it says.",
    UnknownParameter = "unknown-parameter": "A parameter that the stack does not have.",
    InvalidDefault = "invalid-default": "A parameter's default that its own use does not take.",
    UnusedParameter = "unused-parameter": "A parameter that nothing uses.",
    DynamicReference = "dynamic-reference": "A text that CloudFormation would replace by a secret.",
    LiteralCredential = "literal-credential": "A secret in clear.",
}
