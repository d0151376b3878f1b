//! A function that is a container image, which a stage of the pipeline builds.

use schemars::JsonSchema;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::{Architecture, Function, ImageBuild, Located, Setting, Stack, Task, Work};
use yaml::Node;

/// The image that a function runs, in place of a package.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "function image")]
pub struct FunctionImage {
    /// The stage or action of this pipeline that builds it, an `image`.
    pub built_by: Located<String>,
    /// What version 1 runs, until the first release: the URI of an image in ECR, in the region of the stack, or a parameter that will hold
    /// it. Lambda takes no image from anywhere else
    /// ([images](https://docs.aws.amazon.com/lambda/latest/dg/images-create.html)). Only for a function that the stack creates.
    pub first: Option<Setting>,
    /// What is run in place of the image's `CMD`: the handler, as a rule. Version 1 gets it, too.
    #[schemars(default)]
    pub command: Vec<Located<String>>,
    /// What is run in place of the image's `ENTRYPOINT`.
    #[schemars(default)]
    pub entry_point: Vec<Located<String>>,
    /// Where it is run, in place of the image's `WORKDIR`.
    pub working_directory: Option<Located<String>>,
}

impl Read for FunctionImage {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "function image", findings, |fields| {
            let built_by = fields.required("built-by");
            Some(Self {
                first: fields.optional("first"),
                command: fields.or_default("command"),
                entry_point: fields.or_default("entry-point"),
                working_directory: fields.optional("working-directory"),
                built_by: built_by?,
            })
        })
    }
}

impl Stack {
    /// The image that a function runs, where it runs one, and the task that builds it.
    pub fn image_of(&self, function: &Function) -> Option<(Task<'_>, &ImageBuild)> {
        let name = &function.image.as_ref()?.built_by;
        self.tasks().find_map(|task| match task.work() {
            Work::Image(image) if task.name() == name => Some((task, image.as_ref())),
            _ => None,
        })
    }

    /// Whether functions run what a task builds.
    pub fn is_run_by_functions(&self, task: Task<'_>) -> bool {
        let images = self.functions().filter_map(|(_, function)| self.image_of(function));
        images.into_iter().any(|(image, _)| std::ptr::eq(image.action, task.action))
    }

    /// The processor of a function: its own word, or that of the image that it runs.
    pub fn architecture_of(&self, function: &Function) -> Architecture {
        let image = self.image_of(function).filter(|_| function.architecture.is_none());
        image.map_or_else(|| function.architecture(), |(_, image)| *image.architecture)
    }
}
