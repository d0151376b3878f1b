//! CloudFormation, typed.
//!
//! In: resources as Rust values. Out: a template as YAML or JSON. A reference comes from the [`Handle`] that
//! [`Template::add`] gives back, so a dangling `Ref` cannot be written:
//!
//! ```compile_fail,E0624
//! use cfn::{Handle, iam::Role};
//! let never_added: Handle<Role> = Handle::new("BuildRole"); // only a template makes handles
//! ```
//!
//! ```compile_fail,E0603
//! use cfn::{Part, Text, Value};
//! let dangling: Text = Value::Expression(vec![Part::Ref("Nope".into())]); // only a handle makes references
//! ```
//!
//! Of resources, only what the compiler emits is here: no conditions, mappings or transforms, and no property that
//! nobody sets; what a user adds in CloudFormation's own words goes in by [`Template::raw_resource`] and its likes. Any template at all, whoever wrote it, is read by [`mod@read`].

pub mod chatbot;
pub mod cloudwatch;
pub mod codebuild;
pub mod codecommit;
pub mod codeconnections;
pub mod codedeploy;
pub mod codepipeline;
pub mod ecr;
pub mod events;
pub mod iam;
pub mod kms;
pub mod lambda;
pub mod logs;
pub mod read;
pub mod s3;
pub mod scaling;
pub mod sns;

mod arn;
mod entry;
mod everywhere;
mod print;
mod raw;
mod template;
mod value;

pub use arn::Arn;
pub use entry::{Entry, Resource};
pub use everywhere::Kept;
pub use print::{PrintError, to_json, to_yaml, yaml_scalar};
pub use template::{Duplicate, Handle, Origins, Output, Parameter, Template};
pub use value::{IntoParts, Part, Pseudo, Text, Value};
