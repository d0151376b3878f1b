//! A stack that is written in Rust keeps the same rules, and its findings say which part they speak of.

use spec::{
    Alarm, Approval, Build, CodeCommit, Deploy, Duration, Function, Measure, Parameter, Runtime, Setting,
    Shift, Stack, Stage, Term, validate,
};

fn lab() -> Stack {
    let mut stack = Stack::new("lab", CodeCommit::new("demo"));
    let demo = stack.function("demo", Function::created(Runtime::Python313, "app"));
    stack.stages = vec![
        Stage::new("Build", Build { commands: vec!["pytest".into()], ..Build::default() }),
        Stage::new("Review", Approval::by(["reviewer@example.com"])),
        Stage::new("Production", Deploy::of([demo])),
    ];
    stack
}

fn messages(stack: &Stack) -> Vec<String> {
    validate(stack).into_iter().map(|finding| finding.message).collect()
}

#[test]
fn the_lab_has_no_findings() {
    assert_eq!(messages(&lab()), Vec::<String>::new());
}

#[test]
fn findings_name_their_place() {
    let mut stack = lab();
    let slow = stack.function(
        "slow",
        Function { timeout: Some(Duration::hours(1).into()), ..Function::created(Runtime::Nodejs24, "slow") },
    );
    let shift = Shift::Canary { percent: 0, minutes: 5 };
    stack.stages.push(Stage::new("Later", Deploy { shift: Some(shift.into()), ..Deploy::of([slow]) }));
    stack.stages.push(Stage::new(
        "Late",
        Approval { message: Some("#{Nothing}".into()), ..Approval::by(["nobody"]) },
    ));
    assert_eq!(
        messages(&stack),
        [
            "function `slow`: a timeout of 1h is not possible",
            "stage `Later`: a step of 0 percent is not possible",
            "stage `Late`: there is no variable `Nothing`",
            "stage `Late`: `nobody` is not an e-mail address",
        ]
    );
}

#[test]
fn references_to_another_stack_are_found() {
    let mut other = lab();
    let foreign_function = other.function("foreign", Function::created(Runtime::Python313, "app"));
    let foreign_parameter = other.parameter("Foreign", Parameter::default());
    let mut stack = lab();
    stack.stages.push(Stage::new("Elsewhere", Deploy::of([foreign_function])));
    stack.stages.push(Stage::new("Ask", Approval::by([Setting::from(foreign_parameter)])));
    assert_eq!(
        messages(&stack),
        ["stage `Elsewhere`: there is no function `foreign`", "stage `Ask`: there is no parameter `Foreign`"]
    );
}

#[test]
fn alarms_name_what_lambda_reports() {
    let mut stack = lab();
    let term = Term { statistic: "total".to_owned(), metric: "Mistakes".to_owned() };
    let alarm = Alarm { measure: Measure::One(term), threshold: f64::NAN, ..Alarm::default() };
    let (demo, _) = stack.functions().next().map(|(name, it)| (name.clone(), it.clone())).unwrap();
    let demo = stack.function(demo, Function::created(Runtime::Python313, "app"));
    let alarms = Some([("odd".into(), alarm.into())].into());
    stack.stages[2] = Stage::new("Production", Deploy { alarms, ..Deploy::of([demo]) });
    assert_eq!(
        messages(&stack),
        [
            "stage `Production`, alarm `odd`: `total` is not a statistic",
            "stage `Production`, alarm `odd`: Lambda reports no metric `Mistakes` for an alias",
            "stage `Production`, alarm `odd`: the threshold is not a number",
        ]
    );
}

#[test]
fn a_repeated_parameter_is_one() {
    let mut stack = lab();
    let email = stack.parameter("Email", Parameter::default());
    stack.stages[1] = Stage::new("Review", Approval::by([Setting::from(email)]));
    assert_eq!(messages(&stack), Vec::<String>::new());
}
