//! What a function's own code calls, read from its text: boto3 and the SDKs for JavaScript.
//!
//! Clients are known by the call that makes them, written out. What goes through another object, another name, or a
//! service that is only known at run time is said to be unknown.

use std::collections::BTreeMap;

use super::operations::{Needs, operation, waiter};
use super::tokens::{Language, Token, tokens};

/// What a program calls.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The actions, each with the text that shows it.
    pub(super) actions: Vec<(String, String)>,
    pub(super) unmodelled: Vec<String>,
}

impl Found {
    fn needs(&mut self, shown: &str, needs: Needs) {
        match needs {
            Needs::Actions(actions) => {
                self.actions.extend(actions.into_iter().map(|action| (action, shown.to_owned())));
            }
            Needs::Nothing => {}
            Needs::Unknown => {
                self.unmodelled.push(format!("`{shown}`: which of IAM's actions it needs is not known"));
            }
        }
    }
}

/// What Python code calls through boto3.
pub(super) fn python(text: &str) -> Found {
    let tokens = tokens(text, Language::Python);
    let mut found = Found::default();
    let mut clients: BTreeMap<&str, &str> = BTreeMap::new();
    let pairs = pairs(&tokens);
    let mut direct = BTreeMap::new();
    for at in 0..tokens.len() {
        match tokens[at..] {
            [Token::Name(what @ ("client" | "resource")), Token::Sign('('), ref first, ..] => {
                let is_definition = at > 0 && tokens[at - 1] == Token::Name("def");
                match first {
                    Token::Text(service) if what == "client" => {
                        if let Some(name) = assigned(&tokens[..at], &pairs) {
                            clients.insert(name, service);
                        }
                        direct.extend(pairs.get(&(at + 1)).map(|end| (*end, *service)));
                    }
                    Token::Text(service) => found.unmodelled.push(format!("`boto3.resource(\"{service}\")`")),
                    _ if is_definition || what == "resource" => {}
                    _ => found.unmodelled.push("a client of a service that only running tells".to_owned()),
                }
            }
            [Token::Name(which @ ("assume_role" | "assume_role_with_web_identity")), ..] => {
                found.unmodelled.push(format!("`{which}`: calls may be made by the role that is assumed"));
            }
            _ => {}
        }
    }
    for at in 0..tokens.len() {
        let service = match tokens[at] {
            Token::Name(name)
                if at == 0 || !matches!(tokens[at - 1], Token::Sign('.')) || is_own(&tokens[..at]) =>
            {
                clients.get(name).copied()
            }
            Token::Sign(')') => direct.get(&at).copied(),
            _ => None,
        };
        if let (Some(service), [_, Token::Sign('.'), Token::Name(method), rest @ ..]) =
            (service, &tokens[at..])
        {
            called(&mut found, service, method, rest);
        }
    }
    found
}

/// A method of a boto3 client.
fn called(found: &mut Found, service: &str, method: &str, rest: &[Token<'_>]) {
    let argument = match rest {
        [Token::Sign('('), Token::Text(text), ..] => Some(*text),
        _ => None,
    };
    let shown = |name: &str| format!("{service}.{name}");
    match (service, method, argument) {
        // What is signed is called by whoever uses it; the others call nothing.
        (
            _,
            "generate_presigned_url"
            | "generate_presigned_post"
            | "meta"
            | "exceptions"
            | "close"
            | "can_paginate",
            _,
        ) => {}
        (_, "get_paginator", Some(name)) => found.needs(&shown(name), operation(service, name)),
        (_, "get_waiter", Some(name)) => found.needs(&shown(name), waiter(service, name)),
        // https://docs.aws.amazon.com/boto3/latest/guide/s3-uploading-files.html
        ("s3", "upload_file" | "upload_fileobj", _) => {
            found.needs(&shown(method), operation("s3", "put_object"));
        }
        ("s3", "download_file" | "download_fileobj", _) => {
            found.needs(&shown(method), operation("s3", "get_object"));
        }
        ("s3", "copy", _) => found.needs(&shown(method), operation("s3", "copy_object")),
        _ => found.needs(&shown(method), operation(service, method)),
    }
}

/// The name that what ends here is assigned to: `s3 = boto3.`, `self.s3 = session.`
fn assigned<'a>(before: &[Token<'a>], pairs: &BTreeMap<usize, usize>) -> Option<&'a str> {
    /// Nobody writes a longer chain before a client.
    const MOST: usize = 8;
    let mut rest = before;
    for _ in 0..MOST {
        let [callee @ .., Token::Sign('.')] = rest else { break };
        let name = match callee.last() {
            Some(Token::Sign(')')) => &callee[..*pairs.get(&(callee.len() - 1))?],
            _ => callee,
        };
        let Some((Token::Name(_), shorter)) = name.split_last() else { break };
        rest = shorter;
    }
    // One of several, `a, b = boto3.client("x"), boto3.client("y")`: so many commas before it.
    let (mut end, mut index) = (rest.len(), 0);
    for _ in 0..LONGEST {
        match rest[..end].last()? {
            Token::Sign('=') => return targets(&rest[..end - 1]).get(index).copied(),
            Token::Sign(',') => index += 1,
            Token::Sign('(') => return None,
            _ if index == 0 => return None,
            _ => {}
        }
        end = match pairs.get(&(end - 1)) {
            Some(start) => *start,
            None => end - 1,
        };
    }
    None
}

