//! AWS's limits: a warning from 80 percent on, an error above.

use diag::Diagnostic;
use serde_json::Value as Json;

use crate::width;

/// One limit and what a template has of it.
struct Limit<'a> {
    /// What is counted, as the message says it.
    what: String,
    used: usize,
    most: usize,
    unit: &'a str,
    /// What to do about it.
    cure: &'a str,
}

/// Findings about the limits of a template whose text has that many bytes.
pub(crate) fn check(template: &Json, bytes: usize) -> Vec<Diagnostic> {
    let mut limits = vec![
        Limit {
            what: "the template".to_owned(),
            used: bytes,
            most: 1_000_000,
            unit: "bytes",
            cure: "split the stack: fewer functions in one pipeline",
        },
        Limit {
            what: "the stack".to_owned(),
            used: count(&template["Resources"]),
            most: 500,
            unit: "resources",
            cure: "split the stack: fewer functions in one pipeline",
        },
        Limit {
            what: "the stack".to_owned(),
            used: count(&template["Parameters"]),
            most: 200,
            unit: "parameters",
            cure: "write values that rarely change into the stack file",
        },
        Limit {
            what: "the stack".to_owned(),
            used: count(&template["Outputs"]),
            most: 200,
            unit: "outputs",
            cure: "split the stack: fewer functions in one pipeline",
        },
    ];
    for (id, resource) in template["Resources"].as_object().into_iter().flatten() {
        limits.push(logical_id(id));
        let properties = &resource["Properties"];
        match resource["Type"].as_str().unwrap_or_default() {
            "AWS::CodePipeline::Pipeline" => pipeline(template, id, properties, &mut limits),
            "AWS::Lambda::Function" => limits.extend(inline_code(id, properties)),
            _ => {}
        }
    }
    limits.iter().filter_map(Limit::finding).chain(inline_size(bytes)).collect()
}

/// What fits into the request itself; anything larger goes through a bucket, up to the limit above.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
fn inline_size(bytes: usize) -> Option<Diagnostic> {
    const INLINE: usize = 51_200;
    (bytes > INLINE).then(|| {
        let message =
            format!("the template: {bytes} bytes, and a deployment without a bucket takes {INLINE}");
        Diagnostic::warning("template-needs-bucket", message)
            .help("deploy it through a bucket: aws cloudformation deploy --s3-bucket <bucket> …")
    })
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>
fn logical_id(id: &str) -> Limit<'static> {
    let shown: String = id.chars().take(40).collect();
    Limit {
        what: format!("the logical ID {shown}"),
        used: id.len(),
        most: 255,
        unit: "characters",
        cure: "shorten the name that it is made from",
    }
}

/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
fn pipeline(template: &Json, id: &str, properties: &Json, limits: &mut Vec<Limit<'_>>) {
    let stages = properties["Stages"].as_array().map_or(0, Vec::len);
    let cure = "split the pipeline";
    limits.push(Limit { what: id.to_owned(), used: stages, most: 50, unit: "stages", cure });
    for stage in properties["Stages"].as_array().into_iter().flatten() {
        let name = stage["Name"].as_str().unwrap_or_default();
        let actions = stage["Actions"].as_array().into_iter().flatten();
        let what = format!("the stage {name}");
        limits.push(Limit { what, used: actions.clone().count(), most: 50, unit: "actions", cure });
        for action in actions {
            let action_name = action["Name"].as_str().unwrap_or_default();
            for (key, value) in action["Configuration"].as_object().into_iter().flatten() {
                limits.push(Limit {
                    what: format!("{key} of the action {name}/{action_name}"),
                    used: width::of(template, value),
                    most: 1_000,
                    unit: "characters",
                    cure: "shorten the names, or the message, that go into it",
                });
            }
        }
    }
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html>
fn inline_code(id: &str, properties: &Json) -> Option<Limit<'static>> {
    let code = properties["Code"]["ZipFile"].as_str()?;
    Some(Limit {
        what: format!("the inline code of {id}"),
        used: code.len(),
        most: 4 * 1024 * 1024,
        unit: "bytes",
        cure: "put the code into a bucket",
    })
}

fn count(members: &Json) -> usize {
    members.as_object().map_or(0, serde_json::Map::len)
}

impl Limit<'_> {
    fn finding(&self) -> Option<Diagnostic> {
        let Self { what, used, most, unit, cure } = self;
        if used > most {
            let message = format!("{what}: {used} {unit}, and AWS allows {most}");
            Some(Diagnostic::error("limit-exceeded", message).help(*cure))
        } else if used * 5 > most * 4 {
            let message = format!("{what}: {used} {unit} of the {most} that AWS allows");
            Some(Diagnostic::warning("limit-near", message).help(*cure))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value as Json, json};

    use super::check;

    fn resources(number: usize) -> Json {
        let members: Map<String, Json> =
            (0..number).map(|index| (format!("R{index}"), json!({ "Type": "AWS::SNS::Topic" }))).collect();
        json!({ "Resources": members })
    }

    #[test]
    fn a_warning_begins_above_four_fifths_and_an_error_above_all() {
        assert_eq!(check(&resources(400), 0), []);
        assert_eq!(check(&resources(401), 0)[0].code, "limit-near");
        assert_eq!(check(&resources(500), 0)[0].code, "limit-near");
        assert_eq!(check(&resources(501), 0)[0].code, "limit-exceeded");
    }

    #[test]
    fn the_template_itself_has_a_size() {
        assert_eq!(check(&resources(1), 51_200), []);
        assert_eq!(check(&resources(1), 51_201)[0].code, "template-needs-bucket");
        assert_eq!(check(&resources(1), 800_001)[0].code, "limit-near");
        assert_eq!(check(&resources(1), 1_000_001)[0].code, "limit-exceeded");
    }

    #[test]
    fn a_configuration_value_has_a_length() {
        let pipeline = |length: usize| {
            let action = json!({ "Name": "A", "Configuration": { "CustomData": "x".repeat(length) } });
            let stage = json!({ "Name": "S", "Actions": [action] });
            let pipeline =
                json!({ "Type": "AWS::CodePipeline::Pipeline", "Properties": { "Stages": [stage] } });
            json!({ "Resources": { "Pipeline": pipeline } })
        };
        assert_eq!(check(&pipeline(800), 0), []);
        assert_eq!(
            check(&pipeline(1_001), 0)[0].message,
            "CustomData of the action S/A: 1001 characters, and AWS allows 1000"
        );
    }
}
