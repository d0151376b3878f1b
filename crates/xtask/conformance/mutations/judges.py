"""The two judges of the same files: cfn-lint as a library, and `pipewright check` in one call."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import subprocess
from collections import Counter
from pathlib import Path

from cfnlint.config import ConfigMixIn
from cfnlint.runner.cli import Runner
from cfnlint.runner.template import run_template_by_file_paths

Findings = dict[Path, Counter[str]]
"""How often each code was reported in each file."""

_FILES_A_CALL = 500


def cfn_lint(files: list[Path]) -> Findings:
    """Errors and warnings of cfn-lint, by as many processes as there are cores."""
    cores = max(1, min(4, os.cpu_count() or 1))
    # Neighbours take about equally long, so every core gets every n-th file.
    shares = [files[core::cores] for core in range(cores)]
    with multiprocessing.Pool(cores) as pool:
        parts = pool.map(_lint, [[str(path) for path in share] for share in shares])
    return {Path(name): codes for part in parts for name, codes in part.items()}


def _lint(names: list[str]) -> dict[str, Counter[str]]:
    logging.disable(logging.CRITICAL)
    found: dict[str, Counter[str]] = {}
    # Loading the rules takes longer than most templates; one runner keeps them.
    runner = Runner(ConfigMixIn([]))
    for name in names:
        config = ConfigMixIn([], templates=[name])
        try:
            matches = list(run_template_by_file_paths(config, runner.rules))
            found[name] = Counter(match.rule.id for match in matches if match.rule.id[0] in "EW")
        except Exception as error:
            # A crash is no finding; it shows in the table as a miss.
            found[name] = Counter()
            print(f"cfn-lint broke down on {name}: {error!r}")
    return found


def ours(program: Path, files: list[Path]) -> Findings:
    """Errors and warnings of `pipewright check`."""
    found: Findings = {path: Counter() for path in files}
    for first in range(0, len(files), _FILES_A_CALL):
        for finding in report(program, files[first : first + _FILES_A_CALL])["findings"]:
            if finding["severity"] in ("error", "warning"):
                found[Path(finding["file"])][finding["code"]] += 1
    return found


def report(program: Path, files: list[Path]) -> dict:
    """What `pipewright check --format json` says of these files."""
    command = [str(program), "check", "--format", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pipewright check ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def news(before: Counter[str], after: Counter[str]) -> list[str]:
    """The codes that are reported more often than before."""
    return sorted((after - before).elements())
