//! A stage that tests: commands in a CodeBuild project of their own, which packages nothing.

use std::borrow::Cow;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value as Json;

use crate::findings::Findings;
use crate::read::{Fields, Read};
use crate::setting::Spelled;
use crate::{Build, FunctionRef, Located};
use yaml::Node;

/// Commands over the source, in a project and under a role of their own.
#[derive(Debug, Clone)]
pub struct Test {
    /// What runs, as in a build.
    pub run: Build,
    /// Values of variables: the tests run once for each combination, side by side.
    pub matrix: IndexMap<Located<String>, Vec<Located<String>>>,
    /// Functions of the stack that the tests may invoke, by version or alias.
    pub invoke: Vec<FunctionRef>,
}

impl Test {
    /// Every combination of the matrix's values, in order: one without a value where there is no matrix.
    pub fn combinations(&self) -> Vec<Vec<(&Located<String>, &Located<String>)>> {
        self.matrix.iter().fold(vec![Vec::new()], |combinations, (name, values)| {
            let with =
                |combination: &Vec<_>, value| combination.iter().copied().chain([(name, value)]).collect();
            combinations
                .iter()
                .flat_map(|combination| values.iter().map(move |value| with(combination, value)))
                .collect()
        })
    }

    /// What tells the action of a combination from the others, as part of its name: `3.12-arm64`.
    pub fn suffix(combination: &[(&Located<String>, &Located<String>)]) -> String {
        let values: Vec<String> = combination.iter().map(|(_, value)| name_part(value)).collect();
        values.join("-")
    }
}

/// What of a value CodePipeline takes in an action's name.
fn name_part(value: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '@' | '_');
    value.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect()
}

impl From<Build> for Test {
    fn from(run: Build) -> Self {
        Self { run, matrix: IndexMap::new(), invoke: Vec::new() }
    }
}

impl Read for Test {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        Fields::read(node, "test", findings, |fields| {
            let run = Build::fields(fields);
            let matrix: IndexMap<_, Vec<Spelled>> = fields.or_default("matrix");
            let matrix = matrix
                .into_iter()
                .map(|(name, values)| (name, values.into_iter().map(|Spelled(value)| value).collect()));
            Some(Self { run, matrix: matrix.collect(), invoke: fields.or_default("invoke") })
        })
    }
}

/// What a test has besides the keys of a build.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Besides {
    /// The repository's own buildspec file instead of commands.
    buildspec: Option<String>,
    /// Test and coverage reports by name. The short form is the file of a JUnit report: `{ unit: report.xml }`.
    reports: Option<()>,
    /// Values of variables: the tests run once for each combination, side by side. At most 50 combinations.
    #[schemars(default, with = "IndexMap<String, Vec<Spelled>>", extend("examples" = [{ "PYTHON": ["3.13", "3.14"] }]))]
    matrix: (),
    /// Functions of the stack that the tests may invoke, by version or alias: `#{Release.<FUNCTION>_VERSION}` in
    /// `environment` tells the tests which version is new.
    #[schemars(default)]
    invoke: Vec<FunctionRef>,
}

impl JsonSchema for Test {
    fn schema_name() -> Cow<'static, str> {
        "Test".into()
    }

    /// The build's, but for what is different.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (mut schema, mut besides) = (Build::json_schema(generator), Besides::json_schema(generator));
        schema.insert("title".to_owned(), "test".into());
        schema.insert(
            "description".to_owned(),
            "Commands over the source, in a CodeBuild project and under a role of their own: unit tests before the build, \
             integration tests of what was released or deployed. What runs is told by one of `commands`, `phases` and \
             `buildspec`."
                .into(),
        );
        if let Some(all) = schema.get_mut("properties").and_then(Json::as_object_mut) {
            all.retain(|key, _| !["functions", "artifacts"].contains(&key.as_str()));
        }
        let own = besides.get_mut("properties").and_then(Json::as_object_mut).map(std::mem::take);
        let all = schema.get_mut("properties").and_then(Json::as_object_mut);
        if let (Some(all), Some(own)) = (all, own) {
            for (key, mut property) in own {
                match all.get_mut(&key) {
                    Some(known) => known["description"] = property["description"].take(),
                    None => {
                        all.insert(key, property);
                    }
                }
            }
        }
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::Test;
    use crate::Build;

    #[test]
    fn a_matrix_is_every_combination() {
        let mut test = Test::from(Build::default());
        assert_eq!(test.combinations().len(), 1);
        test.matrix.insert("PYTHON".into(), vec!["3.13".into(), "3.14".into()]);
        test.matrix.insert("DATABASE".into(), vec!["postgres:16".into(), "none".into()]);
        let names: Vec<_> = test.combinations().iter().map(|one| Test::suffix(one)).collect();
        assert_eq!(names, ["3.13-postgres-16", "3.13-none", "3.14-postgres-16", "3.14-none"]);
    }
}