/// Nobody creates more clients in one line.
const LONGEST: usize = 60;

/// The names that end here, with commas between them, in their order.
fn targets<'a>(before: &[Token<'a>]) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut rest = before;
    while let [shorter @ .., Token::Name(name)] = rest {
        names.push(*name);
        let shorter = if is_own(shorter) { &shorter[..shorter.len() - 2] } else { shorter };
        rest = match shorter {
            [shorter @ .., Token::Sign(',')] => shorter,
            // Arguments stand behind commas as well: `f(a, b=boto3.client("x"))`.
            [.., Token::Sign('(' | '=')] => return names[..1].to_vec(),
            _ => break,
        };
    }
    names.reverse();
    names
}

/// Whether what ends here is `self.` or `this.`
fn is_own(before: &[Token<'_>]) -> bool {
    matches!(before, [.., Token::Name("self" | "this"), Token::Sign('.')])
}

/// For every parenthesis, where the one is that belongs to it.
fn pairs(tokens: &[Token<'_>]) -> BTreeMap<usize, usize> {
    let (mut open, mut pairs) = (Vec::new(), BTreeMap::new());
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => open.push(at),
            Token::Sign(')') => {
                if let Some(start) = open.pop() {
                    pairs.extend([(start, at), (at, start)]);
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Packages of the SDK for JavaScript whose service has another name elsewhere.
const PACKAGES: &[(&str, &str)] = &[
    ("cloudwatch-events", "events"),
    ("cloudwatch-logs", "logs"),
    ("cognito-identity-provider", "cognito-idp"),
    ("config-service", "config"),
    ("elastic-load-balancing-v2", "elasticloadbalancing"),
    ("eventbridge", "events"),
    ("secrets-manager", "secretsmanager"),
    ("sfn", "states"),
];

/// What JavaScript calls through the AWS SDK, of version 2 or 3.
pub(super) fn javascript(text: &str) -> Found {
    let tokens = tokens(text, Language::JavaScript);
    let pairs = pairs(&tokens);
    let mut found = Found::default();
    let mut commands: BTreeMap<&str, String> = BTreeMap::new();
    let mut clients: BTreeMap<&str, String> = BTreeMap::new();
    for at in 0..tokens.len() {
        match tokens[at..] {
            [Token::Text(package), ..] => match package.strip_prefix("@aws-sdk/client-") {
                Some(name) => {
                    let service = service(name);
                    commands.extend(imported(&tokens[..at]).map(|name| (name, service.clone())));
                }
                None if package.starts_with("@aws-sdk/lib-") => found.unmodelled.push(format!("`{package}`")),
                None => {}
            },
            [Token::Name("new"), Token::Name("AWS"), Token::Sign('.'), Token::Name(class), ..] => {
                if let Some(name) = assigned(&tokens[..at], &pairs) {
                    clients.insert(name, class.to_ascii_lowercase());
                }
            }
            _ => {}
        }
    }
    for at in 0..tokens.len() {
        match tokens[at..] {
            [Token::Name("new"), Token::Name(class), ..] => {
                if let (Some(service), Some(name)) = (commands.get(class), class.strip_suffix("Command")) {
                    found.needs(class, operation(service, name));
                }
            }
            [Token::Name(name), Token::Sign('.'), Token::Name(method), Token::Sign('('), ..] => {
                if let Some(service) = clients.get(name) {
                    found.needs(&format!("{name}.{method}"), operation(service, method));
                }
            }
            _ => {}
        }
    }
    found
}

fn service(package: &str) -> String {
    let known = PACKAGES.iter().find(|(name, _)| *name == package);
    known.map_or_else(|| package.to_owned(), |(_, service)| (*service).to_owned())
}

/// The names between the braces before a package's name: `{ A, B } = require(`, `{ A, B } from`.
fn imported<'t, 'a: 't>(before: &'t [Token<'a>]) -> impl Iterator<Item = &'a str> + use<'t, 'a> {
    /// Nobody imports more by hand.
    const MOST: usize = 400;
    let near = before.iter().rev().take(MOST);
    let ends = before.iter().rev().take(4).any(|token| *token == Token::Sign('}'));
    let names =
        near.skip_while(|token| **token != Token::Sign('}')).take_while(|token| **token != Token::Sign('{'));
    names.filter_map(move |token| match token {
        Token::Name(name) if ends => Some(*name),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Found, javascript, python};

    fn actions(found: &Found) -> Vec<&str> {
        found.actions.iter().map(|(action, _)| action.as_str()).collect()
    }

    #[test]
    fn methods_of_clients() {
        let found = python(
            "import boto3\ns3 = boto3.client('s3', region_name=f(1))\nclass A:\n  def __init__(self):\n    \
             self.deploy = boto3.session.Session().client(\"codedeploy\")\ndef handler(event, context):\n  \
             s3.get_object(Bucket='b')\n  self.deploy.get_deployment()\n  boto3.client('sns').publish()\n  \
             # s3.delete_object()\n  s3.exceptions.NoSuchKey\n  s3.get_paginator('list_objects_v2')\n  x.s3.put_object()",
        );
        assert_eq!(
            actions(&found),
            ["s3:GetObject", "codedeploy:GetDeployment", "sns:Publish", "s3:ListBucket"]
        );
        assert!(found.unmodelled.is_empty(), "{:?}", found.unmodelled);
    }

    #[test]
    fn clients_side_by_side() {
        let found = python(
            "x = 1\ns3, sns, own = boto3.client('s3'), boto3.client('sns', region_name=f(1, 2)), g()\n\
             def handler(event, context, deploy=boto3.client('codedeploy')):\n  sns.publish()\n  s3.get_object()\n  \
             deploy.get_deployment()\n  own.put_object()",
        );
        assert_eq!(actions(&found), ["sns:Publish", "s3:GetObject", "codedeploy:GetDeployment"]);
        assert!(found.unmodelled.is_empty(), "{:?}", found.unmodelled);
    }

    #[test]
    fn what_python_does_not_say() {
        let found = python(
            "t = boto3.resource('dynamodb')\nc = boto3.client(name)\nd = boto3.client('dynamodb')\nd.transact_write_items()",
        );
        assert_eq!(found.unmodelled.len(), 3, "{:?}", found.unmodelled);
    }

    #[test]
    fn commands_of_version_3() {
        let found = javascript(
            "const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');\nimport { SFNClient, \
             StartExecutionCommand } from \"@aws-sdk/client-sfn\"; // new GetObjectCommand()\nawait s3.send(new \
             PutObjectCommand({})); await sfn.send(new StartExecutionCommand({})); new Date()",
        );
        assert_eq!(actions(&found), ["s3:PutObject", "states:StartExecution"]);
    }

    #[test]
    fn clients_of_version_2() {
        let found = javascript(
            "const codepipeline = new AWS.CodePipeline(); codepipeline.putJobSuccessResult(x).promise()",
        );
        assert_eq!(actions(&found), ["codepipeline:PutJobSuccessResult"]);
    }
}
