"""The start of `nianbao check` of one document, beside `nianbao parse`, whose worker loads the readers again: seconds.

usage: python benchmarks/start.py [FILE] [--rounds N] [--further N] [--former FOLDER]

Three programs are run in turn, so that what else the machine does falls on all alike: `parse`, whose worker comes from
a server process that imports the readers a second time; `check`, whose worker is forked; and `check` on the same file
many times over, which gives the time of each further document. Printed are the medians and their ratio. `--former`
names a checkout of another version, whose `parse` takes its turns, too: versions before 2026-11-29 have no `check`.
Where Python may not write bytecode, a checkout that was not compiled (`python -m compileall`) is compiled in each run.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_ROOT = Path(__file__).parents[1]
_FILE = _ROOT / "tests" / "archive" / "extract" / "files" / "report.docx"


def run(command: list[str], folder: Path = _ROOT) -> tuple[float, float]:
    """Seconds by the clock, and of the processor in all processes that one run in a folder starts (Linux)."""
    start, before = time.perf_counter(), _used()
    environment = {**os.environ, "PYTHONPATH": str(folder)}  # of this version's modules, in its workers as well
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False, cwd=folder, env=environment)
    by_clock = time.perf_counter() - start
    with suppress(ChildProcessError):
        while True:  # what the program left behind, as a server of processes, ends with it
            os.wait()
    return by_clock, _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run the programs in turn and print what each took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, default=_FILE)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--further", type=int, default=20)
    options.add_argument("--former", type=Path, help="a checkout of another version")
    given = options.parse_args()
    program = [sys.executable, "-m", "crawler.cli"]
    file = str(given.file.resolve())
    commands = {
        "parse": [*program, "parse", file],
        "check, one document": [*program, "check", file],
        "check, many": [*program, "check", *[file] * (1 + given.further)],
    }
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    former: list[tuple[float, float]] = []
    for _ in range(given.rounds):
        for name, command in commands.items():
            taken[name].append(run(command))
        if given.former:
            former.append(run(commands["parse"], given.former))
    for at, what in enumerate(("by the clock", "of the processor")):
        medians = {name: statistics.median(times[at] for times in runs) for name, runs in taken.items()}
        parse, one, many = medians.values()
        print("; ".join(f"{name} {median:.2f} s" for name, median in medians.items()), what)
        further = 1000 * (many - one) / given.further
        print(f"check takes {one / parse:.2f} of parse; each further document {further:.0f} ms")
        if former:
            before = statistics.median(times[at] for times in former)
            print(f"former version, parse: {before:.2f} s; today's check takes {one / before:.2f} of it")


if __name__ == "__main__":
    main()
