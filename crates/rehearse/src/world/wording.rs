//! Texts for people and for templates: references where names and ARNs stand.

use std::collections::{BTreeMap, BTreeSet};

use super::Given;
use super::resource::Resource;
use super::symbol::{self, Piece};
use super::types;

/// The six characters at the end of the ARN of a secret that the template does not have, as those here are.
/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html>
pub(crate) const SIX: &str = "-a1b2c3";

/// A text, and what stands for such characters in it: what matches any.
fn any_six(text: &str) -> (&str, &'static str) {
    let stem = text.strip_suffix(SIX).filter(|stem| stem.contains(":secretsmanager:"));
    stem.map_or((text, ""), |stem| (stem, "-??????"))
}

/// How many characters of a pipeline's name the keys of its artifacts begin with.
pub(crate) const PIPELINE_PREFIX: usize = 20;

/// The beginning of a name. Where a symbol ends, nobody knows: a name that has one so early is not cut.
pub(crate) fn beginning(name: &str, characters: usize) -> &str {
    let end = name.char_indices().nth(characters).map_or(name.len(), |(end, _)| end);
    if symbol::is_in(&name[..end]) { name } else { &name[..end] }
}

/// What stands in a text for what.
#[derive(Debug, Default)]
pub(super) struct Wording {
    /// Names that nobody gave, with what people read instead; the longest first.
    made: Vec<(String, String)>,
    /// The same with what gives just that text in a policy.
    names: Vec<(String, String)>,
    /// ARNs, with what gives them.
    arns: BTreeMap<String, String>,
}

impl Wording {
    pub(super) fn new(resources: &[Resource<'_>]) -> Self {
        let mut found = Self::default();
        // Of other types, nothing is known that could stand in a text.
        for resource in resources.iter().filter(|resource| types::find(resource.kind).is_some()) {
            found.resource(resource);
        }
        let longest = |one: &(String, String), other: &(String, String)| {
            other.0.len().cmp(&one.0.len()).then_with(|| one.cmp(other))
        };
        found.made.sort_by(longest);
        found.names.sort_by(longest);
        found
    }

    fn resource(&mut self, resource: &Resource<'_>) {
        let (name, reference) = (resource.name(), resource.reference());
        if let Some(arn) = resource.arn() {
            if let Some(by) = giving(resource, &reference, &arn) {
                self.arns.entry(arn.clone()).or_insert(by);
            }
            let all = format!("{arn}:*");
            if let Some(by) = attribute(resource, &all) {
                self.arns.entry(all).or_insert(by);
            }
            // What a service made up of its own accord stands in such an ARN.
            if reference == arn && !arn.ends_with(&name) {
                self.made.push((arn, reference_to(resource.id)));
            }
        }
        if symbol::is_in(&name) || !resource.scope.is_generated(resource.slot()) {
            return;
        }
        let kept = beginning(&name, PIPELINE_PREFIX);
        if resource.kind == "AWS::CodePipeline::Pipeline" && kept != name {
            // No function cuts a name that CloudFormation makes up.
            self.names.push((kept.to_owned(), "*".to_owned()));
            self.made.push((kept.to_owned(), format!("<the beginning of {}>", reference_to(resource.id))));
        }
        if let Some(by) = giving(resource, &reference, &name) {
            self.names.push((name.clone(), reference_to(&by)));
        }
        self.made.push((name, reference_to(resource.id)));
    }

    pub(super) fn shown(&self, text: &str) -> String {
        let piece = |piece: Piece<'_>| match piece {
            Piece::Symbol(name) => symbol::shown(name),
            Piece::Text(text) => replaced(text, &self.made, str::to_owned),
        };
        let (text, six) = any_six(text);
        symbol::pieces(text).into_iter().map(piece).collect::<String>() + six
    }

