//! A pipeline that updates its own stack.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Approval, Located, Setting};
use yaml::Node;

/// The pipeline updates its own stack from the template that was committed: right after the source it makes a change set, asks for
/// approval, and executes it. That is administration by `git push`: the template is synthesized before the commit and reviewed
/// with it, and every role stands under `permissions-boundary`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "self-update")]
pub struct SelfUpdate {
    /// The template in the repository, as `pipewright synth` has printed it: `delivery/pipeline.yaml`.
    pub template: Located<String>,
    /// The ARN of the role under which CloudFormation updates the stack. It belongs to somebody else than this stack, and makes no
    /// role without the boundary.
    pub role: Setting,
    /// Who looks at the change set before it is executed.
    pub approval: Approval,
}

impl Read for SelfUpdate {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "self-update", findings, |fields| {
            let (template, role) = (fields.required("template"), fields.required("role"));
            let approval = fields.required("approval");
            Some(Self { template: template?, role: role?, approval: approval? })
        })
    }
}
