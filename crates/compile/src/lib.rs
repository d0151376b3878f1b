//! From a [`Stack`](spec::Stack) to the CloudFormation template of its whole delivery pipeline.
//!
//! In: what the user wrote. Out: a [`Template`](cfn::Template), or every reason why there is none. One file per concern;
//! each adds its resources and hands on what later ones refer to. The order of the calls in [`compile`] is the order in
//! the template. Nothing here judges the template that came out: that is for `check`, which knows nothing of
//! the compiler.

mod abroad;
mod access_logs;
mod actions;
mod alarm;
mod approval;
mod assets;
mod build;
mod buildspec;
mod chat;
mod cloudformation;
mod commands;
mod concurrency;
mod conditions;
mod console;
mod context;
mod dashboard;
mod deploy;
mod deployer;
mod encryption;
mod engine;
mod environment;
mod functions;
mod guard;
mod hatch;
mod hook;
mod image;
mod mirrors;
mod names;
mod network;
mod notify;
mod outputs;
mod permissions;
mod pipeline;
mod policies;
mod release;
mod render;
mod reviewers;
mod self_update;
mod source;
mod storage;
mod test;
mod trigger;

use cfn::Template;
use diag::{Diagnostic, Span};
use spec::{Stack, Work};

use crate::context::Context;

/// The templates of a stack.
#[derive(Debug)]
pub struct Templates {
    /// The pipeline's, with everything that is where the pipeline is.
    pub pipeline: Template,
    /// Those of the environments in other accounts or regions, by the environments' names.
    pub environments: Vec<(String, Template)>,
}

/// Compiles a stack to the template of its pipeline.
///
/// # Errors
/// Every error of the stack's own rules, or the logical ID that two of its names would share.
pub fn compile(stack: &Stack) -> Result<Template, Vec<Diagnostic>> {
    compile_all(stack).map(|templates| templates.pipeline)
}

/// Compiles a stack to all of its templates.
///
/// # Errors
/// Every error of the stack's own rules, or the logical ID that two of its names would share.
pub fn compile_all(stack: &Stack) -> Result<Templates, Vec<Diagnostic>> {
    let errors: Vec<_> = spec::validate(stack).into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    templates(stack)
}

/// The templates of a stack that keeps the rules, with what it says in CloudFormation's own words of the pipeline's.
fn templates(stack: &Stack) -> Result<Templates, Vec<Diagnostic>> {
    let (mut cx, environments) = generated(stack).map_err(|taken| vec![taken])?;
    hatch::open(&mut cx)?;
    if !environments.is_empty() {
        let mut used = cx.used();
        used.extend(stack.names_in_raw());
        cx.template.keep_parameters(|name| used.contains(name));
    }
    Ok(Templates { pipeline: cx.template, environments })
}

/// The templates of a stack that keeps the rules, without what it says in CloudFormation's own words.
fn generated(stack: &Stack) -> Result<(Context<'_>, Vec<(String, Template)>), Diagnostic> {
    let mut cx = Context::new(stack)?;
    guard::set_up(&mut cx);
    let (abroad, environments) = abroad::add(&cx)?;
    let key = encryption::set_up(&mut cx)?;
    cx.because_of(stack.artifact_retention.span());
    let storage = storage::add(&mut cx)?;
    cx.because_of(stack.source.repository().span());
    let (source, further) = source::add(&mut cx)?;
    cx.because_of(None);
    let targets = functions::add(&mut cx, &storage, &abroad)?;
    cx.because_of(stage_span(stack, |work| matches!(work, Work::Build(_))));
    let images = image::add(&mut cx, &storage, &targets)?;
    let builds = build::add(&mut cx, &storage, &images)?;
    let releases = release::add(&mut cx, &storage, &targets, &builds, &abroad)?;
    let tests = test::add(&mut cx, &storage, &targets, &images)?;
    cx.because_of(stack.approvals().next().and_then(|(task, _, _)| task.name().span()));
    let approvals = approval::add(&mut cx)?;
    let policy = reviewers::add(&mut cx, &source, &builds, &targets, &approvals)?;
    cx.because_of(None);
    let notifications = notify::add(&mut cx)?;
    cx.because_of(stage_span(stack, |work| matches!(work, Work::Deploy(_))));
    let deployments = deploy::add(&mut cx, &storage, &targets, &notifications)?;
    let deployer = deployer::add(&mut cx, &storage, &deployments, &targets, &abroad)?;
    let changes = cloudformation::add(&mut cx)?;
    let update = self_update::add(&mut cx, &source)?;
    let parts = pipeline::Parts {
        pipeline: &stack.name,
        storage,
        source,
        further,
        update,
        targets,
        abroad,
        images,
        builds,
        releases,
        tests,
        changes,
        approvals,
        deployments,
        deployer,
    };
    cx.because_of(stack.source.repository().span());
    let mut triggers = Vec::new();
    for source in std::iter::once(&parts.source).chain(&parts.further) {
        cx.because_of(source.name.map_or(stack.source.repository().span(), spec::Located::span));
        triggers.extend(trigger::add(&mut cx, source)?);
    }
    cx.because_of(None);
    pipeline::add(&mut cx, &parts, &triggers)?;
    dashboard::add(&mut cx, &parts)?;
    outputs::add(&mut cx, &parts, policy.as_ref(), &notifications)?;
    encryption::apply(&mut cx, key.as_ref());
    policies::fit(&mut cx)?;
    Ok((cx, environments))
}

/// The name of the first task of that kind.
fn stage_span(stack: &Stack, is_it: impl Fn(&Work) -> bool) -> Option<Span> {
    stack.tasks().find(|task| is_it(task.work())).and_then(|task| task.name().span())
}
