//! A template under construction.

use std::fmt;
use std::marker::PhantomData;

use diag::Span;
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::everywhere::{Everywhere, Kept};
use crate::read::Step;
use crate::{Entry, IntoParts, Part, Resource, Text, Value};

/// Of the format that templates are written in.
pub(crate) const VERSION: &str = "2010-09-09";

/// A template: what is added first is printed first.
#[derive(Debug, Default)]
pub struct Template {
    description: String,
    tags: Vec<(String, String)>,
    parameters: IndexMap<String, Json>,
    pub(crate) conditions: IndexMap<String, Json>,
    pub(crate) resources: IndexMap<String, Json>,
    pub(crate) outputs: IndexMap<String, Json>,
    sections: Vec<(String, String)>,
    pending_section: Option<String>,
    origins: Origins,
    pub(crate) everywhere: Vec<Everywhere>,
    pub(crate) kept: Kept,
}

/// What in its builder's own source the parts of a template come from.
#[derive(Debug, Default)]
pub struct Origins(Vec<(Vec<Step>, Span)>);

/// A resource, parameter or pseudo parameter that is in the template: the only source of references.
pub struct Handle<R> {
    id: String,
    kind: PhantomData<fn() -> R>,
}

/// A value that is given when the template is deployed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Parameter {
    #[serde(rename = "Type")]
    pub kind: &'static str,
    pub description: Option<String>,
    pub default: Option<String>,
    pub allowed_pattern: Option<String>,
}

/// What the stack tells a person after its deployment.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs)]
pub struct Output {
    pub description: String,
    pub value: Text,
}

/// A logical ID is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The logical ID.
    pub id: String,
}

impl fmt::Display for Duplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the logical ID `{}` is taken", self.id)
    }
}

impl std::error::Error for Duplicate {}

impl Template {
    /// An empty template. The tags go onto every resource that can carry them.
    pub fn new(description: impl Into<String>, tags: Vec<(String, String)>) -> Self {
        Self { description: description.into(), tags, ..Self::default() }
    }

    /// Begins a section: the next resource is printed under this comment.
    pub fn section(&mut self, title: &str) {
        self.pending_section = Some(title.to_owned());
    }

    /// Adds a resource under a logical ID.
    ///
    /// # Errors
    /// [`Duplicate`] where a resource or parameter of that ID exists.
    pub fn add<R: Resource>(&mut self, id: &str, entry: impl Into<Entry<R>>) -> Result<Handle<R>, Duplicate> {
        self.claim(id)?;
        let entry = entry.into();
        let mut properties = pruned(json!(entry.resource));
        if R::TAGGABLE && !self.tags.is_empty() {
            let tags: Vec<_> =
                self.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
            properties["Tags"] = json!(tags);
        }
        if let Json::Object(properties) = &mut properties {
            self.fill::<R>(properties);
        }
        let mut resource = Map::new();
        resource.insert("Type".into(), R::TYPE.into());
        match entry.depends_on.as_slice() {
            [] => {}
            [one] => drop(resource.insert("DependsOn".into(), json!(one))),
            many => drop(resource.insert("DependsOn".into(), json!(many))),
        }
        if entry.retained {
            let (deletion, replacement) = self.kept.words();
            resource.insert("DeletionPolicy".into(), deletion.into());
            resource.insert("UpdateReplacePolicy".into(), replacement.into());
        } else if entry.goes {
            resource.insert("DeletionPolicy".into(), "Delete".into());
            resource.insert("UpdateReplacePolicy".into(), "Delete".into());
        }
        let mut metadata = Map::new();
        match entry.notes.as_slice() {
            [] => {}
            [one] => drop(metadata.insert("Note".into(), json!(one))),
            many => drop(metadata.insert("Note".into(), json!(many))),
        }
        if !entry.skips.is_empty() {
            metadata.insert("checkov".into(), json!({ "skip": entry.skips }));
        }
        let own = [("ignore", entry.ignored), ("calls", entry.calls), ("shifts", entry.shifts)];
        let own: Map<_, _> = own
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(key, list)| (key.to_owned(), list.into()))
            .collect();
        if !own.is_empty() {
            metadata.insert("pipewright".into(), own.into());
        }
        if !metadata.is_empty() {
            resource.insert("Metadata".into(), metadata.into());
        }
        if properties.as_object().is_some_and(|properties| !properties.is_empty()) {
            resource.insert("Properties".into(), properties);
        }
        self.insert(id, resource.into());
        Ok(Handle::new(id))
    }

    /// Adds a parameter.
    ///
    /// # Errors
    /// [`Duplicate`] where a resource or parameter of that ID exists.
    pub fn parameter(&mut self, id: &str, parameter: &Parameter) -> Result<Handle<Parameter>, Duplicate> {
        self.claim(id)?;
        self.parameters.insert(id.to_owned(), pruned(json!(parameter)));
        Ok(Handle::new(id))
    }

    /// Takes the parameters out that nothing needs.
    pub fn keep_parameters(&mut self, needed: impl Fn(&str) -> bool) {
        self.parameters.retain(|name, _| needed(name));
    }

    /// Adds an output.
    ///
    /// # Errors
    /// [`Duplicate`] where an output of that ID exists.
    pub fn output(&mut self, id: &str, description: &str, value: impl Into<Text>) -> Result<(), Duplicate> {
        if self.outputs.contains_key(id) {
            return Err(Duplicate { id: id.to_owned() });
        }
        let output = Output { description: description.to_owned(), value: value.into() };
        self.outputs.insert(id.to_owned(), json!(output));
        Ok(())
    }

    /// The template as CloudFormation's JSON, intrinsics in their long form.
    pub fn to_value(&self) -> Json {
        let mut template = Map::new();
        template.insert("AWSTemplateFormatVersion".into(), VERSION.into());
        template.insert("Description".into(), self.description.as_str().into());
        for (name, part) in self.parts() {
            template.insert(name.into(), json!(part));
        }
        template.into()
    }

    /// What it is for.
    pub(crate) fn description(&self) -> &str {
        &self.description
    }

    /// Its sections that have anything, by their names.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&'static str, &IndexMap<String, Json>)> {
        let parts = [
            ("Parameters", &self.parameters),
            ("Conditions", &self.conditions),
            ("Resources", &self.resources),
            ("Outputs", &self.outputs),
        ];
        parts.into_iter().filter(|(_, part)| !part.is_empty())
    }

    /// Says what in its builder's own source a part of the template comes from.
    pub fn comes_from(&mut self, path: impl IntoIterator<Item = Step>, place: Span) {
        self.origins.0.push((path.into_iter().collect(), place));
    }

    /// What its parts come from, so far.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// What remains of interest when the template is printed.
    pub fn into_origins(self) -> Origins {
        self.origins
    }

    /// The comments to print, each with the logical ID that it stands above.
    pub(crate) fn sections(&self) -> &[(String, String)] {
        &self.sections
    }

    /// Puts a resource in, under the section's title where it is the first.
    pub(crate) fn insert(&mut self, id: &str, resource: Json) {
        self.resources.insert(id.to_owned(), resource);
        if let Some(title) = self.pending_section.take() {
            self.sections.push((id.to_owned(), title));
        }
    }

    pub(crate) fn claim(&self, id: &str) -> Result<(), Duplicate> {
        if self.resources.contains_key(id) || self.parameters.contains_key(id) {
            return Err(Duplicate { id: id.to_owned() });
        }
        Ok(())
    }
}

