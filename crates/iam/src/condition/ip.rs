//! Addresses and ranges of the IP address operators.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress>

use std::net::IpAddr;

/// Whether an address lies in a range in CIDR notation, or is the one address that is given instead.
///
/// Without a prefix AWS takes `/32`; for IPv6 this is read as all of the address.
pub(super) fn contains(range: &str, address: &str) -> bool {
    let (Some((base, prefix)), Ok(address)) = (parse(range), address.parse::<IpAddr>()) else {
        return false;
    };
    match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            same(base.to_bits().into(), address.to_bits().into(), 32 - prefix)
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => same(base.to_bits(), address.to_bits(), 128 - prefix),
        _ => false,
    }
}

/// Whether two addresses differ in their last bits only.
fn same(base: u128, address: u128, bits: u32) -> bool {
    (base ^ address).checked_shr(bits).is_none_or(|difference| difference == 0)
}

fn parse(range: &str) -> Option<(IpAddr, u32)> {
    let (base, prefix) = match range.split_once('/') {
        Some((base, prefix)) => (base, Some(prefix)),
        None => (range, None),
    };
    let base: IpAddr = base.parse().ok()?;
    let longest = if base.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Some(longest), |prefix| prefix.parse().ok())?;
    (prefix <= longest).then_some((base, prefix))
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn ranges_of_both_kinds() {
        assert!(contains("203.0.113.0/24", "203.0.113.255"));
        assert!(contains("203.0.113.7", "203.0.113.7"));
        assert!(contains("0.0.0.0/0", "203.0.113.7"));
        assert!(contains("::/0", "2001:db8::1"));
        assert!(contains("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::9"));
        for (range, address) in [
            ("203.0.113.0/24", "203.0.114.0"),
            ("203.0.113.0/33", "203.0.113.0"),
            ("0.0.0.0/0", "2001:db8::1"),
            ("::/0", "203.0.113.7"),
            ("203.0.113.0/24", "here"),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5679::"),
        ] {
            assert!(!contains(range, address), "{range} {address}");
        }
    }
}
