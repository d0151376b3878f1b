//! The templates of one stack: the pipeline's, and those of its environments in other accounts or regions.
//!
//! In: a stack. Out: each template with its text as printed, read back, and what a deployment would be given as far as the
//! stack says it.

use std::collections::BTreeSet;

use cfn::read::Document;
use cfn::{Origins, Template};
use diag::Diagnostic;
use rehearse::Rehearsal;
use rehearse::world::Given;
use spec::{Environment, Setting, Stack};

use crate::cli::Format;
use crate::failure::Failure;

/// One of a stack's templates.
pub(crate) struct Part {
    /// The environment whose template it is; none, of the pipeline's.
    pub(crate) environment: Option<String>,
    /// What of the stack its parts come from.
    pub(crate) origins: Origins,
    /// As it is printed.
    pub(crate) text: String,
    pub(crate) document: Document,
    /// What its deployment would be given.
    pub(crate) given: Given,
}

/// Accounts that stand for those that only the deployment knows.
const ACCOUNTS: [&str; 6] =
    ["111122223333", "444455556666", "777788889999", "123456789012", "210987654321", "999999999999"];

/// The templates of a stack, the pipeline's first; or why there is none.
pub(crate) fn of(stack: &Stack, format: Format) -> Result<Result<Vec<Part>, Vec<Diagnostic>>, Failure> {
    let templates = match compile::compile_all(stack) {
        Ok(templates) => templates,
        Err(fatal) => return Ok(Err(fatal)),
    };
    let mut parts = vec![part(None, templates.pipeline, format)?];
    for (name, template) in templates.environments {
        parts.push(part(Some(name), template, format)?);
    }
    give(stack, &mut parts, Given::default());
    Ok(Ok(parts))
}

/// Says what the pipeline's deployment would be given; what the others' would be, the stack says.
pub(crate) fn give(stack: &Stack, parts: &mut [Part], given: Given) {
    let home = if parts.len() > 1 { home(stack, given) } else { given };
    for part in parts {
        let environment =
            stack.environments().find(|(key, _)| Some(key.as_str()) == part.environment.as_deref());
        part.given = environment.map_or_else(|| home.clone(), |(name, it)| abroad(&home, it, name));
    }
}

/// The rehearsals of all of a stack's templates, in their order.
pub(crate) fn rehearsed(parts: &[Part]) -> Vec<Rehearsal<'_>> {
    let [pipeline, environments @ ..] = parts else { return Vec::new() };
    let environments: Vec<_> = environments.iter().map(|part| (&part.document, part.given.clone())).collect();
    rehearse::rehearse_all((&pipeline.document, &pipeline.given), &environments)
}

fn part(environment: Option<String>, template: Template, format: Format) -> Result<Part, Failure> {
    let text = match format {
        Format::Json => cfn::to_json(&template),
        Format::Yaml => cfn::to_yaml(&template).map_err(|error| Failure::Internal(error.to_string()))?,
    };
    let document = cfn::read::read(&text).map_err(|finding| Failure::Internal(finding.message))?;
    Ok(Part { environment, origins: template.into_origins(), text, document, given: Given::default() })
}

/// The pipeline has an account of its own, unless somebody says which; and each parameter that holds an account has one.
fn home(stack: &Stack, mut given: Given) -> Given {
    let accounts = || stack.environments().filter_map(|(_, environment)| environment.account.as_ref());
    let literal: BTreeSet<_> =
        accounts().filter_map(Setting::literal).map(|account| account.as_str()).collect();
    let mut free = ACCOUNTS.into_iter().filter(|account| !literal.contains(account));
    if given.account == Given::default().account {
        given.account = free.next().map_or(given.account, str::to_owned);
    }
    for account in accounts() {
        let Setting::Parameter(parameter) = account else { continue };
        let has_default =
            stack.parameters().any(|(name, declared)| name == parameter.name() && declared.default.is_some());
        if !has_default && !given.parameters.contains_key(parameter.name().as_str()) {
            let value = free.next().unwrap_or("999999999999");
            given.parameters.insert(parameter.name().to_string(), value.to_owned());
        }
    }
    given
}

/// What an environment's deployment would be given: the account and region that the stack file says.
fn abroad(home: &Given, environment: &Environment, name: &str) -> Given {
    let account = match &environment.account {
        Some(Setting::Literal(account)) => account.to_string(),
        Some(Setting::Parameter(parameter)) => {
            home.parameters.get(parameter.name().as_str()).unwrap_or(&home.account).clone()
        }
        None => home.account.clone(),
    };
    let region = environment.region.as_ref().map_or(&home.region, |region| region).clone();
    Given { account, region, stack: format!("{}-{name}", home.stack), parameters: home.parameters.clone() }
}
