"""The share of right cells in scans: random consistent reports drawn on paper, scanned at 150 dpi, read back.

usage: python benchmarks/scans.py [--documents 20] [--first 0] [--former FOLDER]
       (needs the extra `ocr`, hypothesis and pillow)

Typeface, sizes, lines, page ends, tilt, blur, noise, shading and compression differ from report to report
(`tests/support/proof/paper.py`). A wrong cell counts as reported where a finding names its line, or a broken sum its
column; that the whole table came from a picture is said of every scan and does not count. `--former` names a checkout
of another version, whose reader reads each document too, right before ours: the ratio of their processor times holds on
a busy machine as well. Both use one thread.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]
from hypothesis import HealthCheck, Phase, given, settings

from archive.extract import parser
from archive.extract.ocr import engine
from archive.extract.output import to_json
from archive.extract.parser import Order
from archive.extract.report.model import Context
from tests.support.documents import renderers
from tests.support.documents.strategies import Figures, figures
from tests.support.paths import FILES
from tests.support.proof import paper, prints

_SMALL = FILES / "scan.png"


def drawn(count: int) -> list[Figures]:
    """Reports by chance, the same ones each time; the first two that Hypothesis draws are all but empty."""
    made: list[Figures] = []

    @settings(
        max_examples=count + 2,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(figures())
    def keep(one: Figures) -> None:
        made.append(one)

    keep()
    return made[2:]


def cells(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every cell of the tables by its place."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from cells(value, f"{path}{key}.")
        else:
            yield path + key, value


def told(place: str, findings: list[dict[str, str]]) -> bool:
    """Whether a finding names the cell's line or column, or says that lines of its table were not found."""
    table, *names = place.split(".")
    rules = [found["rule"].split(".") for found in findings if found["severity"] != "info"]
    return any(
        rule[0] == table and (rule[-1] == "lines_missing" or (len(rule) > 2 and rule[1] in names)) for rule in rules
    )


def measured(figures_: Figures, seed: int, former_checkout: Path | None) -> Counter[str]:
    """One report on paper and read back: cells right, unread (no number came back) and wrong, and the time taken."""
    data = paper.scan(renderers.TITLE, prints.laid_out(figures_), paper.random_paper_style(seed), seed)
    former = read_by(former_checkout, data) if former_checkout else 0.0
    began = time.process_time(), time.perf_counter()
    said = to_json(parser.parse(Order(data, Context())))
    took = time.process_time() - began[0], time.perf_counter() - began[1]
    found, count = dict(cells(said["tables"])), Counter[str](pages=len(pypdfium2.PdfDocument(data)))
    for place, value in cells(figures_.tables):
        read = found.get(place)
        kind = "right" if read == value else "unread" if read is None else "wrong"
        noted = kind == "right" or told(place, said["findings"]) or any(_is(place, cell) for cell in said["cells"])
        count.update({"cells": 1, kind: 1, f"{kind} and not told": not noted})
        if kind != "right":
            print(f"   {place}: {value} came back as {read}, {'told' if noted else 'NOT TOLD'}")
    extra = set(found) - {place for place, _ in cells(figures_.tables)}
    count.update({"wrong": len(extra), "wrong and not told": len(extra)})
    print(
        f"{seed:3}: {count['cells']} cells, {count['right']} right, {took[0]:.0f} s of processor time, {took[1]:.0f} s"
    )
    return count + Counter(ms=round(took[0] * 1000), former_ms=round(former * 1000), wall=round(took[1]))


_READ = (
    "import sys, time; from archive.extract import parser; from archive.extract.parser import Order;"
    "from archive.extract.report.model import Context; parser.parse(Order(open(sys.argv[2], 'rb').read(), Context()));"
    "began = time.process_time(); parser.parse(Order(open(sys.argv[1], 'rb').read(), Context()));"
    "print(time.process_time() - began)"
)
"""Reads a small picture, so that the recogniser is loaded, and then the document; prints the time that this took."""


def read_by(checkout: Path, data: bytes) -> float:
    """The seconds of processor time in which another version reads a document, once its recogniser is loaded."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        command = [sys.executable, "-c", _READ, file.name, str(_SMALL)]
        done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _is(place: str, cell: Mapping[str, str]) -> bool:
    return place == ".".join(filter(None, (cell["table"], cell["line"], cell["column"])))


def main() -> None:
    """Print what came back of each document, and of all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=20)
    options.add_argument("--first", type=int, default=0, help="number of the first one")
    options.add_argument("--former", type=Path, help="a checkout of another version, read beside")
    asked = options.parse_args()
    if not paper.FACES:
        options.error(f"no Chinese typeface under {paper.FONTS}: install fonts-wqy-zenhei, or set NIANBAO_FONTS")
    os.environ[engine.THREADS] = "1"
    parser.parse(Order(_SMALL.read_bytes(), Context()))
    total = Counter[str]()
    for seed, figures_ in enumerate(drawn(asked.first + asked.documents)):
        if seed >= asked.first:
            total += measured(figures_, seed, asked.former)
    print(
        f"{asked.documents} documents, {total['pages']} pages, {total['cells']} cells:"
        f" {total['right'] / total['cells']:.2%} right, {total['unread']} unread"
        f" ({total['unread and not told']} not told), {total['wrong']} wrong ({total['wrong and not told']} not told);"
        f" {total['ms'] / 1000 / total['pages']:.1f} s of processor time a page, {total['wall'] / total['pages']:.1f} s"
    )
    if asked.former:
        print(
            f"the former way takes {total['former_ms'] / 1000 / total['pages']:.1f} s of processor time a page,"
            f" {total['former_ms'] / total['ms']:.1f} times as long"
        )


if __name__ == "__main__":
    main()
