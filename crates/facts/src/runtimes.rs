//! The runtimes that Lambda has or had, and when each ends.

use crate::bytes::Cursor;
use crate::tables::types;

/// A runtime of Lambda that ends on a known date.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html>. Dates are as `2026-10-31`, so they compare
/// as texts. A runtime without dates here may be a current one: the values of `Runtime` in the properties of
/// `AWS::Lambda::Function` tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LambdaRuntime {
    /// The runtime's identifier, such as `python3.9`.
    pub name: &'static str,
    /// From when it gets no more security patches.
    pub deprecated: Option<&'static str>,
    /// From when no function can be created with it.
    pub create_blocked: Option<&'static str>,
    /// From when no function that has it can be updated.
    pub update_blocked: Option<&'static str>,
    /// The runtime to move to.
    pub successor: Option<&'static str>,
}

/// The runtimes whose end is known, in byte order of their names.
pub fn lambda_runtimes() -> impl Iterator<Item = LambdaRuntime> {
    (0..types().runtimes.count()).map(read)
}

/// The runtime of this name, if its end is known.
pub fn lambda_runtime(name: &str) -> Option<LambdaRuntime> {
    lambda_runtimes().find(|runtime| runtime.name == name)
}

fn read(row: u32) -> LambdaRuntime {
    let mut cursor = Cursor::new(types().runtimes.row(row));
    let name = types().texts.text(cursor.row());
    let mut date = || cursor.row().checked_sub(1).map(|row| types().texts.text(row));
    LambdaRuntime {
        name,
        deprecated: date(),
        create_blocked: date(),
        update_blocked: date(),
        successor: date(),
    }
}
