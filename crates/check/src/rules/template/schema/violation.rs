//! What a template has that AWS does not take.

use cfn::read::{Entry, Node};
use diag::{Severity, Span, nearest};
use facts::{Kinds, Pattern, Shape, Values};

use super::gives::{Gives, name_of};
use crate::context::When;

/// Something that a resource's schema does not take.
#[derive(Debug, Clone)]
pub(crate) struct Violation<'t> {
    /// The resource's logical ID.
    pub(crate) resource: &'t str,
    /// The resource's type.
    pub(crate) kind: &'t str,
    /// The names and stars that lead to the place, from `Properties` on.
    pub(crate) path: Vec<&'t str>,
    /// Where.
    pub(crate) span: Span,
    /// What must hold for it.
    pub(crate) when: When<'t>,
    pub(crate) what: What<'t>,
    /// Where the value comes from, if not from the place: a parameter's default, a mapping's member.
    pub(crate) origin: Option<Span>,
    /// Whether a deployment can give another value, by a parameter.
    pub(crate) is_default: bool,
    /// The properties that make it a violation, and whether they are there.
    pub(crate) because: Vec<(&'static str, bool)>,
}

/// What is wrong.
#[derive(Debug, Clone)]
pub(crate) enum What<'t> {
    /// There is no such property.
    Unknown {
        entry: &'t Entry,
        owner: &'t Node,
        shape: Shape,
    },
    /// A property is not there.
    Missing {
        name: &'static str,
    },
    /// Of these properties one has to be there.
    Choice {
        names: Vec<&'static str>,
    },
    /// These properties exclude each other.
    Conflict {
        names: Vec<&'t str>,
    },
    /// A property needs another one.
    Needs {
        name: &'static str,
        needed: &'static str,
    },
    /// AWS sets this property.
    ReadOnly {
        name: &'t str,
    },
    /// Another kind of value is wanted.
    Kind {
        wanted: Kinds,
        found: &'static str,
    },
    /// A function gives another kind of value than is wanted.
    Gives {
        wanted: Kinds,
        gives: Gives,
        node: &'t Node,
    },
    /// Not one of the allowed values.
    Value {
        text: String,
        values: Values,
    },
    Pattern {
        text: String,
        pattern: Pattern,
    },
    Length {
        length: u64,
        fewest: Option<u64>,
        most: Option<u64>,
    },
    /// A number that the shape's bounds leave out.
    Range {
        text: String,
        shape: Shape,
    },
    /// Too few or too many items.
    Items {
        count: u64,
        fewest: Option<u64>,
        most: Option<u64>,
    },
    /// Too few or too many properties.
    Properties {
        count: u64,
        fewest: Option<u64>,
        most: Option<u64>,
    },
    /// The same item twice; the place of the first.
    Repeated {
        first: Span,
        keys: Vec<&'static str>,
    },
    /// A text that is not what its name says.
    Format {
        text: String,
        form: &'static str,
    },
    /// A reference to something of another kind than is wanted.
    Reference {
        wanted: &'static str,
        node: &'t Node,
    },
    /// A reference that does not give the ARN of something of this service.
    Arn {
        service: &'static str,
        node: &'t Node,
    },
    /// The value has none of the forms that it may have, as far as these can be told in words.
    Form {
        wanted: Vec<String>,
    },
}

impl What<'_> {
    /// Whether it is about what stands together, and not about a value by itself.
    const fn is_about_presence(&self) -> bool {
        matches!(
            self,
            Self::Missing { .. }
                | Self::Choice { .. }
                | Self::Conflict { .. }
                | Self::Needs { .. }
                | Self::Items { .. }
                | Self::Properties { .. }
                | Self::Repeated { .. }
                | Self::Form { .. }
        )
    }

    /// What would be right, in the words of a message.
    pub(super) fn wanted(&self) -> Option<String> {
        Some(match self {
            Self::Format { form, .. } => (*form).to_owned(),
            Self::Pattern { pattern, .. } => format!("a text that matches `{pattern}`"),
            Self::Value { values, .. } => {
                let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
                values.join(" or ")
            }
            Self::Kind { wanted, .. } | Self::Gives { wanted, .. } => name_of(*wanted).to_owned(),
            Self::Missing { name } => format!("one with `{name}`"),
            Self::Unknown { entry, .. } => format!("one without `{}`", entry.key),
            _ => return None,
        })
    }
}

