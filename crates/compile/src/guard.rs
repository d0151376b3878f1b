//! Guard rails: what holds for every role and for everything that holds data, whichever concern adds it.

use cfn::iam::Role;
use cfn::{Arn, Kept, Text, Value};
use spec::{DeletionPolicy, Setting};

use crate::context::Context;
use crate::functions::pseudo_parts;

/// Before anything is added.
pub(crate) fn set_up(cx: &mut Context<'_>) {
    let stack = cx.stack;
    if let Some(boundary) = &stack.permissions_boundary {
        let arn: Value<Arn> = match boundary {
            Setting::Literal(arn) => Value::concat(pseudo_parts(arn)),
            Setting::Parameter(_) => cfn::text![cx.text(boundary)],
        };
        cx.template.everywhere::<Role, _>("PermissionsBoundary", &arn);
    }
    if let Some(path) = &stack.role_path {
        cx.template.everywhere::<Role, _>("Path", &Text::from(path.as_str()));
    }
    cx.template.keep(match stack.deletion_policy {
        DeletionPolicy::RetainExceptOnCreate => Kept::ExceptOnCreate,
        DeletionPolicy::Retain => Kept::Always,
        DeletionPolicy::Delete => Kept::Never,
    });
}
