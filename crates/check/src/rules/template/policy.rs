//! The shapes of creation and update policies, which are no part of any resource type's schema.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html>,
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>

use cfn::read::{Entry, Kind, Node};
use diag::{Diagnostic, Severity};

use super::place::shown;
use super::suggest::{suggest, suggest_key};
use crate::Rule;
use crate::context::Context;
use crate::rule::Findings;

/// What a member of a policy is.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Boolean,
    /// A whole number between these.
    Whole(i64, i64),
    /// A time such as `PT15M`.
    Duration,
    /// A list of these words, or of anything where there are none.
    List(&'static [&'static str]),
    /// One of these words.
    Word(&'static [&'static str]),
    Members(&'static [(&'static str, Form)]),
}

/// Judges a policy against its form.
pub(super) fn judge<'t>(
    rule: &Rule,
    ctx: &Context<'t>,
    entry: &'t Entry,
    members: &'static [(&'static str, Form)],
    out: &mut Findings,
) {
    value(rule, ctx, entry, Form::Members(members), out);
}

fn value<'t>(rule: &Rule, ctx: &Context<'t>, entry: &'t Entry, form: Form, out: &mut Findings) {
    for branch in ctx.branches(&entry.value) {
        let node = branch.node;
        match form {
            Form::Members(members) if node.is_map() => {
                for member in node.entries() {
                    match members.iter().find(|(name, _)| *name == member.key) {
                        Some((_, form)) => value(rule, ctx, member, *form, out),
                        None if member.key.starts_with("Fn::") || member.key == "<<" => {}
                        None => {
                            let message = format!("`{}` has no `{}`", entry.key, member.key);
                            let finding = rule.at(member.key_span, message);
                            let names = members.iter().map(|(name, _)| *name);
                            out.add(suggest_key(finding, ctx.document(), (node, member), names));
                        }
                    }
                }
            }
            Form::Members(_) if node.call().is_some() || matches!(node.kind, Kind::Null) => {}
            Form::List(words) if node.is_list() => {
                for item in node.items() {
                    let unknown = item
                        .text()
                        .filter(|text| !words.is_empty() && !words.contains(text) && !text.is_empty());
                    if let Some(text) = unknown {
                        let finding = rule.at(item.span, format!("`{}` cannot hold `{text}`", entry.key));
                        out.add(suggest(finding, ctx.document(), (text, item.span), words.iter().copied()));
                    }
                }
            }
            _ => out_of_form(rule, ctx, entry, node, form, out),
        }
    }
}

/// Judges what can only be one text.
fn out_of_form<'t>(
    rule: &Rule,
    ctx: &Context<'t>,
    entry: &Entry,
    node: &'t Node,
    form: Form,
    out: &mut Findings,
) {
    if matches!(node.kind, Kind::Null) {
        return;
    }
    let wanted = match form {
        Form::Members(_) => "a mapping".to_owned(),
        Form::List(_) => "a list".to_owned(),
        Form::Boolean => "`true` or `false`".to_owned(),
        Form::Duration => "a time such as `PT15M`".to_owned(),
        Form::Whole(0, i64::MAX) => "a whole number".to_owned(),
        Form::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Form::Word(words) => format!("one of `{}`", words.join("`, `")),
    };
    let finding = |severity: Severity| -> Diagnostic {
        let mut finding = rule.at(shown(node), format!("`{}` is {wanted}", entry.key));
        finding.severity = severity;
        finding
    };
    if node.is_list() || node.is_map() {
        out.add(finding(rule.severity));
        return;
    }
    for text in ctx.texts(node).known {
        if !fits(form, &text.value) {
            // A parameter can be given another value.
            let severity = if node.call().is_some() { Severity::Warning } else { rule.severity };
            out.add(finding(severity));
        }
    }
}

fn fits(form: Form, text: &str) -> bool {
    match form {
        Form::Boolean => matches!(text.to_ascii_lowercase().as_str(), "true" | "false"),
        Form::Whole(least, most) => text.parse::<i64>().is_ok_and(|number| (least..=most).contains(&number)),
        Form::Duration => text.strip_prefix("PT").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || b"HMS.".contains(&byte))
        }),
        Form::Word(words) => words.contains(&text),
        Form::List(_) | Form::Members(_) => false,
    }
}
