//! Texts whose form has a name: identifiers, ARNs, networks.
//!
//! Only what the form surely is not is refused. What depends on the account (whether a subnet exists) is not looked at,
//! nor whether a network's address has bits beyond its mask, which EC2 clears by itself
//! (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html>).

use core::net::{Ipv4Addr, Ipv6Addr};

/// The form that a text should have and has not, in the words of a message.
pub(super) fn broken(name: &str, text: &str) -> Option<&'static str> {
    let (form, fits): (&'static str, fn(&str) -> bool) = match name {
        "AWS::EC2::SecurityGroup.Id" => ("`sg-` and 8 or 17 hexadecimal digits", |text| id(text, "sg-")),
        "AWS::EC2::Subnet.Id" => ("`subnet-` and 8 or 17 hexadecimal digits", |text| id(text, "subnet-")),
        "AWS::EC2::VPC.Id" => ("`vpc-` and 8 or 17 hexadecimal digits", |text| id(text, "vpc-")),
        "AWS::EC2::Image.Id" => ("`ami-` and 8 or 17 letters and digits", image),
        "AWS::EC2::SecurityGroup.Name" => ("letters, digits and `._-:/()#,@[]+=&;{}!$*`", group_name),
        "AWS::IAM::Role.Arn" => ("`arn:<partition>:iam::<account>:role/<name>`", |text| {
            arn(text, "iam", false).is_some_and(|rest| rest.len() > 5 && rest.starts_with("role/"))
        }),
        "AWS::KMS::Key.Arn" => ("`arn:<partition>:kms:<region>:<account>:key/<id>`", |text| {
            arn(text, "kms", true).is_some_and(|rest| rest.starts_with("key/") || rest.starts_with("alias/"))
        }),
        "AWS::KMS::Key.Id" => ("the ID of a key, or `alias/<name>`", key),
        "AWS::SNS::Topic.Arn" => ("`arn:<partition>:sns:<region>:<account>:<name>`", |text| {
            arn(text, "sns", true).is_some_and(|rest| !rest.is_empty())
        }),
        "AWS::ACM::Certificate.Arn" => {
            ("`arn:<partition>:acm:<region>:<account>:certificate/<id>`", |text| {
                arn(text, "acm", true).is_some_and(|rest| rest.starts_with("certificate/"))
            })
        }
        "AWS::Lambda::Function.Arn" => {
            ("`arn:<partition>:lambda:<region>:<account>:function:<name>`", |text| {
                arn(text, "lambda", true).is_some_and(|rest| rest.len() > 9 && rest.starts_with("function:"))
            })
        }
        "AWS::S3::Bucket.Name" => ("3 to 63 lower-case letters, digits, dots and hyphens", bucket),
        "AWS::Logs::LogGroup.Name" => ("1 to 512 letters, digits and `._-/#`", |text| {
            (1..=512).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/#".contains(&byte))
        }),
        "AWS::KMS::Alias.AliasName" => {
            ("`alias/` and letters, digits and `:/_-`", |text| alias(text, b":/_-"))
        }
        "ipv4-network" => ("an IPv4 network such as `10.0.0.0/16`", |text| network::<Ipv4Addr>(text, 32)),
        "ipv6-network" => ("an IPv6 network such as `2001:db8::/56`", |text| network::<Ipv6Addr>(text, 128)),
        "date-time" => ("a time such as `2026-10-31T12:00:00Z`", time),
        _ => return None,
    };
    (!fits(text)).then_some(form)
}

