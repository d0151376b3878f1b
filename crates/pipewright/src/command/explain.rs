//! `pipewright explain`: what a code means, with an example that fails beside one that passes.
//!
//! The examples are the ones that the tests run, embedded when the program is built.

use diag::Meaning;

use crate::catalogue;
use crate::cli::Explain;
use crate::failure::Failure;
use crate::output;

/// An example of a code: a file that has the finding, and one that does not.
struct Example {
    /// The code, alone or with what the example shows of it behind a dash.
    code: &'static str,
    fails: &'static str,
    passes: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Wide enough to read, narrow enough for any terminal.
const WIDTH: usize = 90;

pub(crate) fn run(arguments: &Explain) -> Result<(), Failure> {
    let Some(code) = &arguments.code else { return output::print(&list()) };
    let meaning = catalogue::meaning(code).ok_or_else(|| {
        let codes = catalogue::codes();
        let help = match diag::nearest(code, codes.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`? `pipewright explain` lists all codes"),
            None => "`pipewright explain` lists all codes".to_owned(),
        };
        Failure::Usage { message: format!("no finding has the code `{code}`"), help }
    })?;
    output::print(&explanation(&meaning))
}

/// All codes by area, a line each.
fn list() -> String {
    let mut text = String::new();
    let mut areas: Vec<(String, Vec<Meaning>)> = Vec::new();
    for (area, meaning) in catalogue::meanings() {
        match areas.iter_mut().find(|(known, _)| *known == area) {
            Some((_, meanings)) => meanings.push(meaning),
            None => areas.push((area, vec![meaning])),
        }
    }
    let widest = areas.iter().flat_map(|(_, meanings)| meanings).map(|one| one.code.len()).max();
    let width = widest.unwrap_or_default();
    for (area, meanings) in areas {
        let line = |Meaning { code, severity, title, .. }: Meaning| {
            format!("  {code:width$}  {:7}  {title}\n", severity.name())
        };
        text.extend([area, "\n".to_owned()]);
        text.extend(meanings.into_iter().map(line));
        text.push('\n');
    }
    text + "pipewright explain CODE tells more about one of them.\n"
}

fn explanation(meaning: &Meaning) -> String {
    let mut text = format!("{} ({})\n\n", meaning.code, meaning.severity.name());
    for paragraph in std::iter::once(meaning.title).chain(meaning.explanation.split("\n\n")) {
        text.extend([wrapped(paragraph), "\n".to_owned()]);
    }
    if !meaning.pages.is_empty() {
        text += "AWS on it:\n";
        text.extend(meaning.pages.iter().map(|page| format!("  {page}\n")));
        text.push('\n');
    }
    if let Some(example) = example(meaning.code) {
        for (title, file) in [("Fails", example.fails), ("Passes", example.passes)] {
            text.extend([title, ":\n\n", &indented(file), "\n"]);
        }
    }
    text.trim_end().to_owned() + "\n"
}

/// The shortest example of a code.
fn example(code: &str) -> Option<&'static Example> {
    let codes = catalogue::codes();
    let is_of = |example: &&Example| {
        let fits = |code: &&&str| {
            example.code.strip_prefix(**code).is_some_and(|what| what.is_empty() || what.starts_with('-'))
        };
        codes.iter().filter(fits).max_by_key(|code| code.len()) == Some(&code)
    };
    EXAMPLES.iter().filter(is_of).min_by_key(|example| example.fails.len() + example.passes.len())
}

/// A paragraph in lines of at most that many characters, where its words allow it.
fn wrapped(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let line = lines
            .last_mut()
            .filter(|line| line.is_empty() || line.chars().count() + 1 + word.chars().count() <= WIDTH);
        match line {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

fn indented(file: &str) -> String {
    file.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
