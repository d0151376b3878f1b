//! Every permission of our own templates is needed, and every needless one is noticed: each action is taken away once, each
//! resource narrowed once, and actions that nobody uses are added to each statement.
//!
//! What is done to different roles does not touch: one round does it to one statement of each role at once, and demands
//! that a finding which was not there before names the role and what was done.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test panics, and prints its counts

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rehearse::world::Given;
use serde_json::{Value as Json, json};

/// A statement's place: the resource, and the pointer to it in the template.
#[derive(Clone)]
struct Place {
    owner: String,
    pointer: String,
}

/// What is done to a statement, and the words of which a finding has at least one.
struct Mutant {
    place: Place,
    statement: Json,
    what: String,
    words: Vec<String>,
}

#[derive(Default)]
struct Tally {
    mutants: usize,
    denied: usize,
    said: usize,
}

/// The templates of one stack: the pipeline's, then those of its environments elsewhere, and where each would be.
struct Set {
    name: String,
    templates: Vec<(Json, Given)>,
}

/// Where environments elsewhere are, as the stack files say.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("accounts.production", "444455556666", "us-east-1"),
    ("accounts.staging", "222233334444", "eu-central-1"),
];

fn sets() -> Vec<Set> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut stacks: Vec<_> =
        fs::read_dir(root.join("snapshots")).unwrap().map(|entry| entry.unwrap().path()).collect();
    stacks.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    // Those of environments elsewhere are played with their pipelines.
    stacks.retain(|path| !path.file_stem().unwrap().to_string_lossy().contains('.'));
    stacks.sort();
    let read = |stack: &Path| {
        let name = stack.file_stem().unwrap().to_string_lossy().into_owned();
        let template = |name: &str| {
            let text = fs::read_to_string(root.join(format!("snapshots/{name}.yaml"))).unwrap();
            cfn::read::read(&text).unwrap().to_value()
        };
        let parameters = [("ProductionAccount".to_owned(), "444455556666".to_owned())].into();
        let mut templates = vec![(template(&name), Given { parameters, ..Given::default() })];
        let own = format!("{name}.");
        for (known, account, region) in ELSEWHERE.iter().filter(|(known, ..)| known.starts_with(&own)) {
            let (account, region) = ((*account).to_owned(), (*region).to_owned());
            templates.push((template(known), Given { account, region, ..Given::default() }));
        }
        Set { name, templates }
    };
    stacks.iter().map(|stack| read(stack)).collect()
}

/// The findings about one template of a set, rehearsed with all others: code and message.
fn findings(set: &Set, index: usize, template: &Json) -> BTreeSet<(&'static str, String)> {
    let documents: Vec<_> = set
        .templates
        .iter()
        .enumerate()
        .map(|(other, (whole, given))| {
            let text = if other == index { template } else { whole }.to_string();
            (cfn::read::read(&text).unwrap(), given.clone())
        })
        .collect();
    let [(home, given), others @ ..] = &documents[..] else { unreachable!("there is a pipeline") };
    let others: Vec<_> = others.iter().map(|(document, given)| (document, given.clone())).collect();
    let found = rehearse::rehearse_all((home, given), &others)[index].findings();
    found.into_iter().map(|finding| (finding.code, finding.message)).collect()
}

/// The Allow statements of roles and managed policies.
fn statements(template: &Json) -> Vec<(Place, Json)> {
    let mut found = Vec::new();
    for (id, resource) in template["Resources"].as_object().unwrap() {
        let documents: Vec<String> = match resource["Type"].as_str().unwrap() {
            "AWS::IAM::Role" => {
                let count = resource["Properties"]["Policies"].as_array().map_or(0, Vec::len);
                (0..count).map(|index| format!("Properties/Policies/{index}/PolicyDocument")).collect()
            }
            "AWS::IAM::ManagedPolicy" => vec!["Properties/PolicyDocument".to_owned()],
            _ => continue,
        };
        for document in documents {
            let pointer = format!("/Resources/{id}/{document}/Statement");
            for (index, statement) in
                template.pointer(&pointer).unwrap().as_array().unwrap().iter().enumerate()
            {
                if statement["Effect"] == "Allow" {
                    let place = Place { owner: id.clone(), pointer: format!("{pointer}/{index}") };
                    found.push((place, statement.clone()));
                }
            }
        }
    }
    found
}

