//! `docs/engines.md` counts what the templates of the three engines hold, and the application's stack fits its pipeline's.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value as Json;
use support::{accepting, list, resources, root, stacks, template};

const ENGINES: [&str; 3] = ["codedeploy", "codepipeline", "cloudformation"];
const PAGE: &str = "docs/engines.md";
const APPLICATION: &str = "kit/application/application.yaml";

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn compiled(engine: &str) -> Json {
    let name = format!("engine-{engine}");
    let stack = stacks().into_iter().find(|stack| stack.name == name).unwrap();
    template(&stack.text).to_value()
}

#[test]
fn the_table_counts_what_the_templates_hold() {
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for (column, engine) in ENGINES.into_iter().enumerate() {
        for resource in compiled(engine)["Resources"].as_object().unwrap().values() {
            counts.entry(resource["Type"].as_str().unwrap().to_owned()).or_default()[column] += 1;
        }
    }
    counts.retain(|_, counts| counts.iter().any(|count| *count != counts[0]));
    let rows = counts.iter().map(|(kind, [a, b, c])| format!("| `{kind}` | {a} | {b} | {c} |\n"));
    let table = format!("| | {} |\n|---|---:|---:|---:|\n{}", ENGINES.join(" | "), rows.collect::<String>());
    let page = read(PAGE);
    let (text, _) = page.split_once("| | codedeploy | codepipeline |").unwrap_or((&page, ""));
    let expected = format!("{text}{table}");
    if accepting() {
        fs::write(root().join(PAGE), &expected).unwrap();
    }
    assert_eq!(read(PAGE), expected);
}

/// What the pipeline's stack and the application's have to agree upon.
#[test]
fn the_application_fits_its_pipeline() {
    let pipeline = compiled("cloudformation");
    let application: Json = cfn::read::read(&read(APPLICATION)).unwrap().to_value();
    let stages = &pipeline["Resources"]["Pipeline"]["Properties"]["Stages"];
    let update = list(stages).into_iter().flat_map(|stage| list(&stage["Actions"]));
    let update =
        update.into_iter().find(|action| action["ActionTypeId"]["Provider"] == "CloudFormation").unwrap();
    let overrides: Json =
        serde_json::from_str(update["Configuration"]["ParameterOverrides"].as_str().unwrap()).unwrap();
    for parameter in overrides.as_object().unwrap().keys() {
        assert!(application["Parameters"].get(parameter).is_some(), "{parameter}");
    }
    let groups: Vec<_> = resources(&pipeline, "AWS::CodeDeploy::DeploymentGroup").collect();
    for (id, alias) in resources(&application, "AWS::Lambda::Alias") {
        let policy = &alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"];
        assert_eq!(
            policy["ApplicationName"],
            pipeline["Resources"]["Application"]["Properties"]["ApplicationName"]
        );
        let is_its =
            |group: &Json| group["Properties"]["DeploymentGroupName"] == policy["DeploymentGroupName"];
        assert!(groups.iter().any(|(_, group)| is_its(group)), "{id}");
        let version = alias["Properties"]["FunctionVersion"]["Ref"].as_str().unwrap();
        assert_eq!(
            overrides[version],
            format!("#{{Release.{}}}", version.to_uppercase().replace("VERSION", "_VERSION"))
        );
    }
    assert_eq!(groups.len(), resources(&application, "AWS::Lambda::Alias").count());
}
