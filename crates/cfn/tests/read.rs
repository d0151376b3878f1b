//! Reading templates: ours come back byte for byte, and everybody's are understood.

#![allow(clippy::unwrap_used)] // a test panics

use std::fs;
use std::path::{Path, PathBuf};

use cfn::read::{Function, Kind, Node, Step, read};

fn printed(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../snapshots");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    assert!(files.len() > 3);
    files
}

#[test]
fn printing_what_was_read_gives_the_same_text() {
    for path in printed("yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let document = read(&text).unwrap();
        assert_eq!(document.to_yaml().unwrap(), text, "{}", path.display());
        let json = document.to_json();
        let again = read(&json).unwrap();
        assert_eq!(again.to_json(), json, "{}", path.display());
        assert_eq!(again.to_value(), document.to_value());
    }
}

/// Every scalar's place holds the scalar.
#[test]
fn places_are_where_the_values_are() {
    fn walk(text: &str, document: &cfn::read::Document, node: &Node, path: &mut Vec<Step>, seen: &mut usize) {
        match &node.kind {
            Kind::Text(value) if !value.is_empty() && !value.contains('\n') && !value.contains('"') => {
                let written = &text[node.span.start..node.span.end];
                assert!(written.contains(value.as_str()), "{value:?} in {written:?}");
                assert_eq!(document.path(node.span.start), *path);
                *seen += 1;
            }
            // In JSON it stands in one line, full of escapes.
            Kind::Text(value) if value.contains("def ") && !text.starts_with('{') => {
                let at = value.find("def ").unwrap();
                let place = document.place(node, at..at + 8);
                assert_eq!(text[place.start..place.end], value[at..at + 8]);
                *seen += 1;
            }
            Kind::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Index(index));
                    walk(text, document, item, path, seen);
                    path.pop();
                }
            }
            Kind::Map(entries) => {
                for entry in entries {
                    assert_eq!(&text[entry.key_span.start..entry.key_span.end].trim_matches('"'), &entry.key);
                    path.push(Step::Key(entry.key.clone()));
                    walk(text, document, &entry.value, path, seen);
                    path.pop();
                }
            }
            Kind::Call(call) => {
                path.push(Step::Key(call.function.name().to_owned()));
                walk(text, document, &call.argument, path, seen);
                path.pop();
            }
            _ => {}
        }
    }
    for path in printed("yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let document = read(&text).unwrap();
        let mut seen = 0;
        walk(&text, &document, document.root(), &mut Vec::new(), &mut seen);
        assert!(seen > 100, "{}", path.display());
        let json = document.to_json();
        let document = read(&json).unwrap();
        walk(&json, &document, document.root(), &mut Vec::new(), &mut seen);
    }
}

fn value(text: &str) -> Node {
    read(&format!("Resources: {{}}\nX: {text}")).unwrap().root().get("X").unwrap().clone()
}

#[test]
fn short_and_long_forms_are_the_same_function() {
    for (text, function) in [
        ("!Ref A", Function::Ref),
        ("{Ref: A}", Function::Ref),
        ("!GetAtt A.B", Function::GetAtt),
        ("{'Fn::GetAtt': [A, B]}", Function::GetAtt),
        ("!Sub '${A}'", Function::Sub),
        ("!If [C, a, b]", Function::If),
        ("!GetAZs ''", Function::GetAzs),
        ("!Condition C", Function::Condition),
        ("!Reff A", Function::Unknown("!Reff".to_owned())),
        ("{'Fn::Subb': A}", Function::Unknown("Fn::Subb".to_owned())),
    ] {
        assert_eq!(value(text).call().unwrap().function, function, "{text}");
    }
    assert!(value("{Condition: C}").call().is_none());
    assert!(value("{Ref: A, Other: B}").call().is_none());
    assert!(value("!Sub\n  - '${A}'\n  - A: !Ref B").call().is_some());
    let document = read("Conditions:\n  A: {'Fn::Not': [{Condition: B}]}\n").unwrap();
    let not = document.root().get("Conditions").unwrap().get("A").unwrap().call().unwrap().clone();
    assert_eq!(not.argument.items()[0].call().unwrap().function, Function::Condition);
}

#[test]
fn scalars_are_those_of_yaml_1_1() {
    assert_eq!(value("yes").scalar(), Some("true"));
    assert_eq!(value("'yes'").scalar(), Some("yes"));
    assert_eq!(value("0123").scalar(), Some("83"));
    assert_eq!(value("2012-10-17").text(), Some("2012-10-17"));
    assert!(matches!(value("~").kind, Kind::Null));
    assert_eq!(value("!!str 12").text(), Some("12"));
}

#[test]
fn json_is_read_as_json() {
    let text = "{\r\n\t\"Resources\": {\"A\": {\"Type\": \"x\\/y \\ud83e\\udd80 \\u00e9\"}},\r\n\t\"N\": [1, -2.5, true, null]\r\n}";
    let document = read(text).unwrap();
    let kind = document.root().get("Resources").unwrap().get("A").unwrap().get("Type").unwrap();
    assert_eq!(kind.text(), Some("x/y \u{1f980} \u{e9}"));
    assert_eq!(document.to_value()["N"].to_string(), "[1,-2.5,true,null]");
}

#[test]
fn a_part_of_a_block_has_its_place() {
    for text in [
        "A: |\n  first\n\n  se\u{e9}cond word\n",
        "A: |-\r\n  first\r\n\r\n    se\u{e9}cond word\r\n",
        "A:\n  - |2\n      first\n\n    se\u{e9}cond word",
        "A: !Sub |\n\n    first\n    se\u{e9}cond word\nB: 1\n",
    ] {
        let document = read(text).unwrap();
        let mut node = document.root().get("A").unwrap();
        node = node.items().first().unwrap_or(node);
        node = node.call().map_or(node, |call| &call.argument);
        let at = node.text().unwrap().find("word").unwrap();
        let place = document.place(node, at..at + 4);
        assert_eq!(&text[place.start..place.end], "word", "{text:?}");
    }
}
