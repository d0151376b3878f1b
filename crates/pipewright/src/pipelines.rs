//! A stack file and its pipelines: one, or one for each entry of its matrix; and the project file that it inherits from.
//!
//! Places in the project file begin behind the text of the stack file, for as long as everything is looked at together; what
//! is told of them in the end is told of their own file.

use diag::{Diagnostic, Judged, Source, Span, Suppressed, Suppression};
use spec::project::beginning;
use spec::{Document, Entry};

use crate::failure::Failure;
use crate::input::Input;

/// The texts that a stack is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'a> {
    pub(crate) stack: &'a str,
    /// The project's name and text.
    pub(crate) project: Option<(&'a str, &'a str)>,
    /// The one pipeline that is wanted.
    pub(crate) entry: Option<&'a str>,
}

impl<'a> Texts<'a> {
    pub(crate) fn of(input: &'a Input, stack: &'a str, project: Option<&'a str>) -> Self {
        let name = input.project.as_ref().map(|project| project.name.as_str());
        Self { stack, project: name.zip(project), entry: input.entry.as_deref() }
    }

    /// The stack file as YAML, or why there is none.
    pub(crate) fn load(self) -> Result<Document, Vec<Diagnostic>> {
        Document::load(self.stack, self.project.map(|(_, text)| text))
    }

    /// The pipelines that are wanted.
    pub(crate) fn wanted(self, document: &Document) -> Result<Vec<&Entry>, Failure> {
        let Some(wanted) = self.entry else { return Ok(document.entries().iter().collect()) };
        if let Some(entry) = document.entries().iter().find(|entry| entry.name() == Some(wanted)) {
            return Ok(vec![entry]);
        }
        let names: Vec<_> = document.entries().iter().filter_map(Entry::name).collect();
        let help = match diag::nearest(wanted, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "the file has no `matrix`".to_owned(),
            None => format!("its entries: {}", names.join(", ")),
        };
        Err(Failure::Usage { message: format!("the matrix has no entry `{wanted}`"), help })
    }

    /// What both files suppress.
    pub(crate) fn suppressions(self) -> Vec<Suppression> {
        let mut all = diag::comments(self.stack);
        if let Some((_, project)) = self.project {
            let by = beginning(self.stack);
            all.extend(diag::comments(project).into_iter().map(|suppression| moved(suppression, by)));
        }
        all
    }

    /// What is to be told of each of the two files.
    pub(crate) fn split(
        self,
        name: &str,
        findings: Vec<Diagnostic>,
        suppressed: Vec<Suppressed>,
    ) -> (Judged, Option<Judged>) {
        let by = beginning(self.stack);
        let is_projects = |finding: &Diagnostic| finding.span.is_some_and(|span| span.start >= by);
        let (projects, findings): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_projects);
        let (hidden, suppressed): (Vec<_>, Vec<_>) =
            suppressed.into_iter().partition(|one| is_projects(&one.finding));
        let source = |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
        let findings = findings.into_iter().map(|finding| within(finding, by)).collect();
        let own = Judged { source: source(name, self.stack), findings, suppressed };
        let project = self.project.filter(|_| !projects.is_empty() || !hidden.is_empty());
        let project = project.map(|(name, text)| Judged {
            source: source(name, text),
            // A suppression is for whichever stack has the finding.
            findings: projects
                .into_iter()
                .filter(|finding| finding.code != "suppression-unused")
                .map(|finding| back(finding, by))
                .collect(),
            suppressed: hidden
                .into_iter()
                .map(|one| Suppressed { finding: back(one.finding, by), ..one })
                .collect(),
        });
        (own, project)
    }
}

/// Adds what is found in the same project file again: each finding is told once.
pub(crate) fn add(files: &mut Vec<Judged>, found: Option<Judged>) {
    let Some(found) = found else { return };
    let Some(known) = files.iter_mut().find(|file| file.source.name == found.source.name) else {
        files.push(found);
        return;
    };
    for finding in found.findings {
        if !known.findings.contains(&finding) {
            known.findings.push(finding);
        }
    }
    for suppressed in found.suppressed {
        if !known.suppressed.iter().any(|there| there.finding == suppressed.finding) {
            known.suppressed.push(suppressed);
        }
    }
}

/// What was found in several pipelines of one file, each finding once.
#[derive(Default)]
pub(crate) struct Gathered {
    found: Vec<(Diagnostic, Vec<String>)>,
}

impl Gathered {
    pub(crate) fn extend(&mut self, entry: &Entry, findings: Vec<Diagnostic>) {
        for finding in findings {
            let name = entry.name().unwrap_or_default().to_owned();
            match self.found.iter_mut().find(|(known, _)| *known == finding) {
                Some((_, entries)) if entries.contains(&name) => {}
                Some((_, entries)) => entries.push(name),
                None => self.found.push((finding, vec![name])),
            }
        }
    }

    /// Each says of which pipelines it is true, where that is not all of them.
    pub(crate) fn told(self, all: usize) -> Vec<Diagnostic> {
        let found = self.found.into_iter();
        found
            .map(|(finding, entries)| {
                if entries.len() == all {
                    return finding;
                }
                finding.help(format!("for `{}` of the matrix", entries.join("`, `")))
            })
            .collect()
    }
}

fn moved(mut suppression: Suppression, by: usize) -> Suppression {
    use diag::Scope;
    let span = |span: Span| Span { start: span.start + by, end: span.end + by };
    suppression.span = span(suppression.span);
    suppression.scope = match suppression.scope {
        Scope::Everywhere => Scope::Everywhere,
        Scope::Within(place) => Scope::Within(span(place)),
        Scope::Opening(place) => Scope::Opening(span(place)),
    };
    suppression
}

/// A finding about the project file, in that file's own places; what it says of the stack file can't be shown beside it.
fn back(finding: Diagnostic, by: usize) -> Diagnostic {
    let there = |span: Span| Span { start: span.start - by, end: span.end - by };
    let related = finding.related.into_iter().filter(|(span, _)| span.start >= by);
    let related = related.map(|(span, label)| (there(span), label)).collect();
    Diagnostic { span: finding.span.map(there), related, fix: None, ..finding }
}

/// A finding about the stack file, without what it says of the project file.
fn within(mut finding: Diagnostic, by: usize) -> Diagnostic {
    finding.related.retain(|(span, _)| span.start < by);
    finding
}
