//! Findings that a file says are meant that way.
//!
//! In a stack file or YAML template a comment does it, at the end of the line where the finding begins, or on a line of its
//! own before it. Before the first line of all it also speaks of findings about the whole file:
//!
//! ```yaml
//! # pipewright: ignore some-code, other-code -- why it is meant that way
//! ```
//!
//! Whoever knows another way to say so (a template's Metadata) makes [`Suppression`]s of it. A comment is found by its text
//! alone, so that it also works inside an inline buildspec; JSON has no comments, and none are looked for there. A reason is
//! demanded, a code has to exist, and a suppression that suppresses nothing is a finding too: they would rot unseen.

use crate::{Diagnostic, Meaning, Severity, Span, Suppressed, nearest};

/// One code that is not to be reported, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The code.
    pub code: String,
    /// Where the code is written.
    pub span: Span,
    /// Why; without a reason nothing is suppressed.
    pub reason: Option<String>,
    /// Which findings are meant.
    pub scope: Scope,
}

/// Which findings of a code are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    Everywhere,
    /// Those that begin there.
    Within(Span),
    /// Those that begin there, and those about the file as a whole.
    Opening(Span),
}

/// What the codes about suppressions mean.
pub const MEANINGS: [Meaning; 3] = [
    Meaning {
        code: NO_REASON,
        severity: Severity::Warning,
        title: "A suppression without a reason.",
        explanation: "Whoever reads the file next has to learn why a finding is meant that way; so does the list of \
            suppressed findings that every check prints. Without a reason the suppression does nothing.\n\n\
            In a comment the reason follows two dashes: `# pipewright: ignore CODE -- REASON`. In a template's Metadata it is \
            the key `reason` beside `code`.",
        pages: &[],
    },
    Meaning {
        code: UNKNOWN_CODE,
        severity: Severity::Warning,
        title: "A suppression of a code that does not exist.",
        explanation: "Nothing is called that, so nothing is suppressed: the code is misspelt, or from a later version. \
            `pipewright explain` lists all codes.",
        pages: &[],
    },
    Meaning {
        code: UNUSED,
        severity: Severity::Note,
        title: "A suppression that suppresses nothing.",
        explanation: "There is no finding of that code at its place (any more). Left behind it would hide the next one, \
            which nobody has judged. Remove it, or move it to where the finding begins: in a comment at the end of that line, or \
            on a line of its own before it.\n\n\
            Errors of the stack language cannot be suppressed: while there are any, there is no template.",
        pages: &[],
    },
];

const NO_REASON: &str = "suppression-without-reason";
const UNKNOWN_CODE: &str = "suppression-unknown-code";
const UNUSED: &str = "suppression-unused";

/// The suppressions in a text's comments; none in JSON.
pub fn comments(text: &str) -> Vec<Suppression> {
    let mut found = Vec::new();
    // What most files lack is looked for first.
    if !text.contains(MARK) || text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return found;
    }
    // Of comments on lines of their own: they wait for the line that they speak of.
    let mut waiting: Vec<Suppression> = Vec::new();
    let (mut start, mut opening) = (0, true);
    for line in text.split_inclusive('\n') {
        let span = Span { start, end: start + line.len() };
        let code = line.trim_start_matches('\u{feff}').trim_start();
        let mut here = comment(line, start);
        if code.starts_with('#') {
            waiting.append(&mut here);
        } else if !code.is_empty() {
            for one in &mut waiting {
                one.scope = if opening { Scope::Opening(span) } else { Scope::Within(span) };
            }
            for one in &mut here {
                one.scope = Scope::Within(span);
            }
            found.append(&mut waiting);
            found.append(&mut here);
            opening = false;
        }
        start += line.len();
    }
    // Nothing follows these: they stay where they are, and suppress nothing.
    found.extend(waiting);
    found
}

const MARK: &str = "pipewright:";

