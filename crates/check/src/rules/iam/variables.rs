//! Policy variables in texts, for the rules of this area.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use crate::policy::{Statement, Text};
use crate::resolve::Piece;

/// Every variable in the resources and condition values of a statement: the text that holds it, and what its braces hold.
pub(super) fn of_statement<'a, 't>(statement: &'a Statement<'t>) -> Vec<(&'a Text<'t>, &'a str)> {
    let resources = ["Resource", "NotResource"];
    let mut texts: Vec<&Text<'_>> = resources
        .iter()
        .filter_map(|element| statement.texts(element))
        .flat_map(|texts| texts.known)
        .collect();
    texts.extend(statement.comparisons().into_iter().flat_map(|comparison| comparison.values.known));
    texts.into_iter().flat_map(|text| of_text(text).into_iter().map(move |name| (text, name))).collect()
}

/// What stands between the braces of every variable in a text, but for `${*}`, `${?}` and `${$}`.
pub(super) fn of_text<'a>(text: &'a Text<'_>) -> Vec<&'a str> {
    let mut variables = Vec::new();
    for piece in &text.pieces {
        let Piece::Known(known) = piece else { continue };
        let mut rest: &str = known;
        while let Some((_, after)) = rest.split_once("${") {
            let Some((variable, after)) = after.split_once('}') else { break };
            // A name without a colon is no variable of IAM's: somebody forgot `Fn::Sub`.
            if variable.contains(':') && !variable.starts_with("AWS::") {
                variables.push(variable);
            }
            rest = after;
        }
    }
    variables
}
