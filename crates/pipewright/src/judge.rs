//! Everything there is to say about one file: the rules of its language, the rules of templates, what it suppresses.
//!
//! In: the bytes. Out: a [`Judgement`]. Nothing is printed here.

use cfn::Template;
use diag::{Diagnostic, Judged, Source, Suppressed, Suppression};

use crate::catalogue;
use crate::cli::Format;
use crate::failure::Failure;
use crate::input::Input;
use crate::language::{self, Language};
use crate::origins::told_in_the_stack;

/// What a file is worth.
pub(crate) struct Judgement {
    pub(crate) judged: Judged,
    /// Whether the text could be read at all. What can't be read has one finding, and mending others could not be seen.
    pub(crate) readable: bool,
    /// A stack's template, where nothing of it is an error.
    pub(crate) template: Option<String>,
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
    template: Option<String>,
}

/// Judges a file, whichever language it is in.
pub(crate) fn file(input: &Input) -> Result<Judgement, Failure> {
    match yaml::decode(&input.bytes) {
        Ok(text) => self::text(&input.name, text, input.is_stack),
        Err((text, finding)) => Ok(unreadable(&input.name, text, finding)),
    }
}

/// Judges a stack file, for the template that comes of it in that format.
pub(crate) fn stack(input: &Input, format: Format) -> Result<Judgement, Failure> {
    match yaml::decode(&input.bytes) {
        Ok(text) => Ok(of_stack(text, format)?.judgement(&input.name, text)),
        Err((text, finding)) => Ok(unreadable(&input.name, text, finding)),
    }
}

/// Judges a text, whichever language it is in.
pub(crate) fn text(name: &str, text: &str, is_stack: bool) -> Result<Judgement, Failure> {
    if is_stack || language::of_lines(text) == Some(Language::Stack) {
        return Ok(of_stack(text, Format::Yaml)?.judgement(name, text));
    }
    let document = match cfn::read::read(text) {
        Ok(document) => document,
        Err(finding) => return Ok(unreadable(name, text.to_owned(), finding)),
    };
    let found = match language::of_document(&document) {
        Some(Language::Template) => of_template(&document),
        Some(Language::Stack) => of_stack(text, Format::Yaml)?,
        None => Found { fatal: vec![neither(&document)], ..Found::default() },
    };
    Ok(found.judgement(name, text))
}

fn of_template(document: &cfn::read::Document) -> Found {
    let mut suppressions = check::suppressions(document);
    suppressions.extend(diag::comments(document.text()));
    Found {
        findings: check::check(document),
        complete: !suppressions.is_empty() && check::judges_all(document),
        suppressions,
        ..Found::default()
    }
}

fn of_stack(text: &str, format: Format) -> Result<Found, Failure> {
    let suppressions = diag::comments(text);
    let (stack, findings) = match spec::parse(text) {
        Ok(parsed) => parsed,
        Err(findings) => {
            let (fatal, findings) = findings.into_iter().partition(Diagnostic::is_error);
            return Ok(Found { fatal, findings, suppressions, ..Found::default() });
        }
    };
    let template = match compile::compile(&stack) {
        Ok(template) => template,
        Err(fatal) => return Ok(Found { fatal, findings, suppressions, ..Found::default() }),
    };
    let printed = print(&template, format)?;
    let document = cfn::read::read(&printed).map_err(|finding| Failure::Internal(finding.message))?;
    // What the compiler itself means that way, the stack language's own rules have told already.
    let meant = check::suppressions(&document);
    let codes = if meant.is_empty() { Vec::new() } else { catalogue::codes() };
    let (of_template, _) = diag::suppress(check::check(&document), &meant, &codes, true);
    let told = of_template.into_iter().map(|finding| told_in_the_stack(finding, &template, &document, text));
    let findings = findings.into_iter().chain(told).collect();
    Ok(Found { findings, suppressions, complete: true, template: Some(printed), fatal: Vec::new() })
}

fn print(template: &Template, format: Format) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(cfn::to_json(template)),
        Format::Yaml => cfn::to_yaml(template).map_err(|error| Failure::Internal(error.to_string())),
    }
}

fn unreadable(name: &str, text: String, finding: Diagnostic) -> Judgement {
    let source = Source { name: name.to_owned(), text };
    let judged = Judged { source, findings: vec![finding], suppressed: Vec::new() };
    Judgement { judged, readable: false, template: None }
}

/// A file that is YAML and nothing that we know.
fn neither(document: &cfn::read::Document) -> Diagnostic {
    let key = document.root().entries().first().map(|entry| entry.key_span);
    catalogue::NEITHER
        .finding("the file is neither a stack nor a CloudFormation template")
        .at(key.unwrap_or(document.root().handle()))
        .label("begins otherwise")
        .help("a template has `Resources`, a stack file `edition`, `source`, `functions` and `stages`")
}

impl Found {
    fn judgement(self, name: &str, text: &str) -> Judgement {
        let codes = if self.suppressions.is_empty() { Vec::new() } else { catalogue::codes() };
        let (standing, suppressed): (_, Vec<Suppressed>) =
            diag::suppress(self.findings, &self.suppressions, &codes, self.complete);
        let mut findings = [self.fatal, standing].concat();
        findings.sort_by_key(|finding| finding.span.map(|span| span.start));
        let template = self.template.filter(|_| !findings.iter().any(Diagnostic::is_error));
        let source = Source { name: name.to_owned(), text: text.to_owned() };
        Judgement { judged: Judged { source, findings, suppressed }, readable: true, template }
    }
}
