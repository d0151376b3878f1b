//! The intrinsic functions, and what they are called in their two forms.

/// An intrinsic function.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Function {
    Ref,
    Condition,
    And,
    Base64,
    Cidr,
    Contains,
    EachMemberEquals,
    EachMemberIn,
    Equals,
    FindInMap,
    GetAtt,
    GetAzs,
    GetStackOutput,
    If,
    ImportValue,
    Join,
    Length,
    Not,
    Or,
    RefAll,
    Select,
    Split,
    Sub,
    ToJsonString,
    Transform,
    ValueOf,
    ValueOfAll,
    /// Something in the form of a function that is none: `!Reff`, `Fn::Subb`; as written.
    Unknown(String),
}

const NAMES: [(&str, Function); 27] = [
    ("Ref", Function::Ref),
    ("Condition", Function::Condition),
    ("Fn::And", Function::And),
    ("Fn::Base64", Function::Base64),
    ("Fn::Cidr", Function::Cidr),
    ("Fn::Contains", Function::Contains),
    ("Fn::EachMemberEquals", Function::EachMemberEquals),
    ("Fn::EachMemberIn", Function::EachMemberIn),
    ("Fn::Equals", Function::Equals),
    ("Fn::FindInMap", Function::FindInMap),
    ("Fn::GetAtt", Function::GetAtt),
    ("Fn::GetAZs", Function::GetAzs),
    ("Fn::GetStackOutput", Function::GetStackOutput),
    ("Fn::If", Function::If),
    ("Fn::ImportValue", Function::ImportValue),
    ("Fn::Join", Function::Join),
    ("Fn::Length", Function::Length),
    ("Fn::Not", Function::Not),
    ("Fn::Or", Function::Or),
    ("Fn::RefAll", Function::RefAll),
    ("Fn::Select", Function::Select),
    ("Fn::Split", Function::Split),
    ("Fn::Sub", Function::Sub),
    ("Fn::ToJsonString", Function::ToJsonString),
    ("Fn::Transform", Function::Transform),
    ("Fn::ValueOf", Function::ValueOf),
    ("Fn::ValueOfAll", Function::ValueOfAll),
];

impl Function {
    /// All functions' long names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Of a mapping's only key. `Condition` is none: most mappings with that key are no function.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        if key == "Ref" {
            return Some(Self::Ref);
        }
        if !key.starts_with("Fn::") || key.starts_with("Fn::ForEach") {
            return None;
        }
        Some(Self::from_name(key).unwrap_or_else(|| Self::Unknown(key.to_owned())))
    }

    /// Of a tag as written: `!GetAtt`.
    pub(crate) fn from_tag(tag: &str) -> Self {
        let name = tag.trim_start_matches('!');
        Self::from_name(name)
            .filter(|function| matches!(function, Self::Ref | Self::Condition))
            .or_else(|| Self::from_name(&format!("Fn::{name}")))
            .unwrap_or_else(|| Self::Unknown(tag.to_owned()))
    }

    fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, function)| function.clone())
    }

    /// The long name: `Ref`, `Fn::GetAtt`; what was written, for an unknown one.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown(name) => name,
            known => NAMES.iter().find(|(_, function)| function == known).map_or("", |(name, _)| name),
        }
    }
}
