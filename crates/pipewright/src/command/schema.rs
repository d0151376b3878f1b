//! `pipewright schema`: the JSON Schema of stack files, or of project files.

use crate::cli::Schema;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(arguments: &Schema) -> Result<(), Failure> {
    let schema = if arguments.project { spec::project::schema() } else { spec::schema() };
    let schema = format!("{schema:#}\n");
    match &arguments.output {
        Some(path) => output::write_one(path, schema, &[]),
        None => output::print(&schema),
    }
}
