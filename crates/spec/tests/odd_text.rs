//! What users write reaches the stack letter by letter: quotes, shells, templates, newlines, other alphabets.

use spec::{Setting, Stack, Work};

/// Texts that some language on the way to AWS could take for its own.
const ODD: [&str; 18] = [
    r#"say "hello""#,
    "it's 'quoted'",
    "$(rm -rf /) `id` $HOME ${HOME} $$",
    "{{handlebars}} {{{raw}}} {{#if x}}",
    "${AWS::Region} ${!Literal} !Ref x",
    "#{Source.CommitId}",
    "%Y-%m-%d 100%",
    "first\nsecond\n\n  third\n",
    "tab\there, return\r\nthere",
    r"C:\path\n\u0041 \\",
    "# no comment",
    "key: value, [list], {map}",
    "- dash\n? question\n: colon",
    "--- ...",
    "&anchor *alias |pipe >fold @at",
    "yes",
    "0123",
    "Grüße, 世界 🦀 \u{202e}",
];

/// As a double-quoted YAML text: JSON is YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn parse(text: &str) -> Stack {
    let (stack, _) = spec::parse(text).unwrap_or_else(|findings| panic!("{text}\n{findings:#?}"));
    stack
}

fn with_command(command: &str) -> String {
    format!(
        "edition: 2026\nname: odd\nsource: {{ codecommit: {{ repository: odd }} }}\n\
         functions: {{ hello: {{ runtime: python3.13, code: app }} }}\n\
         stages:\n  - name: Build\n    build:\n      commands:\n        - {command}\n  \
         - {{ name: Release, deploy: {{ functions: [hello] }} }}\n"
    )
}

fn command(stack: &Stack) -> &str {
    let Work::Build(build) = &stack.stages[0].actions[0].work else { panic!("no build") };
    &build.commands[0]
}

#[test]
fn commands_survive() {
    for text in ODD {
        assert_eq!(command(&parse(&with_command(&quoted(text)))), text);
    }
}

#[test]
fn every_way_of_quoting_survives() {
    for text in ODD.into_iter().filter(|text| !text.contains(['\n', '\r', '\t'])) {
        let single = format!("'{}'", text.replace('\'', "''"));
        assert_eq!(command(&parse(&with_command(&single))), text);
        let literal = format!("|-\n            {text}");
        assert_eq!(command(&parse(&with_command(&literal))), text);
    }
}

#[test]
fn messages_and_variables_survive() {
    for text in ODD.into_iter().filter(|text| !text.contains("#{")) {
        let file = format!(
            "edition: 2026\nname: odd\nsource: {{ codecommit: {{ repository: odd }} }}\n\
             functions: {{ hello: {{ runtime: python3.13, code: app, environment: {{ TEXT: {0} }}, description: {0} }} }}\n\
             stages:\n  - {{ name: Build, build: {{ commands: [make] }} }}\n  \
             - {{ name: Review, approval: {{ emails: [a@example.com], message: {0} }} }}\n  \
             - {{ name: Release, deploy: {{ functions: [hello] }} }}\n",
            quoted(text)
        );
        let stack = parse(&file);
        let (_, function) = stack.functions().next().expect("a function");
        assert_eq!(function.environment["TEXT"].literal().map(|text| text.as_str()), Some(text));
        assert_eq!(function.description.as_ref().map(|text| text.as_str()), Some(text));
        let Work::Approval(approval) = &stack.stages[1].actions[0].work else { panic!("no approval") };
        assert_eq!(approval.message.as_ref().map(|text| text.as_str()), Some(text));
    }
}

#[test]
fn branches_survive() {
    for branch in ["feature/it's-$(id)", "a`b`{{c}}", "ünï/c0de", r#"quo"ted"#, "semi;colon&and|pipe"] {
        let file = format!(
            "edition: 2026\nname: odd\nsource: {{ codecommit: {{ repository: odd, branch: {} }} }}\n\
             functions: {{ hello: {{ runtime: python3.13, code: app }} }}\n\
             stages:\n  - {{ name: Build, build: {{ commands: [make] }} }}\n  \
             - {{ name: Release, deploy: {{ functions: [hello] }} }}\n",
            quoted(branch)
        );
        let stack = parse(&file);
        let Some(Setting::Literal(read)) = stack.source.branch() else { panic!("no literal") };
        assert_eq!(read.as_str(), branch);
    }
}

/// Whatever stands in a file, there is an answer: a stack, or findings that point into the text.
#[test]
fn beginnings_of_stacks_have_an_answer() {
    insta::glob!("../../../stacks", "*.yaml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        for (end, _) in text.char_indices().step_by(7) {
            let part = &text[..end];
            if let Err(findings) = spec::parse(part) {
                assert!(!findings.is_empty());
                for span in findings.iter().filter_map(|finding| finding.span) {
                    assert!(part.get(span.start..span.end).is_some(), "{span:?} of {part}");
                }
            }
        }
    });
}
