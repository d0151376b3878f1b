//! Everything there is to say about one file: the rules of its language, the rules of templates, what it suppresses.
//!
//! In: the bytes. Out: a [`Judgement`]. Nothing is printed here.

use cfn::read::Document;
use diag::{Diagnostic, Judged, Severity, Source, Suppressed, Suppression};
use rehearse::Rehearsal;
use spec::{Entry, Stack};
use yaml::Node;

use crate::catalogue;
use crate::cli::Format;
use crate::failure::Failure;
use crate::input::Input;
use crate::language::{self, Language};
use crate::origins::told_in_the_stack;
use crate::pipelines::{Gathered, Texts};
use crate::templates::{self, Part};

/// What a file is worth.
pub(crate) struct Judgement {
    pub(crate) judged: Judged,
    /// What there is to say about the project file that a stack inherits from.
    pub(crate) project: Option<Judged>,
    /// Whether the text could be read at all. What can't be read has one finding, and mending others could not be seen.
    pub(crate) readable: bool,
    /// A stack's templates, where nothing of it is an error: the pipeline's and those of its environments elsewhere, for each
    /// entry of its matrix.
    pub(crate) templates: Option<Vec<Printed>>,
}

/// A template's text.
pub(crate) struct Printed {
    /// The name in the matrix.
    pub(crate) entry: Option<String>,
    /// The environment that it is for; none, of the pipeline's.
    pub(crate) environment: Option<String>,
    pub(crate) text: String,
    /// The same as it was read back.
    pub(crate) document: Document,
}

/// What was found, before anybody asks what of it is meant that way.
#[derive(Default)]
struct Found {
    /// What cannot be suppressed: the file can't be read, or no template comes of the stack.
    fatal: Vec<Diagnostic>,
    findings: Vec<Diagnostic>,
    suppressions: Vec<Suppression>,
    /// Whether all rules had their say: only then is a suppression that suppresses nothing a finding.
    complete: bool,
    templates: Option<Vec<Printed>>,
}

/// Judges a file, whichever language it is in.
pub(crate) fn file(input: &Input) -> Result<Judgement, Failure> {
    match yaml::decode(&input.bytes) {
        Ok(text) => self::text(input, text),
        Err((text, finding)) => Ok(unreadable(&input.name, text, finding)),
    }
}

/// Judges a stack file, for the templates that come of it in that format.
pub(crate) fn stack(input: &Input, format: Format) -> Result<Judgement, Failure> {
    match yaml::decode(&input.bytes) {
        Ok(text) => judged_stack(input, text, format),
        Err((text, finding)) => Ok(unreadable(&input.name, text, finding)),
    }
}

/// Judges a text in place of the file's own, whichever language it is in.
pub(crate) fn text(input: &Input, text: &str) -> Result<Judgement, Failure> {
    let plain = Texts { stack: text, project: None, entry: None };
    if input.is_project {
        let fatal = spec::project::findings(text);
        return Ok(Found { fatal, ..Found::default() }.judgement(&input.name, plain));
    }
    if input.is_stack || language::of_lines(text) == Some(Language::Stack) {
        return judged_stack(input, text, Format::Yaml);
    }
    let document = match cfn::read::read(text) {
        Ok(document) => document,
        Err(finding) => return Ok(unreadable(&input.name, text.to_owned(), finding)),
    };
    let found = match language::of_document(&document) {
        Some(Language::Template) => of_template(&document),
        Some(Language::Stack) => return judged_stack(input, text, Format::Yaml),
        None => Found { fatal: vec![neither(&document)], ..Found::default() },
    };
    Ok(found.judgement(&input.name, plain))
}

fn judged_stack(input: &Input, text: &str, format: Format) -> Result<Judgement, Failure> {
    let project = input.project_text();
    let texts = Texts::of(input, text, project.as_deref());
    Ok(of_stack(texts, format)?.judgement(&input.name, texts))
}

fn of_template(document: &Document) -> Found {
    let mut suppressions = check::suppressions(document);
    suppressions.extend(diag::comments(document.text()));
    // What a rehearsal finds is the rehearsal's to suppress.
    suppressions.retain(|suppression| !is_of_rehearsals(&suppression.code));
    Found {
        findings: check::check(document),
        complete: !suppressions.is_empty() && check::judges_all(document),
        suppressions,
        ..Found::default()
    }
}

