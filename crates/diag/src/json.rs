//! Findings as JSON, for programs.
//!
//! A contract: keys may be added, none changes its meaning within a version.
//!
//! ```json
//! { "version": 1,
//!   "findings": [
//!     { "code": "unknown-key", "severity": "error", "message": "the stack has no key `nmae`", "label": "did you mean `name`?",
//!       "file": "stacks/default.yaml",
//!       "place": { "line": 2, "column": 1, "end_line": 2, "end_column": 5, "start": 14, "end": 18 },
//!       "related": [ { "place": { … }, "label": "after this one" } ],
//!       "help": [ "its keys: …" ],
//!       "fix": { "title": "write `name`", "edits": [ { "start": 14, "end": 18, "text": "name" } ] } } ],
//!   "suppressed": [ { …, "reason": "why it is meant that way" } ] }
//! ```
//!
//! Lines and columns count from 1, columns in characters (Unicode code points); `end_column` is the one after the last
//! character. `start` and `end` are bytes of the file from 0. `place` is null for a finding about the whole file, `label`
//! where nothing is said under the place, and `fix` is absent where there is not exactly one right answer.

use serde_json::{Value, json};

use crate::{Diagnostic, Judged, Lines, Span};

/// All findings of all files, in their order, without secrets.
pub fn json(files: &[Judged]) -> String {
    let (mut findings, mut suppressed) = (Vec::new(), Vec::new());
    for file in files.iter().map(Judged::masked) {
        let lines = Lines::of(&file.source.text);
        let name = &file.source.name;
        findings.extend(file.findings.iter().map(|one| finding(one, name, &lines)));
        suppressed.extend(file.suppressed.iter().map(|one| {
            let mut object = finding(&one.finding, name, &lines);
            object["reason"] = one.reason.as_str().into();
            object
        }));
    }
    format!("{:#}\n", json!({ "version": 1, "findings": findings, "suppressed": suppressed }))
}

fn finding(finding: &Diagnostic, file: &str, lines: &Lines<'_>) -> Value {
    let mut object = json!({
        "code": finding.code,
        "severity": finding.severity.name(),
        "message": finding.message,
        "label": finding.label,
        "file": file,
        "place": finding.span.map(|span| place(span, lines)),
        "related": finding.related.iter()
            .map(|(span, label)| json!({ "place": place(*span, lines), "label": label }))
            .collect::<Vec<_>>(),
        "help": finding.help,
    });
    if let Some(fix) = &finding.fix {
        let edit =
            |(span, text): &(Span, String)| json!({ "start": span.start, "end": span.end, "text": text });
        let edits: Vec<_> = fix.edits.iter().map(edit).collect();
        object["fix"] = json!({ "title": fix.title, "edits": edits });
    }
    object
}

fn place(span: Span, lines: &Lines<'_>) -> Value {
    let (from, to) = lines.ends(span);
    json!({
        "line": from.line, "column": from.column,
        "end_line": to.line, "end_column": to.column,
        "start": span.start, "end": span.end,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json as value};

    use super::json;
    use crate::{Diagnostic, Fix, Judged, Source, Span, Suppressed};

    #[test]
    fn keeps_its_contract() {
        let place = Span { start: 14, end: 18 };
        let finding = Diagnostic::error("unknown-key", "the stack has no key `nmae`")
            .at(place)
            .label("did you mean `name`?")
            .related(Span { start: 0, end: 7 }, "after this one")
            .help("its keys: `name`")
            .fix(Fix::replace("write `name`", place, "name"));
        let suppressed =
            Suppressed { finding: Diagnostic::note("whole", "all of it"), reason: "is meant".to_owned() };
        let source =
            Source { name: "stack.yaml".to_owned(), text: "edition: 2026\nnmae: orders\n".to_owned() };
        let file = Judged { source, findings: vec![finding], suppressed: vec![suppressed] };
        let expected = value!({
            "version": 1,
            "findings": [{
                "code": "unknown-key", "severity": "error", "message": "the stack has no key `nmae`",
                "label": "did you mean `name`?", "file": "stack.yaml",
                "place": { "line": 2, "column": 1, "end_line": 2, "end_column": 5, "start": 14, "end": 18 },
                "related": [{
                    "place": { "line": 1, "column": 1, "end_line": 1, "end_column": 8, "start": 0, "end": 7 },
                    "label": "after this one",
                }],
                "help": ["its keys: `name`"],
                "fix": { "title": "write `name`", "edits": [{ "start": 14, "end": 18, "text": "name" }] },
            }],
            "suppressed": [{
                "code": "whole", "severity": "note", "message": "all of it", "label": null,
                "file": "stack.yaml", "place": null, "related": [], "help": [], "reason": "is meant",
            }],
        });
        assert_eq!(serde_json::from_str::<Value>(&json(&[file])).unwrap(), expected);
    }

    #[test]
    fn tells_no_secret() {
        let source = Source { name: "a".to_owned(), text: "p: hunter2".to_owned() };
        let finding = Diagnostic::error("x", "`hunter2`!").at(Span { start: 3, end: 10 }).secret();
        let suppressed = Suppressed { finding: finding.clone(), reason: "r".to_owned() };
        let file = Judged { source, findings: vec![finding], suppressed: vec![suppressed] };
        assert!(!json(&[file]).contains("hunter2"));
    }
}
