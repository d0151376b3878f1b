//! The reader of policy documents.
//!
//! In: a template. Out: every policy document in it, with its statements, wherever it is written and however: as an
//! object, as JSON in a text, behind conditions and functions. Nothing is judged here; what cannot be known is marked so
//! that no rule takes it for absent.

mod answer;
mod arns;
mod glob;
mod homes;
mod services;
mod statement;
mod text;
mod value;

use std::rc::Rc;

use crate::context::{Context, Resource};

pub(crate) use answer::Answer;
pub(crate) use arns::arn_of;
pub(crate) use glob::{Atom, form, meet};
pub(crate) use homes::{Home, Kind};
pub(crate) use services::{is_region, is_service};
pub(crate) use statement::{Comparison, Effect, Statement, Texts};
pub(crate) use text::Text;
pub(crate) use value::{Content, Map, Member, Value, place};

/// A policy document of the template.
#[derive(Debug, Clone)]
pub(crate) struct Policy<'t> {
    /// The logical ID of the resource that carries it.
    pub(crate) id: &'t str,
    /// That resource's type.
    pub(crate) of: &'t str,
    pub(crate) home: &'static Home,
    pub(crate) document: Value<'t>,
    pub(crate) statements: Vec<Statement<'t>>,
    /// Whether there can be no other statements.
    pub(crate) complete: bool,
}

/// Every policy document of the template, resource by resource.
pub(crate) fn all<'t>(ctx: &Context<'t>) -> Vec<Policy<'t>> {
    if ctx.is_opaque() {
        return Vec::new();
    }
    ctx.resources().iter().flat_map(|resource| of(ctx, resource)).collect()
}

/// The policy documents that a resource carries.
pub(crate) fn of<'t>(ctx: &Context<'t>, resource: &Resource<'t>) -> Vec<Policy<'t>> {
    let homes = homes::HOMES.iter().filter(|home| home.of == resource.kind);
    let Some(properties) = resource.properties() else { return Vec::new() };
    let mut policies = Vec::new();
    for home in homes {
        for node in ctx.all(properties, home.path) {
            let items = if node.is_list() { ctx.items(node) } else { vec![node] };
            for node in items {
                for document in value::documents(ctx, node) {
                    policies.extend(Policy::new(resource, home, document));
                }
            }
        }
    }
    policies
}

impl<'t> Policy<'t> {
    fn new(resource: &Resource<'t>, home: &'static Home, document: Value<'t>) -> Option<Self> {
        let mut statements = Vec::new();
        let complete = match &document.content {
            // SAM takes names of policies and its own policy templates in the same list.
            Content::Map(map)
                if home.of.starts_with("AWS::Serverless::") && map.get("Statement").is_none() =>
            {
                return None;
            }
            Content::Map(map) => {
                let values = map.get("Statement").map_or(&[][..], |member| &member.values);
                values.iter().fold(!map.open, |complete, value| gather(value, &mut statements) && complete)
            }
            Content::Text(_) if home.of.starts_with("AWS::Serverless::") => return None,
            _ => false,
        };
        Some(Self { id: resource.id, of: resource.kind, home, document, statements, complete })
    }

    /// The document's mapping, if it is one.
    pub(crate) fn map(&self) -> Option<&Map<'t>> {
        self.document.map()
    }

    pub(crate) fn kind(&self) -> Kind {
        self.home.kind
    }

    /// Whether some statement allows the service the action, whatever its conditions and resources.
    pub(crate) fn lets_service(&self, ctx: &Context<'t>, service: &str, action: &str) -> Answer {
        let allows = self.statements.iter().map(|statement| {
            let effect = match statement.effect() {
                Some(Effect::Allow) => Answer::Yes,
                Some(Effect::Deny) => Answer::No,
                None => Answer::Unknown,
            };
            effect.and(statement.names_service(ctx, service)).and(statement.names_action(ctx, action))
        });
        let unknown = if self.complete { Answer::No } else { Answer::Unknown };
        allows.fold(unknown, Answer::or)
    }
}

