//! A build's environment variables, and what its role needs to read them.

use cfn::codebuild::EnvironmentVariable;
use cfn::iam::Statement;
use cfn::{Arn, Text, Value, text};
use serde_json::{Value as Json, json};
use spec::{Build, BuildValue, ParameterStore, SecretsManager};

use crate::context::Context;
use crate::mirrors;
use crate::permissions::{actions, distinct};

/// Variables and what reading them takes.
#[derive(Default)]
pub(crate) struct Variables {
    pub(crate) list: Vec<EnvironmentVariable>,
    parameters: Vec<Value<Arn>>,
    secrets: Vec<Value<Arn>>,
    keys: Vec<Value<Arn>>,
}

/// The variables that an action passes to its build, since they hold variables of the execution.
pub(crate) fn passed(build: &Build) -> impl Iterator<Item = Json> {
    build.environment.iter().filter_map(|(name, value)| {
        Some(json!({ "name": name.as_str(), "value": value.with_variables()?.as_str() }))
    })
}

impl Variables {
    /// What the project itself has: the others come with the action.
    pub(crate) fn of(cx: &Context<'_>, build: &Build) -> Self {
        let mut variables = Self::default();
        for (name, value) in build.environment.iter().filter(|(_, value)| value.with_variables().is_none()) {
            variables.push(cx, name, value);
        }
        mirrors::add_credentials(cx, &build.mirrors, &mut variables);
        variables
    }

    /// Adds a variable.
    pub(crate) fn push(&mut self, cx: &Context<'_>, name: &str, value: &BuildValue) {
        let (kind, value) = match value {
            BuildValue::Plain(setting) => (None, cx.text(setting)),
            BuildValue::ParameterStore(parameter) => (Some("PARAMETER_STORE"), self.parameter(cx, parameter)),
            BuildValue::SecretsManager(secret) => (Some("SECRETS_MANAGER"), self.secret(cx, secret)),
        };
        self.list.push(EnvironmentVariable { name: name.to_owned(), kind, value });
    }

    /// What the build's role needs, and nothing where it needs nothing.
    pub(crate) fn statements(self) -> Vec<Statement> {
        let read =
            |sid, action, resources: Vec<_>| Statement::allow::<1>(sid, action).on(distinct(resources));
        let mut statements = Vec::new();
        if !self.parameters.is_empty() {
            statements.push(read("ReadParameters", actions!["ssm:GetParameters"], self.parameters));
        }
        if !self.secrets.is_empty() {
            statements.push(read("ReadSecrets", actions!["secretsmanager:GetSecretValue"], self.secrets));
        }
        if !self.keys.is_empty() {
            statements.push(read("DecryptWithCustomerKeys", actions!["kms:Decrypt"], self.keys));
        }
        statements
    }

    fn parameter(&mut self, cx: &Context<'_>, parameter: &ParameterStore) -> Text {
        let path = parameter.name.trim_start_matches('/');
        self.parameters.push(Value::named("ssm", format!("parameter/{path}")));
        self.keys.extend(parameter.kms_key.as_ref().map(|key| text![cx.text(key)]));
        text![parameter.name.as_str()]
    }

    fn secret(&mut self, cx: &Context<'_>, secret: &SecretsManager) -> Text {
        let id = secret.id.as_str();
        // Secrets Manager appends a hyphen and six characters to a secret's name in its ARN.
        // https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
        self.secrets.push(if id.starts_with("arn:") {
            Value::Literal(Arn::from(id.to_owned()))
        } else {
            Value::named("secretsmanager", format!("secret:{id}-??????"))
        });
        self.keys.extend(secret.kms_key.as_ref().map(|key| text![cx.text(key)]));
        match &secret.key {
            Some(key) => text![id, ":", key.as_str()],
            None => text![id],
        }
    }
}