fn list(value: &Json) -> Vec<Json> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

/// A resource that is a part of what it was, or another.
fn narrowed(resource: &Json) -> Json {
    let other = |text: &str| match text {
        "*" => "arn:aws:none:us-east-1:111122223333:nothing".to_owned(),
        text if text.contains('*') => text.replacen('*', "narrowed", 1),
        text => format!("{text}-other"),
    };
    if let Some(text) = resource.as_str() {
        return json!(other(text));
    }
    if let Some(text) = resource["Fn::Sub"].as_str() {
        return json!({ "Fn::Sub": other(text) });
    }
    if let Some(name) = resource["Ref"].as_str() {
        return json!({ "Fn::Sub": format!("${{{name}}}-other") });
    }
    let attribute: Vec<_> =
        list(&resource["Fn::GetAtt"]).iter().map(|part| part.as_str().unwrap().to_owned()).collect();
    json!({ "Fn::Sub": format!("${{{}}}-other", attribute.join(".")) })
}

/// Each action taken away once.
fn removals(place: &Place, statement: &Json) -> Vec<Mutant> {
    let actions = list(&statement["Action"]);
    let mutant = |action: &Json| {
        let mut kept: Vec<_> = actions.iter().filter(|other| *other != action).cloned().collect();
        if kept.is_empty() {
            kept.push(json!("sqs:PurgeQueue"));
        }
        let mut changed = statement.clone();
        changed["Action"] = kept.into();
        let what = format!("without {action}");
        Mutant {
            place: place.clone(),
            statement: changed,
            what,
            words: vec![action.as_str().unwrap().to_owned()],
        }
    };
    actions.iter().map(mutant).collect()
}

/// Each resource narrowed once.
fn narrowings(place: &Place, statement: &Json) -> Vec<Mutant> {
    let resources = list(&statement["Resource"]);
    let actions = list(&statement["Action"]);
    let mutant = |index: usize| {
        let mut changed = resources.clone();
        changed[index] = narrowed(&changed[index]);
        let what = format!("{} instead of {}", changed[index], resources[index]);
        let mut statement = statement.clone();
        statement["Resource"] = changed.into();
        let mut words: Vec<_> = actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect();
        // Or the new resource is one that no step uses.
        words.extend(statement["Sid"].as_str().map(|sid| format!("in `{sid}`")));
        Mutant { place: place.clone(), statement, what, words }
    };
    (0..resources.len()).map(mutant).collect()
}

/// Actions that the role does not have, of the statement's own service and of another.
fn additions(place: &Place, statement: &Json, granted: &BTreeSet<String>) -> Vec<Mutant> {
    let first = list(&statement["Action"])[0].as_str().unwrap().to_owned();
    let service = facts::iam::service(first.split(':').next().unwrap()).unwrap();
    let names = service.actions().map(|action| action.to_string()).chain(["dynamodb:DeleteTable".to_owned()]);
    let unused: Vec<_> = names.filter(|name| !granted.contains(name) && !is_listed(name)).collect();
    let chosen =
        [0, unused.len() / 3, unused.len() * 2 / 3, unused.len() - 1].map(|index| unused[index].clone());
    let mutant = |action: &String| {
        let mut changed = statement.clone();
        let mut actions = list(&statement["Action"]);
        actions.push(json!(action));
        changed["Action"] = actions.into();
        let what = format!("with {action}");
        Mutant { place: place.clone(), statement: changed, what, words: vec![action.clone()] }
    };
    chosen.iter().collect::<BTreeSet<_>>().into_iter().map(mutant).collect()
}

