//! AWS's policy evaluation: may this principal make that call, and which statement says so.
//!
//! In: policy documents, fully resolved, and a request with its context. Out: a verdict that names the statements which
//! decided it. It knows no template and no AWS service; what a key means is said by who makes the request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
