//! Failures, told.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::failures::{Failure, Heard};

/// Lines of a tale are no longer than this.
const WIDTH: usize = 120;

pub(crate) fn tales(failures: &[Failure<'_>]) -> String {
    let mut text = String::new();
    // Pipelines of one template may call their steps alike.
    let several = failures.iter().any(|failure| failure.pipeline != failures[0].pipeline);
    for failure in failures {
        if !text.is_empty() {
            text.push('\n');
        }
        let of = if several { format!(", in {}", failure.pipeline) } else { String::new() };
        let _ = writeln!(text, "{}: {}{of}", failure.name, failure.title);
        let mut last = None;
        for line in &failure.tale {
            let name = if last == Some(line.what) { "" } else { line.what.name() };
            last = Some(line.what);
            let indent = format!("\n{:14}", "");
            let _ = writeln!(text, "  {name:10}  {}", wrapped(&line.text).join(&indent));
            if !line.page.is_empty() {
                let _ = writeln!(text, "{:14}{}", "", line.page);
            }
        }
    }
    text
}

/// A text in lines.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + word.chars().count() >= WIDTH - 14 {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

pub(crate) fn failures_json(failures: &[Failure<'_>]) -> Json {
    let one = |failure: &Failure<'_>| {
        let (heard, by) = match &failure.heard {
            Heard::By(names) => ("yes", json!(names)),
            Heard::Maybe(why) => ("maybe", json!([why])),
            Heard::Nobody => ("no", json!([])),
        };
        let tale: Vec<_> = failure
            .tale
            .iter()
            .map(|line| {
                let page = (!line.page.is_empty()).then_some(line.page);
                json!({ "what": line.what.name(), "text": line.text, "page": page })
            })
            .collect();
        json!({
            "name": failure.name,
            "pipeline": failure.pipeline,
            "title": failure.title,
            "heard": heard,
            "by": by,
            "tale": tale,
        })
    };
    failures.iter().map(one).collect()
}