impl Origins {
    /// What the part of the template at the end of that path comes from: the place given for the longest part of the
    /// way.
    pub fn of(&self, path: &[Step]) -> Option<Span> {
        let leads_there = |(known, _): &&(Vec<Step>, Span)| path.starts_with(known);
        let longest = self.0.iter().filter(leads_there).max_by_key(|(known, _)| known.len());
        longest.map(|(_, place)| *place)
    }
}

/// Without nulls, empty lists and empty maps: to the types here, absent and empty mean the same.
pub(crate) fn pruned(mut value: Json) -> Json {
    prune(&mut value);
    value
}

fn prune(value: &mut Json) {
    let keep = |value: &Json| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => true,
    };
    match value {
        Json::Object(members) => {
            members.values_mut().for_each(prune);
            members.retain(|_, value| keep(value));
        }
        Json::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

impl<R> Handle<R> {
    fn new(id: &str) -> Self {
        Self { id: id.to_owned(), kind: PhantomData }
    }

    /// The logical ID.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What `Ref` gives: the name of most resources, the value of a parameter.
    pub fn reference(&self) -> Text {
        Value::Expression(vec![Part::Ref(self.id.clone())])
    }

    /// An attribute; each resource type offers its own by name.
    pub(crate) fn attribute<T>(&self, name: &'static str) -> Value<T> {
        Value::Expression(vec![Part::GetAtt(self.id.clone(), name)])
    }

    /// What `Ref` gives, where that is something else than a text.
    pub(crate) fn reference_as<T>(&self) -> Value<T> {
        Value::Expression(vec![Part::Ref(self.id.clone())])
    }
}

impl<R> Clone for Handle<R> {
    fn clone(&self) -> Self {
        Self::new(&self.id)
    }
}

impl<R> fmt::Debug for Handle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.id)
    }
}

impl<R> IntoParts for &Handle<R> {
    fn into_parts(self) -> Vec<Part> {
        vec![Part::Ref(self.id.clone())]
    }
}

#[cfg(test)]
mod tests {
    use super::{Duplicate, Template};
    use crate::logs::LogGroup;
    use crate::{Resource, to_json};

    #[test]
    fn a_logical_id_is_used_once() {
        let mut template = Template::new("", Vec::new());
        let log_group = || LogGroup { log_group_name: None, retention_in_days: 30 };
        template.add("Log", log_group()).unwrap();
        assert_eq!(template.add("Log", log_group()).unwrap_err(), Duplicate { id: "Log".into() });
    }

    #[test]
    fn attributes_surround_the_properties() {
        let mut template = Template::new("d", vec![("Team".into(), "orders".into())]);
        let first = template.add("First", LogGroup { log_group_name: None, retention_in_days: 1 }).unwrap();
        template
            .add(
                "Second",
                LogGroup { log_group_name: None, retention_in_days: 1 }
                    .entry()
                    .retain()
                    .after(&first)
                    .skip("CKV_1", "why"),
            )
            .unwrap();
        let json: serde_json::Value = serde_json::from_str(&to_json(&template)).unwrap();
        let second = &json["Resources"]["Second"];
        assert_eq!(second["DeletionPolicy"], "RetainExceptOnCreate");
        assert_eq!(second["UpdateReplacePolicy"], "Retain");
        assert_eq!(second["DependsOn"], "First");
        assert_eq!(second["Metadata"]["checkov"]["skip"][0]["comment"], "why");
        assert_eq!(second["Properties"]["Tags"][0]["Key"], "Team");
    }
}