/// Adds the statements in a value; whether these are all.
fn gather<'t>(value: &Value<'t>, into: &mut Vec<Statement<'t>>) -> bool {
    match &value.content {
        Content::List(items) => {
            let mut complete = true;
            for item in items {
                complete &= gather(item, into);
            }
            complete
        }
        Content::Map(map) => {
            into.push(Statement { span: value.span, map: Rc::clone(map), conditional: value.conditional });
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::{Answer, Effect, all};
    use crate::context::Context;

    #[test]
    fn reads_objects_json_and_completed_json() {
        let text = r#"
Resources:
  A:
    Type: AWS::SNS::TopicPolicy
    Properties:
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: { Service: [events.amazonaws.com, !Sub "sns.${AWS::URLSuffix}", !Sub "states.${AWS::Region}.amazonaws.com"] }
          Action: sns:Publish
          Resource: !Ref T
  B:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyDocument: !Sub |
        {"Statement": [{"Effect": "Allow", "Principal": {"Service": "es.amazonaws.com"},
          "Action": ["logs:Put*"], "Resource": "arn:${AWS::Partition}:logs:*"}]}
  C:
    Type: AWS::SQS::QueuePolicy
    Properties:
      PolicyDocument: '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:*"}}'
"#;
        let document = read(text).unwrap();
        let ctx = Context::new(&document);
        let policies = all(&ctx);
        assert_eq!(policies.iter().map(|policy| policy.id).collect::<Vec<_>>(), ["A", "B", "C"]);
        let [a, b, c] = policies.as_slice() else { panic!("three policies") };
        assert_eq!(a.lets_service(&ctx, "events.amazonaws.com", "sns:Publish"), Answer::Yes);
        assert_eq!(a.lets_service(&ctx, "sns.amazonaws.com", "sns:Publish"), Answer::Unknown);
        assert_eq!(a.lets_service(&ctx, "states.amazonaws.com", "sns:Publish"), Answer::Unknown);
        assert_eq!(a.lets_service(&ctx, "codebuild.amazonaws.com", "sns:Publish"), Answer::No);
        assert_eq!(a.lets_service(&ctx, "events.amazonaws.com", "sns:Subscribe"), Answer::No);
        assert_eq!(b.lets_service(&ctx, "es.amazonaws.com", "logs:PutLogEvents"), Answer::Yes);
        let resource = b.statements[0].texts("Resource").unwrap();
        assert_eq!(resource.known[0].shown(), "arn:${AWS::Partition}:logs:*");
        assert_eq!(
            &text[resource.known[0].span.start..resource.known[0].span.end],
            r#""arn:${AWS::Partition}:logs:*""#
        );
        assert_eq!(c.statements[0].effect(), Some(Effect::Deny));
        assert!(c.statements[0].principals().unwrap().anyone.is_some());
    }

    #[test]
    fn what_may_be_there_is_not_known() {
        let text = "
Conditions: { IsA: !Equals [!Ref AWS::Region, a] }
Resources:
  A:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: !If [IsA, Allow, Deny]
            Principal: { Service: !If [IsA, a.amazonaws.com, b.amazonaws.com] }
            Action: !If [IsA, sts:AssumeRole, !Ref AWS::NoValue]
            Condition: !If [IsA, { Bool: { a: b } }, !Ref AWS::NoValue]
";
        let document = read(text).unwrap();
        let ctx = Context::new(&document);
        let policies = all(&ctx);
        let statement = &policies[0].statements[0];
        assert_eq!(statement.effect(), None);
        assert!(!statement.is_unconditional());
        assert_eq!(statement.comparisons().len(), 1);
        assert_eq!(statement.names_service(&ctx, "b.amazonaws.com"), Answer::Yes);
        assert_eq!(statement.names_action(&ctx, "iam:GetRole"), Answer::Unknown);
    }
}
