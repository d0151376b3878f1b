//! How CodePipeline's Lambda deploy action moves traffic: `AllAtOnce`, `Canary10Percent5Minutes`,
//! `Linear10PercentEvery1Minute`, with other numbers too.
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html>

/// Two days, in minutes.
const LONGEST: u64 = 2 * 24 * 60;

const FORMS: &str = "it takes `AllAtOnce`, `Canary<percent>Percent<minutes>Minutes` and \
    `Linear<percent>PercentEvery<minutes>Minutes`";

/// What is wrong with such a text, if anything.
pub(super) fn fault(text: &str) -> Option<String> {
    if text == "AllAtOnce" {
        return None;
    }
    let Some((is_linear, percent, minutes)) = numbers(text) else { return Some(FORMS.to_owned()) };
    if !(1..=99).contains(&percent) {
        return Some("the percentage is between 1 and 99".to_owned());
    }
    let steps = if is_linear { (100 - percent).div_ceil(percent) } else { 1 };
    let total = steps.saturating_mul(minutes);
    (minutes == 0 || total > LONGEST)
        .then(|| format!("it may wait up to {LONGEST} minutes, two days, in all"))
}

fn numbers(text: &str) -> Option<(bool, u64, u64)> {
    let (is_linear, rest) = match text.strip_prefix("Linear") {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix("Canary")?),
    };
    let (percent, rest) = rest.split_once("Percent")?;
    let rest = if is_linear { rest.strip_prefix("Every")? } else { rest };
    let minutes = rest.strip_suffix("Minutes").or_else(|| rest.strip_suffix("Minute"))?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    };
    Some((is_linear, number(percent)?, number(minutes)?))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn the_documented_forms_pass() {
        for text in [
            "AllAtOnce",
            "Canary10Percent5Minutes",
            "Linear10PercentEvery1Minute",
            "Linear50PercentEvery2880Minutes",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn others_do_not() {
        for text in [
            "Canary10PercentEvery5Minutes",
            "Linear10Percent1Minute",
            "Canary0Percent5Minutes",
            "AllAtonce",
            "Canary10Percent+5Minutes",
        ] {
            assert!(fault(text).is_some(), "{text}");
        }
        assert!(fault("Linear10PercentEvery321Minutes").is_some());
        assert!(fault("Canary100Percent5Minutes").is_some());
    }
}