fn id(text: &str, prefix: &str) -> bool {
    let Some(digits) = text.strip_prefix(prefix) else { return false };
    matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A launch template also takes `resolve:ssm:…`, without braces.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ec2-launchtemplate-launchtemplatedata.html>
fn image(text: &str) -> bool {
    let letters =
        |id: &str| matches!(id.len(), 8 | 17) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.starts_with("resolve:ssm") || text.strip_prefix("ami-").is_some_and(letters)
}

fn group_name(text: &str) -> bool {
    let listed = |byte: u8| byte.is_ascii_alphanumeric() || b" ._-:/()#,@[]+=&;{}!$*".contains(&byte);
    !text.is_empty() && text.bytes().all(listed)
}

/// What stands behind the account of an ARN of this service.
fn arn<'a>(text: &'a str, service: &str, regional: bool) -> Option<&'a str> {
    let parts: Vec<_> = text.splitn(6, ':').collect();
    let ["arn", partition, found, region, account, rest] = parts.as_slice() else { return None };
    let account_fits = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let fits =
        partition.starts_with("aws") && *found == service && account_fits && region.is_empty() != regional;
    fits.then_some(*rest)
}

/// <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id>
fn key(text: &str) -> bool {
    let hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_id = lengths == [8, 4, 4, 4, 12] && text.split('-').all(hexadecimal);
    let is_many = text.strip_prefix("mrk-").is_some_and(|id| id.len() == 32 && hexadecimal(id));
    is_id || is_many || alias(text, b"/_-")
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn bucket(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    // No name at all is a name that CloudFormation makes.
    text.is_empty()
        || (3..=63).contains(&text.len())
            && text.bytes().all(|byte| letter(byte) || byte == b'.' || byte == b'-')
            && text.bytes().next().is_some_and(letter)
            && text.bytes().next_back().is_some_and(letter)
            && !text.contains("..")
}

fn alias(text: &str, also: &[u8]) -> bool {
    text.strip_prefix("alias/").is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || also.contains(&byte))
    })
}

fn network<A: std::str::FromStr>(text: &str, longest: u8) -> bool {
    let (address, mask) = text.split_once('/').map_or((text, None), |(address, mask)| (address, Some(mask)));
    address.parse::<A>().is_ok()
        && mask.is_none_or(|mask| mask.parse::<u8>().is_ok_and(|bits| bits <= longest))
}

/// Services read times in several spellings; all begin with the date, or are a number of seconds.
fn time(text: &str) -> bool {
    let date = |text: &str| {
        text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    };
    text.parse::<f64>().is_ok() || text.get(..10).is_some_and(date)
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn what_has_its_form() {
        for (name, text) in [
            ("AWS::EC2::SecurityGroup.Id", "sg-0123456789abcdef0"),
            ("AWS::EC2::Image.Id", "ami-1234abcd"),
            ("AWS::IAM::Role.Arn", "arn:aws-us-gov:iam::123456789012:role/path/name"),
            ("AWS::KMS::Key.Arn", "arn:aws:kms:eu-west-1:123456789012:alias/orders"),
            ("AWS::Lambda::Function.Arn", "arn:aws:lambda:eu-west-1:123456789012:function:orders:live"),
            ("AWS::KMS::Key.Id", "1234abcd-12ab-34cd-56ef-1234567890ab"),
            ("AWS::KMS::Key.Id", "mrk-1234abcd12ab34cd56ef1234567890ab"),
            ("AWS::S3::Bucket.Name", "orders.example-1"),
            ("ipv4-network", "10.0.0.0/16"),
            ("ipv4-network", "10.0.0.1"),
            ("ipv6-network", "::/0"),
            ("date-time", "2026-10-31T12:00:00"),
            ("of something else", "?"),
        ] {
            assert_eq!(broken(name, text), None, "{text}");
        }
    }

    #[test]
    fn what_has_not() {
        for (name, text) in [
            ("AWS::EC2::SecurityGroup.Id", "sg-xyz"),
            ("AWS::EC2::Image.Id", "ami-"),
            ("AWS::IAM::Role.Arn", "arn:aws:iam::123456789012:user/name"),
            ("AWS::IAM::Role.Arn", "orders"),
            ("AWS::KMS::Key.Arn", "arn:aws:kms::123456789012:key/orders"),
            ("AWS::S3::Bucket.Name", "Orders"),
            ("ipv4-network", "10.0.0.0/33"),
            ("ipv4-network", "10.0.0/16"),
            ("date-time", "tomorrow"),
        ] {
            assert!(broken(name, text).is_some(), "{text}");
        }
    }
}
