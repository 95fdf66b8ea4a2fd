"""A hunt for documents that a reader does not survive: guided by coverage where atheris (libFuzzer) is installed.

usage: python benchmarks/fuzz.py [TARGET …] [--seconds 60] [--corpus FOLDER] [--blind] [--write] [--keep]

The targets are those of `tests/support/fuzz/targets.py`, all of them where none is named, each for so many seconds in
a process of its own. Half of the inputs are changed by libFuzzer, half by the format's structure
(`tests/support/fuzz/mutation.py`); `--blind`, and where atheris does not install, only by the latter, which tries ten
times as many. What is found is written to the folder as `found-…`; add it to the tests as
`tests/archive/extract/sandbox/found/TARGET-what-it-was`. `--write` adds the figures to docs/hostile.md, `--keep` puts
the smallest inputs that reach new code into `tests/support/fuzz/corpora`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

try:
    import atheris as _atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]
except ImportError:
    _atheris = None
atheris: Any = None if "--blind" in sys.argv else _atheris

with atheris.instrument_imports(include=["archive.extract", "spiders"]) if atheris else nullcontext():
    from tests.support.fuzz import figures, mutation, targets

    for package in ("archive.extract", "spiders") if atheris else ():  # readers are imported when they are needed
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(module.name)

_LONGEST = 20_000
_PATIENCE = 60
"""Seconds for one document."""
_LIMITS = (f"-timeout={_PATIENCE}", "-report_slow_units=30", "-rss_limit_mb=3000", "-print_final_stats=1")
_KEPT_BYTES = 30_000
"""Bytes of the inputs of one target that are kept."""
_MOST_FOUND = 20
_COVERED = re.compile(r"cov: (\d+)")
_RUN = re.compile(r"number_of_executed_units:\s*(\d+)")


def hunt(target: str, seconds: int, corpus: Path) -> None:
    """Try one target for a bounded time from its seeds on; may not return."""
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = targets.seeds(target)
    tried = _surviving(target, corpus)
    if atheris is None:
        blindly(target, seconds, seeds, tried)
        return
    for number, data in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(data)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if not data or random.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        return mutation.structured(target, data, most, random)

    limits = (f"-max_len={_LONGEST}", f"-max_total_time={seconds}", f"-artifact_prefix={corpus}/found-", str(corpus))
    atheris.Setup([sys.argv[0], *_LIMITS, *limits], tried, custom_mutator=mutate)
    atheris.Fuzz()


def blindly(target: str, seconds: int, seeds: list[bytes], tried: Callable[[bytes], None]) -> None:
    """Change the seeds, and what came of them, by their structure alone."""
    random = Random(time.time_ns())
    end = time.monotonic() + seconds
    documents = 0
    small = [data for data in seeds if 0 < len(data) <= _LONGEST] or [bytes(range(256))]
    weights = [1 / (500 + len(data)) for data in small]  # as many bytes of each: short ones are tried more often
    signal.signal(signal.SIGALRM, _give_up)
    while time.monotonic() < end:
        data = random.choices(small, weights)[0]
        for _ in range(random.choice((1, 2, 5))):
            data = mutation.structured(target, data, _LONGEST, random) or b" "
            signal.alarm(_PATIENCE)
            tried(data)
            documents += 1
    signal.alarm(0)
    print(f"number_of_executed_units: {documents}", file=sys.stderr)


def _give_up(*_: object) -> None:
    raise TimeoutError


def _surviving(target: str, corpus: Path) -> Callable[[bytes], None]:
    """The target; what it does not survive is kept, one document of each kind, and the hunt goes on."""
    seen: set[str] = set()

    def tried(data: bytes) -> None:
        try:
            targets.TARGETS[target][0](data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            kind = re.sub(r"\W|\d", "", f"{type(error).__name__}{error}")[:60]
            if kind not in seen and len(seen) < _MOST_FOUND:
                seen.add(kind)
                (corpus / f"found-{kind}").write_bytes(data)

    return tried


def report(target: str, seconds: int, corpus: Path) -> figures.Hunt:
    """Hunt in a process of its own, and say what came of it."""
    blind = ["--blind"] if atheris is None else []
    command = [sys.executable, __file__, target, "--seconds", str(seconds), "--corpus", str(corpus), "--within", *blind]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    runs, covered = _RUN.findall(said), _COVERED.findall(said)
    found = tuple(sorted(path.name for path in (corpus / target).glob("found-*")))
    return figures.Hunt(target, int(runs[-1]) if runs else 0, int(covered[-1]) if covered else 0, found)


def keep(target: str, corpus: Path) -> None:
    """Put the smallest inputs of the corpus, up to a bound, into the repository's."""
    kept = targets.CORPORA / target
    known = [path for path in corpus.glob("*") if path.is_file() and not path.name.startswith("found-")]
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    room = _KEPT_BYTES
    for path in sorted(known, key=lambda path: path.stat().st_size):
        room -= path.stat().st_size
        if room < 0:
            break
        shutil.copyfile(path, kept / path.name[:12])


def main() -> None:
    """Run for a bounded time from the seeds on."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("targets", nargs="*", metavar="TARGET", help=f"one or more of {', '.join(targets.TARGETS)}")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--corpus", type=Path, help="where inputs that reach new code are kept, a folder a target")
    options.add_argument(
        "--blind", action="store_true", help="without atheris: more inputs, not led by what they reach"
    )
    options.add_argument("--write", action="store_true", help="add the figures to docs/hostile.md")
    options.add_argument("--keep", action="store_true", help="keep the smallest inputs in the repository")
    options.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    os.environ["RUST_BACKTRACE"] = "0"  # a panic of calamine's would take most of the time to describe
    os.environ["PATH"] = ""  # no LibreOffice: its programs are not what is hunted here
    corpus = asked.corpus or Path(tempfile.mkdtemp())
    named = asked.targets or list(targets.TARGETS)
    if asked.within:
        hunt(named[0], asked.seconds, corpus / named[0])
        return
    for target in named:
        found = report(target, asked.seconds, corpus)
        print(f"{target}: {found.documents} documents, found {', '.join(found.found) or 'nothing'}", flush=True)
        if asked.write:
            figures.add(found)
        if asked.keep:
            keep(target, corpus / target)


if __name__ == "__main__":
    main()
