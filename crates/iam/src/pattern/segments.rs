//! Patterns of ARNs, whose colons divide them into six segments.

use super::{Piece, SYMBOL, SYMBOL_END, matches};

/// partition, service, region, account: all before the resource.
const COLONS: usize = 5;

/// One of the segments of an ARN, by its index.
pub(crate) fn segment(arn: &str, index: usize) -> Option<&str> {
    if arn.contains(SYMBOL) { split(arn).get(index).copied() } else { arn.splitn(COLONS + 1, ':').nth(index) }
}

/// The at most six segments of an ARN; colons in a symbol and in the resource divide nothing.
pub(crate) fn split(arn: &str) -> Vec<&str> {
    let mut symbol = false;
    let mut colons = 0;
    let dividing = |character| {
        symbol = (symbol || character == SYMBOL) && character != SYMBOL_END;
        let divides = character == ':' && !symbol && colons < COLONS;
        colons += usize::from(divides);
        divides
    };
    arn.split(dividing).collect()
}

fn split_pieces(pattern: &[Piece]) -> Vec<&[Piece]> {
    let mut symbol = false;
    pattern
        .splitn(COLONS + 1, |piece| {
            let Piece::Char(character) = *piece else { return false };
            symbol = (symbol || character == SYMBOL) && character != SYMBOL_END;
            character == ':' && !symbol
        })
        .collect()
}

/// Whether a pattern of the ARN operators stands for an ARN: each of the six segments is compared on its own.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN>
pub(crate) fn arn_matches(pattern: &[Piece], arn: &str) -> bool {
    let (pattern, arn) = (split_pieces(pattern), split(arn));
    pattern.len() == arn.len() && pattern.iter().zip(arn).all(|(pattern, segment)| matches(pattern, segment))
}

/// Whether a pattern of a `Resource` element stands for an ARN.
///
/// Wildcards stay within their segment, but for a `*` that ends one: that may run on past the colon. In the last segment a
/// colon is a character like others.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
pub(crate) fn resource_matches(mut pattern: Vec<Piece>, resource: &str) -> bool {
    let segments: Vec<usize> = split_pieces(&pattern).iter().map(|segment| segment.len()).collect();
    let mut start = 0;
    for length in segments.iter().take(segments.len().min(COLONS)) {
        // Of fewer than six segments the last one is no resource: a `*` in it is no more than in the others.
        let inner = start..start + length.saturating_sub(1);
        for piece in &mut pattern[inner] {
            confine(piece);
        }
        if let Some(piece @ Piece::One { .. }) = pattern.get_mut(start + length.saturating_sub(1)) {
            confine(piece);
        }
        start += length + 1;
    }
    matches(&pattern, resource)
}

fn confine(piece: &mut Piece) {
    if let Piece::One { colon } | Piece::Any { colon } = piece {
        *colon = false;
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::{arn_matches, resource_matches, split};

    #[test]
    fn only_a_star_that_ends_a_segment_runs_on() {
        let resource = |pattern: &str, arn: &str| resource_matches(plain(pattern), arn);
        let table = "arn:aws:dynamodb:us-east-1:111122223333:table/prod-x";
        assert!(resource("arn:aws:dynamodb:*:table/prod-*", table));
        assert!(resource("arn:aws:dynamodb:*", table));
        assert!(resource("*", table));
        assert!(resource("arn:aws:dynamodb:us-*-1:*:table/*", table));
        assert!(!resource("arn:aws:dynamodb:us-*3:table/*", table));
        assert!(!resource("arn:aws:dynamodb:us-east-1?111122223333:table/*", table));
        let stream = "arn:aws:logs:us-east-1:111122223333:log-group:/a:log-stream:b";
        assert!(resource("arn:aws:logs:*:*:log-group:*:log-stream:b", stream));
        assert!(resource("arn:aws:logs:*:*:log-group*b", stream));
    }

    #[test]
    fn arn_operators_compare_segment_by_segment() {
        let arn = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
        assert!(!arn_matches(&plain("arn:aws:someservice:*:111122223333:finance/*"), arn));
        assert!(arn_matches(&plain("arn:aws:someservice:*:*:store/*"), arn));
        assert!(!arn_matches(&plain("arn:aws:*"), arn));
    }

    #[test]
    fn a_symbol_divides_nothing() {
        assert_eq!(
            split("arn:aws:s3:\u{E000}a:b\u{E001}:x"),
            ["arn", "aws", "s3", "\u{E000}a:b\u{E001}", "x"]
        );
    }
}
