//! Everything there is to say about one file: the rules of its language, the rules of templates, what it suppresses.
//!
//! In: the bytes. Out: a [`Judgement`]. Nothing is printed here.

use cfn::read::Document;
use cfn::{Origins, Template};
use diag::{Diagnostic, Judged, Severity, Source, Suppressed, Suppression};
use rehearse::world::Given;

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
    /// The same as it was read back.
    pub(crate) document: Option<Document>,
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
    document: Option<Document>,
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
    let origins = template.into_origins();
    let document = cfn::read::read(&printed).map_err(|finding| Failure::Internal(finding.message))?;
    let told = told(&document, &origins, text);
    let findings = findings.into_iter().chain(told).collect();
    Ok(Found {
        findings,
        suppressions,
        complete: true,
        template: Some(printed),
        document: Some(document),
        fatal: Vec::new(),
    })
}

/// What is wrong with the template of a stack, in words about the stack file.
fn told(document: &Document, origins: &Origins, stack: &str) -> Vec<Diagnostic> {
    // What the compiler itself means that way, the stack language's own rules have told already.
    let meant = check::suppressions(document);
    let codes = if meant.is_empty() { Vec::new() } else { catalogue::codes() };
    let mut findings = check::check(document);
    findings.extend(rehearsed(document));
    let (findings, _) = diag::suppress(findings, &meant, &codes, true);
    findings.into_iter().map(|finding| told_in_the_stack(finding, origins, document, stack)).collect()
}

/// What a rehearsal finds wrong with the rights of a compiled template. Whether somebody listens to failures is the stack's
/// choice, and what can't be known is said in the rehearsal itself.
fn rehearsed(document: &Document) -> Vec<Diagnostic> {
    let mut findings = rehearse::rehearse(document, &Given::default()).rights();
    findings.retain(|finding| finding.severity > Severity::Note);
    findings
}

/// A template that can be rehearsed, and where its findings are told.
pub(crate) struct Deployable {
    /// The text that it was read from.
    pub(crate) document: Document,
    /// The file that the user knows.
    pub(crate) source: Source,
    /// What the file says is meant that way.
    suppressions: Vec<Suppression>,
    /// What of the stack the template's parts come from, where the file is a stack.
    origins: Option<Origins>,
}

impl Deployable {
    /// A rehearsal's findings, as findings about the file.
    pub(crate) fn judged(&self, findings: Vec<Diagnostic>) -> Judged {
        let told = |finding| match &self.origins {
            Some(origins) => told_in_the_stack(finding, origins, &self.document, &self.source.text),
            None => finding,
        };
        let findings = findings.into_iter().map(told).collect();
        let codes = if self.suppressions.is_empty() { Vec::new() } else { catalogue::codes() };
        let (findings, suppressed) = diag::suppress(findings, &self.suppressions, &codes, true);
        Judged { source: self.source.clone(), findings, suppressed }
    }
}

/// The template that a file is, or that comes of it; or why there is none.
pub(crate) fn deployable(input: &Input) -> Result<Result<Deployable, Judgement>, Failure> {
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
                return Ok(Ok(Deployable { document, source, suppressions, origins: None }));
            }
            None => {
                let found = Found { fatal: vec![neither(&document)], ..Found::default() };
                return Ok(Err(found.judgement(&input.name, text)));
            }
        }
    }
    let fatal = |fatal| Found { fatal, ..Found::default() }.judgement(&input.name, text);
    let template = match spec::parse(text).and_then(|(stack, _)| compile::compile(&stack)) {
        Ok(template) => template,
        Err(findings) => return Ok(Err(fatal(findings))),
    };
    let printed = print(&template, Format::Yaml)?;
    let origins = Some(template.into_origins());
    let document = cfn::read::read(&printed).map_err(|finding| Failure::Internal(finding.message))?;
    let suppressions = of_rehearsals(diag::comments(text));
    Ok(Ok(Deployable { document, source, suppressions, origins }))
}

fn is_of_rehearsals(code: &str) -> bool {
    rehearse::meanings().any(|meaning| meaning.code == code)
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
    Judgement { judged, readable: false, template: None, document: None }
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
    fn judgement(self, name: &str, text: &str) -> Judgement {
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
        let template = self.template.filter(|_| !findings.iter().any(Diagnostic::is_error));
        let source = Source { name: name.to_owned(), text: text.to_owned() };
        let document = self.document;
        Judgement { judged: Judged { source, findings, suppressed }, readable: true, template, document }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, told};

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
        let (stack, _) = spec::parse(STACK).unwrap();
        let template = compile::compile(&stack).unwrap();
        let printed = cfn::to_yaml(&template).unwrap();
        let origins = template.into_origins();
        let short = printed.replacen("lambda:UpdateAlias", "lambda:UpdateAlias2", 1);
        for (text, is_short) in [(&printed, false), (&short, true)] {
            let document = cfn::read::read(text).unwrap();
            let findings = told(&document, &origins, STACK);
            let denied: Vec<_> = findings.iter().filter(|finding| finding.code == "call-denied").collect();
            assert_eq!(denied.len(), usize::from(is_short), "{findings:#?}");
            for finding in denied {
                let span = finding.span.unwrap();
                assert_eq!(&STACK[span.start..span.end], "api", "{finding:#?}");
                assert!(finding.message.contains("`lambda:UpdateAlias`"), "{finding:#?}");
            }
            let found = Found { findings, template: Some(text.clone()), complete: true, ..Found::default() };
            let judgement = found.judgement("stack.yaml", STACK);
            assert_eq!(judgement.template.is_none(), is_short);
        }
    }
}
