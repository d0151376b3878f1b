//! Names and ARNs of resources, as AWS forms them.
//!
//! Patterns hold `{…}`: `{name}`, `{arn}`, `{account}`, `{region}`, `{partition}`, `{suffix}` (of URLs), a property
//! such as `{ApplicationName}`, and the likes of `{id}` that the service makes up. `{Property|last}` is only a part of
//! it, and `{Property||default}` may be missing.

use cfn::read::Node;

use super::scope::{Scope, Slot, why};
use super::types::{self, Name, Style, Type};

/// How many characters generated names end with. AWS shows twelve or thirteen:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html>
const SUFFIX: usize = 12;

impl<'t> Scope<'t> {
    /// The physical name.
    pub(super) fn name(&self, slot: &Slot<'t>) -> String {
        let find = || self.deeper(|| self.find_name(slot)).unwrap_or_default();
        let name = slot.name.get(find).filter(|name| !name.is_empty());
        name.cloned().unwrap_or_else(|| self.symbol(slot.id, slot.node, why::CIRCLE))
    }

    fn find_name(&self, slot: &Slot<'t>) -> String {
        let Some(known) = types::find(slot.kind) else { return self.generated(slot.id, Style::Stack(255)) };
        match known.name {
            Name::Given(property, style) => {
                self.text(slot, property).unwrap_or_else(|| self.generated_for(slot, style))
            }
            Name::Made(style) => self.generated_for(slot, style),
            Name::Of(pattern) => self
                .fill(slot, known, pattern)
                .unwrap_or_else(|| self.symbol(slot.id, slot.node, why::CREATED)),
        }
    }

    /// Whether the name is one that nobody gave.
    pub(super) fn is_generated(&self, slot: &Slot<'t>) -> bool {
        match types::find(slot.kind).map(|known| known.name) {
            Some(Name::Given(property, _)) => self.text(slot, property).is_none(),
            Some(Name::Of(_)) => false,
            _ => true,
        }
    }

    fn generated_for(&self, slot: &Slot<'t>, style: Style) -> String {
        let mut name = self.generated(slot.id, style);
        // <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html>
        let (flag, service) = ("FifoQueue", matches!(slot.kind, "AWS::SQS::Queue"));
        let (flag, service) =
            if slot.kind == "AWS::SNS::Topic" { ("FifoTopic", true) } else { (flag, service) };
        if service && self.text(slot, flag).as_deref() == Some("true") {
            name.push_str(".fifo");
        }
        name
    }

    /// A name as CloudFormation makes it: the same for the same logical ID.
    ///
    /// AWS does not say how it cuts what would be too long; here the longer one of stack and logical ID gives way.
    pub(super) fn generated(&self, id: &str, style: Style) -> String {
        let suffix = suffix(id, SUFFIX);
        match style {
            Style::Id => uuid(id),
            Style::Own => format!("{id}-{suffix}"),
            Style::Lower(most) => self.generated(id, Style::Stack(most)).to_lowercase(),
            Style::Stack(most) => {
                let room = most.saturating_sub(SUFFIX + 2);
                let stack = self.given.stack.as_str();
                let half = room / 2;
                let stack = cut(stack, half.max(room.saturating_sub(id.len())));
                let id = cut(id, room.saturating_sub(stack.len()));
                format!("{stack}-{id}-{suffix}")
            }
        }
    }

    /// The ARN, for types that have one.
    pub(super) fn arn(&self, slot: &Slot<'t>) -> Option<String> {
        let known = types::find(slot.kind).filter(|known| !known.arn.is_empty())?;
        let find = || self.deeper(|| self.find_arn(slot, known)).flatten();
        slot.arn.get(find).cloned().flatten()
    }

    fn find_arn(&self, slot: &Slot<'t>, known: &Type) -> Option<String> {
        if known.arn.starts_with("arn:") {
            return self.fill(slot, known, known.arn);
        }
        let (service, rest) = known.arn.split_once(':')?;
        let rest = self.fill(slot, known, rest)?;
        let (partition, region, account) = (self.given.partition(), &self.given.region, &self.given.account);
        Some(format!("arn:{partition}:{service}:{region}:{account}:{rest}"))
    }

    /// What `Ref` gives.
    pub(super) fn slot_reference(&self, slot: &Slot<'t>) -> String {
        let find = || self.deeper(|| self.find_reference(slot)).flatten().unwrap_or_default();
        let found = slot.reference.get(find).filter(|found| !found.is_empty());
        found.cloned().unwrap_or_else(|| self.symbol(slot.id, slot.node, why::CREATED))
    }

    fn find_reference(&self, slot: &Slot<'t>) -> Option<String> {
        if let Some(known) = types::find(slot.kind) {
            return self.fill(slot, known, known.reference);
        }
        // Where the template gives what identifies the resource, that is it.
        let mut identifier = facts::resource_type(slot.kind)?.primary_identifier();
        let only = identifier.next().filter(|property| !property.contains('/'))?;
        if identifier.next().is_some() { None } else { self.text(slot, only) }
    }