impl Violation<'_> {
    /// The place in the words of a message: `Code.ZipFile` of `Function`.
    pub(crate) fn place(&self) -> String {
        let names: Vec<_> = self.path.iter().copied().filter(|name| *name != "*").collect();
        if names.is_empty() {
            format!("`{}`", self.resource)
        } else {
            format!("`{}` of `{}`", names.join("."), self.resource)
        }
    }

    /// How bad it is: two conditions that a case needs may belong together in a way that the template does not tell, and
    /// a parameter may always be given another value.
    ///
    /// Of its own resources SAM looks at the names of the properties alone. What is deeper it hands on or leaves out, and the
    /// schemas for it are nobody's promise.
    pub(crate) fn severity(&self) -> Severity {
        let is_remote = self.what.is_about_presence() && self.when.len() > 1;
        if self.is_default || is_remote || self.is_handed_on() || self.has_no_effect() || self.is_filled_in()
        {
            Severity::Warning
        } else {
            Severity::Error
        }
    }

    /// Whether it is in the depths of one of SAM's resources.
    fn is_handed_on(&self) -> bool {
        let is_name = matches!(self.what, What::Unknown { .. } | What::Missing { .. } | What::Choice { .. });
        self.kind.starts_with("AWS::Serverless::") && self.path.len() > usize::from(!is_name)
    }

    /// Whether anything can be said of it: in the depths of SAM's resources only names that are nearly right, names that are
    /// missing, and values that are none of a list's.
    pub(super) fn can_be_told(&self) -> bool {
        !self.is_handed_on()
            || match &self.what {
                What::Unknown { entry, shape, .. } => nearest(&entry.key, shape.property_names()).is_some(),
                What::Missing { .. } | What::Value { .. } => true,
                _ => false,
            }
    }

    /// What an Aurora cluster decides for its instances has no effect on an instance, and is let through.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html>
    fn has_no_effect(&self) -> bool {
        self.kind == "AWS::RDS::DBInstance"
            && matches!(self.what, What::Conflict { .. })
            && self.because.contains(&("Engine", true))
    }

    /// What AWS's tools for .NET leave empty in a template until they deploy it.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/csharp-package-cli.html>
    fn is_filled_in(&self) -> bool {
        matches!(self.what, What::Length { length: 0, .. })
            && match self.kind {
                "AWS::Lambda::Function" => matches!(self.path.as_slice(), ["Code", "S3Bucket" | "S3Key"]),
                "AWS::StepFunctions::StateMachine" => self.path == ["DefinitionString"],
                _ => false,
            }
    }

    /// What must hold, in the words of a label: "when `IsLive` is false".
    pub(crate) fn condition(&self) -> Option<String> {
        let terms: Vec<_> = self.when.iter().map(|(name, holds)| format!("`{name}` is {holds}")).collect();
        (!terms.is_empty()).then(|| format!("when {}", terms.join(" and ")))
    }
}

/// Makes one violation of those that differ only in which way a condition goes: it has nothing to do with them.
pub(super) fn merge<'t>(found: Vec<Violation<'t>>) -> Vec<Violation<'t>> {
    let mut merged: Vec<Violation<'t>> = Vec::new();
    for mut violation in found {
        while let Some((index, term)) = merged.iter().enumerate().find_map(|(index, other)| {
            let same = other.span == violation.span && other.path == violation.path;
            let term = same.then(|| only_difference(&other.when, &violation.when))??;
            (format!("{:?}", other.what) == format!("{:?}", violation.what)).then_some((index, term))
        }) {
            merged.remove(index);
            violation.when.retain(|(name, _)| *name != term);
        }
        merged.push(violation);
    }
    merged
}

/// The condition that holds in one and does not in the other, where all else is the same.
fn only_difference<'t>(one: &When<'t>, other: &When<'t>) -> Option<&'t str> {
    let mut differing = one.iter().filter(|term| !other.contains(term));
    let (name, holds) = differing.next()?;
    let is_only = one.len() == other.len() && differing.next().is_none() && other.contains(&(name, !holds));
    is_only.then_some(*name)
}
