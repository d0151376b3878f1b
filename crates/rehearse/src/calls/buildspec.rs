//! What CodeBuild itself does for a buildspec: reports, parameters, secrets. What its commands call is not read here.

use yaml::Node;

use crate::world::World;

/// A buildspec that stands in the template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Buildspec {
    pub(super) reports: Vec<Report>,
    /// Names of parameters.
    pub(super) parameters: Vec<String>,
    /// References to secrets.
    pub(super) secrets: Vec<String>,
}

/// A report that the buildspec has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// The group's ARN, or a name that CodeBuild makes a group for.
    pub(super) group: String,
    /// Whether it is one of code coverage.
    pub(super) coverage: bool,
}

/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#reports-buildspec-file>
const COVERAGE: [&str; 4] = ["CLOVERXML", "COBERTURAXML", "JACOCOXML", "SIMPLECOV"];

impl Buildspec {
    /// Reads it; `None` where it is no YAML.
    pub(super) fn read(world: &World<'_>, text: &str) -> Option<Self> {
        world.buildspec(text).map(|root| Self::of(&root))
    }

    fn of(root: &Node) -> Self {
        let reports = entries(root.get("reports"))
            .filter_map(|(group, report)| {
                let format = report.get("file-format").and_then(text_of).unwrap_or("JUNITXML");
                let coverage = COVERAGE.iter().any(|known| known.eq_ignore_ascii_case(format));
                Some(Report { group: text_of(group)?.to_owned(), coverage })
            })
            .collect();
        let env = root.get("env");
        let values = |key: &str| {
            entries(env.and_then(|env| env.get(key)))
                .filter_map(|(_, value)| text_of(value).map(ToOwned::to_owned))
                .collect()
        };
        Self { reports, parameters: values("parameter-store"), secrets: values("secrets-manager") }
    }
}

/// Whether a project's `BuildSpec` is one, and not the place of one.
pub(super) fn is_inline(text: &str) -> bool {
    text.contains('\n') || text.trim_start().starts_with('{')
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = (&Node, &Node)> {
    let entries = node.and_then(Node::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key, value))
}

fn text_of(node: &Node) -> Option<&str> {
    node.scalar().map(|scalar| scalar.text.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Buildspec, Report};

    #[test]
    fn reports_parameters_and_secrets_are_read() {
        let text = "version: 0.2\nenv:\n  parameter-store:\n    A: /a/b\n  secrets-manager:\n    B: shop:key\n\
                    reports:\n  unit:\n    files: x.xml\n  cover:\n    file-format: JacocoXml\n    files: y.xml\n";
        let limits = yaml::Limits { values: 100, depth: 8 };
        let found = Buildspec::of(&yaml::document(text, limits).unwrap());
        let report = |group: &str, coverage| Report { group: group.to_owned(), coverage };
        assert_eq!(found.reports, [report("unit", false), report("cover", true)]);
        assert_eq!(found.parameters, ["/a/b"]);
        assert_eq!(found.secrets, ["shop:key"]);
    }
}
