//! Chats: what Amazon Q Developer in chat applications calls under a channel's role.

use super::{Calls, Table, When};
use crate::world::Resource;

const CHARTS: When =
    When::Perhaps("when a message is of an alarm, to show its graph: AWS's page grants it beside others");

/// AWS's page grants `Describe*`, `Get*` and `List*`; these are those that a graph can be made of.
const GRAPHS: Table<()> = Table {
    page: "https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html",
    rows: &[
        ("cloudwatch:GetMetricData", (), CHARTS),
        ("cloudwatch:GetMetricStatistics", (), CHARTS),
        ("cloudwatch:GetMetricWidgetImage", (), CHARTS),
        ("cloudwatch:ListMetrics", (), CHARTS),
    ],
};

/// What is called to show a message, and the role: where members of the channel have roles of their own, theirs do the rest.
pub(crate) fn chat(configuration: &Resource<'_>) -> Option<(String, Calls)> {
    let role = configuration.property("IamRoleArn").text()?.to_owned();
    let mut calls = Calls::none();
    calls.table(&GRAPHS, |()| vec!["*".to_owned()]);
    Some((role, calls))
}
