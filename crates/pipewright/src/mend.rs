//! `check --fix`: the fixes of all findings, carried out.
//!
//! A file is judged, mended and judged again until nothing is left to mend: one fix may uncover another, and of two that
//! touch the same piece only the first is carried out at a time. Files change at the very end, all of them, each whole
//! or not at all; what has nothing to mend is not touched.

use std::path::PathBuf;

use diag::{Diagnostic, Fix, Judged, Severity};

use crate::failure::Failure;
use crate::input::Input;
use crate::judge::{self, Judgement};
use crate::output;
use crate::report::Reporter;

/// Fixes that undo each other would go on for ever.
const MOST_ROUNDS: usize = 16;

/// Mends the files, and gives what is left to say about them.
pub(crate) fn files(inputs: &[Input], least: Severity, reporter: &Reporter) -> Result<Vec<Judged>, Failure> {
    let (mut files, mut projects, mut mended) = (Vec::new(), Vec::new(), Vec::new());
    for input in inputs {
        let (judgement, fixed) = one(input, least)?;
        if !fixed.is_empty() {
            mended.push((place(input)?, judgement.judged.source.text.clone()));
            reporter.fixed(&judgement.judged.source.name, &fixed);
        }
        files.push(judgement.judged);
        crate::pipelines::add(&mut projects, judgement.project);
    }
    files.append(&mut projects);
    output::write(&mended, &[])?;
    Ok(files)
}

/// Where the mended text goes: back into the file, and a pipe is none.
fn place(input: &Input) -> Result<PathBuf, Failure> {
    input.path.as_ref().filter(|path| path.is_file()).cloned().ok_or_else(|| Failure::Usage {
        message: format!("{} cannot be mended in place", input.name),
        help: "name a file, or leave --fix out".to_owned(),
    })
}

/// The last judgement of a file that is mended round by round, and the findings whose fixes were carried out.
fn one(input: &Input, least: Severity) -> Result<(Judgement, Vec<Diagnostic>), Failure> {
    let mut judgement = judge::file(input)?;
    let mut fixed = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let source = &judgement.judged.source;
        let fixable: Vec<(&Diagnostic, &Fix)> = judgement
            .judged
            .findings
            .iter()
            .filter(|finding| finding.severity >= least)
            .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
            .collect();
        let fixes: Vec<&Fix> = fixable.iter().map(|(_, fix)| *fix).collect();
        let (text, applied) = diag::apply(&source.text, &fixes);
        if applied.is_empty() || text == source.text {
            break;
        }
        let next = judge::text(input, &text)?;
        if judgement.readable && !next.readable {
            // A fix that leaves no YAML is none.
            break;
        }
        fixed.extend(applied.into_iter().map(|index| fixable[index].0.clone()));
        judgement = next;
    }
    Ok((judgement, fixed))
}
