//! `pipewright schema`: the JSON Schema of stack files.

use crate::cli::Schema;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(arguments: &Schema) -> Result<(), Failure> {
    let schema = format!("{:#}\n", spec::schema());
    match &arguments.output {
        Some(path) => output::write_one(path, schema, &[]),
        None => output::print(&schema),
    }
}