fn of_stack(texts: Texts<'_>, format: Format) -> Result<Found, Failure> {
    let suppressions = texts.suppressions();
    let document = match texts.load() {
        Ok(document) => document,
        Err(findings) => {
            let (fatal, findings) = findings.into_iter().partition(Diagnostic::is_error);
            return Ok(Found { fatal, findings, suppressions, ..Found::default() });
        }
    };
    let wanted = texts.wanted(&document)?;
    let (mut fatal, mut findings, mut templates) = (Gathered::default(), Gathered::default(), Vec::new());
    let mut complete = true;
    for entry in &wanted {
        let one = of_entry(entry, format)?;
        fatal.extend(entry, one.fatal);
        findings.extend(entry, one.findings);
        complete &= one.templates.is_some();
        templates.extend(one.templates.into_iter().flatten());
    }
    Ok(Found {
        fatal: fatal.told(wanted.len()),
        findings: findings.told(wanted.len()),
        suppressions,
        complete,
        templates: complete.then_some(templates),
    })
}

fn of_entry(entry: &Entry, format: Format) -> Result<Found, Failure> {
    let (stack, findings) = match entry.read() {
        Ok(parsed) => parsed,
        Err(findings) => {
            let (fatal, findings) = findings.into_iter().partition(Diagnostic::is_error);
            return Ok(Found { fatal, findings, ..Found::default() });
        }
    };
    let parts = match templates::of(&stack, format)? {
        Ok(parts) => parts,
        Err(fatal) => return Ok(Found { fatal, findings, ..Found::default() }),
    };
    let findings = findings.into_iter().chain(told(&parts, entry.root())).collect();
    let printed = parts.into_iter().map(|part| {
        let Part { environment, text, document, .. } = part;
        Printed { entry: entry.name().map(str::to_owned), environment, text, document }
    });
    Ok(Found { findings, templates: Some(printed.collect()), ..Found::default() })
}

/// What is wrong with the templates of a stack, in words about the stack file.
fn told(parts: &[Part], stack: &Node) -> Vec<Diagnostic> {
    let rehearsals = templates::rehearsed(parts);
    let told = parts.iter().zip(&rehearsals).flat_map(|(part, rehearsal)| told_of(part, rehearsal, stack));
    let told = told.collect();
    // The system takes them back at once when the process ends; we would go from step to step.
    std::mem::forget(rehearsals);
    told
}

fn told_of(part: &Part, rehearsal: &Rehearsal<'_>, stack: &Node) -> Vec<Diagnostic> {
    // What the compiler itself means that way, the stack language's own rules have told already.
    let meant = check::suppressions(&part.document);
    let codes = if meant.is_empty() { Vec::new() } else { catalogue::codes() };
    let mut findings = check::check(&part.document);
    findings.extend(rights(rehearsal));
    let (findings, _) = diag::suppress(findings, &meant, &codes, true);
    let told = |finding| told_in_the_stack(finding, &part.origins, &part.document, stack);
    findings.into_iter().map(|finding| with_cure(told(finding))).collect()
}

/// What is too large for AWS is never cut short; what a template's author could do about it, a stack's does otherwise.
fn with_cure(finding: Diagnostic) -> Diagnostic {
    match finding.code {
        "limit-exceeded" | "policy-too-large" => finding.help(
            "in a stack file: divide the functions among several stacks; with a `matrix`, one file makes them all",
        ),
        _ => finding,
    }
}

/// What a rehearsal finds wrong with the rights of a compiled template. Whether somebody listens to failures is the stack's
/// choice, and what can't be known is said in the rehearsal itself.
fn rights(rehearsal: &Rehearsal<'_>) -> Vec<Diagnostic> {
    let mut findings = rehearsal.rights();
    findings.retain(|finding| finding.severity > Severity::Note);
    findings
}

/// A template that can be rehearsed, and where its findings are told.
pub(crate) struct Deployable {
    /// What there is to rehearse.
    pub(crate) what: What,
    /// The name in the matrix.
    pub(crate) entry: Option<String>,
    /// The file that the user knows.
    source: Source,
    /// The project file of a stack: its name and text.
    project: Option<(String, String)>,
    /// What the file says is meant that way.
    suppressions: Vec<Suppression>,
}

