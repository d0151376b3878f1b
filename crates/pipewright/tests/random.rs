//! Random stack files: every valid one compiles to a template that reads back as itself, and in which nothing is found;
//! and one mistake in such a template is. Its rehearsal denies nothing and leaves no grant unused.

#![allow(clippy::unwrap_used)] // a test panics

use fastrand::Rng;
use rehearse::world::Given;
use serde_json::Value as Json;

const STACKS: u64 = 40;
const REHEARSED: u64 = 80;
const MISTAKES: u64 = 120;

#[test]
fn a_valid_stack_compiles_to_a_template_without_findings() {
    for seed in 0..STACKS {
        let text = sampler::stack(seed);
        let (stack, _) =
            spec::parse(&text).unwrap_or_else(|findings| panic!("{seed}: {findings:#?}\n{text}"));
        let templates =
            compile::compile_all(&stack).unwrap_or_else(|findings| panic!("{seed}: {findings:#?}\n{text}"));
        let elsewhere = templates.environments.into_iter().map(|(_, template)| template);
        for template in std::iter::once(templates.pipeline).chain(elsewhere) {
            reads_back_clean(&template, &format!("{seed}: {text}"));
        }
    }
}

/// What is large is large, and roles elsewhere have names that the pipeline knows.
const EXPECTED: [&str; 4] =
    ["limit-near", "policy-near-limit", "template-needs-bucket", "iam-named-resource"];

fn reads_back_clean(template: &cfn::Template, what: &str) {
    let yaml = cfn::to_yaml(template).unwrap();
    let document = cfn::read::read(&yaml).unwrap();
    assert_eq!(document.to_yaml().unwrap(), yaml, "read and printed again: {what}");
    assert_eq!(document.to_value(), template.to_value(), "{what}");
    let json = cfn::to_json(template);
    assert_eq!(cfn::read::read(&json).unwrap().to_value(), template.to_value(), "as JSON: {what}");
    let findings = check::check(&document);
    let unexpected: Vec<_> = findings.iter().filter(|finding| !EXPECTED.contains(&finding.code)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}\n{what}");
}

/// What is granted is what is called: nothing that an execution calls is denied, and it needs all that is granted.
#[test]
fn every_call_of_a_valid_stack_is_allowed_and_every_grant_is_used() {
    let mut reached = 0;
    for seed in 0..REHEARSED {
        let text = sampler::stack(seed);
        let (stack, _) =
            spec::parse(&text).unwrap_or_else(|findings| panic!("{seed}: {findings:#?}\n{text}"));
        let templates =
            compile::compile_all(&stack).unwrap_or_else(|findings| panic!("{seed}: {findings:#?}\n{text}"));
        let read = |template| cfn::read::read(&cfn::to_yaml(template).unwrap()).unwrap();
        let home = read(&templates.pipeline);
        let elsewhere: Vec<_> =
            templates.environments.iter().map(|(name, template)| (name, read(template))).collect();
        let others: Vec<_> =
            elsewhere.iter().map(|(name, document)| (document, place(&stack, name))).collect();
        let rehearsals = rehearse::rehearse_all((&home, &Given::default()), &others);
        for rehearsal in &rehearsals {
            let mut findings = rehearsal.findings();
            // Whether anybody listens to failures is the stack's choice.
            findings.retain(|finding| {
                finding.severity > diag::Severity::Note && finding.code != "failure-unheard"
            });
            assert!(findings.is_empty(), "{seed}: {findings:#?}\n{text}");
        }
        let steps = rehearsals[0].walks()[0].steps.len();
        assert!(steps > 4, "{seed}: {}", rehearsals[0].timeline());
        reached += others.len();
    }
    assert!(reached > 3, "environments elsewhere: {reached}");
}

/// Where an environment is, as the stack says.
fn place(stack: &spec::Stack, name: &str) -> Given {
    let (_, environment) = stack.environments().find(|(key, _)| key.as_str() == name).unwrap();
    let account = environment.account.as_ref().and_then(spec::Setting::literal).unwrap().to_string();
    let home = Given::default();
    let region = environment.region.as_ref().map_or(home.region, ToString::to_string);
    Given { account, region, ..Given::default() }
}

