//! Texts: what can be printed, read and shown again.

use super::walk::{Leaf, leaves};
use crate::Stack;
use crate::codes::Finding;
use crate::findings::Findings;

/// An escape can put any character into a YAML text; CloudFormation and the services behind it take those of XML
/// ([templates](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)).
pub(super) fn check(stack: &Stack, findings: &mut Findings) {
    leaves(stack, &mut |part, leaf| {
        let (Leaf::Text(text) | Leaf::Raw(text)) = leaf else { return };
        let unfit = text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'));
        if let Some(unfit) = unfit {
            findings.within(part, |findings| {
                findings.error(
                    Finding::ControlCharacter,
                    text.span(),
                    format!("the control character U+{:04X} stands in a text", u32::from(unfit)),
                    "holds it",
                    "delete it; of these only line breaks and tabs can be in a template",
                );
            });
        }
    });
}
