//! `action-misspells-resource`: a name that is nearly that of a resource of the template.

use diag::{Severity, nearest};

use super::mend::reword;
use crate::Rule;
use crate::context::{Context, Resource};
use crate::pipelines::Pipeline;
use crate::resolve::Text;
use crate::rule::Findings;

pub(super) const RULE: Rule = Rule {
    code: "action-misspells-resource",
    severity: Severity::Warning,
    title: "An action or rule names something that is nearly, but not quite, a resource of the template.",
    explanation: "An action names what it uses: a project, a function, an application, a bucket. A name that no resource of \
        the template has, but one nearly has, is most likely misspelt, and one that is a resource's logical ID most likely \
        wants a `!Ref`, since CloudFormation makes up another name. It is a warning because the resource may exist \
        elsewhere. Referring to the resource (`!Ref`) cannot go wrong.",
    pages: &[
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
    ],
    check,
};

/// Providers, a key, the type of what it names, and where that type's name stands.
const NAMED: &[(&[&str], &str, &str, &str)] = &[
    (&["CodeBuild"], "ProjectName", "AWS::CodeBuild::Project", "Name"),
    (
        &["CodeDeploy", "CodeDeployToECS"],
        "ApplicationName",
        "AWS::CodeDeploy::Application",
        "ApplicationName",
    ),
    (
        &["CodeDeploy", "CodeDeployToECS"],
        "DeploymentGroupName",
        "AWS::CodeDeploy::DeploymentGroup",
        "DeploymentGroupName",
    ),
    (&["Lambda", "LambdaInvoke"], "FunctionName", "AWS::Lambda::Function", "FunctionName"),
    (&["CodeCommit"], "RepositoryName", "AWS::CodeCommit::Repository", "RepositoryName"),
    (&["ECR"], "RepositoryName", "AWS::ECR::Repository", "RepositoryName"),
    (&["ECRBuildAndPublish"], "ECRRepositoryName", "AWS::ECR::Repository", "RepositoryName"),
    (&["S3"], "S3Bucket", "AWS::S3::Bucket", "BucketName"),
    (&["S3"], "BucketName", "AWS::S3::Bucket", "BucketName"),
    (&["ECS"], "ClusterName", "AWS::ECS::Cluster", "ClusterName"),
    (&["ECS"], "ServiceName", "AWS::ECS::Service", "ServiceName"),
    (&["CloudWatchAlarm"], "AlarmName", "AWS::CloudWatch::Alarm", "AlarmName"),
    (&["CodePipeline"], "PipelineName", "AWS::CodePipeline::Pipeline", "Name"),
    (&["ElasticBeanstalk"], "ApplicationName", "AWS::ElasticBeanstalk::Application", "ApplicationName"),
    (&["ElasticBeanstalk"], "EnvironmentName", "AWS::ElasticBeanstalk::Environment", "EnvironmentName"),
];

fn check(ctx: &Context<'_>, out: &mut Findings) {
    for step in ctx.pipelines().iter().flat_map(Pipeline::steps) {
        let Some(kind) = step.kind else { continue };
        for (_, key, of_type, property) in
            NAMED.iter().filter(|(providers, ..)| providers.contains(&kind.provider))
        {
            for setting in step.settings_of(key) {
                for text in setting.texts(ctx) {
                    judge(ctx, &text, of_type, property, out);
                }
            }
        }
    }
}

fn judge<'t>(ctx: &Context<'t>, text: &Text<'t>, of_type: &str, property: &str, out: &mut Findings) {
    let written = &*text.value;
    if written.is_empty() {
        return;
    }
    let mut names = Vec::new();
    let mut by_id: Option<&Resource<'t>> = None;
    for resource in ctx.of_type(of_type) {
        let name = resource.properties().and_then(|properties| properties.get(property));
        match name.map(|name| ctx.text(name)) {
            Some(Some(name)) => names.push(name.into_owned()),
            // Its name may be this one.
            Some(None) => return,
            None => {}
        }
        if resource.id == written {
            by_id = Some(resource);
        }
    }
    if names.iter().any(|name| name == written) {
        return;
    }
    if let Some(resource) = by_id {
        let finding = RULE.at(text.span(), format!("`{written}` is a logical ID, and no resource's name"));
        let finding = finding.related(resource.id_span, format!("of the type `{of_type}`"));
        out.add(finding.help(format!("write `!Ref {written}`")));
        return;
    }
    let near = nearest(written, names.iter().map(String::as_str));
    // Names that differ by a word are two names.
    if let Some(near) = near.filter(|near| is_slip(written, near)) {
        let finding = RULE.at(text.span(), format!("no resource of the template is named `{written}`"));
        let fix = reword(ctx, text.span(), written, near);
        out.add(finding.help(format!("write `{near}`, or refer to the resource")).fix(fix));
    }
}

/// Whether one or two letters are all that differs, and no digits, which tell things apart.
fn is_slip(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.chars().skip(common).collect::<Vec<_>>();
    let (mut left, mut right) = (rest(a), rest(b));
    while left.last().is_some() && left.last() == right.last() {
        left.pop();
        right.pop();
    }
    digits(a) == digits(b) && left.len().max(right.len()) <= 2 && a.len() > 4
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_is_a_letter_or_two() {
        assert!(is_slip("orders-biuld", "orders-build"));
        assert!(is_slip("orders-buld", "orders-build"));
        assert!(!is_slip("orders-build", "orders-builder-2"));
        assert!(!is_slip("orders-1", "orders-2"));
        assert!(!is_slip("orders-test", "orders-prod"));
    }
}