/// One mistake: a name for it, and what makes it, or `false` where the template has no room for it.
type Mistake = (&'static str, fn(&mut Json, &mut Rng) -> bool);

const ALL: [Mistake; 6] = [
    ("a required property is dropped", drop_required),
    ("a property is misspelled", misspell_property),
    ("a word of an enumeration is misspelled", misspell_word),
    ("a reference is misspelled", misspell_reference),
    ("an action of a policy is misspelled", misspell_action),
    ("a provider is misspelled", misspell_provider),
];

#[test]
fn one_mistake_in_a_valid_template_is_found() {
    let mut made = [0; ALL.len()];
    for seed in 0..MISTAKES {
        let mut rng = Rng::with_seed(seed);
        let (stack, _) = spec::parse(&sampler::stack(seed % STACKS)).unwrap();
        let mut template = compile::compile(&stack).unwrap().to_value();
        let index = usize::try_from(seed).unwrap() % ALL.len();
        let (what, make) = ALL[index];
        let before = template.clone();
        if !make(&mut template, &mut rng) {
            continue;
        }
        made[index] += 1;
        assert_ne!(before, template, "{what}");
        let text = template.to_string();
        let findings = check::check(&cfn::read::read(&text).unwrap());
        let found = findings.iter().any(|finding| finding.span.is_some());
        assert!(found, "seed {seed}: {what}, and nothing is found: {}", difference(&before, &template));
    }
    assert!(made.iter().all(|number| *number > 10), "{made:?}");
}

fn resources(template: &mut Json) -> Vec<&mut Json> {
    template["Resources"].as_object_mut().unwrap().values_mut().collect()
}

fn any<T>(rng: &mut Rng, mut of: Vec<T>) -> Option<T> {
    if of.is_empty() { None } else { Some(of.swap_remove(rng.usize(..of.len()))) }
}

fn drop_required(template: &mut Json, rng: &mut Rng) -> bool {
    let mut candidates = Vec::new();
    for resource in resources(template) {
        let kind = facts::resource_type(resource["Type"].as_str().unwrap()).unwrap();
        let required: Vec<_> = kind.properties().required().collect();
        if let Some(key) = any(rng, required) {
            candidates.push((resource, key));
        }
    }
    let Some((resource, key)) = any(rng, candidates) else { return false };
    resource["Properties"].as_object_mut().unwrap().shift_remove(key).is_some()
}

fn misspell_property(template: &mut Json, rng: &mut Rng) -> bool {
    let with =
        resources(template).into_iter().filter(|resource| resource["Properties"].is_object()).collect();
    let Some(resource) = any(rng, with) else { return false };
    let properties = resource["Properties"].as_object_mut().unwrap();
    let key = any(rng, properties.keys().cloned().collect()).unwrap();
    let value = properties.shift_remove(&key).unwrap();
    properties.insert(misspelled(&key, rng), value);
    true
}

fn misspell_word(template: &mut Json, rng: &mut Rng) -> bool {
    fn gather<'a>(value: &'a mut Json, shape: facts::Shape, found: &mut Vec<&'a mut Json>) {
        match value {
            Json::Object(members) => {
                for (key, value) in members {
                    if let facts::Member::Known(shape) = shape.member(key) {
                        gather(value, shape, found);
                    }
                }
            }
            Json::Array(items) => {
                let Some(shape) = shape.items() else { return };
                for item in items {
                    gather(item, shape, found);
                }
            }
            Json::String(_) if shape.values().is_some() => found.push(value),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for resource in resources(template) {
        let kind = facts::resource_type(resource["Type"].as_str().unwrap()).unwrap();
        gather(&mut resource["Properties"], kind.properties(), &mut found);
    }
    let Some(word) = any(rng, found) else { return false };
    *word = misspelled(word.as_str().unwrap(), rng).into();
    true
}

fn misspell_reference(template: &mut Json, rng: &mut Rng) -> bool {
    fn gather<'a>(value: &'a mut Json, found: &mut Vec<&'a mut Json>) {
        match value {
            Json::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("Ref", value) => found.push(value),
                        ("Fn::GetAtt", Json::Array(path)) => found.extend(path.first_mut()),
                        (_, value) => gather(value, found),
                    }
                }
            }
            Json::Array(items) => {
                for item in items {
                    gather(item, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for resource in resources(template) {
        gather(resource, &mut found);
    }
    let Some(id) = any(rng, found) else { return false };
    *id = misspelled(id.as_str().unwrap(), rng).into();
    true
}

fn misspell_action(template: &mut Json, rng: &mut Rng) -> bool {
    fn gather<'a>(value: &'a mut Json, found: &mut Vec<&'a mut Json>) {
        match value {
            Json::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("Action", value @ Json::String(_)) => found.push(value),
                        ("Action", Json::Array(actions)) => found.extend(actions),
                        (_, value) => gather(value, found),
                    }
                }
            }
            Json::Array(items) => {
                for item in items {
                    gather(item, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let roles = resources(template).into_iter().filter(|resource| resource["Type"] == "AWS::IAM::Role");
    roles.for_each(|role| gather(&mut role["Properties"]["Policies"], &mut found));
    found.retain(|action| !action.as_str().unwrap().contains('*'));
    let Some(action) = any(rng, found) else { return false };
    *action = misspelled(action.as_str().unwrap(), rng).into();
    true
}

fn misspell_provider(template: &mut Json, rng: &mut Rng) -> bool {
    let stages = template["Resources"]["Pipeline"]["Properties"]["Stages"].as_array_mut().unwrap();
    let actions = stages.iter_mut().flat_map(|stage| stage["Actions"].as_array_mut().unwrap()).collect();
    let Some(action) = any(rng, actions) else { return false };
    let provider = &mut action["ActionTypeId"]["Provider"];
    *provider = misspelled(provider.as_str().unwrap(), rng).into();
    true
}

/// Two neighbours swapped that differ, or a letter doubled where all are the same.
fn misspelled(word: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let start = rng.usize(..letters.len());
    let differ = |at: &usize| *at + 1 < letters.len() && letters[*at] != letters[at + 1];
    match (0..letters.len()).map(|offset| (start + offset) % letters.len()).find(differ) {
        Some(at) => letters.swap(at, at + 1),
        None => letters.push('x'),
    }
    letters.into_iter().collect()
}

/// The first line in which two templates differ.
fn difference(before: &Json, after: &Json) -> String {
    let (before, after) = (format!("{before:#}"), format!("{after:#}"));
    let mut differing = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
    differing.next().map(|(before, after)| format!("{before} -> {after}")).unwrap_or_default()
}
