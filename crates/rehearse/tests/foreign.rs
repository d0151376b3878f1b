//! Templates that others could have written, in `foreign/`, with faults on purpose: what the rehearsal says of each is in
//! `snapshots/rehearse/foreign/`, and it must find the faults and nothing else.
//!
//! A fault is a line of its own where it is made, `<code>: <name>, <name>…`, with all that the finding's message names, in
//! its order. To add a template: drop it in, run the tests once with `INSTA_UPDATE=always`, read the snapshot.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::Path;

use diag::{Diagnostic, Severity, Source, render};
use rehearse::world::Given;

/// The templates by their names, without the extension.
fn templates() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, file, fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// The faults that a template says it has: codes with names.
fn planted(text: &str) -> Vec<String> {
    let codes: Vec<_> = rehearse::meanings().map(|meaning| format!("{}: ", meaning.code)).collect();
    let line = |line: &str| {
        // In YAML a comment, in programs that stand in one as well; in JSON a text in `Metadata`.
        let line = line.trim().trim_start_matches(['#', '/', ' ', '"']).trim_end_matches(['"', ',']);
        codes.iter().any(|code| line.starts_with(code.as_str())).then(|| line.to_owned())
    };
    let mut found: Vec<_> = text.lines().filter_map(line).collect();
    found.sort();
    found
}

/// The same of a finding: its code, and what its message has between backticks.
fn told(finding: &Diagnostic) -> String {
    let names: Vec<_> = finding.message.split('`').skip(1).step_by(2).collect();
    format!("{}: {}", finding.code, names.join(", "))
}

#[test]
fn every_fault_of_a_foreign_template_is_found_and_nothing_else() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/rehearse/foreign");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut wrong = Vec::new();
    let templates = templates();
    assert!(templates.len() >= 10);
    for (name, file, text) in templates {
        let document = cfn::read::read(&text).unwrap_or_else(|finding| panic!("{file}: {}", finding.message));
        let rehearsal = rehearse::rehearse(&document, &Given::default());
        let findings = rehearsal.findings();
        let source = Source { name: file.clone(), text: text.clone() };
        let shown: Vec<_> = findings.iter().map(|finding| render(finding, &source, false)).collect();
        let answer = format!("{}\n{}", rehearsal.timeline(), shown.join("\n\n"));
        settings.bind(|| insta::assert_snapshot!(name.as_str(), answer));
        let planted = planted(&text);
        for fault in &planted {
            if !findings.iter().any(|finding| told(finding) == *fault) {
                wrong.push(format!("{file}: not found: {fault}"));
            }
        }
        for finding in findings.iter().filter(|finding| finding.severity != Severity::Note) {
            if !planted.contains(&told(finding)) {
                wrong.push(format!("{file}: found wrongly: {}", told(finding)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
