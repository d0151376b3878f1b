//! What every concern works with: the stack, the template so far, the parameters.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use cfn::read::Step;
use cfn::{Arn, Duplicate, Entry, Handle, Parameter, Resource, Template, Text, Value, text};
use diag::{Diagnostic, Span};
use spec::{Located, Setting, Stack};

/// A stack on its way into a template.
pub(crate) struct Context<'a> {
    pub(crate) stack: &'a Stack,
    pub(crate) template: Template,
    parameters: BTreeMap<&'a str, Handle<Parameter>>,
    /// Where the names are that logical IDs were made from.
    places: BTreeMap<String, Span>,
    /// What in the stack file the next resources come from that no name of the user's takes part in.
    cause: Option<Span>,
    /// The environment whose own template it is.
    environment: Option<&'a Located<String>>,
    /// The parameters that something refers to.
    used: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Context<'a> {
    /// An empty template with the stack's description, tags and parameters.
    pub(crate) fn new(stack: &'a Stack) -> Result<Self, Diagnostic> {
        let description = stack.description.as_ref().map_or_else(
            || format!("Delivery pipeline {}, compiled by pipewright", stack.name.as_str()),
            ToString::to_string,
        );
        Self::of(stack, None, description)
    }

    /// The same for an environment's own template.
    pub(crate) fn abroad(stack: &'a Stack, environment: &'a Located<String>) -> Result<Self, Diagnostic> {
        let (pipeline, name) = (stack.name.as_str(), environment.as_str());
        let description =
            format!("Environment {name} of the delivery pipeline {pipeline}, compiled by pipewright");
        Self::of(stack, Some(environment), description)
    }

    fn of(
        stack: &'a Stack,
        environment: Option<&'a Located<String>>,
        description: String,
    ) -> Result<Self, Diagnostic> {
        let tags = stack.tags.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let mut template = Template::new(description, tags);
        let mut parameters = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (name, parameter) in stack.parameters() {
            let text = |value: &Option<spec::Located<String>>| value.as_ref().map(ToString::to_string);
            let implied = || stack.purpose(name).map(|purpose| purpose.pattern().to_owned());
            let declared = Parameter {
                kind: "String",
                description: text(&parameter.description),
                default: text(&parameter.default),
                allowed_pattern: text(&parameter.allowed_pattern).or_else(implied),
            };
            let handle = template
                .parameter(name, &declared)
                .map_err(|taken| taken_twice(&taken, name.span(), None))?;
            if let Some(span) = name.span() {
                template.comes_from(["Parameters", name].map(Step::key), span);
                places.insert(name.to_string(), span);
            }
            parameters.insert(name.as_str(), handle);
        }
        let used = RefCell::default();
        Ok(Self { stack, template, parameters, places, cause: None, environment, used })
    }

    /// From here on, what is added comes from that place in the stack file unless it says otherwise.
    pub(crate) fn because_of(&mut self, place: Option<Span>) {
        self.cause = place.or(self.stack.name.span());
    }

    /// Adds a resource that no name of the user's takes part in.
    pub(crate) fn add<R: Resource>(
        &mut self,
        id: &str,
        entry: impl Into<Entry<R>>,
    ) -> Result<Handle<R>, Diagnostic> {
        self.add_at(None, id, entry)
    }

    /// Adds a resource whose logical ID comes from a name at `place`.
    pub(crate) fn add_at<R: Resource>(
        &mut self,
        place: Option<Span>,
        id: &str,
        entry: impl Into<Entry<R>>,
    ) -> Result<Handle<R>, Diagnostic> {
        let handle = self
            .template
            .add(id, entry)
            .map_err(|taken| taken_twice(&taken, place, self.places.get(id).copied()))?;
        self.remember("Resources", id, place);
        Ok(handle)
    }

    /// Adds an output.
    pub(crate) fn output(
        &mut self,
        id: &str,
        description: &str,
        value: impl Into<Text>,
    ) -> Result<(), Diagnostic> {
        self.output_at(None, id, description, value)
    }

    /// Adds an output whose ID comes from a name at `place`.
    pub(crate) fn output_at(
        &mut self,
        place: Option<Span>,
        id: &str,
        description: &str,
        value: impl Into<Text>,
    ) -> Result<(), Diagnostic> {
        self.template
            .output(id, description, value)
            .map_err(|taken| taken_twice(&taken, place, self.places.get(id).copied()))?;
        self.remember("Outputs", id, place);
        Ok(())
    }

    fn remember(&mut self, section: &str, id: &str, place: Option<Span>) {
        self.places.extend(place.map(|span| (id.to_owned(), span)));
        if let Some(origin) = place.or(self.cause) {
            self.template.comes_from([section, id].map(Step::key), origin);
        }
    }

    /// A setting as the template says it.
    ///
    /// # Panics
    /// Never for a stack that keeps the rules: they demand that every parameter is declared.
    pub(crate) fn text(&self, setting: &Setting) -> Text {
        match setting {
            Setting::Literal(text) => Value::Literal(text.to_string()),
            Setting::Parameter(parameter) => self.given(parameter.name()),
        }
    }

    /// What a parameter of the stack is given.
    ///
    /// # Panics
    /// Never for a parameter of the stack.
    pub(crate) fn given(&self, name: &str) -> Text {
        let (name, handle) = self
            .parameters
            .get_key_value(name)
            .unwrap_or_else(|| unreachable!("every parameter is declared"));
        self.used.borrow_mut().insert(name);
        handle.reference()
    }

    /// The parameters that something refers to so far.
    pub(crate) fn used(&self) -> BTreeSet<&'a str> {
        self.used.borrow().clone()
    }

    /// A parameter of the template that the stack file does not have.
    pub(crate) fn parameter(&mut self, id: &str, parameter: &Parameter) -> Result<Value<Arn>, Diagnostic> {
        let handle = self
            .template
            .parameter(id, parameter)
            .map_err(|taken| taken_twice(&taken, None, self.places.get(id).copied()))?;
        Ok(text![handle.reference()])
    }

    /// Whether it is the template of an environment elsewhere.
    pub(crate) fn is_abroad(&self) -> bool {
        self.environment.is_some()
    }

    /// What CodeDeploy's application is called: an environment of its own has one beside the pipeline's.
    pub(crate) fn application(&self) -> String {
        self.environment.map_or_else(|| self.name().to_owned(), |name| self.named(name))
    }

    /// The pipeline's name, which begins every other name.
    pub(crate) fn name(&self) -> &'a str {
        &self.stack.name
    }

    /// A name in the account: the pipeline's, then what this is.
    pub(crate) fn named(&self, what: &str) -> String {
        format!("{}-{what}", self.name())
    }
}

/// One of the two names may be pipewright's own, and then has no place.
fn taken_twice(taken: &Duplicate, place: Option<Span>, earlier: Option<Span>) -> Diagnostic {
    let finding = match (place, earlier) {
        (Some(_), Some(_)) => Diagnostic::error(
            "logical-id-taken",
            format!("two names make the same logical ID, `{}`", taken.id),
        )
        .at(place)
        .label("the second one")
        .related(earlier, "the first one"),
        _ => Diagnostic::error(
            "logical-id-taken",
            format!("a name makes the logical ID `{}`, which pipewright uses itself", taken.id),
        )
        .at(place.or(earlier))
        .label("choose another name"),
    };
    finding.help(
        "logical IDs keep only letters and digits of a name, and add what it is: `Role`, `Topic`, `Project`",
    )
}
