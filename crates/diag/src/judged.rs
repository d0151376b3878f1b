//! What there is to say about one file.

use crate::mask::hush;
use crate::{Diagnostic, Source};

/// A file and everything that was found in it.
#[derive(Debug)]
pub struct Judged {
    /// The file.
    pub source: Source,
    /// What stands against it, in the order of its places.
    pub findings: Vec<Diagnostic>,
    /// What was found and is meant that way.
    pub suppressed: Vec<Suppressed>,
}

/// A finding that the file itself says is meant that way.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is meant that way.
    pub reason: String,
}

impl Judged {
    /// The same without secrets, to be shown: asterisks stand where they were.
    #[must_use]
    pub fn masked(&self) -> Self {
        let hidden: Vec<_> = self.suppressed.iter().map(|suppressed| suppressed.finding.clone()).collect();
        let all = [self.findings.as_slice(), &hidden].concat();
        let source = crate::mask(&self.source, &all);
        let mut findings = hush(&self.source, &all);
        let hidden = findings.split_off(self.findings.len());
        let reasons = self.suppressed.iter().map(|suppressed| suppressed.reason.clone());
        let suppressed =
            hidden.into_iter().zip(reasons).map(|(finding, reason)| Suppressed { finding, reason }).collect();
        Self { source, findings, suppressed }
    }
}