    /// The text with no reference to an ARN of what is `barred`.
    pub(super) fn written(&self, text: &str, given: &Given, barred: &BTreeSet<&str>) -> String {
        let (text, six) = any_six(text);
        let (begin, rest) = self.arn(text, barred).unwrap_or_else(|| arn_head(text, given));
        let piece = |piece: Piece<'_>| match piece {
            Piece::Symbol(name) => symbol::written(name),
            Piece::Text(text) => replaced(text, &self.names, |text| place(text, given)),
        };
        begin + &symbol::pieces(rest).into_iter().map(piece).collect::<String>() + six
    }

    /// The reference to the ARN that a text is or begins with, and the rest of it: the longest such.
    fn arn<'a>(&self, text: &'a str, barred: &BTreeSet<&str>) -> Option<(String, &'a str)> {
        let ends = text.match_indices(['/', ':', '*']).map(|(at, _)| at).chain([text.len()]);
        let ends: Vec<_> = ends.collect();
        let may = |by: &&String| !barred.contains(by.split('.').next().unwrap_or_default());
        let found = |end: &usize| Some((self.arns.get(&text[..*end]).filter(may)?, &text[*end..]));
        let (by, rest) = ends.iter().rev().filter(|_| text.starts_with("arn:")).find_map(found)?;
        Some((reference_to(by), rest))
    }
}

/// The reference that gives just that text.
fn giving(resource: &Resource<'_>, reference: &str, text: &str) -> Option<String> {
    if reference == text { Some(resource.id.to_owned()) } else { attribute(resource, text) }
}

/// The attribute that gives just that text.
fn attribute(resource: &Resource<'_>, text: &str) -> Option<String> {
    let known = types::find(resource.kind)?;
    let mut names = known.attributes.iter().map(|(name, _)| *name);
    let name = names.find(|name| resource.attribute(name) == text)?;
    Some(format!("{}.{name}", resource.id))
}

/// An ARN's partition, region and account as pseudo parameters, and what stands behind them.
fn arn_head<'a>(text: &'a str, given: &Given) -> (String, &'a str) {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next().unwrap_or_default();
    let (head, partition, service, region, account) = (next(), next(), next(), next(), next());
    let Some(rest) = parts.next().filter(|_| head == "arn") else { return (String::new(), text) };
    let one = |text: &str, known: &str, name: &str| match text {
        text if text == known => format!("${{AWS::{name}}}"),
        text => symbol::plain(&escaped(text)).into_owned(),
    };
    let partition = one(partition, given.partition(), "Partition");
    let region = one(region, &given.region, "Region");
    let account = one(account, &given.account, "AccountId");
    (format!("arn:{partition}:{}:{region}:{account}:", escaped(service)), rest)
}

/// Account and region where they stand in a text that is no ARN.
fn place(text: &str, given: &Given) -> String {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let text = escaped(text);
    let part = |part: &str| {
        let word = part.trim_end_matches(|letter| !is_word(letter));
        let rest = &part[word.len()..];
        match word {
            word if word == given.account => format!("${{AWS::AccountId}}{rest}"),
            word if word == given.region => format!("${{AWS::Region}}{rest}"),
            _ => part.to_owned(),
        }
    };
    text.split_inclusive(|letter| !is_word(letter)).map(part).collect()
}

/// As the text of a `Sub` that has no variables.
fn escaped(text: &str) -> String {
    text.replace("${", "${!")
}

/// A reference in a `Sub`.
fn reference_to(by: &str) -> String {
    format!("${{{by}}}")
}

/// The text with references instead of names, and what `other` makes of what stands between them.
fn replaced(text: &str, names: &[(String, String)], other: impl Fn(&str) -> String) -> String {
    let mut parts = vec![Part::Text(text)];
    for (name, by) in names {
        if text.contains(name.as_str()) {
            parts = parts.into_iter().flat_map(|part| part.cut(name, by)).collect();
        }
    }
    let written = |part| match part {
        Part::Text(text) => other(text),
        Part::By(by) => by.to_owned(),
    };
    parts.into_iter().map(written).collect()
}

enum Part<'a> {
    Text(&'a str),
    By(&'a str),
}

impl<'a> Part<'a> {
    /// The part with references where the name stands.
    fn cut(self, name: &str, by: &'a str) -> Vec<Self> {
        let Self::Text(text) = self else { return vec![self] };
        let texts = text.split(name).enumerate();
        texts
            .flat_map(|(at, text)| (at > 0).then_some(Self::By(by)).into_iter().chain([Self::Text(text)]))
            .collect()
    }
}
