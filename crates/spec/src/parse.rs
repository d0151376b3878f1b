//! From the bytes of a stack file to a [`Stack`]: the way in.

use diag::{Diagnostic, Span};

use crate::Stack;
use crate::codes::Finding;
use crate::findings::Findings;
use crate::node::Node;
use crate::read::Read;
use crate::{rules, yaml};

/// Reads a stack file and checks all its rules.
///
/// # Errors
///
/// At least one finding of severity error, and every warning, sorted by place. A text that is no YAML gives one
/// error; otherwise all wrong keys and types come at once, or, where there are none, all broken rules.
pub fn parse(text: &str) -> Result<(Stack, Vec<Diagnostic>), Vec<Diagnostic>> {
    let document = yaml::document(text).map_err(|finding| vec![finding])?;
    let mut findings = Findings::default();
    let stack = Stack::read(&document, &mut findings);
    let Some(stack) = stack.filter(|_| !findings.has_errors()) else {
        return Err(findings.into_sorted());
    };
    let mut findings = validate(&stack);
    for finding in &mut findings {
        place_empty(finding, &document);
    }
    findings.sort_by_key(|finding| finding.span.map(|span| span.start));
    if findings.iter().any(Diagnostic::is_error) { Err(findings) } else { Ok((stack, findings)) }
}

/// What is empty has no place of its own in a [`Stack`]; its key has one in the file.
fn place_empty(finding: &mut Diagnostic, document: &Node) {
    let empty = [
        (Finding::NoFunctions, "functions"),
        (Finding::NoStages, "stages"),
        (Finding::NoRecipients, "notifications"),
    ];
    let key = empty.into_iter().find(|(code, _)| code.code() == finding.code).map(|(_, key)| key);
    if let (None, Some(value)) = (finding.span, key.and_then(|key| document.get(key))) {
        finding.span = Some(value.handle());
        finding.label = Some("is empty".to_owned());
    }
}

/// The text of a file's bytes.
///
/// # Errors
///
/// Where the bytes are not UTF-8: the finding, and a text with replacement characters that its place refers to.
pub fn decode(bytes: &[u8]) -> Result<&str, (String, Diagnostic)> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes[at];
        let diagnostic = Finding::NotUtf8
            .error(format!("the file is not UTF-8: byte {} is {byte:#04x}", at + 1))
            .at(Span { start: at, end: at + '\u{fffd}'.len_utf8() })
            .label("not UTF-8 from here on");
        let help = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            "it looks like UTF-16: let the editor save it as UTF-8"
        } else {
            "let the editor save it as UTF-8 (this byte looks like Latin-1 or Windows-1252)"
        };
        (String::from_utf8_lossy(bytes).into_owned(), diagnostic.help(help))
    })
}

/// Checks all rules that a stack has to keep, wherever it comes from: a file, or Rust code.
///
/// Gives every finding, warnings included. In a stack that was written in Rust nothing has a place, and the messages
/// say which part they speak of.
pub fn validate(stack: &Stack) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    rules::check(stack, &mut findings);
    findings.into_sorted()
}
