//! What AWS takes: CloudFormation's resource types, IAM's actions, Lambda's runtimes.
//!
//! In: names. Out: facts, read from data that is part of the program, in place: nothing is loaded, decoded or kept but
//! what is asked for. The data is made by `cargo xtask facts` from pinned packages (see `NOTICE`). This crate only
//! knows: what follows from the facts for a template, and how sure they are, is its users' affair. The facts are as
//! old as their packages; where AWS is unsure, they are wider than AWS's.
//!
//! ```
//! let topic = facts::resource_type("AWS::SNS::Topic").expect("known");
//! let name = topic.properties().property("TopicName").expect("known");
//! assert!(name.kinds().is_only(facts::Kind::String));
//! assert!(topic.is_create_only("TopicName"));
//!
//! let s3 = facts::iam::service("s3").expect("known");
//! assert_eq!(s3.action("getobject").expect("known").name(), "GetObject");
//! ```

mod bytes;
pub mod iam;
mod kinds;
#[doc(hidden)]
#[allow(missing_docs)] // names say it: the numbers of the parts
pub mod layout;
mod pattern;
mod regions;
mod runtimes;
mod shape;
mod tables;
mod types;
mod values;
mod wildcard;

pub use kinds::{Kind, Kinds};
pub use pattern::Pattern;
pub use regions::{is_region, regions};
pub use runtimes::{LambdaRuntime, lambda_runtime, lambda_runtimes};
pub use shape::{Conditional, Member, Shape};
pub use types::{Lifecycle, ResourceType, resource_type, resource_types};
pub use values::{Value, Values};
