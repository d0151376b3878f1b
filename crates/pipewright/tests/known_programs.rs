//! The rehearsal knows the programs that the compiler embeds as they are today, and all that they call.

#![allow(clippy::unwrap_used)] // a test panics

mod support;

use std::collections::BTreeSet;
use std::fs;

use rehearse::programs::{KNOWN, digest};
use support::root;

fn asset(name: &str) -> String {
    fs::read_to_string(root().join("crates/compile/assets").join(name)).unwrap()
}

/// What stands behind each place of a word, up to the first letter that no name has.
fn behind<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    let end =
        |rest: &'t str| rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter));
    text.match_indices(word)
        .map(|(at, _)| &text[at + word.len()..])
        .map(|rest| &rest[..end(rest).unwrap_or(rest.len())])
        .collect()
}

#[test]
fn digests_are_those_of_the_assets() {
    let [release, deployer, prune, abroad, image, release_image] = [
        "release/release.sh",
        "deployer/deployer.py",
        "release/prune.sh",
        "release/abroad.sh",
        "image/image.sh",
        "release/release-image.sh",
    ]
    .map(|name| (name, asset(name)));
    // As the compiler joins them.
    let both = format!("{}\n\n{}", deployer.1, asset("deployer/abroad.py"));
    let texts = [release, deployer, prune, abroad, ("deployer/abroad.py", both), image, release_image];
    for (known, (name, text)) in KNOWN.iter().zip(texts) {
        assert!(
            known.is(&text),
            "{name} has changed: is its table of calls still right? Its digest is {:#x}",
            digest(&text)
        );
        assert!(!known.is(&text.replacen('a', "b", 1)));
    }
}

#[test]
fn the_release_calls_what_its_table_says() {
    calls_of_a_release("release/release.sh", 0);
    calls_of_a_release("release/release-image.sh", 6);
}

fn calls_of_a_release(name: &str, known: usize) {
    let text = asset(name);
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        // Advice for people, in messages.
        .filter(|line| !line.trim_start().starts_with("die \"deploy the stack, or: aws "))
        .filter(|line| !line.trim_start().starts_with("\"aws lambda update-alias "))
        .fold(String::new(), |code, line| code + line + "\n");
    let mut found = BTreeSet::new();
    found.extend(behind(&code, "aws lambda wait ").into_iter().map(|name| format!("lambda wait {name}")));
    found.extend(behind(&code, "$(ask ").into_iter().map(|name| format!("lambda {name}")));
    for service in ["s3", "s3api"] {
        let word = format!("aws_retry {service} ");
        found.extend(behind(&code, &word).into_iter().map(|name| format!("{service} {name}")));
    }
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), KNOWN[known].operations());
    // Whatever else says `aws`: the two functions themselves, and a message.
    let others = code
        .replace("aws lambda wait ", "")
        .replace("aws_retry s3 ", "")
        .replace("aws_retry s3api ", "")
        .replace("  aws_retry lambda \"$1\" --function-name", "")
        .replace("aws_retry() {", "")
        .replace("if aws \"$@\"", "")
        .replace("say \"aws $1 $2: busy", "");
    assert!(!others.contains("aws"), "{others}");
    assert_eq!(code.matches("ask ").count(), behind(&code, "$(ask ").len());
}

#[test]
fn the_pruning_calls_what_its_table_says() {
    let text = asset("release/prune.sh");
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let found: BTreeSet<_> =
        behind(&code, "aws lambda ").into_iter().map(|name| format!("lambda {name}")).collect();
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), KNOWN[2].operations());
    assert_eq!(code.matches("aws ").count(), found.len());
}

#[test]
fn the_image_calls_what_its_table_says() {
    let text = asset("image/image.sh");
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        // Advice for people, in a message.
        .map(|line| line.replace("aws ecr put-image-scanning-configuration", ""))
        .collect();
    let mut found: BTreeSet<_> =
        behind(&code, "aws ecr ").into_iter().map(|name| format!("ecr {name}")).collect();
    assert!(code.contains("docker push "));
    found.insert("docker push".to_owned());
    assert_eq!(
        found.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        KNOWN[5].operations().into_iter().collect()
    );
    assert_eq!(code.matches("aws ").count(), behind(&code, "aws ecr ").len());
}

#[test]
fn the_deployer_calls_what_its_table_says() {
    let code = asset("deployer/deployer.py");
    let clients = [("deploy", "codedeploy"), ("s3", "s3"), ("pipeline", "codepipeline")];
    for assignment in [
        "deploy = client(\"codedeploy\")",
        "s3, bucket, key = client(\"s3\"), ",
        "name, pipeline = state.get(\"deployment\"), client(\"codepipeline\")",
    ] {
        assert_eq!(code.matches(assignment).count(), 1, "{assignment}");
    }
    let mut found = BTreeSet::new();
    for (name, service) in clients {
        for word in [format!(" {name}."), format!("({name}.")] {
            found.extend(behind(&code, &word).into_iter().map(|method| format!("{service}.{method}")));
        }
    }
    for service in ["codedeploy", "codepipeline", "lambda", "s3"] {
        let word = format!("client(\"{service}\").");
        found.extend(behind(&code, &word).into_iter().map(|method| format!("{service}.{method}")));
    }
    let paginated = behind(&code, ".get_paginator(\"");
    found.extend(paginated.into_iter().map(|operation| format!("codedeploy.{operation}")));
    for nothing in ["codedeploy.get_paginator", "codedeploy.meta", "codepipeline.exceptions"] {
        assert!(found.remove(nothing), "{nothing}");
    }
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), KNOWN[1].operations());
    // Every client has been looked at: the seven places that ask for one, and the function that makes it.
    assert_eq!(code.matches("client(\"").count(), 7);
    assert_eq!(code.matches("client(").count(), 9);
}
