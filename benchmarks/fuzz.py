"""A coverage-guided hunt for documents that the reader does not survive; libFuzzer by atheris drives it.

usage: python benchmarks/fuzz.py [--seconds 60] [--corpus FOLDER]      (needs atheris)

The reader must answer every bytes with a reading, within seconds: an exception, a hang or a huge answer is a find, and
its bytes are left in the folder, to be kept as a test.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: E402

with atheris.instrument_imports(include=["archive"]):
    from archive import parser
    from archive.form.reading import Context
    from archive.parser import Order

SLOW = 5.0
LARGE = 20_000_000
SEEDS = ("tests/reading/files/report.*", "tests/reading/cases/*/input.*", "tests/form/cases/1*/input.*")


class FoundError(Exception):
    """The reader did not do as it must."""


def one(data: bytes) -> None:
    """Read one document, and twice where it is a page."""
    began = time.perf_counter()
    said = parser.parse(Order(data, Context()))
    if time.perf_counter() - began > SLOW:
        raise FoundError(f"read in {time.perf_counter() - began:.1f} s")
    if len(json.dumps(said)) > LARGE:
        raise FoundError("the answer is huge")
    if said["reason"] and "its reader failed" in said["reason"]:
        raise FoundError(said["reason"])


def main() -> None:
    """Run for a bounded time from the fixtures on."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    os.environ["PATH"] = ""  # no LibreOffice: its programs are not what is hunted here
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--corpus", type=Path, help="where inputs that reach new code are kept")
    asked = options.parse_args()
    corpus = asked.corpus or Path(tempfile.mkdtemp())
    for number, path in enumerate(path for pattern in SEEDS for path in sorted(ROOT.glob(pattern))):
        (corpus / f"seed-{number}").write_bytes(path.read_bytes())
    limits = [f"-max_total_time={asked.seconds}", "-timeout=20", "-rss_limit_mb=3000", "-max_len=60000"]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={corpus}/found-", str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
