//! `cargo xtask bench-check`: how long `check` takes beside cfn-lint, on the same template in the same run.
//!
//! Whole processes are timed, from their start to their end, as a person or a CI job meets them. Times are medians, because
//! the machine does other things as well; memory is the largest resident set of any run. It fails where the promise is
//! broken: 10 milliseconds, and a hundredth of cfn-lint's time.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::python;
use crate::run::run as execute;

/// Larger than most templates of pipelines.
const TEMPLATE: &str = "snapshots/default.yaml";

/// Enough for a median that does not move; cfn-lint takes seconds.
const RUNS: usize = 31;
const RUNS_OF_CFN_LINT: usize = 3;

const MOST: Duration = Duration::from_millis(10);
const TIMES: f64 = 100.0;

/// Builds the program as it is released, and runs both over one template.
pub(crate) fn check(arguments: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let template = match arguments {
        [] => root.join(TEMPLATE),
        [path] => PathBuf::from(path),
        _ => return Err("usage: cargo xtask bench-check [TEMPLATE]".to_owned()),
    };
    let size =
        std::fs::metadata(&template).map_err(|error| format!("{}: {error}", template.display()))?.len();
    let target = root.join("target");
    let judges = root.join("crates/xtask/conformance");
    let python = python::environment(&target.join("conformance/venv"), &judges.join("requirements.txt"))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--release", "--package", "pipewright", "--target-dir"];
    execute(Command::new(cargo).args(build).arg(&target).current_dir(&root))?;

    let mut ours = Command::new(target.join("release/pipewright"));
    let ours = Cost::of(ours.arg("check").arg(&template), RUNS)?;
    let mut theirs = Command::new(python.with_file_name("cfn-lint"));
    let theirs = Cost::of(theirs.arg("--template").arg(&template), RUNS_OF_CFN_LINT)?;
    let times = theirs.median.as_secs_f64() / ours.median.as_secs_f64();
    eprintln!("{} ({size} bytes)", template.display());
    eprintln!("  pipewright check  {ours}");
    eprintln!("  cfn-lint          {theirs}");
    eprintln!("  cfn-lint takes {times:.0} times as long");
    if ours.median > MOST || times < TIMES {
        return Err(format!("promised: at most {MOST:?}, and {TIMES} times as fast as cfn-lint"));
    }
    Ok(())
}

/// What a program costs.
struct Cost {
    median: Duration,
    /// The largest resident set, in bytes.
    memory: u64,
    runs: usize,
}

impl Cost {
    /// Runs the program that often. Findings are no failure; a program that does not start is one.
    fn of(command: &mut Command, runs: usize) -> Result<Self, String> {
        let shown = format!("{command:?}");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let (mut times, mut memory) = (Vec::new(), 0);
        for _ in 0..runs {
            let start = Instant::now();
            let mut child = command.spawn().map_err(|error| format!("{shown}: {error}"))?;
            let used = child.wait4().map_err(|error| format!("{shown}: {error}"))?;
            times.push(start.elapsed());
            memory = memory.max(used.rusage.maxrss);
        }
        times.sort();
        Ok(Self { median: times[times.len() / 2], memory, runs })
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = self.median.as_secs_f64() * 1_000.0;
        let mebibytes = self.memory / (1024 * 1024);
        write!(f, "{milliseconds:8.1} ms (median of {})  {mebibytes:4} MiB at most", self.runs)
    }
}
