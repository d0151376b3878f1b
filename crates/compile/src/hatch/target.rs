//! From a path to a place in a resource, and what is put there.

use cfn::read::Step;
use serde_json::Value as Json;

use super::path::Pick;

/// Why a path leads nowhere.
#[derive(Debug)]
pub(super) struct Miss {
    /// How far it led.
    pub(super) reached: String,
    /// What is wrong with the next step, as the end of a sentence.
    pub(super) why: String,
    /// The step.
    pub(super) wanted: String,
    /// What could have been meant.
    pub(super) there: Vec<String>,
}

/// What tells the items of AWS's lists apart: stages and actions, statements, policies, tags, targets and rules.
const NAMES: [&str; 5] = ["Name", "Sid", "PolicyName", "Key", "Id"];

/// Puts the value where the path leads, or takes away what is there, and gives the steps that led there. Only the last key
/// may be new.
pub(super) fn replace(
    resource: &mut Json,
    path: &[Pick],
    value: Option<Json>,
) -> Result<Vec<Step>, Box<Miss>> {
    let Some((last, way)) = path.split_last() else { return Ok(Vec::new()) };
    let mut steps = Vec::new();
    let mut reached = String::new();
    let mut node = resource;
    for pick in way {
        let step = step(node, pick, &reached)?;
        node = match &step {
            Step::Key(key) => &mut node[key.as_str()],
            Step::Index(index) => &mut node[*index],
        };
        match pick {
            Pick::Key(key) if reached.is_empty() => reached.clone_from(key),
            Pick::Key(key) => reached.extend([".", key]),
            Pick::Item(item) => reached.extend(["[", item, "]"]),
        }
        steps.push(step);
    }
    steps.push(match value {
        Some(value) => put(node, last, value, &reached)?,
        None => take(node, last, &reached)?,
    });
    Ok(steps)
}

/// The step to what is there.
fn step(node: &Json, pick: &Pick, reached: &str) -> Result<Step, Box<Miss>> {
    let miss = |why: String, there: Vec<String>| {
        Box::new(Miss { reached: reached.to_owned(), why, wanted: pick.text().to_owned(), there })
    };
    let wanted = pick.text();
    match (node, pick) {
        (Json::Object(members), _) if members.contains_key(wanted) => Ok(Step::key(wanted)),
        (Json::Object(members), _) => {
            Err(miss(format!("has no `{wanted}`"), members.keys().cloned().collect()))
        }
        (Json::Array(items), Pick::Item(_)) => match index(items, wanted) {
            Some(index) => Ok(Step::Index(index)),
            None if wanted == "+" => Err(miss(
                "is a list, and `[+]` adds to its end: give the whole item there".to_owned(),
                Vec::new(),
            )),
            None => Err(miss(
                format!("is a list of {} without `{wanted}`", items.len()),
                items.iter().filter_map(name).map(str::to_owned).collect(),
            )),
        },
        (Json::Array(_), Pick::Key(_)) => {
            Err(miss("is a list: name an item in brackets, as in `[0]`".to_owned(), Vec::new()))
        }
        _ => Err(miss(format!("is no mapping, and has no `{wanted}`"), Vec::new())),
    }
}

fn put(node: &mut Json, pick: &Pick, value: Json, reached: &str) -> Result<Step, Box<Miss>> {
    match (node, pick) {
        (Json::Object(members), _) => {
            members.insert(pick.text().to_owned(), value);
            Ok(Step::key(pick.text()))
        }
        (Json::Array(items), Pick::Item(item)) if item == "+" => {
            items.push(value);
            Ok(Step::Index(items.len() - 1))
        }
        (node, _) => {
            let step = step(node, pick, reached)?;
            if let Step::Index(index) = &step {
                node[*index] = value;
            }
            Ok(step)
        }
    }
}

fn take(node: &mut Json, pick: &Pick, reached: &str) -> Result<Step, Box<Miss>> {
    let step = step(node, pick, reached)?;
    match (node, &step) {
        (Json::Object(members), Step::Key(key)) => drop(members.shift_remove(key)),
        (Json::Array(items), Step::Index(index)) => drop(items.remove(*index)),
        _ => {}
    }
    Ok(step)
}

/// An item's place, by its place or its name.
fn index(items: &[Json], wanted: &str) -> Option<usize> {
    match wanted.parse::<usize>() {
        Ok(index) => (index < items.len()).then_some(index),
        Err(_) => items.iter().position(|item| name(item) == Some(wanted)),
    }
}

fn name(item: &Json) -> Option<&str> {
    NAMES.iter().find_map(|key| item.get(key)?.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::path::parse;
    use super::replace;

    fn after(path: &str, value: Option<Json>) -> Result<Json, String> {
        let mut resource = json!({ "A": { "L": [{ "Sid": "S", "x": 1 }, { "Name": "N" }], "t": "text" } });
        match replace(&mut resource, &parse(path).unwrap(), value) {
            Ok(_) => Ok(resource["A"].clone()),
            Err(miss) => Err(format!("{}|{}", miss.reached, miss.why)),
        }
    }

    #[test]
    fn a_path_leads_by_keys_places_and_names() {
        let two = || Some(json!(2));
        assert_eq!(after("A.L[S].x", two()).unwrap()["L"][0]["x"], 2);
        assert_eq!(after("A.L[1].new", two()).unwrap()["L"][1]["new"], 2);
        assert_eq!(after("A.L[N]", two()).unwrap()["L"][1], 2);
        assert_eq!(after("A.L[+]", two()).unwrap()["L"][2], 2);
        assert_eq!(after("A[t]", two()).unwrap()["t"], 2);
        assert_eq!(after("A.L[S]", None).unwrap()["L"], json!([{ "Name": "N" }]));
        assert_eq!(after("A.L", None).unwrap(), json!({ "t": "text" }));
    }

    #[test]
    fn where_a_path_ends_is_told() {
        let two = || Some(json!(2));
        assert_eq!(after("B.x", two()), Err("|has no `B`".into()));
        assert_eq!(after("A.B.C", two()), Err("A|has no `B`".into()));
        assert_eq!(after("A.t.C", two()), Err("A.t|is no mapping, and has no `C`".into()));
        assert_eq!(after("A.L[2]", two()), Err("A.L|is a list of 2 without `2`".into()));
        assert_eq!(after("A.L[Q].x", two()), Err("A.L|is a list of 2 without `Q`".into()));
        assert!(after("A.L.x", two()).unwrap_err().contains("in brackets"));
        assert!(after("A.L[+].x", two()).unwrap_err().contains("whole item"));
        assert_eq!(after("A.B", None), Err("A|has no `B`".into()));
    }
}
