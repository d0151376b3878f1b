//! The stack language: what a user writes about how a service is delivered.
//!
//! In: the text of a stack file, or Rust code that builds a [`Stack`]. Out: the [`Stack`], every value knowing its
//! place in the file, or all findings about it. Nothing here knows CloudFormation: what a stack becomes is the
//! business of the `compile` crate.
//!
//! A stage names a function by what adding it to the stack gave back, so a name that does not exist does not compile:
//!
//! ```
//! use spec::{CodeCommit, Deploy, Function, Runtime, Stack};
//! let mut stack = Stack::new("orders", CodeCommit::new("orders"));
//! let api = stack.function("api", Function::created(Runtime::Python313, "api"));
//! let deploy = Deploy::of([api]);
//! ```
//!
//! ```compile_fail,E0277
//! use spec::Deploy;
//! let deploy = Deploy::of(["api"]); // a text is no function
//! ```
//!
//! ```compile_fail,E0624
//! let api = spec::FunctionRef::new("api".into()); // nothing but a stack makes one
//! ```

mod alarm;
mod approval;
mod artifact;
mod build;
mod choice;
mod cloudformation;
mod codes;
mod commands;
mod compute;
mod condition;
mod connection;
mod deploy;
mod duration;
mod encryption;
mod engine;
mod environment;
mod expression;
mod findings;
mod function;
mod function_image;
mod guard;
mod hook;
mod image;
mod image_build;
mod invoke;
mod located;
mod matrix;
mod meanings;
mod mirrors;
mod network;
mod notify;
mod operations;
mod package;
mod parse;
pub mod project;
mod purpose;
mod raw;
mod read;
mod report;
mod rules;
mod runtime;
mod schema;
mod self_update;
mod setting;
mod shift;
mod source;
mod stack;
mod stage;
mod stored;
mod target;
mod test;
mod trigger;
mod variable;

pub use alarm::{Alarm, Comparison, Measure, Term};
pub use approval::Approval;
pub use artifact::ArtifactFiles;
pub use build::{Build, Phases};
pub use cloudformation::{Capability, CloudFormation, StackChange, TemplateFile};
pub use codes::CODES;
pub use commands::Commands;
pub use compute::{Cache, Compute, LocalCache};
pub use condition::{Condition, OnFailure, Operator, Otherwise, Rule};
pub use connection::{Connection, Provider, Through};
pub use deploy::{Deploy, Rollback, RollbackEvent};
pub use duration::Duration;
pub use encryption::{Encryption, KmsKey};
pub use engine::{Application, Engine, Order};
pub use environment::{BuildValue, ParameterStore, SecretsManager};
pub use function::{Function, FunctionRef, PolicyStatement, ProvisionedConcurrency};
pub use function_image::FunctionImage;
pub use guard::DeletionPolicy;
pub use hook::{Hook, Hooks};
pub use image::{EcrImage, Image};
pub use image_build::{ImageBuild, Severity};
pub use invoke::{Invoke, Invoked};
pub use located::Located;
pub use meanings::meanings;
pub use mirrors::{Mirror, Mirrors};
pub use network::Vpc;
pub use notify::{Channel, Event, Notifications, Slack, Teams};
pub use operations::Operations;
pub use package::{Code, Dependencies};
pub use parse::{Document, Entry, parse, validate};
pub use purpose::{Purpose, is_account, is_region};
pub use raw::{Overrides, Raw};
pub use report::{Report, ReportFormat};
pub use runtime::{Architecture, Runtime};
pub use schema::schema;
pub use self_update::SelfUpdate;
pub use setting::{ParameterRef, Setting};
pub use shift::Shift;
pub use source::{CodeCommit, FurtherSource, Source};
pub use stack::{Edition, Parameter, Stack};
pub use stage::{Action, Stage, Task, Work};
pub use stored::{PushedImage, S3Object};
pub use target::{Differences, Environment, EnvironmentRef, release_namespace};
pub use test::Test;
pub use trigger::{Patterns, PullRequest, PullRequestEvent, Push, Triggers};
pub use variable::{ExecutionMode, Variable};
