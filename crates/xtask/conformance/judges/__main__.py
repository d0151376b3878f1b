"""The command line of the conformance suite: `python -m judges --templates DIR …`.

Prints one line per judge and stack and one per judge for its broken inputs, then `N passed, N failed`;
exits with 1 if anything failed. What sets up the environment and prints the templates is
`cargo xtask conformance`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

from judges.agreement import Agreement
from judges.api_shapes import ApiShapes
from judges.bench import Bench, Judge, Stack
from judges.cfn_lint import CfnLint
from judges.checkov import Checkov
from judges.denials import Denials
from judges.deployment import Deployment
from judges.elsewhere import Elsewhere
from judges.iam_simulate import IamSimulate
from judges.mutations import Mutations
from judges.parliament import Parliament
from judges.recorded_calls import RecordedCalls
from judges.release_and_deploy import ReleaseAndDeploy
from judges.runner import run
from judges.sarif import Sarif
from judges.schema import Schema
from judges.scripts import Hadolint, Pytest, Ruff, Shellcheck
from judges.trust import Trust
from judges.yaml_1_1 import Yaml11
from template.reading import read_yaml

JUDGES: list[type[Judge]] = [
    CfnLint,
    Agreement,
    Mutations,
    Checkov,
    Parliament,
    Trust,
    IamSimulate,
    ApiShapes,
    Yaml11,
    Schema,
    Sarif,
    Deployment,
    ReleaseAndDeploy,
    Elsewhere,
    Denials,
    RecordedCalls,
]
JUDGES += [Ruff, Shellcheck, Hadolint, Pytest]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m judges", description=__doc__.splitlines()[0])
    parser.add_argument("--templates", type=Path, required=True, help="folder of <stack>.yaml and <stack>.json")
    parser.add_argument("--stacks-dir", type=Path, required=True, help="folder of the stack files")
    parser.add_argument("--checkov", type=Path, help="the checkov program in its own virtual environment")
    parser.add_argument("--pipewright", type=Path, help="the program whose `check` is judged")
    parser.add_argument("--iam", type=Path, help="the folder of random policies and requests, with iam-simulate")
    parser.add_argument("--assets", type=Path, default=Path(__file__).parents[3] / "compile" / "assets")
    parser.add_argument("--only", default="", help="judges to run, comma-separated")
    parser.add_argument("--stacks", default="", help="stacks to examine, comma-separated")
    return parser.parse_args()


def _stacks(arguments: argparse.Namespace) -> list[Stack]:
    stacks = []
    for path in sorted(arguments.templates.glob("*.yaml")):
        template = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        stem, _, environment = path.stem.partition(".")
        spec = read_yaml(_stack_file(arguments.stacks_dir, stem).read_text(encoding="utf-8"))
        stacks.append(Stack(path.stem, path, template, spec, environment))
    # The controls are broken versions of the first stack, so the one that has everything comes first.
    stacks.sort(key=lambda stack: (stack.name != "default", stack.name))
    return stacks


def _stack_file(folder: Path, stem: str) -> Path:
    """The file that a template comes from: of its name, or of what stands before the entry of a matrix."""
    names = [stem[:end] for end in range(len(stem), 0, -1) if end == len(stem) or stem[end] == "-"]
    return next(path for path in (folder / f"{name}.yaml" for name in names) if path.is_file())


def _chosen(what: str, given: str, known: list[str]) -> list[str]:
    names = [name for name in given.split(",") if name]
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"no {what} is called {', '.join(unknown)}; there are {', '.join(known)}")
    return names or known


def main() -> int:
    """Runs what was asked for and prints the verdicts."""
    arguments = _arguments()
    stacks = _stacks(arguments)
    if not stacks:
        sys.exit(f"no template in {arguments.templates}")
    chosen = _chosen("stack", arguments.stacks, [stack.name for stack in stacks])
    judges = _chosen("judge", arguments.only, [judge.name for judge in JUDGES])
    complete = len(chosen) == len(stacks)
    bench = Bench(arguments.checkov, arguments.pipewright, arguments.assets, arguments.iam, complete=complete)
    verdicts = {True: 0, False: 0}
    try:
        running = [judge(bench) for judge in JUDGES if judge.name in judges]
        for verdict in run(running, [stack for stack in stacks if stack.name in chosen]):
            print(verdict, flush=True)
            verdicts[not verdict.findings] += 1
    finally:
        shutil.rmtree(bench.scratch, ignore_errors=True)
    print(f"{verdicts[True]} passed, {verdicts[False]} failed")
    return 1 if verdicts[False] else 0


if __name__ == "__main__":
    sys.exit(main())
