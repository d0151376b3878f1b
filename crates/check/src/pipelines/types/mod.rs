//! What CodePipeline knows about the types of actions and of stage rules: which exist, what they are configured with, how
//! many artifacts they take and give, and which variables they produce.
//!
//! Facts alone, each type with the AWS page that it comes from; nothing is judged here. Where the page is known to name
//! only a part of what the service takes, the type says so ([`Keys::Some`], [`Exports::AtLeast`]).

mod build;
mod deploy;
mod invoke;
mod rule;
mod source;

pub(crate) use rule::RULES;

/// A type of action, or of a stage's rule.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) category: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) provider: &'static str,
    pub(crate) keys: Keys,
    /// How many input artifacts, from and to.
    pub(crate) inputs: (usize, usize),
    /// How many output artifacts, from and to.
    pub(crate) outputs: (usize, usize),
    pub(crate) exports: Exports,
    /// Whether its page says that it needs a pipeline of type V2.
    pub(crate) needs_v2: bool,
    pub(crate) page: &'static str,
}

/// The configuration keys.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keys {
    /// All there are.
    All(&'static [Key]),
    /// Those that are documented; the service takes others too, or may.
    Some(&'static [Key]),
}

/// A configuration key.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// Whether no configuration goes without it, whatever the other keys say.
    pub(crate) required: bool,
    pub(crate) form: Form,
}

/// What a value has to look like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// Anything.
    Text,
    /// Anything, but not in clear.
    Secret,
    /// `true` or `false`.
    Flag,
    /// A whole number, from and to.
    Number(u64, u64),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Some of these words, with commas between.
    ListOf(&'static [&'static str]),
    /// The name of an input artifact.
    Artifact,
    /// `Artifact::path/in/it`, of an input artifact.
    File,
    /// The same, or a value itself.
    FileOrText,
    /// A JSON list of `{name, value, type}`.
    Environment,
    /// A JSON mapping from parameters to values.
    Parameters,
    /// A JSON list of mappings, each with these keys.
    Records(&'static [&'static str]),
    /// How traffic moves to a new version of a Lambda function.
    Shift,
    /// Six or seven fields that say when.
    Cron,
}

/// The variables that come from an action with a namespace.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Exports {
    /// None are documented.
    Nothing,
    /// These, and no others.
    Keys(&'static [&'static str]),
    /// Those that a page names, and others, of which some were seen in pipelines that work.
    AtLeast { named: &'static [&'static str], seen: &'static [&'static str] },
    /// Whatever the build, stack or function makes of it.
    Free,
}

/// All types of actions, of AWS's own and of others that AWS documents.
pub(crate) const ACTIONS: [&[Type]; 4] = [source::TYPES, build::TYPES, deploy::TYPES, invoke::TYPES];

/// All of them in one row.
pub(crate) fn actions() -> impl Iterator<Item = &'static Type> {
    ACTIONS.iter().copied().flatten()
}

/// The type of that name, if there is one.
pub(crate) fn action(category: &str, owner: &str, provider: &str) -> Option<&'static Type> {
    actions().find(|kind| kind.category == category && kind.owner == owner && kind.provider == provider)
}

impl Type {
    pub(crate) fn all_keys(&self) -> &'static [Key] {
        match self.keys {
            Keys::All(keys) | Keys::Some(keys) => keys,
        }
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.all_keys().iter().find(|key| key.name == name)
    }

    /// Whether the service takes no other keys.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.keys, Keys::All(_))
    }
}

impl Key {
    /// One that has to be there.
    const fn required(name: &'static str, form: Form) -> Self {
        Self { name, required: true, form }
    }

    /// One that may be left out.
    const fn optional(name: &'static str, form: Form) -> Self {
        Self { name, required: false, form }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RULES, actions};

    #[test]
    fn types_and_keys_are_listed_once_and_are_what_the_service_takes() {
        let mut names = BTreeSet::new();
        for kind in actions().chain(RULES) {
            assert!(names.insert((kind.category, kind.owner, kind.provider)), "{kind:?}");
            assert!(kind.page.starts_with("https://docs.aws.amazon.com/codepipeline/"), "{kind:?}");
            assert!(kind.inputs.0 <= kind.inputs.1 && kind.outputs.0 <= kind.outputs.1, "{kind:?}");
            let keys: BTreeSet<_> = kind.all_keys().iter().map(|key| key.name).collect();
            assert_eq!(keys.len(), kind.all_keys().len(), "{kind:?}");
            assert!(keys.iter().all(|key| (1..=50).contains(&key.len())), "{kind:?}");
        }
    }
}
