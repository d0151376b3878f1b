//! Makes `iam.bin`: IAM's catalogue.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::book::{Book, Part, file, table, texts};

/// All rows of the file, section by section.
#[derive(Default)]
struct Rows {
    prefixes: Vec<String>,
    services: Vec<Vec<Part>>,
    action_names: Vec<String>,
    actions: Vec<Vec<Part>>,
    resources: Vec<Vec<Part>>,
    keys: Vec<Vec<Part>>,
    key_lists: BTreeMap<Vec<String>, u64>,
    global: Vec<Vec<Part>>,
}

/// The file, and a report of what is in it.
pub(super) fn encode(gathered: &Json) -> Result<(Vec<u8>, Vec<String>), String> {
    let mut rows = Rows::default();
    let services: BTreeMap<_, _> = gathered["services"].as_object().ok_or("no services")?.iter().collect();
    for (prefix, service) in services {
        rows.service(prefix, service)?;
    }
    for key in list(&gathered["global"]) {
        rows.global.push(vec![whole(&key[0])?, whole(&key[1])?]);
    }
    let mut lists: Vec<_> = rows.key_lists.iter().map(|(keys, row)| (*row, keys)).collect();
    lists.sort();
    let lists: Vec<Vec<Part>> = lists
        .into_iter()
        .map(|(_, keys)| keys.iter().map(|key| Part::Text(key.clone(), 1, 0)).collect())
        .collect();
    let all = [&rows.services, &rows.actions, &rows.resources, &rows.keys, &lists, &rows.global];
    let book = Book::new(all.into_iter().flatten().flatten(), 0);
    let write = |rows: &[Vec<Part>]| table(&rows.iter().map(|row| book.write(row)).collect::<Vec<_>>());
    let sections = [
        ("texts", texts(&book.texts)),
        ("prefixes", texts(&rows.prefixes)),
        ("services", write(&rows.services)),
        ("action names", texts(&rows.action_names)),
        ("actions", write(&rows.actions)),
        ("resources", write(&rows.resources)),
        ("keys", write(&rows.keys)),
        ("key lists", write(&lists)),
        ("global keys", write(&rows.global)),
    ];
    let mut report = vec![format!(
        "{} services, {} actions, {} resource types, {} condition keys, {} global",
        rows.services.len(),
        rows.actions.len(),
        rows.resources.len(),
        rows.keys.len(),
        rows.global.len()
    )];
    for (name, section) in &sections {
        report.push(format!("  {name}: {} bytes", section.len()));
    }
    Ok((file(&sections.map(|(_, section)| section)), report))
}

impl Rows {
    fn service(&mut self, prefix: &str, service: &Json) -> Result<(), String> {
        let wrong = |what: &str| format!("{prefix}: {what}");
        let mut actions: Vec<_> = list(&service["actions"]).collect();
        actions.sort_by_key(|action| text(&action["name"]).to_ascii_lowercase());
        let mut resources: Vec<_> = list(&service["resources"]).collect();
        resources.sort_by_key(|resource| text(&resource["key"]));
        let mut keys: Vec<_> = list(&service["keys"]).collect();
        keys.sort_by_key(|key| text(&key["key"]));
        let starts = [
            (self.actions.len(), actions.len()),
            (self.resources.len(), resources.len()),
            (self.keys.len(), keys.len()),
        ];
        let places = starts
            .iter()
            .flat_map(|(start, count)| [Part::Number(*start as u64), Part::Number(*count as u64)]);
        self.prefixes.push(prefix.to_owned());
        self.services.push(std::iter::once(whole(&service["name"])?).chain(places).collect());
        for action in actions {
            let row = self.action(action, &resources).ok_or_else(|| wrong(text(&action["name"])))?;
            self.action_names.push(text(&action["name"]).to_owned());
            self.actions.push(row);
        }
        for resource in resources {
            let row = vec![whole(&resource["key"])?, whole(&resource["arn"])?, self.keys_of(resource)];
            self.resources.push(row);
        }
        for key in keys {
            self.keys.push(vec![whole(&key["key"])?, whole(&key["type"])?]);
        }
        Ok(())
    }

    fn action(&mut self, action: &Json, resources: &[&Json]) -> Option<Vec<Part>> {
        // "Tagging, Write" is how AWS marks what only changes tags.
        let level = match text(&action["accessLevel"]) {
            "List" => 0,
            "Read" => 1,
            "Tagging" | "Tagging, Write" => 2,
            "Write" => 3,
            "Permissions management" | "Permissions management, Write" => 4,
            _ => return None,
        };
        let mut row = vec![Part::Number(level), self.keys_of(action)];
        for resource in list(&action["resourceTypes"]) {
            let name = text(&resource["name"]);
            let at = resources.iter().position(|known| text(&known["key"]).eq_ignore_ascii_case(name))?;
            let required = u64::from(resource["required"].as_bool()?);
            row.extend([Part::Number((at as u64) << 1 | required), self.keys_of(resource)]);
        }
        Some(row)
    }

    /// The row of the list of condition keys that something has.
    fn keys_of(&mut self, owner: &Json) -> Part {
        let mut keys: Vec<_> = list(&owner["conditionKeys"]).map(|key| text(key).to_owned()).collect();
        keys.sort();
        keys.dedup();
        let fresh = self.key_lists.len() as u64;
        Part::Number(*self.key_lists.entry(keys).or_insert(fresh))
    }
}

fn list(value: &Json) -> impl Iterator<Item = &Json> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

fn whole(value: &Json) -> Result<Part, String> {
    value.as_str().map(|text| Part::Text(text.to_owned(), 1, 0)).ok_or_else(|| format!("{value} is no text"))
}
