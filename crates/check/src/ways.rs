//! Properties of one mapping side by side.
//!
//! In: a mapping and the keys that a rule compares. Out: every way in which their values can stand together, conditions
//! taken into account: what is set only in production never meets what is set only in development.

use cfn::read::Node;

use crate::context::{Context, When, if_parts};

/// More ways than these nobody means, and no rule needs.
const MOST: usize = 64;

/// What stands under the keys, in their order; `None` where a key is surely absent in this way.
pub(crate) type Way<'t, const N: usize> = [Option<&'t Node>; N];

impl<'t> Context<'t> {
    /// Every way in which values can stand under these keys together. Ways in which a key may or may not be there, as
    /// in a mapping that a loop completes, are left out.
    pub(crate) fn ways<const N: usize>(&self, map: &'t Node, keys: [&str; N]) -> Vec<Way<'t, N>> {
        let mut ways = Vec::new();
        for branch in self.branches(map) {
            if !branch.node.is_map() {
                continue;
            }
            let mut partial = vec![([None; N], branch.when.clone())];
            for (index, key) in keys.iter().enumerate() {
                let value = branch.node.get(key);
                if value.is_none() && branch.node.is_open() {
                    partial.clear();
                }
                partial = self.extended(partial, index, value);
            }
            ways.extend(partial.into_iter().map(|(way, _)| way));
        }
        ways.truncate(MOST);
        ways
    }

    fn extended<const N: usize>(
        &self,
        partial: Vec<(Way<'t, N>, When<'t>)>,
        index: usize,
        value: Option<&'t Node>,
    ) -> Vec<(Way<'t, N>, When<'t>)> {
        let mut longer = Vec::new();
        for (way, when) in partial {
            let mut values = Vec::new();
            self.choices(value, when, &mut values);
            longer.extend(values.into_iter().map(|(value, when)| {
                let mut way = way;
                way[index] = value;
                (way, when)
            }));
        }
        longer.truncate(MOST);
        longer
    }

    /// What a value can be, absence included.
    fn choices(&self, value: Option<&'t Node>, when: When<'t>, into: &mut Vec<(Option<&'t Node>, When<'t>)>) {
        let value = value.filter(|value| !value.is_no_value());
        let Some((condition, yes, no)) = value.and_then(if_parts) else {
            into.push((value, when));
            return;
        };
        for (value, holds) in [(yes, true), (no, false)] {
            let mut when = when.clone();
            if !when.contains(&(condition, holds)) {
                when.push((condition, holds));
            }
            if into.len() < MOST && self.satisfiable(&when) != Some(false) {
                self.choices(Some(value), when, into);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use crate::context::Context;

    fn ways(map: &str) -> Vec<String> {
        let text = format!(
            "Parameters: {{ P: {{ Type: String }} }}\nConditions: {{ C: !Equals [!Ref P, x] }}\nResources: {{}}\nX: {map}\n"
        );
        let document = read(&text).unwrap();
        let context = Context::new(&document);
        let word = |value: Option<&cfn::read::Node>| {
            value.map_or("-", |value| value.text().unwrap_or("?")).to_owned()
        };
        let ways = context.ways(document.root().get("X").unwrap(), ["A", "B"]);
        ways.into_iter().map(|[a, b]| word(a) + &word(b)).collect()
    }

    #[test]
    fn conditions_keep_values_apart() {
        assert_eq!(ways("{ A: a, B: b }"), ["ab"]);
        assert_eq!(ways("{ A: a }"), ["a-"]);
        assert_eq!(ways("{ A: !If [C, a, c], B: !If [C, b, d] }"), ["ab", "cd"]);
        assert_eq!(
            ways("{ A: !If [C, a, !Ref AWS::NoValue], B: !If [C, !Ref AWS::NoValue, b] }"),
            ["a-", "-b"]
        );
        assert_eq!(ways("!If [C, { A: a }, { B: b }]"), ["a-", "-b"]);
    }

    #[test]
    fn what_may_be_there_is_not_absent() {
        assert_eq!(ways("{ A: a, 'Fn::Transform': { Name: x } }"), Vec::<String>::new());
    }
}
