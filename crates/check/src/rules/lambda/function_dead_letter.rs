//! A place for failed events that takes none.

use cfn::read::Node;
use diag::Severity;

use crate::context::Resource;
use crate::rule::Findings;
use crate::{Context, Rule};

pub(super) const RULE: Rule = Rule {
    code: "function-dead-letter",
    severity: Severity::Error,
    title: "A function's dead-letter target is no standard queue or topic.",
    explanation: "Lambda sends failed asynchronous events to a standard SQS queue or SNS topic, named by ARN. It refuses FIFO queues \
                  and topics and anything else. `Ref` of a queue is its URL, so it takes `GetAtt …Arn`.",
    pages: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-deadletterconfig.html",
    ],
    check,
};

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for function in ctx.of_type("AWS::Lambda::Function").filter_map(Resource::properties) {
        for target in ctx.all(function, &["DeadLetterConfig", "TargetArn"]) {
            judge(ctx, target, out);
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, node: &'t Node, out: &mut Findings) {
    let Some(target) = ctx.target(node).filter(|target| !target.gives_anything()) else { return };
    let fifo = match target.kind {
        "AWS::SQS::Queue" => "FifoQueue",
        "AWS::SNS::Topic" => "FifoTopic",
        kind => {
            out.add(
                RULE.at(
                    node.handle(),
                    format!("`{}` is of type `{kind}`, and takes no failed events", target.id),
                )
                .related(target.id_span, "this one")
                .help("name a standard queue or topic"),
            );
            return;
        }
    };
    let is_fifo = target.properties().map(|target| ctx.get(target, fifo)).unwrap_or_default();
    if is_fifo.iter().any(|node| ctx.text(node).is_some_and(|text| text == "true")) {
        out.add(
            RULE.at(node.handle(), format!("`{}` is FIFO, and takes no failed events", target.id))
                .related(target.id_span, "this one")
                .help("name a standard queue or topic"),
        );
    }
}
