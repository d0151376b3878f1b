//! How long a text will be once CloudFormation has resolved it.
//!
//! Names that the template writes out count as they are. What is only known at deployment counts as long as it usually gets:
//! region and account as in `ap-southeast-1`, generated names with a stack's name in them, parameters as most ARNs.

use serde_json::Value as Json;

const ACCOUNT: usize = 12;
const REGION: usize = "ap-southeast-1".len();
const PARTITION: usize = "aws".len();
/// A generated name: a stack's name, the logical ID, and random characters.
const GENERATED: usize = 63;
/// `arn:aws:codepipeline:ap-southeast-1:123456789012:`
const ARN_PREFIX: usize = 50;

/// The properties that become what `Ref` gives, by type.
const NAMES: [&str; 6] =
    ["FunctionName", "Name", "ApplicationName", "DeploymentGroupName", "RepositoryName", "RoleName"];

/// The number of characters of a value: of a text, or of a document as JSON without white space.
pub(crate) fn of(template: &Json, value: &Json) -> usize {
    match value {
        Json::String(text) => text.chars().count(),
        Json::Array(items) => 2 + items.iter().map(|item| quoted(template, item) + 1).sum::<usize>(),
        Json::Object(members) => match intrinsic(template, members) {
            Some(width) => width,
            None => {
                let members =
                    members.iter().map(|(key, value)| key.chars().count() + 4 + quoted(template, value));
                2 + members.sum::<usize>()
            }
        },
        other => other.to_string().len(),
    }
}

/// A member of a document: texts stand in quotes there.
fn quoted(template: &Json, value: &Json) -> usize {
    let is_text = match value {
        Json::String(_) => true,
        Json::Object(members) => intrinsic(template, members).is_some(),
        _ => false,
    };
    of(template, value) + if is_text { 2 } else { 0 }
}

fn intrinsic(template: &Json, members: &serde_json::Map<String, Json>) -> Option<usize> {
    if members.len() != 1 {
        return None;
    }
    match members.iter().next()? {
        (key, Json::String(id)) if key == "Ref" => Some(reference(template, id)),
        (key, Json::Array(path)) if key == "Fn::GetAtt" => {
            Some(attribute(template, path.first()?.as_str()?, path.get(1)?.as_str()?))
        }
        (key, Json::String(text)) if key == "Fn::Sub" => Some(substituted(template, text)),
        _ => None,
    }
}

fn substituted(template: &Json, text: &str) -> usize {
    let mut width = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        width += before.chars().count();
        width += match (name.strip_prefix('!'), name.split_once('.')) {
            (Some(literal), _) => literal.chars().count() + 3,
            (None, Some((id, name))) => attribute(template, id, name),
            (None, None) => reference(template, name),
        };
        rest = after;
    }
    width + rest.chars().count()
}

fn reference(template: &Json, id: &str) -> usize {
    match id {
        "AWS::AccountId" => ACCOUNT,
        "AWS::Region" => REGION,
        "AWS::Partition" => PARTITION,
        "AWS::URLSuffix" => "amazonaws.com".len(),
        _ if template["Parameters"].get(id).is_some() => GENERATED,
        _ => match template["Resources"][id]["Type"].as_str() {
            Some("AWS::SNS::Topic" | "AWS::IAM::ManagedPolicy" | "AWS::Lambda::Alias") => {
                ARN_PREFIX + GENERATED
            }
            _ => name(template, id),
        },
    }
}

fn attribute(template: &Json, id: &str, attribute: &str) -> usize {
    match attribute {
        "Arn" => ARN_PREFIX + name(template, id),
        _ => name(template, id),
    }
}

fn name(template: &Json, id: &str) -> usize {
    let properties = &template["Resources"][id]["Properties"];
    let written = NAMES.iter().find_map(|key| properties[*key].as_str());
    written.map_or(GENERATED, |name| name.chars().count())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn a_reference_is_as_long_as_what_it_becomes() {
        let function =
            json!({ "Type": "AWS::Lambda::Function", "Properties": { "FunctionName": "x".repeat(64) } });
        let template = json!({ "Resources": { "F": function } });
        assert_eq!(of(&template, &json!({ "Ref": "F" })), 64);
        assert_eq!(of(&template, &json!({ "Fn::GetAtt": ["F", "Arn"] })), 114);
        assert_eq!(of(&template, &json!({ "Fn::Sub": "a ${F} ${!b}" })), 2 + 64 + 1 + 4);
    }

    #[test]
    fn a_document_is_as_long_as_its_json() {
        let template = json!({ "Resources": {} });
        let document = json!({ "Action": ["s3:GetObject", "s3:PutObject"], "Effect": "Allow" });
        let exact = document.to_string().len();
        assert!((exact..exact + 6).contains(&of(&template, &document)), "{exact}");
    }
}
