//! Which keys a buildspec has, and what stands under each.
//!
//! In: a buildspec's YAML. Out: what differs from the reference, as [`Problem`]s that the rules word. Which severity a
//! difference has, and what values mean to each other, is the rules' business.
//!
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html>

use diag::Span;
use yaml::{Meaning, Node, Value};

/// What stands under a key.
#[derive(Debug)]
pub(in super::super) enum Shape {
    Anything,
    /// A text or a number.
    Text,
    /// `yes`, `no`, `true` or `false`.
    Flag,
    /// One of these words, in any case; those that end in a dash only begin the value.
    Words(&'static [&'static str]),
    List(&'static Shape),
    /// A text, or a list of texts.
    TextOrList,
    /// A list of shell commands.
    Commands,
    /// A mapping with these keys.
    Map(&'static [Key]),
    /// A mapping with keys of the user's.
    Named(&'static Shape),
}

/// A key of a mapping.
#[derive(Debug)]
pub(in super::super) struct Key {
    pub(in super::super) name: &'static str,
    shape: &'static Shape,
    need: Need,
}

/// Whether a key has to be there.
#[derive(Debug)]
enum Need {
    Optional,
    Required,
    /// Required where this other key is missing.
    Unless(&'static str),
}

/// What differs from the reference.
#[derive(Debug)]
pub(in super::super) enum Problem<'n> {
    UnknownKey { key: &'n Node, path: String, known: Vec<&'static str> },
    MissingKey { place: Span, path: String, name: &'static str },
    DuplicateKey { key: &'n Node, first: Span },
    WrongType { node: &'n Node, path: String, wanted: &'static str },
    UnknownWord { node: &'n Node, path: String, words: &'static [&'static str] },
    CommandNoText { node: &'n Node, path: String },
}

const fn optional(name: &'static str, shape: &'static Shape) -> Key {
    Key { name, shape, need: Need::Optional }
}

const fn required(name: &'static str, shape: &'static Shape) -> Key {
    Key { name, shape, need: Need::Required }
}

const fn unless(name: &'static str, shape: &'static Shape, other: &'static str) -> Key {
    Key { name, shape, need: Need::Unless(other) }
}

const TEXTS: Shape = Shape::List(&Shape::Text);
const NAMED_TEXTS: Shape = Shape::Named(&Shape::Text);

const BUILDSPEC: Shape = Shape::Map(&[
    // Its own rule says more about it.
    optional("version", &Shape::Text),
    optional("run-as", &Shape::Text),
    optional("env", &ENV),
    optional("proxy", &PROXY),
    optional("batch", &BATCH),
    unless("phases", &PHASES, "batch"),
    optional("reports", &Shape::Named(&REPORT)),
    optional("artifacts", &ARTIFACTS),
    optional("cache", &CACHE),
]);

const ENV: Shape = Shape::Map(&[
    optional("shell", &Shape::Text),
    optional("variables", &NAMED_TEXTS),
    optional("parameter-store", &NAMED_TEXTS),
    optional("secrets-manager", &NAMED_TEXTS),
    optional("exported-variables", &TEXTS),
    optional("git-credential-helper", &Shape::Flag),
]);

const PROXY: Shape =
    Shape::Map(&[optional("upload-artifacts", &Shape::Flag), optional("logs", &Shape::Flag)]);

const PHASES: Shape = Shape::Map(&[
    optional("install", &INSTALL),
    optional("pre_build", &PHASE),
    optional("build", &PHASE),
    optional("post_build", &PHASE),
]);

const ON_FAILURE: Shape = Shape::Words(&["ABORT", "CONTINUE", "RETRY", "RETRY-"]);

const INSTALL: Shape = Shape::Map(&[
    optional("run-as", &Shape::Text),
    optional("on-failure", &ON_FAILURE),
    optional("runtime-versions", &NAMED_TEXTS),
    optional("commands", &Shape::Commands),
    optional("finally", &Shape::Commands),
]);

const PHASE: Shape = Shape::Map(&[
    optional("run-as", &Shape::Text),
    optional("on-failure", &ON_FAILURE),
    required("commands", &Shape::Commands),
    optional("finally", &Shape::Commands),
]);

/// The report formats that CodeBuild reads.
const FORMATS: &[&str] = &[
    "JUNITXML",
    "CUCUMBERJSON",
    "NUNITXML",
    "NUNIT3XML",
    "TESTNGXML",
    "VISUALSTUDIOTRX",
    "CLOVERXML",
    "COBERTURAXML",
    "JACOCOXML",
    "SIMPLECOV",
];

const REPORT: Shape = Shape::Map(&[
    required("files", &Shape::TextOrList),
    optional("base-directory", &Shape::Text),
    optional("discard-paths", &Shape::Flag),
    optional("file-format", &Shape::Words(FORMATS)),
]);

const ARTIFACTS: Shape = Shape::Map(&[
    unless("files", &Shape::TextOrList, "secondary-artifacts"),
    optional("name", &Shape::Text),
    optional("discard-paths", &Shape::Flag),
    optional("base-directory", &Shape::Text),
    optional("exclude-paths", &Shape::TextOrList),
    optional("enable-symlinks", &Shape::Flag),
    optional("s3-prefix", &Shape::Text),
    optional("secondary-artifacts", &Shape::Named(&SECONDARY)),
]);

const SECONDARY: Shape = Shape::Map(&[
    required("files", &Shape::TextOrList),
    optional("name", &Shape::Text),
    optional("discard-paths", &Shape::Flag),
    optional("base-directory", &Shape::Text),
    optional("exclude-paths", &Shape::TextOrList),
    optional("enable-symlinks", &Shape::Flag),
    optional("s3-prefix", &Shape::Text),
]);

const CACHE: Shape = Shape::Map(&[
    required("paths", &Shape::TextOrList),
    optional("key", &Shape::Text),
    optional("fallback-keys", &TEXTS),
    optional("action", &Shape::Words(&["restore", "save"])),
]);

const BATCH: Shape = Shape::Map(&[
    optional("fast-fail", &Shape::Flag),
    optional("build-list", &Shape::List(&TASK)),
    optional("build-graph", &Shape::List(&NODE)),
    optional("build-matrix", &MATRIX),
    // Its own page lists keys of test splitting that come and go.
    optional("build-fanout", &Shape::Anything),
]);

const TASK: Shape = Shape::Map(&[
    required("identifier", &Shape::Text),
    optional("buildspec", &Shape::Text),
    optional("debug-session", &Shape::Flag),
    optional("env", &TASK_ENV),
    optional("ignore-failure", &Shape::Flag),
]);

const NODE: Shape = Shape::Map(&[
    required("identifier", &Shape::Text),
    optional("buildspec", &Shape::Text),
    optional("debug-session", &Shape::Flag),
    optional("depend-on", &TEXTS),
    optional("env", &TASK_ENV),
    optional("ignore-failure", &Shape::Flag),
]);

const TASK_ENV: Shape = Shape::Map(&[
    optional("compute-type", &Shape::Text),
    optional("fleet", &Shape::Text),
    optional("image", &Shape::Text),
    optional("privileged-mode", &Shape::Flag),
    optional("type", &Shape::Text),
    optional("variables", &NAMED_TEXTS),
]);

const MATRIX: Shape = Shape::Map(&[
    optional(
        "static",
        &Shape::Map(&[
            optional("ignore-failure", &Shape::Flag),
            optional("debug-session", &Shape::Flag),
            optional("env", &TASK_ENV),
        ]),
    ),
    optional(
        "dynamic",
        &Shape::Map(&[
            optional("buildspec", &Shape::TextOrList),
            optional(
                "env",
                &Shape::Map(&[
                    optional("compute-type", &Shape::TextOrList),
                    optional("fleet", &Shape::TextOrList),
                    optional("image", &Shape::TextOrList),
                    optional("type", &Shape::TextOrList),
                    optional("variables", &Shape::Named(&Shape::TextOrList)),
                ]),
            ),
        ]),
    ),
]);

/// What differs from the reference; what is not known is left out.
pub(super) fn problems<'n>(root: &'n Node, is_opaque: &dyn Fn(&Node) -> bool) -> Vec<Problem<'n>> {
    let mut walk = Walk { is_opaque, problems: Vec::new() };
    walk.value(root, &BUILDSPEC, "");
    walk.problems
}

struct Walk<'n, 'a> {
    is_opaque: &'a dyn Fn(&Node) -> bool,
    problems: Vec<Problem<'n>>,
}

impl<'n> Walk<'n, '_> {
    fn value(&mut self, node: &'n Node, shape: &'static Shape, path: &str) {
        let is_scalar = node.scalar().is_some();
        // Nothing is said of what CloudFormation fills in, nor of a key that was left empty.
        if is_scalar && ((self.is_opaque)(node) || node.is_missing() && !path.is_empty()) {
            return;
        }
        match (shape, &node.value) {
            (Shape::Anything, _) | (Shape::Text | Shape::TextOrList, Value::Scalar(_)) => {}
            (Shape::Text, _) => self.wrong(node, path, "a text"),
            (Shape::Flag, _) => self.flag(node, path),
            (Shape::Words(words), Value::Scalar(scalar)) => {
                if !words.iter().any(|word| matches(&scalar.text, word)) {
                    self.problems.push(Problem::UnknownWord { node, path: path.to_owned(), words });
                }
            }
            (Shape::Words(_), _) => self.wrong(node, path, "a word"),
            (Shape::List(each), Value::List(items)) => {
                for item in items {
                    self.value(item, each, path);
                }
            }
            (Shape::TextOrList, Value::List(items)) => {
                for item in items {
                    self.value(item, &Shape::Text, path);
                }
            }
            (Shape::List(_), _) => self.wrong(node, path, "a list"),
            (Shape::TextOrList, Value::Map(_)) => self.wrong(node, path, "a list of texts"),
            (Shape::Commands, Value::List(items)) => {
                for item in items.iter().filter(|item| item.scalar().is_none()) {
                    self.problems.push(Problem::CommandNoText { node: item, path: path.to_owned() });
                }
            }
            (Shape::Commands, _) => self.wrong(node, path, "a list of commands"),
            (Shape::Map(keys), Value::Map(entries)) => self.map(node, entries, keys, path),
            (Shape::Named(each), Value::Map(entries)) => {
                self.duplicates(entries);
                for (key, value) in entries {
                    self.value(value, each, &join(path, text(key)));
                }
            }
            (Shape::Map(_) | Shape::Named(_), _) => self.wrong(node, path, "a mapping"),
        }
    }

    fn flag(&mut self, node: &'n Node, path: &str) {
        let flags = ["yes", "no", "true", "false", "on", "off"];
        let is_flag = |text: &str| flags.contains(&text.to_ascii_lowercase().as_str());
        if !node.scalar().is_some_and(|scalar| scalar.meaning == Meaning::Boolean || is_flag(&scalar.text)) {
            self.wrong(node, path, "`yes` or `no`");
        }
    }

    fn map(&mut self, node: &'n Node, entries: &'n [(Node, Node)], keys: &'static [Key], path: &str) {
        self.duplicates(entries);
        for (key, value) in entries {
            if let Some(known) = keys.iter().find(|known| known.name == text(key)) {
                self.value(value, known.shape, &join(path, known.name));
            } else if !self.is_free(key) {
                let known = keys.iter().map(|key| key.name).collect();
                self.problems.push(Problem::UnknownKey { key, path: path.to_owned(), known });
            }
        }
        // A merge, or something unknown, may bring any key.
        if entries.iter().any(|(key, _)| self.is_free(key)) {
            return;
        }
        let has = |name: &str| entries.iter().any(|(key, _)| text(key) == name);
        for key in keys.iter().filter(|key| !has(key.name)) {
            let is_needed = match key.need {
                Need::Optional => false,
                Need::Required => true,
                Need::Unless(other) => !has(other),
            };
            if is_needed {
                let place = node.owner.unwrap_or(node.span);
                self.problems.push(Problem::MissingKey { place, path: path.to_owned(), name: key.name });
            }
        }
    }

    fn duplicates(&mut self, entries: &'n [(Node, Node)]) {
        for (index, (key, _)) in entries.iter().enumerate() {
            let first = entries[..index].iter().find(|(first, _)| text(first) == text(key));
            if let Some((first, _)) = first.filter(|_| !self.is_free(key)) {
                self.problems.push(Problem::DuplicateKey { key, first: first.span });
            }
        }
    }

    fn wrong(&mut self, node: &'n Node, path: &str, wanted: &'static str) {
        self.problems.push(Problem::WrongType { node, path: path.to_owned(), wanted });
    }

    /// Whether a key is nobody's mistake: a merge, a place for anchors, or unknown.
    fn is_free(&self, key: &Node) -> bool {
        let text = text(key);
        text == "<<" || text.starts_with("x-") || text.starts_with('.') || (self.is_opaque)(key)
    }
}

fn matches(text: &str, word: &str) -> bool {
    match word.strip_suffix('-') {
        Some(_) => {
            text.len() > word.len()
                && text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        }
        None => text.eq_ignore_ascii_case(word),
    }
}

fn text(key: &Node) -> &str {
    key.scalar().map_or("", |scalar| scalar.text.as_str())
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") }
}

#[cfg(test)]
mod tests {
    use super::{Problem, problems};

    fn found(text: &str) -> Vec<String> {
        let limits = yaml::Limits { values: 1000, depth: 20 };
        let root = yaml::document(text, limits).unwrap();
        let words = problems(&root, &|_| false).into_iter().map(|problem| match problem {
            Problem::UnknownKey { path, key, .. } => format!("unknown {path}: {}", super::text(key)),
            Problem::MissingKey { path, name, .. } => format!("missing {path}: {name}"),
            Problem::DuplicateKey { key, .. } => format!("duplicate {}", super::text(key)),
            Problem::WrongType { path, wanted, .. } => format!("{path} wants {wanted}"),
            Problem::UnknownWord { path, .. } => format!("word {path}"),
            Problem::CommandNoText { path, .. } => format!("command {path}"),
        });
        words.collect()
    }

    #[test]
    fn the_whole_reference_has_no_problem() {
        let text = "version: 0.2\nrun-as: ec2-user\nenv:\n  shell: bash\n  variables: { A: 1 }\n  parameter-store: { B: b }\n  \
                    secrets-manager: { C: c:d }\n  exported-variables: [A]\n  git-credential-helper: yes\nproxy:\n  \
                    upload-artifacts: no\n  logs: no\nphases:\n  install:\n    runtime-versions: { python: 3.13 }\n  \
                    pre_build:\n    on-failure: RETRY-3-.*\n    commands: [a]\n  build:\n    run-as: root\n    \
                    on-failure: ABORT\n    commands:\n      - a\n      - true\n    finally: [b]\n  post_build:\n    \
                    commands:\nreports:\n  tests:\n    files: [a]\n    file-format: junitxml\n    discard-paths: 'yes'\n\
                    artifacts:\n  files: a\n  name: b\n  enable-symlinks: yes\n  s3-prefix: c\n  exclude-paths: d\n  \
                    secondary-artifacts:\n    e: { files: [f] }\ncache:\n  key: k\n  fallback-keys: [l]\n  action: save\n  \
                    paths: [m]\n";
        assert_eq!(found(text), Vec::<String>::new());
    }

    #[test]
    fn a_batch_needs_no_phases() {
        let text = "version: 0.2\nbatch:\n  fast-fail: false\n  build-graph:\n    - identifier: a\n    - identifier: b\n      \
                    depend-on: [a]\n  build-matrix:\n    static: { env: { privileged-mode: true } }\n    dynamic:\n      \
                    env: { image: [x], variables: { A: [1, 2] } }\n";
        assert_eq!(found(text), Vec::<String>::new());
    }

    #[test]
    fn what_differs() {
        let text = "version: 0.2\nphase: {}\nphases:\n  pre-build: {}\n  build:\n    commands:\n      - echo a: b\n      - [c]\n  \
                    post_build:\n    commands: make\n    on-failure: STOP\n  install:\n    commands: [a]\n    commands: [b]\n\
                    reports:\n  a: { file-format: JUNIT }\nartifacts: { name: a }\ncache: { paths: { a: b } }\n";
        assert_eq!(
            found(text),
            [
                "unknown : phase",
                "unknown phases: pre-build",
                "command phases/build/commands",
                "command phases/build/commands",
                "phases/post_build/commands wants a list of commands",
                "word phases/post_build/on-failure",
                "duplicate commands",
                "word reports/a/file-format",
                "missing reports/a: files",
                "missing artifacts: files",
                "cache/paths wants a list of texts",
            ]
        );
    }
}
