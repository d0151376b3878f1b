//! Any text is a template or gives a finding whose place can be shown; what was read prints, and reads back as the same.

#![no_main]

use cfn::read::{Kind, Node};
use diag::{Source, render};
use libfuzzer_sys::fuzz_target;

/// YAML takes no longer text for a key without a `?` before it, escapes and all.
const LONGEST_KEY: usize = 1_000;

fn written(key: &str) -> usize {
    key.chars()
        .map(|letter| if letter.is_control() || "\"\\".contains(letter) { 6 } else { letter.len_utf8() })
        .sum()
}

fn longest_key(node: &Node) -> usize {
    match &node.kind {
        Kind::List(items) => items.iter().map(longest_key).max().unwrap_or(0),
        Kind::Map(entries) => {
            entries.iter().map(|entry| written(&entry.key).max(longest_key(&entry.value))).max().unwrap_or(0)
        }
        Kind::Call(call) => call.function.name().len().max(longest_key(&call.argument)),
        _ => 0,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = yaml::decode(bytes) else { return };
    match cfn::read::read(text) {
        Err(finding) => {
            let source = Source { name: "template.yaml".to_owned(), text: text.to_owned() };
            let _ = render(&finding, &source, false);
        }
        Ok(document) => {
            for at in (0..text.len()).step_by(text.len() / 16 + 1) {
                let path = document.path(at);
                let _ = document.at(&path);
            }
            if longest_key(document.root()) > LONGEST_KEY {
                return;
            }
            let json = document.to_json();
            let again = cfn::read::read(&json).expect("JSON that reads");
            assert_eq!(again.to_value(), document.to_value());
        }
    }
});
