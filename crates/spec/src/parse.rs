//! From the bytes of a stack file to a [`Stack`]: the way in.

use diag::Diagnostic;
use yaml::{Limits, Node, Value};

use crate::codes::Finding;
use crate::findings::Findings;
use crate::read::Read;
use crate::{Stack, matrix, project, rules};

/// Far above every honest stack file.
const LIMITS: Limits = Limits { values: 20_000, depth: 40 };

/// A stack file, with what its project says, and one tree for each pipeline that it describes.
#[derive(Debug)]
pub struct Document {
    entries: Vec<Entry>,
}

/// One pipeline of a stack file.
#[derive(Debug)]
pub struct Entry {
    name: Option<String>,
    root: Node,
    /// Where the places of the project file begin.
    beginning: usize,
}

impl Document {
    /// Reads a stack file, and the project file that it inherits from.
    ///
    /// # Errors
    /// Why one of the texts is no YAML, or what is wrong with the project or the matrix; places in the project file begin at
    /// [`project::beginning`].
    pub fn load(text: &str, project: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let mut root = document(text).map_err(|finding| vec![finding])?;
        let beginning = project::beginning(text);
        let mut findings = Findings::default();
        if let Some(inherited) = project.map(|project| self::project(project, beginning)) {
            let inherited = inherited.map_err(|finding| vec![finding])?;
            project::check(&inherited, &mut findings);
            project::inherit(&mut root, inherited);
        }
        let trees = matrix::expand(root, &mut findings);
        if findings.has_errors() {
            return Err(findings.into_sorted());
        }
        let entries = trees.into_iter().map(|(name, root)| Entry { name, root, beginning }).collect();
        Ok(Self { entries })
    }

    /// Its pipelines: one, or one for each entry of its matrix.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl Entry {
    /// The name in the matrix.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The stack file as it reads for this pipeline.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Reads the stack and checks all its rules.
    ///
    /// # Errors
    /// At least one finding of severity error, and every warning, sorted by place: all wrong keys and types at once, or,
    /// where there are none, all broken rules.
    pub fn read(&self) -> Result<(Stack, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut findings = Findings::default();
        let stack = Stack::read(&self.root, &mut findings);
        let Some(mut stack) = stack.filter(|_| !findings.has_errors()) else {
            return Err(findings.into_sorted());
        };
        project::forget_unused(&mut stack, self.beginning);
        let mut findings = validate(&stack);
        for finding in &mut findings {
            place_empty(finding, &self.root);
        }
        findings.sort_by_key(|finding| finding.span.map(|span| span.start));
        if findings.iter().any(Diagnostic::is_error) { Err(findings) } else { Ok((stack, findings)) }
    }
}

/// Reads a stack file without a project and checks all its rules; of a matrix, the first entry.
///
/// # Errors
///
/// At least one finding of severity error, and every warning, sorted by place. A text that is no YAML gives one
/// error; otherwise all wrong keys and types come at once, or, where there are none, all broken rules.
pub fn parse(text: &str) -> Result<(Stack, Vec<Diagnostic>), Vec<Diagnostic>> {
    let document = Document::load(text, None)?;
    // A matrix without entries is an error.
    document.entries.first().map_or_else(|| Err(Vec::new()), Entry::read)
}

/// The tree of a project file, its places moved behind the stack file's; nothing, where it holds nothing.
pub(crate) fn project(text: &str, beginning: usize) -> Result<Node, Diagnostic> {
    let tree = match yaml::document(text, LIMITS) {
        Err(finding) if finding.code == "empty-file" => yaml::document("{}", LIMITS),
        read => read,
    };
    let tree = tree.and_then(|tree| foreign_tag(&tree).map_or(Ok(tree), Err));
    tree.map(|tree| tree.shifted(beginning)).map_err(|finding| project::shifted(finding, beginning))
}

fn document(text: &str) -> Result<Node, Diagnostic> {
    let document = yaml::document(text, LIMITS).map_err(|finding| {
        if finding.code != "empty-file" {
            return finding;
        }
        finding.help(
            "a stack needs at least `edition`, `name`, `source`, `functions` and `stages`; \
             `stacks/smallest.yaml` is the shortest one to start from",
        )
    })?;
    match foreign_tag_of_the_language(&document) {
        Some(finding) => Err(finding),
        None => Ok(document),
    }
}

/// The keys of a stack under which CloudFormation's own language is spoken.
const RAW: [&str; 4] = ["conditions", "resources", "outputs", "overrides"];

/// The first tag that is not YAML's own, where none may be.
fn foreign_tag_of_the_language(document: &Node) -> Option<Diagnostic> {
    let Some(entries) = document.entries() else { return foreign_tag(document) };
    let is_raw = |key: &Node| key.scalar().is_some_and(|key| RAW.contains(&key.text.as_str()));
    let others = entries.iter().filter(|(key, _)| !is_raw(key));
    others.flat_map(|(key, value)| [key, value]).find_map(foreign_tag)
}

/// The first tag that is not YAML's own.
fn foreign_tag(node: &Node) -> Option<Diagnostic> {
    if let Some(tag) = node.tag.as_ref().filter(|tag| tag.core.is_none()) {
        return Some(
            Finding::UnknownTag
                .error(format!("the tag `{}` means nothing in a stack file", tag.written))
                .at(tag.span)
                .label("tags belong to CloudFormation templates")
                .help("write `{ parameter: Name }` for a value that is given at deployment")
                .help("put the text in quotes if it is to begin with `!`"),
        );
    }
    match &node.value {
        Value::Scalar(_) => None,
        Value::List(items) => items.iter().find_map(foreign_tag),
        Value::Map(entries) => {
            entries.iter().find_map(|(key, value)| foreign_tag(key).or_else(|| foreign_tag(value)))
        }
    }
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

/// Checks all rules that a stack has to keep, wherever it comes from: a file, or Rust code.
///
/// Gives every finding, warnings included. In a stack that was written in Rust nothing has a place, and the messages
/// say which part they speak of.
pub fn validate(stack: &Stack) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    rules::check(stack, &mut findings);
    findings.into_sorted()
}
