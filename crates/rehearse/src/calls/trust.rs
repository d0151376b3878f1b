//! Roles that services take: in whose name, and with which condition keys.

use crate::world::{World, token};

/// Who takes a role, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of<'a> {
    /// CodePipeline, for the pipeline of that ARN.
    Pipeline(&'a str),
    /// CodeBuild, for the project of that ARN.
    Project(&'a str),
    /// EventBridge, for the rule of that ARN.
    Rule(&'a str),
    /// CodeDeploy, for the deployment group of that ARN.
    DeploymentGroup(&'a str),
    /// Lambda, for the function of that ARN.
    Function(&'a str),
    /// CloudFormation, for a stack.
    Stack,
    /// Amazon Q Developer in chat applications, for the channel configuration of that ARN.
    Chat(&'a str),
}

/// A call of `sts:AssumeRole` by a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assumption {
    /// The service's principal.
    pub service: &'static str,
    /// The condition keys that AWS documents for it.
    pub context: Vec<(&'static str, String)>,
    /// Those that other services send, and of which AWS's pages say nothing for this one.
    pub undocumented: Vec<(&'static str, String)>,
    /// AWS's page.
    pub page: &'static str,
}

/// How a service takes a role.
pub(crate) fn assumption(world: &World<'_>, of: Of<'_>) -> Assumption {
    let (service, source, page) = match of {
        // Documented without any condition; the console's own roles have one on the account.
        Of::Pipeline(_) => (
            "codepipeline.amazonaws.com",
            None,
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-service-role.html",
        ),
        Of::Project(arn) => (
            "codebuild.amazonaws.com",
            Some(arn),
            "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
        ),
        Of::Rule(arn) => (
            "events.amazonaws.com",
            Some(arn),
            "https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html",
        ),
        Of::DeploymentGroup(arn) => (
            "codedeploy.amazonaws.com",
            Some(arn),
            "https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html",
        ),
        Of::Function(arn) => (
            "lambda.amazonaws.com",
            Some(arn),
            "https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html",
        ),
        // "Global condition keys" are documented for extensions alone.
        Of::Stack => (
            "cloudformation.amazonaws.com",
            None,
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html",
        ),
        // Documented without any condition.
        Of::Chat(_) => (
            "chatbot.amazonaws.com",
            None,
            "https://docs.aws.amazon.com/chatbot/latest/adminguide/editing-iam-roles-for-chatbot.html",
        ),
    };
    let keys = |arn: &str| {
        vec![("aws:SourceAccount", world.account().to_owned()), ("aws:SourceArn", arn.to_owned())]
    };
    let context = source.map_or_else(Vec::new, keys);
    let undocumented = match of {
        Of::Pipeline(arn) | Of::Chat(arn) => keys(arn),
        Of::Stack => keys(&world.arn("cloudformation", &format!("stack/{0}/{0}", token("stack")))),
        _ => Vec::new(),
    };
    Assumption { service, context, undocumented, page }
}
