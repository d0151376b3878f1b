//! Deployment configurations: CodeDeploy's own, and those of the template.
//!
//! <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html>

use cfn::read::Node;

use crate::Context;

/// What all of CodeDeploy's own begin with, and nobody else's may.
pub(super) const PREFIX: &str = "CodeDeployDefault.";

/// Where CodeDeploy deploys to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Platform {
    Server,
    Lambda,
    Ecs,
}

impl Platform {
    /// As templates have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Server => "Server",
            Self::Lambda => "Lambda",
            Self::Ecs => "ECS",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Server, Self::Lambda, Self::Ecs].into_iter().find(|platform| platform.name() == name)
    }
}

/// CodeDeploy's own, behind the prefix.
pub(super) const BUILT_IN: [(&str, Platform); 17] = [
    ("LambdaAllAtOnce", Platform::Lambda),
    ("LambdaCanary10Percent5Minutes", Platform::Lambda),
    ("LambdaCanary10Percent10Minutes", Platform::Lambda),
    ("LambdaCanary10Percent15Minutes", Platform::Lambda),
    ("LambdaCanary10Percent30Minutes", Platform::Lambda),
    ("LambdaLinear10PercentEvery1Minute", Platform::Lambda),
    ("LambdaLinear10PercentEvery2Minutes", Platform::Lambda),
    ("LambdaLinear10PercentEvery3Minutes", Platform::Lambda),
    ("LambdaLinear10PercentEvery10Minutes", Platform::Lambda),
    ("AllAtOnce", Platform::Server),
    ("HalfAtATime", Platform::Server),
    ("OneAtATime", Platform::Server),
    ("ECSAllAtOnce", Platform::Ecs),
    ("ECSCanary10Percent5Minutes", Platform::Ecs),
    ("ECSCanary10Percent15Minutes", Platform::Ecs),
    ("ECSLinear10PercentEvery1Minutes", Platform::Ecs),
    ("ECSLinear10PercentEvery3Minutes", Platform::Ecs),
];

/// The platform of one of CodeDeploy's own.
pub(super) fn built_in(name: &str) -> Option<Platform> {
    let name = name.strip_prefix(PREFIX)?;
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, platform)| *platform)
}

/// Those of CodeDeploy's own, prefix and all, that are for a platform; all, where it is not known.
pub(super) fn names(platform: Option<Platform>) -> Vec<String> {
    BUILT_IN
        .iter()
        .filter(|(_, own)| platform.is_none_or(|platform| platform == *own))
        .map(|(name, _)| format!("{PREFIX}{name}"))
        .collect()
}

/// What `ComputePlatform` says; `Server` where it is left out, `None` where it is not known.
pub(super) fn platform_of<'t>(ctx: &Context<'t>, properties: &'t Node) -> Option<Platform> {
    if ctx.is_absent(properties, "ComputePlatform") {
        return Some(Platform::Server);
    }
    let nodes = ctx.get(properties, "ComputePlatform");
    let [node] = nodes.as_slice() else { return None };
    Platform::from_name(&ctx.text(node)?)
}
