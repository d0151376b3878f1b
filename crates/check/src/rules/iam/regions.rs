//! The names of AWS's regions, for the rules of this area.
//!
//! <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>

/// What stands before the number: a new region of the same place is not known here.
const PLACES: [&str; 31] = [
    "af-south",
    "ap-east",
    "ap-northeast",
    "ap-south",
    "ap-southeast",
    "ca-central",
    "ca-west",
    "cn-north",
    "cn-northwest",
    "eu-central",
    "eu-isoe-west",
    "eu-north",
    "eu-south",
    "eu-west",
    "eusc-de-east",
    "il-central",
    "me-central",
    "me-south",
    "me-west",
    "mx-central",
    "sa-east",
    "us-east",
    "us-gov-east",
    "us-gov-west",
    "us-iso-east",
    "us-iso-west",
    "us-isob-east",
    "us-isob-west",
    "us-isof-east",
    "us-isof-south",
    "us-west",
];

/// The region that a misspelt one was meant as; `None` for one that exists, or may.
pub(super) fn meant(region: &str) -> Option<String> {
    let (place, number) = region.rsplit_once('-')?;
    if PLACES.contains(&place) {
        return None;
    }
    // A new place is as likely as a slip, unless it is one letter from an old one.
    let near = PLACES.into_iter().find(|known| is_slip(place, known))?;
    Some(format!("{near}-{number}"))
}

/// Whether one letter is missing, added, or two neighbours have changed places.
fn is_slip(wrong: &str, right: &str) -> bool {
    let (wrong, right) = (wrong.as_bytes(), right.as_bytes());
    let same = wrong.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, rest) = (&wrong[same..], &right[same..]);
    match (left, rest) {
        ([_, left @ ..], rest) if left == rest => true,
        (left, [_, rest @ ..]) if left == rest => true,
        ([a, b, left @ ..], [c, d, rest @ ..]) => (a, b, left) == (d, c, rest),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn only_slips_are_wrong() {
        assert_eq!(meant("us-est-1").as_deref(), Some("us-east-1"));
        assert_eq!(meant("eu-cetnral-1").as_deref(), Some("eu-central-1"));
        assert_eq!(meant("eu-wesst-2").as_deref(), Some("eu-west-2"));
        assert_eq!(meant("eu-west-9"), None);
        assert_eq!(meant("ap-west-1"), None);
        assert_eq!(meant("us-north-1"), None);
    }
}