    /// What `Fn::GetAtt` gives, where that is known before the deployment.
    pub(super) fn slot_attribute(&self, slot: &Slot<'t>, attribute: &str) -> Option<String> {
        let known = types::find(slot.kind);
        let find = |known: &'static Type| known.attributes.iter().find(|(name, _)| *name == attribute);
        if let Some((known, (_, pattern))) = known.and_then(|known| Some((known, find(known)?))) {
            return self.deeper(|| self.fill(slot, known, pattern)).flatten();
        }
        // Some attributes are what a property says.
        let is_property =
            slot.node.get("Properties").is_some_and(|properties| properties.get(attribute).is_some());
        let facts = is_property.then(|| facts::resource_type(slot.kind)).flatten()?;
        let is_attribute = facts.attributes().any(|(name, _)| name == attribute);
        is_attribute.then(|| self.deeper(|| self.text(slot, attribute)).flatten()).flatten()
    }

    /// The text of a property.
    fn text(&self, slot: &Slot<'t>, property: &str) -> Option<String> {
        let text = match slot.properties.get() {
            Some(properties) => properties.get(property).text().map(str::to_owned),
            None => {
                let node: &'t Node = slot.node.get("Properties")?.get(property)?;
                self.resolve(node).text().map(str::to_owned)
            }
        };
        text.filter(|text| !text.is_empty())
    }

    fn fill(&self, slot: &Slot<'t>, known: &Type, pattern: &str) -> Option<String> {
        let mut made = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, after) = after.split_once('}')?;
            made.push_str(before);
            made.push_str(&self.hole(slot, known, hole)?);
            rest = after;
        }
        made.push_str(rest);
        self.burn(made.len()).then_some(made)
    }

    fn hole(&self, slot: &Slot<'t>, known: &Type, hole: &str) -> Option<String> {
        let mut parts = hole.splitn(3, '|');
        let (what, part, default) = (parts.next()?, parts.next().unwrap_or_default(), parts.next());
        let text = match what {
            "name" => self.name(slot),
            "arn" => self.arn(slot)?,
            "account" => self.given.account.clone(),
            "region" => self.given.region.clone(),
            "partition" => self.given.partition().to_owned(),
            "suffix" => self.given.url_suffix().to_owned(),
            "id" => uuid(slot.id),
            "six" => suffix(slot.id, 6),
            "version" => self
                .version(slot)
                .unwrap_or_else(|| self.symbol(&format!("{}.Version", slot.id), slot.node, why::CREATED)),
            "bus" => self.bus(slot),
            property => {
                debug_assert!(property.starts_with(char::is_uppercase), "{}: {property}", known.kind);
                self.text(slot, property).or_else(|| default.map(str::to_owned))?
            }
        };
        Some(match part {
            "last" => text.rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
            "lower" => text.to_lowercase(),
            "function" => function(&text).to_owned(),
            "host" => text.split_once("://").map_or(text.as_str(), |(_, host)| host).to_owned(),
            "code" => text.replace('-', "")[..17].to_owned(),
            "tail" => text.strip_prefix("arn:").unwrap_or(&text).to_owned(),
            "slashed" if !text.starts_with('/') => format!("/{text}"),
            _ => text,
        })
    }

    /// The first version of a function has the number 1; how many a function has that the template does not make, only
    /// AWS knows.
    fn version(&self, slot: &Slot<'t>) -> Option<String> {
        let name = self.text(slot, "FunctionName")?;
        let name = function(&name);
        let is_made = self.burn(self.slots.len() / 8)
            && self
                .slots
                .iter()
                .any(|other| other.kind == "AWS::Lambda::Function" && self.name(other) == name);
        is_made.then(|| "1".to_owned())
    }

    /// A rule's bus, with the slash behind it; nothing, for the default one.
    fn bus(&self, slot: &Slot<'t>) -> String {
        let bus = self.text(slot, "EventBusName");
        let name = bus.as_deref().map(|bus| bus.split_once(":event-bus/").map_or(bus, |(_, name)| name));
        name.filter(|name| *name != "default").map_or_else(String::new, |name| format!("{name}/"))
    }
}

/// The name in whatever may stand for a function: `name`, `name:alias`, `123456789012:function:name`, an ARN.
pub(super) fn function(text: &str) -> &str {
    let rest = text.split_once(":function:").map_or(text, |(_, rest)| rest);
    // A symbol may hold colons.
    if super::symbol::is_in(rest) { rest } else { rest.split(':').next().unwrap_or_default() }
}

/// Characters that look as if they were random.
fn suffix(id: &str, length: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut state = hash(id);
    let digit = |_| {
        let digit = DIGITS[usize::try_from(state % 36).unwrap_or_default()];
        state /= 36;
        char::from(digit)
    };
    (0..length).map(digit).collect()
}

fn uuid(id: &str) -> String {
    let (high, low) = (hash(id), hash(&format!("{id}/")));
    let hex = format!("{high:016x}{low:016x}");
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// FNV-1a: <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>
fn hash(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// The first characters.
fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}
