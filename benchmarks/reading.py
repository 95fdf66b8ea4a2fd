"""Documents per second and peak memory, per format: complete readings by this project, and beside them what other
libraries need for a part of the work on the same bytes.

usage: python benchmarks/reading.py [--seconds 3]      (the comparisons need pandas and pdfplumber)
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
FILES = ROOT / "tests" / "reading" / "files"
HTML = ROOT / "tests" / "sites" / "sample.html"


def ours(data: bytes, name: str) -> None:
    """The complete reading: sections, tables, rules, identity, figures told in the text."""
    from archive import parser
    from archive.form.reading import Context

    parser.parse(parser.Order(data, Context(county_code="350627"), name=name))


def bare_soup(data: bytes, _: str) -> None:
    """BeautifulSoup builds its tree, and no more."""
    from bs4 import BeautifulSoup

    BeautifulSoup(data, "lxml")


def pandas_tables(data: bytes, _: str) -> None:
    """pandas reads the tables of the page."""
    import pandas

    pandas.read_html(io.BytesIO(data))


def plumber_tables(data: bytes, _: str) -> None:
    """pdfplumber extracts the tables of every page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


TASKS: dict[str, Callable[[bytes, str], None]] = {
    "nianbao": ours,
    "bare BeautifulSoup (lxml)": bare_soup,
    "pandas.read_html": pandas_tables,
    "pdfplumber tables": plumber_tables,
}
NEEDS = {"pandas.read_html": "pandas", "pdfplumber tables": "pdfplumber"}
BESIDE = {".html": ["bare BeautifulSoup (lxml)", "pandas.read_html"], ".pdf": ["pdfplumber tables"]}


def main() -> None:
    """Every format in turn; the tasks on one document take turns too, so that they meet the same machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each task")
    parser.add_argument("--memory", nargs=2, metavar=("TASK", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        print(peak(asked.memory[0], Path(asked.memory[1])))
        return
    for path in [HTML, *sorted(p for p in FILES.iterdir() if p.suffix not in (".html", ".png"))]:
        compare(path, asked.seconds)


def compare(path: Path, seconds: float) -> None:
    """Print a line for each task on one document."""
    data = path.read_bytes()
    names = ["nianbao", *(name for name in BESIDE.get(path.suffix, []) if _is_there(name))]
    spent = dict.fromkeys(names, 0.0)
    runs = dict.fromkeys(names, 0)
    for name in names:
        TASKS[name](data, path.name)
    while min(spent.values()) < seconds:
        for name in names:
            began = time.perf_counter()
            TASKS[name](data, path.name)
            spent[name] += time.perf_counter() - began
            runs[name] += 1
    rate = {name: runs[name] / spent[name] for name in names}
    for name in names:
        ratio = "" if name == "nianbao" else f"   nianbao is {rate['nianbao'] / rate[name]:.1f} times as fast"
        memory = subprocess.run(
            [sys.executable, __file__, "--memory", name, str(path)], capture_output=True, text=True, check=True
        ).stdout.strip()
        size = f"{path.suffix:6} {len(data) / 1000:6.0f} KB"
        print(f"{size}  {name:26} {rate[name]:7.1f} documents/s  {memory:>5} MB{ratio}")


def peak(task: str, path: Path) -> int:
    """Megabytes at the most that a fresh process takes for one document."""
    TASKS[task](path.read_bytes(), path.name)
    status = Path("/proc/self/status").read_text("ascii")  # getrusage begins with the parent's peak
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _is_there(name: str) -> bool:
    return importlib.util.find_spec(NEEDS.get(name, "bs4")) is not None


if __name__ == "__main__":
    main()
