"""The command line of the campaign: `python -m mutations --templates DIR --pipewright PROGRAM …`.

Prints every mistake that wasn't found, then the table; exits with 1 if too many weren't. `cargo xtask mutations` sets
up the environment, builds the program and prints the stacks' templates.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import yaml

from mutations import table
from mutations.campaign import chosen
from mutations.judges import cfn_lint, news, ours
from mutations.table import Result
from mutations.template import Template

_REASONS = Path(__file__).with_name("reasons.yaml")
_ROOT = Path(__file__).parents[4]
_STYLES = _ROOT / "crates" / "check" / "templates"
_PAGE = _ROOT / "docs" / "mutations.md"
_FULL = 2400
_SAMPLE = 200
_LEAST = 0.95


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mutations", description=__doc__.splitlines()[0])
    parser.add_argument("--templates", type=Path, required=True, help="folder of the stacks' templates")
    parser.add_argument("--pipewright", type=Path, required=True, help="the program to judge")
    parser.add_argument("--count", type=int, help=f"how many mistakes to make ({_FULL})")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with")
    parser.add_argument("--sample", action="store_true", help=f"{_SAMPLE} mistakes, and no page in docs/")
    parser.add_argument("--only", default="", help="classes whose name contains this")
    parser.add_argument("--keep", type=Path, help="folder to leave the broken templates in")
    return parser.parse_args()


def templates(stacks: Path) -> list[Template]:
    """Every template to break: the stacks' and those of many styles."""
    paths = [*sorted(stacks.glob("*.yaml")), *sorted(stacks.glob("*.json"))[:1]]
    paths += [path for path in sorted(_STYLES.iterdir()) if path.suffix in (".yaml", ".json")]
    return [Template(path.name, path) for path in paths]


def judged(program: Path, sound: list[Template], mutants: list) -> list[Result]:
    """What both judges newly report of each mutant."""
    before = [template.path for template in sound]
    files = before + [mutant.path for mutant in mutants]
    mine, theirs = ours(program, files), cfn_lint(files)
    results = []
    for mutant in mutants:
        origin = mutant.template.path
        new = news(mine[origin], mine[mutant.path]), news(theirs[origin], theirs[mutant.path])
        results.append(Result(mutant, *new))
    return results


def _missed(result: Result) -> str:
    mutant = result.mutant
    lines = difflib.unified_diff(
        mutant.template.text.splitlines(),
        mutant.text.splitlines(),
        mutant.template.name,
        mutant.path.name,
        n=1,
        lineterm="",
    )
    shown = [line[:160] for line in list(lines)[2:14]]
    found = f"cfn-lint: {', '.join(result.theirs)}" if result.theirs else "nor by cfn-lint"
    missed = f"reported for nothing: {', '.join(result.ours)}" if result.ours else "missed"
    head = f"{missed}: {mutant.group.name}: {mutant.says[:100]} ({mutant.template.name}; {found})"
    return "\n    ".join([head, *shown])


def failures(results: list[Result], reasons: dict[str, str], sample: bool) -> list[str]:
    """What a campaign must not show."""
    rows = table.rows(results)
    failed = []
    for row in rows:
        if row.harmless and (row.ours or row.theirs):
            failed.append(f"{row.name}: nothing wrong, and {row.ours} reported by us, {row.theirs} by cfn-lint")
    rows = [row for row in rows if not row.harmless]
    for row in [table.total(rows)] if sample else rows:
        if row.ours < _LEAST * row.count:
            failed.append(f"{row.name}: {row.share(row.ours)} % found, less than {_LEAST:.0%}")
    for row in rows:
        if row.theirs_alone and row.name not in reasons:
            failed.append(f"{row.name}: cfn-lint finds {row.theirs_alone} that we miss, and no reason is written")
        if not sample and row.name in reasons and not row.theirs_alone:
            failed.append(f"{row.name}: its reason is needed no more")
    return failed


def main() -> int:
    """Makes the mistakes, has them judged, says what was missed."""
    arguments = _arguments()
    reasons = yaml.safe_load(_REASONS.read_text(encoding="utf-8")) or {}
    count = arguments.count or (_SAMPLE if arguments.sample else _FULL)
    with tempfile.TemporaryDirectory(prefix="mutations-") as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sound = templates(arguments.templates)
        mutants = chosen(sound, count, arguments.seed, folder, arguments.only)
        results = judged(arguments.pipewright, sound, mutants)
    for result in results:
        if bool(result.ours) is result.mutant.group.harmless:
            print(_missed(result))
    rows = table.rows(results)
    print(table.text(rows))
    failed = failures(results, reasons, arguments.sample or bool(arguments.only))
    if not arguments.sample and not arguments.only:
        _PAGE.parent.mkdir(exist_ok=True)
        page = table.markdown(rows, count, arguments.seed, version("cfn-lint"), reasons)
        _PAGE.write_text(page, encoding="utf-8")
    for failure in failed:
        print(failure)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
