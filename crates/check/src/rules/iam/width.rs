//! How long a policy document is once CloudFormation has resolved it, for the rules of this area.
//!
//! In: a document. Out: how many characters its JSON has without white space, at least and as it usually comes out. What a
//! template writes out counts as it is; what is only known at the deployment counts at least as one character, and usually
//! as long as such things are: region and account as in `ap-southeast-1`, generated names with a stack's name in them.

use cfn::read::Node;

use crate::context::{Context, Resource};
use crate::policy::{Content, Text, Value, arn_of};
use crate::resolve::{Hole, Piece};

const ACCOUNT: usize = 12;
const PARTITION: usize = "aws".len();
const REGION: usize = "ap-southeast-1".len();
/// A generated name: a stack's name, the logical ID, and random characters.
const GENERATED: usize = 63;

/// The properties that become a resource's name.
const NAMES: [&str; 8] = [
    "BucketName",
    "FunctionName",
    "LogGroupName",
    "Name",
    "QueueName",
    "RepositoryName",
    "RoleName",
    "TopicName",
];

/// The length of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Width {
    pub(super) least: usize,
    pub(super) usual: usize,
}

impl Width {
    const fn exactly(width: usize) -> Self {
        Self { least: width, usual: width }
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        Self { least: self.least + other.least, usual: self.usual + other.usual }
    }
}

/// The width of a value. Of what may not be there nothing counts at least.
pub(super) fn of(ctx: &Context<'_>, value: &Value<'_>) -> Width {
    let mut width = match &value.content {
        Content::Text(text) => of_text(ctx, text).plus(Width::exactly(2)),
        Content::Null => Width::exactly("null".len()),
        Content::Unknown => Width { least: 1, usual: GENERATED },
        Content::List(items) => sum(items.iter().map(|item| (of(ctx, item), item.conditional))),
        Content::Map(map) => sum(map.members.iter().map(|member| {
            let key = Width::exactly(member.key.chars().count() + 3);
            let widest = member.values.iter().map(|value| of(ctx, value)).max_by_key(|width| width.usual);
            let least = member.values.iter().map(|value| of(ctx, value).least).min().unwrap_or_default();
            let value = Width { least, usual: widest.unwrap_or_default().usual };
            (key.plus(value), member.optional)
        })),
    };
    if value.conditional {
        width.least = 0;
    }
    width
}

/// Members in their brackets, with commas between them.
fn sum(members: impl Iterator<Item = (Width, bool)>) -> Width {
    members.fold(Width::exactly(1), |sum, (mut width, optional)| {
        width = width.plus(Width::exactly(1));
        if optional {
            width.least = 0;
        }
        sum.plus(width)
    })
}

fn of_text(ctx: &Context<'_>, text: &Text<'_>) -> Width {
    let widths = text.pieces.iter().map(|piece| match piece {
        // Most texts have neither white space nor letters of several bytes.
        Piece::Known(known) if known.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Width::exactly(known.len())
        }
        Piece::Known(known) => {
            Width::exactly(known.chars().filter(|character| !character.is_whitespace()).count())
        }
        Piece::Hole(hole) => of_hole(ctx, *hole),
    });
    widths.fold(Width::default(), Width::plus)
}

fn of_hole(ctx: &Context<'_>, hole: Hole<'_>) -> Width {
    let usual = match hole {
        Hole::Ref("AWS::AccountId") => return Width::exactly(ACCOUNT),
        Hole::Ref("AWS::Region") => REGION,
        Hole::Ref("AWS::Partition") => return Width::exactly(PARTITION),
        Hole::Ref("AWS::URLSuffix") => "amazonaws.com".len(),
        Hole::Ref(id) | Hole::Att(id, _) => {
            let name = name(ctx, id);
            arn_of(ctx, hole).map_or(name, |shape| fixed(shape) + name)
        }
        Hole::Other => GENERATED,
    };
    Width { least: 1, usual }
}

/// How long an ARN is without the resource's name.
fn fixed(shape: &str) -> usize {
    let mut parts = shape.split('$');
    let start = parts.next().map_or(0, str::len);
    parts.fold(start, |width, part| {
        let (variable, text) = part.split_once('}').unwrap_or((part, ""));
        let variable = match variable {
            "{Partition" => PARTITION,
            "{Region" => REGION,
            "{Account" => ACCOUNT,
            _ => 0,
        };
        width + variable + text.len()
    })
}

fn name(ctx: &Context<'_>, id: &str) -> usize {
    let properties = ctx.resource(id).and_then(Resource::properties);
    let written = NAMES.iter().find_map(|key| properties?.get(key).and_then(Node::text));
    written.map_or(GENERATED, |name| name.chars().count())
}

#[cfg(test)]
mod tests {
    use cfn::read::read;

    use super::of;
    use crate::context::Context;

    #[test]
    fn a_document_is_as_long_as_its_json() {
        let text = r#"
Resources:
  F: { Type: "AWS::Lambda::Function", Properties: { FunctionName: f } }
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement: [{ Effect: Allow, Action: [a:b, c:d], Resource: !Sub "arn:aws:x:::${AWS::AccountId}/${F}" }]
"#;
        let document = read(text).unwrap();
        let ctx = Context::new(&document);
        let width = of(&ctx, &ctx.policies()[0].document);
        let json = r#"{"Statement":[{"Effect":"Allow","Action":["a:b","c:d"],"Resource":"arn:aws:x:::123456789012/f"}]}"#;
        assert_eq!((width.least, width.usual), (json.len(), json.len()));
    }
}
