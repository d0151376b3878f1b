//! Templates in other accounts or regions that are rehearsed together with the pipeline's.

use diag::Judged;
use rehearse::Rehearsal;
use rehearse::world::Given;
use spec::{is_account, is_region};

use super::deployable;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::judge::{Deployable, What};
use crate::report::Reporter;
use crate::templates;

/// A template elsewhere.
pub(super) struct Other {
    pub(super) input: Input,
    pub(super) deployable: Deployable,
    account: String,
    region: String,
}

/// Reads `template.yaml=444455556666/us-east-1`, one after the other.
pub(super) fn read(with: &[String], reporter: &Reporter) -> Result<Vec<Other>, Failure> {
    with.iter().map(|with| one(with, reporter)).collect()
}

fn one(with: &str, reporter: &Reporter) -> Result<Other, Failure> {
    let place = with.rsplit_once('=').and_then(|(path, place)| Some((path, place.split_once('/')?)));
    let Some((path, (account, region))) =
        place.filter(|(_, (it, region))| is_account(it) && is_region(region))
    else {
        return Err(Failure::Usage {
            message: format!("`{with}` does not say where the template would be"),
            help: "its account and region follow it: --with production.yaml=444455556666/us-east-1"
                .to_owned(),
        });
    };
    let input = input::read(path)?;
    let mut found = deployable(&input, reporter)?;
    let template = found.pop().filter(|one| matches!(one.what, What::Template(_)));
    let Some(deployable) = template else {
        return Err(Failure::Usage {
            message: format!("{path} is a stack, and a stack is rehearsed with all its environments"),
            help: "name templates after --with".to_owned(),
        });
    };
    Ok(Other { input, deployable, account: account.to_owned(), region: region.to_owned() })
}

/// Gives a stack's templates what their deployments would be given.
pub(super) fn give(deployable: &mut Deployable, given: &Given, others: &[Other]) -> Result<(), Failure> {
    let What::Stack(stack, parts, _) = &mut deployable.what else { return Ok(()) };
    if !others.is_empty() {
        return Err(Failure::Usage {
            message: "a stack is rehearsed with all its environments".to_owned(),
            help: "leave --with out, or name the pipeline's template instead of the stack".to_owned(),
        });
    }
    templates::give(stack, parts, given.clone());
    Ok(())
}

/// The rehearsals of everything: of the pipeline's template first.
pub(super) fn rehearsed<'t>(
    deployable: &'t Deployable,
    given: &Given,
    others: &'t [Other],
) -> Vec<Rehearsal<'t>> {
    match &deployable.what {
        What::Stack(_, parts, _) => templates::rehearsed(parts),
        What::Template(document) => {
            let documents = others.iter().flat_map(|other| {
                let given =
                    Given { account: other.account.clone(), region: other.region.clone(), ..given.clone() };
                other.deployable.documents().map(move |document| (document, given.clone()))
            });
            rehearse::rehearse_all((document, given), &documents.collect::<Vec<_>>())
        }
    }
}

/// What they found, file by file.
pub(super) fn judged(deployable: &Deployable, others: &[Other], rehearsals: &[Rehearsal<'_>]) -> Vec<Judged> {
    let findings: Vec<_> = rehearsals.iter().map(Rehearsal::findings).collect();
    if others.is_empty() {
        return deployable.judged(findings);
    }
    let files = std::iter::once(deployable).chain(others.iter().map(|other| &other.deployable));
    files.zip(findings).flat_map(|(file, findings)| file.judged(vec![findings])).collect()
}
