//! The names under which services act.

use crate::context::Context;

use super::Text;
use super::glob::{form, meet};

/// Whether a text with holes can be a name of that service, perhaps of a region: `states.${AWS::Region}.amazonaws.com`.
pub(super) fn can_be_service<'t>(ctx: &Context<'t>, text: &Text<'t>, service: &str) -> bool {
    let name = service.strip_suffix(".amazonaws.com").unwrap_or(service);
    let atoms = text.atoms(ctx);
    ["${Suffix}", ".${Region}${Suffix}"].iter().any(|rest| {
        let mut wanted = Vec::new();
        form(&format!("{name}{rest}"), |_| false, &mut wanted);
        meet(&atoms, &wanted)
    })
}

/// Whether a service principal is that service's: in its global form, or in that of a region or partition.
///
/// `codedeploy.eu-west-1.amazonaws.com` and `codedeploy.amazonaws.com.cn` are CodeDeploy.
pub(crate) fn is_service(written: &str, service: &str) -> bool {
    let name = |principal: &str| {
        let lower = principal.to_ascii_lowercase();
        let name = lower.strip_suffix(".cn").unwrap_or(&lower).strip_suffix(".amazonaws.com")?.to_owned();
        let global = name.rsplit_once('.').filter(|(_, region)| is_region(region)).map(|(name, _)| name);
        Some(global.unwrap_or(&name).to_owned())
    };
    written.eq_ignore_ascii_case(service)
        || name(written).is_some_and(|written| name(service) == Some(written))
}

/// Whether a text has the form of a region's name: `eu-west-1`, `us-gov-east-1`, `us-iso-west-1`.
pub(crate) fn is_region(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (3..=4).contains(&parts.len())
        && parts[..parts.len() - 1].iter().all(word)
        && parts[0].len() <= 4
        && parts[parts.len() - 1].len() <= 2
        && parts[parts.len() - 1].bytes().all(|byte| byte.is_ascii_digit())
        && !parts[parts.len() - 1].is_empty()
}

#[cfg(test)]
mod tests {
    use super::{is_region, is_service};

    #[test]
    fn a_service_has_many_names() {
        assert!(is_service("codedeploy.eu-west-1.amazonaws.com", "codedeploy.amazonaws.com"));
        assert!(is_service("ec2.amazonaws.com.cn", "ec2.amazonaws.com"));
        assert!(!is_service("codebuild.amazonaws.com", "codedeploy.amazonaws.com"));
        assert!(!is_service("delivery.logs.amazonaws.com", "logs.amazonaws.com"));
        assert!(is_region("us-gov-west-1") && is_region("ap-southeast-11") && !is_region("data-source-x"));
    }
}
