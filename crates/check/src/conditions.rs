//! Which conditions of a template can hold together.
//!
//! A condition is a formula over comparisons. Of one value compared with several texts at most one holds, and a parameter
//! with `AllowedValues` has one of them. Everything else is taken to be free, so "can hold" is a maybe, and "cannot
//! hold" is sure.

use std::collections::{BTreeMap, BTreeSet};

use cfn::read::{Function, Kind, Node};

/// All conditions of a template.
#[derive(Debug)]
pub(crate) struct Conditions<'t> {
    formulas: BTreeMap<&'t str, Formula<'t>>,
    allowed: BTreeMap<&'t str, BTreeSet<&'t str>>,
}

#[derive(Debug)]
enum Formula<'t> {
    Constant(bool),
    /// The value, by its canonical text, is that text.
    Is(String, &'t str),
    /// Something that is true or false, by its canonical text.
    Free(String),
    Named(&'t str),
    Not(Box<Formula<'t>>),
    And(Vec<Formula<'t>>),
    Or(Vec<Formula<'t>>),
}

/// The values that comparisons ask about: which of the texts it is, by index, with one more for "none of them".
type Values<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// More cases than these are not gone through.
const MOST_CASES: usize = 4_096;

impl<'t> Conditions<'t> {
    pub(crate) fn new(root: &'t Node) -> Self {
        let section = |name: &str| root.get(name).map_or(&[][..], Node::entries);
        let formulas = section("Conditions").iter().map(|entry| (entry.key.as_str(), formula(&entry.value)));
        let allowed = section("Parameters").iter().filter_map(|entry| {
            let values = entry.value.get("AllowedValues")?.items();
            Some((entry.key.as_str(), values.iter().map(Node::scalar).collect::<Option<_>>()?))
        });
        Self { formulas: formulas.collect(), allowed: allowed.collect() }
    }

    /// Whether these can hold together while parameters have the values given; `None` where there are too many cases to go
    /// through.
    pub(crate) fn satisfiable(&self, wanted: &[(&str, bool)], given: &[(&str, &str)]) -> Option<bool> {
        let again = given.iter().enumerate().any(|(index, (name, value))| {
            given[..index].iter().any(|(other, another)| other == name && another != value)
        });
        if again {
            return Some(false);
        }
        let mut groups = Vec::new();
        for (name, holds) in wanted {
            let mut group = Group { wanted: vec![(*name, *holds)], ..Group::default() };
            self.gather_named(name, &mut group.values, &mut group.free, &mut Vec::new())?;
            while let Some(index) = groups.iter().position(|other: &Group<'_>| other.meets(&group)) {
                group.join(groups.swap_remove(index));
            }
            groups.push(group);
        }
        let answers: Vec<_> = groups.iter().map(|group| self.group_can_hold(group, given)).collect();
        if answers.contains(&Some(false)) {
            return Some(false);
        }
        answers.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
    }

    /// Whether conditions that hang together can hold.
    fn group_can_hold(&self, group: &Group<'_>, given: &[(&str, &str)]) -> Option<bool> {
        let Group { wanted, values, free } = group;
        let choices: Vec<(&str, Vec<Option<&str>>)> =
            values.iter().map(|(value, texts)| (*value, self.choices(value, texts, given))).collect();
        let mut cases =
            1_usize.checked_shl(u32::try_from(free.len()).ok()?).filter(|cases| *cases <= MOST_CASES)?;
        for (_, texts) in &choices {
            cases = cases.checked_mul(texts.len()).filter(|cases| *cases <= MOST_CASES)?;
        }
        Some((0..cases).any(|case| {
            let mut rest = case;
            let mut chosen = BTreeMap::new();
            for (value, texts) in &choices {
                chosen.insert(*value, texts[rest % texts.len()]);
                rest /= texts.len();
            }
            let mut holding = BTreeSet::new();
            for name in free {
                if rest % 2 == 1 {
                    holding.insert(*name);
                }
                rest /= 2;
            }
            let case = Case { conditions: self, chosen, holding };
            wanted.iter().all(|(name, holds)| case.named(name, 0) == *holds)
        }))
    }

    /// What a value can be: one of the texts, or none of them unless its parameter allows nothing else.
    fn choices<'a>(&self, value: &str, texts: &[&'a str], given: &[(&str, &str)]) -> Vec<Option<&'a str>> {
        if let Some((_, given)) = given.iter().find(|(name, _)| *name == value) {
            return vec![texts.iter().find(|text| *text == given).copied()];
        }
        let allowed = self.allowed.get(value);
        let possible = |text: &&&str| allowed.is_none_or(|allowed| allowed.contains(**text));
        let mut choices: Vec<_> = texts.iter().filter(possible).map(|text| Some(*text)).collect();
        let all = allowed.is_some_and(|allowed| allowed.iter().all(|text| texts.contains(text)));
        if !all || choices.is_empty() {
            choices.push(None);
        }
        choices
    }

    /// Collects what decides a condition; `None` where it is circular.
    fn gather_named<'a>(
        &'a self,
        name: &'a str,
        values: &mut Values<'a>,
        free: &mut BTreeSet<&'a str>,
        path: &mut Vec<&'a str>,
    ) -> Option<()> {
        if path.contains(&name) {
            return None;
        }
        path.push(name);
        match self.formulas.get(name) {
            Some(formula) => self.gather(formula, values, free, path)?,
            None => {
                free.insert(name);
            }
        }
        path.pop();
        Some(())
    }

    fn gather<'a>(
        &'a self,
        formula: &'a Formula<'t>,
        values: &mut Values<'a>,
        free: &mut BTreeSet<&'a str>,
        path: &mut Vec<&'a str>,
    ) -> Option<()> {
        match formula {
            Formula::Constant(_) => {}
            Formula::Is(value, text) => {
                let texts = values.entry(value).or_default();
                if !texts.contains(text) {
                    texts.push(text);
                }
            }
            Formula::Free(name) => {
                free.insert(name);
            }
            Formula::Named(name) => self.gather_named(name, values, free, path)?,
            Formula::Not(inner) => self.gather(inner, values, free, path)?,
            Formula::And(parts) | Formula::Or(parts) => {
                for part in parts {
                    self.gather(part, values, free, path)?;
                }
            }
        }
        Some(())
    }
}

