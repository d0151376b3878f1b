//! The little languages inside of templates and stack files: texts of `Fn::Sub`, event patterns, schedules, policies and
//! buildspecs, each put where a template has it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fmt::Write as _;

const TEMPLATE: &str = include_str!("../expressions.yaml");

/// YAML takes no longer text for a key, and the template has the text as one.
const LONGEST: usize = 1_000;

fuzz_target!(|text: &str| {
    let parts = cfn::read::sub_parts(text);
    let mut last = 0;
    for part in &parts {
        let (cfn::read::SubPart::Text(range)
        | cfn::read::SubPart::Escaped(range)
        | cfn::read::SubPart::Variable(range)) = part;
        assert!(range.start >= last && text.get(range.clone()).is_some());
        last = range.end;
    }
    let mut quoted = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control() || *letter == '\n') {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            other => write!(quoted, "{other}").expect("a text grows"),
        }
    }
    if quoted.len() > LONGEST {
        return;
    }
    let template = TEMPLATE.replace("EXPRESSION", &quoted);
    let document = cfn::read::read(&template).expect("a quoted text is YAML");
    let _ = check::check(&document);
    let stack = format!(
        "{{edition: 2026, name: a, stages: [{{name: D, deploy: {{shift: \"{quoted}\", alarms: {{a: \"{quoted}\"}}}}}}]}}"
    );
    let _ = spec::parse(&stack);
});
