"""A coverage-guided hunt for documents that the reader does not survive; libFuzzer by atheris drives it.

usage: python benchmarks/fuzz.py [TARGET …] [--seconds 60] [--corpus FOLDER]      (needs atheris)

The targets are those of `tests/support/fuzz/targets.py`, all of them where none is named, each for so many seconds in
a process of its own. What is found is written to the folder as `found-…`; add it to the tests as
`tests/archive/extract/sandbox/found/TARGET-what-it-was`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: E402

with atheris.instrument_imports(include=["archive.extract"]):
    from tests.support.fuzz import targets

_LIMITS = ("-timeout=30", "-rss_limit_mb=3000", "-max_len=60000", "-print_final_stats=1")


def hunt(target: str, seconds: int, corpus: Path) -> None:
    """Try one target for a bounded time from its fixtures on; does not return."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(targets.seeds(target)):
        (corpus / f"seed-{number}").write_bytes(data)
    limits = (*_LIMITS, f"-max_total_time={seconds}", f"-artifact_prefix={corpus}/found-", str(corpus))
    atheris.Setup([sys.argv[0], *limits], targets.TARGETS[target][0])
    atheris.Fuzz()


def main() -> None:
    """Run for a bounded time from the fixtures on."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("targets", nargs="*", metavar="TARGET", help=f"one or more of {', '.join(targets.TARGETS)}")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--corpus", type=Path, help="where inputs that reach new code are kept, a folder a target")
    asked = options.parse_args()
    os.environ["PATH"] = ""  # no LibreOffice: its programs are not what is hunted here
    corpus = asked.corpus or Path(tempfile.mkdtemp())
    named = asked.targets or list(targets.TARGETS)
    if len(named) == 1:
        hunt(named[0], asked.seconds, corpus / named[0])
    for target in named:
        command = [sys.executable, __file__, target, "--seconds", str(asked.seconds), "--corpus", str(corpus)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = next((line for line in done.stderr.splitlines() if "number_of_executed_units" in line), "")
        finds = sorted(path.name for path in (corpus / target).glob("found-*"))
        print(f"{target}: {runs.partition(':')[2].strip() or '?'} documents, found {finds or 'nothing'}")


if __name__ == "__main__":
    main()
