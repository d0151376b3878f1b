//! The bytes of a file to its text.

use diag::{Diagnostic, Span};

use crate::NOT_UTF8;

/// The text of a file's bytes.
///
/// # Errors
///
/// Where the bytes are not UTF-8: the finding, and a text with replacement characters that its place refers to.
pub fn decode(bytes: &[u8]) -> Result<&str, (String, Diagnostic)> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes[at];
        let message = format!("the file is not UTF-8: byte {} is {byte:#04x}", at + 1);
        let diagnostic = Diagnostic::error(NOT_UTF8, message)
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