/// What there is to rehearse.
pub(crate) enum What {
    /// The templates of a stack, the pipeline's first; and the stack file's tree.
    Stack(Box<Stack>, Vec<Part>, Node),
    /// A template as the file has it.
    Template(Document),
}

impl Deployable {
    /// Its templates, the pipeline's first.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Document> {
        let (one, parts) = match &self.what {
            What::Template(document) => (Some(document), &[][..]),
            What::Stack(_, parts, _) => (None, parts.as_slice()),
        };
        one.into_iter().chain(parts.iter().map(|part| &part.document))
    }

    /// What the rehearsals of all its templates have found, as findings about the file.
    pub(crate) fn judged(&self, findings: Vec<Vec<Diagnostic>>) -> Vec<Judged> {
        let findings = match &self.what {
            What::Template(_) => findings.concat(),
            What::Stack(_, parts, file) => {
                let told = |part: &Part, findings: Vec<Diagnostic>| {
                    let told = |finding| told_in_the_stack(finding, &part.origins, &part.document, file);
                    findings.into_iter().map(told).collect::<Vec<_>>()
                };
                parts.iter().zip(findings).flat_map(|(part, findings)| told(part, findings)).collect()
            }
        };
        let codes = if self.suppressions.is_empty() { Vec::new() } else { catalogue::codes() };
        let (findings, suppressed) = diag::suppress(findings, &self.suppressions, &codes, true);
        let project = self.project.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        let texts = Texts { stack: &self.source.text, project, entry: None };
        let (own, project) = texts.split(&self.source.name, findings, suppressed);
        std::iter::once(own).chain(project).collect()
    }
}

/// The templates that a file is, or that come of it; or why there are none.
pub(crate) fn deployable(input: &Input) -> Result<Result<Vec<Deployable>, Judgement>, Failure> {
    let text = match yaml::decode(&input.bytes) {
        Ok(text) => text,
        Err((text, finding)) => return Ok(Err(unreadable(&input.name, text, finding))),
    };
    let source = Source { name: input.name.clone(), text: text.to_owned() };
    let of_rehearsals = |mut suppressions: Vec<Suppression>| {
        suppressions.retain(|suppression| is_of_rehearsals(&suppression.code));
        suppressions
    };
    if !input.is_stack && language::of_lines(text) != Some(Language::Stack) {
        let document = match cfn::read::read(text) {
            Ok(document) => document,
            Err(finding) => return Ok(Err(unreadable(&input.name, text.to_owned(), finding))),
        };
        match language::of_document(&document) {
            Some(Language::Stack) => {}
            Some(Language::Template) => {
                let mut suppressions = check::suppressions(&document);
                suppressions.extend(diag::comments(text));
                let suppressions = of_rehearsals(suppressions);
                let what = What::Template(document);
                return Ok(Ok(vec![Deployable { what, entry: None, source, project: None, suppressions }]));
            }
            None => {
                let found = Found { fatal: vec![neither(&document)], ..Found::default() };
                let plain = Texts { stack: text, project: None, entry: None };
                return Ok(Err(found.judgement(&input.name, plain)));
            }
        }
    }
    let project = input.project_text();
    let texts = Texts::of(input, text, project.as_deref());
    let fatal = |fatal| Found { fatal, ..Found::default() }.judgement(&input.name, texts);
    let document = match texts.load() {
        Ok(document) => document,
        Err(findings) => return Ok(Err(fatal(findings))),
    };
    let mut found = Vec::new();
    for entry in texts.wanted(&document)? {
        let stack = match entry.read() {
            Ok((stack, _)) => stack,
            Err(findings) => return Ok(Err(fatal(findings))),
        };
        let parts = match templates::of(&stack, Format::Yaml)? {
            Ok(parts) => parts,
            Err(findings) => return Ok(Err(fatal(findings))),
        };
        found.push(Deployable {
            what: What::Stack(Box::new(stack), parts, entry.root().clone()),
            entry: entry.name().map(str::to_owned),
            source: source.clone(),
            project: texts.project.map(|(name, text)| (name.to_owned(), text.to_owned())),
            suppressions: of_rehearsals(texts.suppressions()),
        });
    }
    Ok(Ok(found))
}

