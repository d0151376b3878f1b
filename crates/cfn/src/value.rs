//! A property's value: written out, or an expression that CloudFormation resolves.

use serde::{Serialize, Serializer};
use serde_json::json;

/// A value of type `T`, or an expression that becomes one when the stack is deployed.
///
/// An expression is a list of parts, never a string with `${…}` in it: what a text contains can't become a reference
/// by accident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<T> {
    /// Known now.
    Literal(T),
    /// Known to CloudFormation: one part prints as `Ref` or `Fn::GetAtt`, several as `Fn::Sub`.
    Expression(Vec<Part>),
}

/// A text or an expression that becomes one.
pub type Text = Value<String>;

/// One piece of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Itself, whatever it contains.
    Text(String),
    /// What `Ref` gives for a logical ID: made by a handle alone.
    #[non_exhaustive]
    Ref(String),
    /// An attribute of a resource: made by a handle alone.
    #[non_exhaustive]
    GetAtt(String, &'static str),
    /// A pseudo parameter.
    Pseudo(Pseudo),
}

/// CloudFormation's pseudo parameters.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Pseudo {
    AccountId,
    Partition,
    Region,
    StackName,
    UrlSuffix,
}

impl Pseudo {
    /// As CloudFormation spells it: `AWS::Region`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccountId => "AWS::AccountId",
            Self::Partition => "AWS::Partition",
            Self::Region => "AWS::Region",
            Self::StackName => "AWS::StackName",
            Self::UrlSuffix => "AWS::URLSuffix",
        }
    }
}

/// What can stand in an expression.
pub trait IntoParts {
    /// The parts, in order.
    fn into_parts(self) -> Vec<Part>;
}

impl IntoParts for &str {
    fn into_parts(self) -> Vec<Part> {
        vec![Part::Text(self.to_owned())]
    }
}

impl IntoParts for String {
    fn into_parts(self) -> Vec<Part> {
        vec![Part::Text(self)]
    }
}

impl IntoParts for Pseudo {
    fn into_parts(self) -> Vec<Part> {
        vec![Part::Pseudo(self)]
    }
}

impl<T: Into<String>> IntoParts for Value<T> {
    fn into_parts(self) -> Vec<Part> {
        match self {
            Self::Literal(literal) => vec![Part::Text(literal.into())],
            Self::Expression(parts) => parts,
        }
    }
}

impl<T: Clone + Into<String>> IntoParts for &Value<T> {
    fn into_parts(self) -> Vec<Part> {
        self.clone().into_parts()
    }
}

impl<T: From<String>> Value<T> {
    /// The parts one after the other; neighbouring texts become one, and texts alone a literal.
    pub fn concat(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut joined: Vec<Part> = Vec::new();
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(Part::Text(text)), Part::Text(more)) => text.push_str(&more),
                (_, Part::Text(text)) if text.is_empty() => {}
                (_, part) => joined.push(part),
            }
        }
        match joined.as_slice() {
            [] => Self::Literal(String::new().into()),
            [Part::Text(_)] => match joined.remove(0) {
                Part::Text(text) => Self::Literal(text.into()),
                part => Self::Expression(vec![part]),
            },
            _ => Self::Expression(joined),
        }
    }
}

/// A value made of texts, references and pseudo parameters, one after the other.
///
/// ```
/// use cfn::{Pseudo, Text, text};
/// let url: Text = text!["https://", Pseudo::Region, ".example.com/${not-a-reference}"];
/// assert_eq!(
///     serde_json::to_string(&url).unwrap(),
///     r#"{"Fn::Sub":"https://${AWS::Region}.example.com/${!not-a-reference}"}"#
/// );
/// ```
#[macro_export]
macro_rules! text {
    ($($part:expr),+ $(,)?) => {
        $crate::Value::concat([$($crate::IntoParts::into_parts($part)),+].into_iter().flatten())
    };
}

impl<T> From<T> for Value<T> {
    fn from(literal: T) -> Self {
        Self::Literal(literal)
    }
}

impl From<&str> for Text {
    fn from(literal: &str) -> Self {
        Self::Literal(literal.to_owned())
    }
}

impl From<Pseudo> for Text {
    fn from(pseudo: Pseudo) -> Self {
        Self::Expression(vec![Part::Pseudo(pseudo)])
    }
}

impl Part {
    /// How the part is written inside `Fn::Sub`.
    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&text.replace("${", "${!")),
            Self::Ref(id) => out.extend(["${", id, "}"]),
            Self::GetAtt(id, attribute) => out.extend(["${", id, ".", attribute, "}"]),
            Self::Pseudo(pseudo) => out.extend(["${", pseudo.name(), "}"]),
        }
    }
}

impl<T: Serialize> Serialize for Value<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Literal(literal) => literal.serialize(serializer),
            Self::Expression(parts) => match parts.as_slice() {
                [Part::Ref(id)] => json!({ "Ref": id }),
                [Part::Pseudo(pseudo)] => json!({ "Ref": pseudo.name() }),
                [Part::GetAtt(id, attribute)] => json!({ "Fn::GetAtt": [id, attribute] }),
                parts => {
                    let mut text = String::new();
                    for part in parts {
                        part.write(&mut text);
                    }
                    json!({ "Fn::Sub": text })
                }
            }
            .serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::{Part, Pseudo, Text};

    #[test]
    fn one_part_is_a_plain_reference() {
        assert_eq!(to_value(Text::from(Pseudo::Region)).unwrap(), json!({ "Ref": "AWS::Region" }));
        let attribute: Text = Text::concat([Part::GetAtt("Bucket".into(), "Arn")]);
        assert_eq!(to_value(attribute).unwrap(), json!({ "Fn::GetAtt": ["Bucket", "Arn"] }));
    }

    #[test]
    fn texts_alone_stay_a_literal_whatever_they_contain() {
        let literal: Text = text!["${", "AWS::Region", "}"];
        assert_eq!(to_value(literal).unwrap(), json!("${AWS::Region}"));
    }

    #[test]
    fn a_text_cannot_become_a_reference_beside_one() {
        let value: Text = text!["${A} ${!B} $", Pseudo::Region];
        assert_eq!(to_value(value).unwrap(), json!({ "Fn::Sub": "${!A} ${!!B} $${AWS::Region}" }));
    }
}