/// Conditions that share something that decides about them, and all that does. Between groups nothing excludes anything.
#[derive(Default)]
struct Group<'a> {
    wanted: Vec<(&'a str, bool)>,
    values: Values<'a>,
    free: BTreeSet<&'a str>,
}

impl<'a> Group<'a> {
    fn meets(&self, other: &Group<'_>) -> bool {
        self.values.keys().any(|value| other.values.contains_key(value))
            || self.free.iter().any(|name| other.free.contains(name))
    }

    fn join(&mut self, other: Group<'a>) {
        self.wanted.extend(other.wanted);
        for (value, texts) in other.values {
            let known = self.values.entry(value).or_default();
            for text in texts {
                if !known.contains(&text) {
                    known.push(text);
                }
            }
        }
        self.free.extend(other.free);
    }
}

/// One way everything could be.
struct Case<'a, 't> {
    conditions: &'a Conditions<'t>,
    chosen: BTreeMap<&'a str, Option<&'a str>>,
    holding: BTreeSet<&'a str>,
}

impl Case<'_, '_> {
    fn named(&self, name: &str, depth: usize) -> bool {
        match self.conditions.formulas.get(name) {
            Some(formula) => self.holds(formula, depth + 1),
            None => self.holding.contains(name),
        }
    }

    fn holds(&self, formula: &Formula<'_>, depth: usize) -> bool {
        match formula {
            Formula::Constant(value) => *value,
            Formula::Is(value, text) => self.chosen.get(value.as_str()) == Some(&Some(text)),
            Formula::Free(name) => self.holding.contains(name.as_str()),
            Formula::Named(name) => self.named(name, depth),
            Formula::Not(inner) => !self.holds(inner, depth),
            Formula::And(parts) => parts.iter().all(|part| self.holds(part, depth)),
            Formula::Or(parts) => parts.iter().any(|part| self.holds(part, depth)),
        }
    }
}

