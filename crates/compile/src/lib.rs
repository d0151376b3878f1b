//! From a [`Stack`](spec::Stack) to the CloudFormation template of its whole delivery pipeline.
//!
//! In: what the user wrote. Out: a [`Template`](cfn::Template), or every reason why there is none. One file per concern;
//! each adds its resources and hands on what later ones refer to. The order of the calls in [`compile`] is the order in
//! the template. Nothing here judges the template that came out: that is for `check`, which knows nothing of
//! the compiler.

mod access_logs;
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
mod steps;
mod storage;
mod test;
mod trigger;

use cfn::Template;
use diag::{Diagnostic, Span};
use spec::{Stack, Work};

use crate::context::Context;

/// Compiles a stack.
///
/// # Errors
/// Every error of the stack's own rules, or the logical ID that two of its names would share.
pub fn compile(stack: &Stack) -> Result<Template, Vec<Diagnostic>> {
    let errors: Vec<_> = spec::validate(stack).into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut cx = generated(stack).map_err(|taken| vec![taken])?;
    hatch::open(&mut cx)?;
    Ok(cx.template)
}

/// The template of a stack that keeps the rules, without what it says in CloudFormation's own words.
fn generated(stack: &Stack) -> Result<Context<'_>, Diagnostic> {
    let mut cx = Context::new(stack)?;
    guard::set_up(&mut cx);
    let key = encryption::set_up(&mut cx)?;
    cx.because_of(stack.artifact_retention.span());
    let storage = storage::add(&mut cx)?;
    cx.because_of(stack.source.repository().span());
    let (source, further) = source::add(&mut cx)?;
    cx.because_of(None);
    let targets = functions::add(&mut cx, &storage)?;
    cx.because_of(stage_span(stack, |work| matches!(work, Work::Build(_))));
    let build = build::add(&mut cx, &storage, &targets)?;
    let release = release::add(&mut cx, &storage, &targets)?;
    let tests = test::add(&mut cx, &storage, &targets)?;
    cx.because_of(stage_span(stack, |work| matches!(work, Work::Approval(_))));
    let approvals = approval::add(&mut cx)?;
    let policy = reviewers::add(&mut cx, &source, &build, &targets, &approvals)?;
    cx.because_of(None);
    let notifications = notify::add(&mut cx)?;
    cx.because_of(stage_span(stack, |work| matches!(work, Work::Deploy(_))));
    let deployments = deploy::add(&mut cx, &storage, &targets, &notifications)?;
    let deployer = deployer::add(&mut cx, &storage, &deployments, &targets)?;
    let changes = cloudformation::add(&mut cx)?;
    let update = self_update::add(&mut cx, &source)?;
    let parts = pipeline::Parts {
        storage,
        source,
        further,
        update,
        targets,
        build,
        release,
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
    Ok(cx)
}

/// The name of the first task of that kind.
fn stage_span(stack: &Stack, is_it: impl Fn(&Work) -> bool) -> Option<Span> {
    stack.tasks().find(|task| is_it(task.work())).and_then(|task| task.name().span())
}