/// What AWS's pages grant without a word about what for: nobody can call it needless.
fn is_listed(action: &str) -> bool {
    const LISTED: &[&str] = &[
        "codecommit:GetRepository",
        "codepipeline:ListPipelines",
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:ListBucket",
        "s3:PutObjectAcl",
        "s3:PutObjectTagging",
    ];
    LISTED.contains(&action)
}

/// Plays the mutants, one of each role at a time.
fn play(set: &Set, index: usize, mutants: Vec<Mutant>, tally: &mut Tally) {
    let (name, template) = (&set.name, &set.templates[index].0);
    let before = findings(set, index, template);
    let mut rounds: Vec<Vec<Mutant>> = Vec::new();
    for mutant in mutants {
        let free =
            rounds.iter_mut().find(|round| round.iter().all(|other| other.place.owner != mutant.place.owner));
        match free {
            Some(round) => round.push(mutant),
            None => rounds.push(vec![mutant]),
        }
    }
    for round in rounds {
        let mut changed = template.clone();
        for mutant in &round {
            *changed.pointer_mut(&mutant.place.pointer).unwrap() = mutant.statement.clone();
        }
        let after = findings(set, index, &changed);
        let new: Vec<_> = after.difference(&before).collect();
        for mutant in round {
            let owner = format!("`{}`", mutant.place.owner);
            let names = |message: &str| {
                let who = message.contains(&owner)
                    || message.contains(&format!("`whoever has {}`", mutant.place.owner));
                who && mutant.words.iter().any(|word| message.contains(word.as_str()))
            };
            // A grant for keys is what says that there are any: without it, the rehearsal says that it does not know.
            let unknown = |code: &str, message: &str| {
                code == "step-unmodelled" && message.contains("the role may decrypt")
            };
            let hit = new.iter().find(|(code, message)| names(message) || unknown(code, message));
            let (code, _) = hit.unwrap_or_else(|| {
                panic!(
                    "{name}: {} {} {}: nothing is noticed among {new:#?}",
                    mutant.place.owner, mutant.place.pointer, mutant.what
                )
            });
            tally.mutants += 1;
            if *code == "call-denied" { tally.denied += 1 } else { tally.said += 1 }
        }
    }
}

#[test]
fn no_action_can_be_taken_away() {
    let mut tally = Tally::default();
    for set in sets() {
        for (index, (template, _)) in set.templates.iter().enumerate() {
            let mutants = statements(template)
                .iter()
                .flat_map(|(place, statement)| removals(place, statement))
                .collect();
            play(&set, index, mutants, &mut tally);
        }
    }
    eprintln!("{} actions taken away: {} denied, {} said otherwise", tally.mutants, tally.denied, tally.said);
    assert!(tally.mutants > 400 && tally.denied * 10 > tally.mutants * 8);
}

#[test]
fn no_resource_can_be_narrowed() {
    let mut tally = Tally::default();
    for set in sets() {
        for (index, (template, _)) in set.templates.iter().enumerate() {
            let mutants = statements(template)
                .iter()
                .flat_map(|(place, statement)| narrowings(place, statement))
                .collect();
            play(&set, index, mutants, &mut tally);
        }
    }
    eprintln!("{} resources narrowed: {} denied, {} said otherwise", tally.mutants, tally.denied, tally.said);
    assert!(tally.mutants > 200 && tally.denied * 10 > tally.mutants * 8);
}

#[test]
fn no_needless_action_goes_unnoticed() {
    let mut tally = Tally::default();
    for set in sets() {
        for (index, (template, _)) in set.templates.iter().enumerate() {
            let all = statements(template);
            let mut mutants = Vec::new();
            for (place, statement) in &all {
                let of_owner = all.iter().filter(|(other, _)| other.owner == place.owner);
                let granted: BTreeSet<_> = of_owner
                    .flat_map(|(_, statement)| list(&statement["Action"]))
                    .map(|action| action.as_str().unwrap().to_owned())
                    .collect();
                mutants.extend(additions(place, statement, &granted));
            }
            play(&set, index, mutants, &mut tally);
        }
    }
    eprintln!("{} actions added: all noticed", tally.mutants);
    assert!(tally.mutants > 600);
}
