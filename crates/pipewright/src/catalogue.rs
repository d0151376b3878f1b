//! Every code that a finding can have, from whichever crate, by area.

use diag::{Diagnostic, Meaning, Severity};

/// A code of the command line's own.
pub(crate) struct Own(Meaning);

impl Own {
    pub(crate) fn finding(&self, message: &str) -> Diagnostic {
        Diagnostic::new(self.0.code, self.0.severity, message)
    }
}

/// A file that is neither.
pub(crate) const NEITHER: Own = Own(Meaning {
    code: "neither-stack-nor-template",
    severity: Severity::Error,
    title: "A file that is neither a stack nor a CloudFormation template.",
    explanation: "What a file holds is told by its top-level keys, not by its name: a template has `Resources` and other sections of \
        CloudFormation's, a stack file has `edition`, `source`, `functions` and `stages`. This one has none of them, so there \
        is nothing to judge it by. Mostly the path leads to another YAML file: a workflow, a buildspec, an AppSpec.",
    pages: &["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html"],
});

/// What the compiler finds; the code is its own.
const LOGICAL_ID_TAKEN: Meaning = Meaning {
    code: "logical-id-taken",
    severity: Severity::Error,
    title: "A name that makes a logical ID which is taken.",
    explanation: "A name in the stack file becomes part of logical IDs: only its letters and digits are kept, and what the resource is \
        is added, as in `BuildRole`. This name makes one that the stack has already, of its own or of another name. \
        CloudFormation would know only one resource of the two. Choose another name. A resource or output of the file's own must \
        not have a generated one's ID either; to change the generated one, name it under `overrides`.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    ],
};

const INVALID_OVERRIDE: Meaning = Meaning {
    code: "invalid-override",
    severity: Severity::Error,
    title: "An override of what the template does not have, or must keep.",
    explanation: "An override names a generated resource by its logical ID, and a place in it by a path: keys with dots between them, items \
        of lists in brackets, by place or by name. Everything on the way has to be there; only the last key may be new. A path \
        that leads nowhere would change nothing, silently, so it is an error. Versions and aliases keep their properties: any \
        change would make the next update of the stack send the placeholder's version to live traffic.",
    pages: &[
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    ],
};

/// Every code with its meaning, each with the area that it belongs to, areas together.
pub(crate) fn meanings() -> impl Iterator<Item = (String, Meaning)> {
    let files = yaml::meanings().chain([NEITHER.0]).map(|meaning| ("files".to_owned(), meaning));
    let stacks = spec::meanings().map(|(area, meaning)| (area.to_owned(), meaning));
    let compiler =
        [LOGICAL_ID_TAKEN, INVALID_OVERRIDE].map(|meaning| ("stack: names and values".to_owned(), meaning));
    let templates = check::areas().flat_map(|(area, rules)| {
        rules.iter().map(move |rule| (format!("template: {area}"), rule.meaning()))
    });
    let rehearsals = rehearse::meanings().map(|meaning| ("rehearsal".to_owned(), meaning));
    let suppressions = diag::SUPPRESSION_MEANINGS.map(|meaning| ("suppressions".to_owned(), meaning));
    files.chain(stacks).chain(compiler).chain(templates).chain(rehearsals).chain(suppressions)
}

/// What a code means.
pub(crate) fn meaning(code: &str) -> Option<Meaning> {
    meanings().map(|(_, meaning)| meaning).find(|meaning| meaning.code == code)
}

/// Every code.
pub(crate) fn codes() -> Vec<&'static str> {
    meanings().map(|(_, meaning)| meaning.code).collect()
}
