//! Tries every pattern on texts that another engine has judged.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Pattern, Shape};
use serde_json::Value as Json;

/// Fails if any text that matches for cfn-lint's engine is refused here; says how many patterns are wider.
pub(super) fn compare(samples: &Json) -> Result<(), String> {
    let known = patterns();
    let (mut texts, mut wider, mut narrower) = (0, BTreeSet::new(), Vec::new());
    for (source, judged) in samples.as_object().ok_or("no samples")? {
        let Some(pattern) = known.get(source.as_str()) else { continue };
        for pair in judged.as_array().into_iter().flatten() {
            let (Some(text), Some(theirs)) = (pair[0].as_str(), pair[1].as_bool()) else { continue };
            texts += 1;
            match (pattern.is_match(text), theirs) {
                (Some(false), true) => narrower.push(format!("{source} refuses {text:?}")),
                (Some(true), false) if text.is_ascii() && !text.ends_with('\n') => {
                    wider.insert(source);
                }
                _ => {}
            }
        }
    }
    eprintln!("{} patterns tried on {texts} texts: {} are wider", known.len(), wider.len());
    for source in wider {
        eprintln!("  wider: {source}");
    }
    if narrower.is_empty() { Ok(()) } else { Err(narrower.join("\n")) }
}

/// All patterns of all types.
fn patterns() -> BTreeMap<&'static str, Pattern> {
    let mut seen = BTreeSet::new();
    let mut found = BTreeMap::new();
    for known in facts::resource_types().filter_map(facts::resource_type) {
        walk(known.properties(), &mut seen, &mut found);
    }
    found
}

fn walk(shape: Shape, seen: &mut BTreeSet<u32>, found: &mut BTreeMap<&'static str, Pattern>) {
    if seen.insert(shape.id()) {
        found.extend(shape.pattern().map(|pattern| (pattern.source(), pattern)));
        shape.parts().for_each(|part| walk(part, seen, found));
    }
}