/// What a line's comment suppresses; the scope is not known yet.
fn comment(line: &str, start: usize) -> Vec<Suppression> {
    let hashes = line.match_indices('#').map(|(at, _)| at);
    let after_space = |at: &usize| {
        line[..*at].chars().next_back().is_none_or(|before| before.is_whitespace() || before == '\u{feff}')
    };
    let bodies = hashes.filter(after_space).filter_map(|at| {
        let ignored = line[at + 1..].trim_start().strip_prefix(MARK)?.trim_start().strip_prefix("ignore")?;
        (ignored.is_empty() || ignored.starts_with(char::is_whitespace)).then_some(ignored)
    });
    let Some(body) = bodies.into_iter().next() else { return Vec::new() };
    let (codes, reason) = match body.split_once("--") {
        Some((codes, reason)) => (codes, Some(reason.trim()).filter(|reason| !reason.is_empty())),
        None => (body, None),
    };
    let suppression = |code: &str| {
        let at = start + (code.as_ptr() as usize - line.as_ptr() as usize);
        Suppression {
            code: code.to_owned(),
            span: Span { start: at, end: at + code.len() },
            reason: reason.map(str::to_owned),
            scope: Scope::Within(Span { start: at, end: at }),
        }
    };
    let mut words = codes.split([',', ' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).peekable();
    if words.peek().is_none() {
        let at = start + line.len() - line.trim_start().len();
        let span = Span { start: at, end: start + line.trim_end().len() };
        return vec![Suppression { code: String::new(), span, reason: None, scope: Scope::Within(span) }];
    }
    if reason.is_none() {
        // What follows the first word may be a reason that lacks its dashes.
        return words.take(1).map(suppression).collect();
    }
    words.map(suppression).collect()
}

/// The findings that stand, those about the suppressions among them, in order of place; and what is suppressed.
///
/// `codes` are all that exist. `unused` says whether a suppression that suppresses nothing is a finding: not where the check
/// had to stop before it saw everything.
pub fn suppress(
    findings: Vec<Diagnostic>,
    suppressions: &[Suppression],
    codes: &[&'static str],
    unused: bool,
) -> (Vec<Diagnostic>, Vec<Suppressed>) {
    let mut used = vec![false; suppressions.len()];
    let (mut standing, mut suppressed) = (Vec::new(), Vec::new());
    for finding in findings {
        let mut reasons = suppressions.iter().zip(&mut used).filter(|(one, _)| one.covers(&finding));
        let Some((first, first_used)) = reasons.next() else {
            standing.push(finding);
            continue;
        };
        *first_used = true;
        reasons.for_each(|(_, used)| *used = true);
        suppressed.push(Suppressed { reason: first.reason.clone().unwrap_or_default(), finding });
    }
    for (suppression, used) in suppressions.iter().zip(used) {
        standing.extend(suppression.complaint(codes, used || !unused));
    }
    standing.sort_by_key(|finding| finding.span.map(|span| span.start));
    (standing, suppressed)
}

impl Suppression {
    fn covers(&self, finding: &Diagnostic) -> bool {
        let here = match (self.scope, finding.span) {
            (Scope::Everywhere, _) | (Scope::Opening(_), None) => true,
            (Scope::Within(scope) | Scope::Opening(scope), Some(span)) => {
                (scope.start..scope.end).contains(&span.start)
            }
            (Scope::Within(_), None) => false,
        };
        here && self.code == finding.code && self.has_reason()
    }

    fn has_reason(&self) -> bool {
        self.reason.as_ref().is_some_and(|reason| !reason.is_empty())
    }

    fn complaint(&self, codes: &[&'static str], used: bool) -> Option<Diagnostic> {
        let code = &self.code;
        if code.is_empty() {
            let finding = Diagnostic::warning(UNKNOWN_CODE, "a suppression names no code").at(self.span);
            return Some(finding.help("write `code` and `reason`; `pipewright explain` lists all codes"));
        }
        if !codes.contains(&code.as_str()) {
            let finding = Diagnostic::warning(UNKNOWN_CODE, format!("no finding has the code `{code}`"));
            return Some(match nearest(code, codes.iter().copied()) {
                Some(nearest) => finding.at(self.span).label(format!("did you mean `{nearest}`?")),
                None => finding.at(self.span).help("`pipewright explain` lists all codes"),
            });
        }
        if !self.has_reason() {
            let finding = Diagnostic::warning(NO_REASON, format!("`{code}` is suppressed without a reason"));
            let help = "say why it is meant that way: `# pipewright: ignore CODE -- REASON` in a comment, `reason` beside \
                        `code` in Metadata";
            return Some(finding.at(self.span).label("does nothing without a reason").help(help));
        }
        (!used).then(|| {
            Diagnostic::note(UNUSED, format!("nothing here has the code `{code}`"))
                .at(self.span)
                .label("suppresses nothing")
                .help("remove it, or move it to the line where the finding begins")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, comments, suppress};
    use crate::{Diagnostic, Span};

    const CODES: &[&str] = &["first-code", "second-code"];

    /// Codes that stand after the text's comments have suppressed findings at each `!`, and those that do not.
    fn judge(text: &str) -> (Vec<&'static str>, Vec<(&'static str, String)>) {
        let places = text.match_indices('!').map(|(at, _)| Span { start: at, end: at + 1 });
        let findings = places.map(|place| Diagnostic::error("first-code", "x").at(place)).collect();
        let (standing, suppressed) = suppress(findings, &comments(text), CODES, true);
        let pair = |one: crate::Suppressed| (one.finding.code, one.reason);
        (standing.iter().map(|one| one.code).collect(), suppressed.into_iter().map(pair).collect())
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_of_the_next() {
        let why = |reason: &str| vec![("first-code", reason.to_owned())];
        assert_eq!(judge("a: ! # pipewright: ignore first-code -- why\nb: 1\n"), (vec![], why("why")));
        let own = "  # pipewright: ignore first-code -- so -- it is\r\n\r\n  # about b\r\nb: !\r\nc: !";
        assert_eq!(judge(own), (vec!["first-code"], why("so -- it is")));
        let both = "# pipewright: ignore second-code -- one\n# pipewright: ignore first-code -- two\nb: !\n";
        assert_eq!(judge(both), (vec!["suppression-unused"], why("two")));
        let marked = "\u{feff}# pipewright: ignore first-code -- why\r\nb: !";
        assert_eq!(judge(marked), (vec![], why("why")));
        let two = "#pipewright: ignore second-code, first-code -- both\nb: !\n";
        assert_eq!(judge(two), (vec!["suppression-unused"], why("both")));
    }

    #[test]
    fn a_reason_is_demanded() {
        for comment in ["first-code", "first-code --", "first-code -- ", "first-code because I say so"] {
            let text = format!("b: ! # pipewright: ignore {comment}\n");
            assert_eq!(judge(&text), (vec!["first-code", "suppression-without-reason"], vec![]), "{comment}");
        }
    }

    #[test]
    fn codes_exist_and_are_found() {
        let text = "b: 1 # pipewright: ignore frist-code -- why\n";
        let (standing, _) = suppress(vec![], &comments(text), CODES, true);
        assert_eq!(standing[0].code, "suppression-unknown-code");
        assert_eq!(standing[0].label.as_deref(), Some("did you mean `first-code`?"));
        let place = standing[0].span.unwrap();
        assert_eq!(&text[place.start..place.end], "frist-code");
        assert_eq!(
            judge("b: !\n# pipewright: ignore first-code -- late\n").0,
            ["first-code", "suppression-unused"]
        );
        let unseen =
            suppress(vec![], &comments("b: 1 # pipewright: ignore first-code -- why\n"), CODES, false);
        assert!(unseen.0.is_empty());
    }

    #[test]
    fn what_is_no_such_comment_is_none() {
        for text in [
            "{ \"a\": \"# pipewright: ignore first-code -- why\" }",
            "a: b#pipewright: ignore first-code -- why\n",
            "# pipewright: ignored first-code -- why\n",
            "# pipewright ignore first-code -- why\n",
        ] {
            assert_eq!(comments(text), [], "{text}");
        }
    }

    #[test]
    fn a_comment_before_everything_speaks_of_the_whole_file() {
        let whole = || vec![Diagnostic::error("first-code", "without a place")];
        let comment = "# pipewright: ignore first-code -- why\n";
        let head = format!("# about this\n{comment}---\nb: 1\n");
        assert_eq!(suppress(whole(), &comments(&head), CODES, true).1.len(), 1);
        let later = format!("b: 1\n{comment}c: 1\n");
        assert_eq!(suppress(whole(), &comments(&later), CODES, true).1.len(), 0);
        assert_eq!(judge(&format!("{comment}b: !\n")).1.len(), 1);
    }

    #[test]
    fn everywhere_is_everywhere() {
        let mut all = comments("# pipewright: ignore first-code -- why\n");
        all[0].scope = Scope::Everywhere;
        let findings = vec![Diagnostic::error("first-code", "without a place")];
        let (standing, suppressed) = suppress(findings, &all, CODES, true);
        assert!(standing.is_empty() && suppressed.len() == 1);
    }
}