fn formula(node: &Node) -> Formula<'_> {
    let free = || Formula::Free(canonical(node));
    let Some(call) = node.call() else { return free() };
    let parts = call.argument.items();
    match (&call.function, parts) {
        (Function::Condition, _) => call.argument.text().map_or_else(free, Formula::Named),
        (Function::And, _) => Formula::And(parts.iter().map(formula).collect()),
        (Function::Or, _) => Formula::Or(parts.iter().map(formula).collect()),
        (Function::Not, [part]) => Formula::Not(Box::new(formula(part))),
        (Function::Equals, [left, right]) => match (left.scalar(), right.scalar()) {
            (Some(left), Some(right)) => Formula::Constant(left == right),
            (None, Some(text)) => Formula::Is(canonical(left), text),
            (Some(text), None) => Formula::Is(canonical(right), text),
            (None, None) if canonical(left) == canonical(right) => Formula::Constant(true),
            (None, None) => free(),
        },
        _ => free(),
    }
}

/// A text that is equal for values that are; a parameter's name, for a parameter.
fn canonical(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => format!("{:?}", node.scalar().unwrap_or_default()),
        Kind::List(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Kind::Map(entries) => {
            let members = entries.iter().map(|entry| format!("{:?}:{}", entry.key, canonical(&entry.value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Kind::Call(call) => match (&call.function, call.argument.text()) {
            (Function::Ref, Some(name)) => name.to_owned(),
            _ => format!("{}({})", call.function.name(), canonical(&call.argument)),
        },
    }
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::Conditions;

    fn satisfiable(wanted: &[(&str, bool)]) -> Option<bool> {
        given(wanted, &[])
    }

    fn given(wanted: &[(&str, bool)], given: &[(&str, &str)]) -> Option<bool> {
        let text = "
Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
  Free: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [dev, !Ref Stage]
  IsOther: !Equals [!Ref Stage, other]
  NotProd: !Not [!Condition IsProd]
  IsA: !Equals [!Ref Free, a]
  IsB: !Equals [!Ref Free, b]
  Both: !And [!Condition IsProd, !Condition IsA]
  Either: !Or [!Condition IsA, { Condition: IsB }]
  Never: !Equals [a, b]
  Circle: !Not [!Condition Circle]
";
        let document = read(text).unwrap();
        Conditions::new(document.root()).satisfiable(wanted, given)
    }

    #[test]
    fn what_excludes_each_other_does() {
        assert_eq!(satisfiable(&[("IsProd", true), ("IsDev", true)]), Some(false));
        assert_eq!(satisfiable(&[("IsProd", false), ("IsDev", false)]), Some(false));
        assert_eq!(satisfiable(&[("IsProd", false), ("IsDev", true)]), Some(true));
        assert_eq!(satisfiable(&[("IsProd", true), ("NotProd", true)]), Some(false));
        assert_eq!(satisfiable(&[("IsA", false), ("IsB", false)]), Some(true));
        assert_eq!(satisfiable(&[("IsA", true), ("IsB", true)]), Some(false));
        assert_eq!(satisfiable(&[("Both", true), ("IsB", true)]), Some(false));
        assert_eq!(satisfiable(&[("Either", true), ("IsA", false), ("IsB", false)]), Some(false));
        assert_eq!(satisfiable(&[("IsOther", true)]), Some(false));
        assert_eq!(satisfiable(&[("Never", true)]), Some(false));
        assert_eq!(satisfiable(&[("Undefined", true), ("Undefined", false)]), Some(false));
        assert_eq!(satisfiable(&[("Circle", true)]), None);
        assert_eq!(satisfiable(&[]), Some(true));
        assert_eq!(given(&[("IsA", true)], &[("Free", "a")]), Some(true));
        assert_eq!(given(&[("IsA", true)], &[("Free", "b")]), Some(false));
        assert_eq!(given(&[("IsA", false)], &[("Free", "")]), Some(true));
        assert_eq!(given(&[], &[("Free", "a"), ("Free", "b")]), Some(false));
    }
}