fn is_of_rehearsals(code: &str) -> bool {
    rehearse::meanings().any(|meaning| meaning.code == code)
}

fn unreadable(name: &str, text: String, finding: Diagnostic) -> Judgement {
    let source = Source { name: name.to_owned(), text };
    let judged = Judged { source, findings: vec![finding], suppressed: Vec::new() };
    Judgement { judged, project: None, readable: false, templates: None }
}

/// A file that is YAML and nothing that we know.
fn neither(document: &Document) -> Diagnostic {
    let key = document.root().entries().first().map(|entry| entry.key_span);
    catalogue::NEITHER
        .finding("the file is neither a stack nor a CloudFormation template")
        .at(key.unwrap_or(document.root().handle()))
        .label("begins otherwise")
        .help("a template has `Resources`, a stack file `edition`, `source`, `functions` and `stages`")
}

impl Found {
    fn judgement(self, name: &str, texts: Texts<'_>) -> Judgement {
        let codes = if self.suppressions.is_empty() { Vec::new() } else { catalogue::codes() };
        // A rehearsal finds more than is told here, and says itself what of it is suppressed in vain.
        let (of_rehearsals, others): (Vec<_>, Vec<_>) =
            self.suppressions.into_iter().partition(|suppression| is_of_rehearsals(&suppression.code));
        let (standing, mut suppressed): (_, Vec<Suppressed>) =
            diag::suppress(self.findings, &of_rehearsals, &codes, false);
        let (standing, more) = diag::suppress(standing, &others, &codes, self.complete);
        suppressed.extend(more);
        suppressed.sort_by_key(|one| one.finding.span.map(|span| span.start));
        let mut findings = [self.fatal, standing].concat();
        findings.sort_by_key(|finding| finding.span.map(|span| span.start));
        let templates = self.templates.filter(|_| !findings.iter().any(Diagnostic::is_error));
        let (judged, project) = texts.split(name, findings, suppressed);
        Judgement { judged, project, readable: true, templates }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Printed, told};
    use crate::cli::Format;
    use crate::pipelines::Texts;
    use crate::templates;

    const STACK: &str = "
edition: 2026
name: orders
source: { codecommit: { repository: orders } }
functions:
  api: { runtime: python3.13, code: api }
stages:
  - name: Build
    build: { commands: [make] }
  - name: Live
    deploy: { functions: [api] }
";

    /// No stack leaves its roles short of anything: that much the compiler sees to. Were it to fail, this would be said.
    #[test]
    fn a_template_whose_roles_do_not_suffice_is_none() {
        let file = spec::Document::load(STACK, None).unwrap();
        let root = file.entries()[0].root();
        let (stack, _) = file.entries()[0].read().unwrap();
        let mut parts = templates::of(&stack, Format::Yaml).ok().unwrap().unwrap();
        let printed = parts[0].text.clone();
        let short = printed.replacen("lambda:UpdateAlias", "lambda:UpdateAlias2", 1);
        for (text, is_short) in [(&printed, false), (&short, true)] {
            parts[0].document = cfn::read::read(text).unwrap();
            let findings = told(&parts, root);
            let denied: Vec<_> = findings.iter().filter(|finding| finding.code == "call-denied").collect();
            assert_eq!(denied.len(), usize::from(is_short), "{findings:#?}");
            for finding in denied {
                let span = finding.span.unwrap();
                assert_eq!(&STACK[span.start..span.end], "api", "{finding:#?}");
                assert!(finding.message.contains("`lambda:UpdateAlias`"), "{finding:#?}");
            }
            let document = cfn::read::read(text).unwrap();
            let text = text.clone();
            let templates = Some(vec![Printed { entry: None, environment: None, text, document }]);
            let found = Found { findings, templates, complete: true, ..Found::default() };
            let judgement = found.judgement("stack.yaml", Texts { stack: STACK, project: None, entry: None });
            assert_eq!(judgement.templates.is_none(), is_short);
        }
    }
}
