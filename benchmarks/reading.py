"""Documents per second of processor time and peak memory, per format: complete readings by this project, and beside
them what other libraries need for a part of the work on the same bytes.

usage: python benchmarks/reading.py [--seconds 3] [--beside PYTHON]

Web pages are those that the sample sites show: reports in every style of every CMS family, each of another township or
year, and one page of a report as it was pasted from a word processor. pandas and pdfplumber are not among the project's
dependencies; give the Python of an environment that has them:

    uv venv /tmp/beside
    uv pip install --python /tmp/beside/bin/python pandas lxml pdfplumber
    python benchmarks/reading.py --beside /tmp/beside/bin/python

Every reader has a process of its own, in which only its own processor time counts; its peak of memory is what it took
for the first document.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from archive import reading  # noqa: E402
from archive.reading import layout  # noqa: E402
from archive.reading.document import Document, Table  # noqa: E402
from tests.reading import report  # noqa: E402

BESIDE = Path(__file__).parent / "beside.py"
FILES = ROOT / "tests" / "reading" / "files"
SAMPLE = ROOT / "tests" / "sites" / "sample.html"
SEASON_ENDS = datetime.fromisoformat("2026-02-10T08:00:00+08:00")
MOST = 40
"""Pages of one style."""
SOUPS = ("BeautifulSoup (lxml)", "BeautifulSoup (html.parser)")
OTHERS = {"html": (*SOUPS, "pandas.read_html"), "pdf": ("pdfplumber tables",)}


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are measured together."""

    name: str
    format: str
    paths: tuple[Path, ...]

    @property
    def kilobytes(self) -> float:
        """Their mean size."""
        return sum(path.stat().st_size for path in self.paths) / len(self.paths) / 1000


def main() -> None:
    """Every group in turn, then the cells of the PDF as both readers see them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each reader of each group")
    parser.add_argument("--beside", type=Path, default=Path(sys.executable), help="a Python with pandas and pdfplumber")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        for group in (*pages(Path(folder)), *files(Path(folder))):
            measure(group, asked.seconds, asked.beside)
    check_pdf(FILES / "report.pdf", asked.beside)


def pages(folder: Path) -> Iterable[Group]:
    """Reports of the sample sites by the style of their markup; the copy of a site that is no county's is left out."""
    from tests.sites.families import FAMILIES, respond
    from tests.sites.message import Request
    from tests.sites.script import season

    styles: dict[str, list[bytes]] = defaultdict(list)
    for site in season():
        for publication in site.publications if site.family != "mirror" else ():
            if publication.kind == "report" and publication.carrier == "text" and publication.there(SEASON_ENDS):
                address = FAMILIES[site.family].address(site, publication, SEASON_ENDS)
                style: str = "narrative" if publication.manner.form == "narrative" else publication.markup
                styles[style].append(respond(site, SEASON_ENDS, Request("GET", address)).body)
    for name, found in sorted(styles.items()):
        random.Random(1).shuffle(found)
        yield Group(f"html, {name}", "html", tuple(_written(folder, name, found[:MOST])))
    yield Group("html, one whole page", "html", (SAMPLE,))


def _written(folder: Path, style: str, found: Sequence[bytes]) -> Iterable[Path]:
    for number, data in enumerate(found):
        path = folder / f"{style}-{number}.html"
        path.write_bytes(data)
        yield path


def files(folder: Path) -> Iterable[Group]:
    """One document of each other format."""
    made = {"txt": _plain(), "wps": (FILES / "report.doc").read_bytes(), "zip": _packed(FILES / "report.docx")}
    for ending, data in made.items():
        (folder / f"report.{ending}").write_bytes(data)
    for path in sorted((*FILES.iterdir(), *(folder / f"report.{ending}" for ending in made))):
        if path.suffix not in (".html", ".png"):
            yield Group(path.suffix[1:], path.suffix[1:], (path,))


def _plain() -> bytes:
    """The report as text, its cells parted by tabs."""
    blocks = ((block,) if isinstance(block, str) else map(_tabbed, block) for block in report.BLOCKS)
    return "\n".join(line for lines in blocks for line in lines).encode()


def _tabbed(row: Sequence[tuple[str, int, int]]) -> str:
    return "\t".join(text for text, _, _ in row)


def _packed(path: Path) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    return held.getvalue()


def measure(group: Group, seconds: float, beside: Path) -> None:
    """Print a line for each reader of a group."""
    rates: dict[str, float] = {}
    for name in ("nianbao", *OTHERS.get(group.format, ())):
        told = ask(beside if _is_foreign(name) else Path(sys.executable), name, seconds, group.paths)
        if "missing" in told:
            print(f"{group.name:22} {'':7}  {name:28} not measured: {told['missing']}; see --help")
            continue
        rates[name] = told["rate"]
        ratio = f"   nianbao is {rates['nianbao'] / rates[name]:.1f} times as fast" if name != "nianbao" else ""
        size = f"{group.kilobytes:4.0f} KB"
        print(
            f"{group.name:22} {size}  {name:28} {told['rate']:7.1f} documents/s {told['peak']:>5} MB{ratio}", flush=True
        )


def _is_foreign(name: str) -> bool:
    return name.startswith(("pandas", "pdfplumber"))


def ask(python: Path, reader: str, seconds: float, paths: Sequence[Path]) -> Mapping[str, Any]:
    """What a process of its own says of a reader: documents a second and megabytes at the most, or what it lacks."""
    command = [str(python), str(BESIDE), reader, str(seconds), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{reader}: {done.stderr.strip().splitlines()[-1]}")
    answer: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def check_pdf(path: Path, beside: Path) -> None:
    """Print how many printed cells each reader of the PDF gives in the row and order in which they are printed."""
    printed = [[text for text, _, _ in row] for block in report.BLOCKS if not isinstance(block, str) for row in block]
    document = reading.read(path.read_bytes())
    blocks = document.blocks if isinstance(document, Document) else ()
    ours = [row for block in blocks if isinstance(block, Table) for row in layout.texts(block)]
    done = subprocess.run([str(beside), str(BESIDE), "tables", str(path)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    for name, rows in (("nianbao", ours), ("pdfplumber", told.get("rows"))):
        right = f"{_right(printed, rows)} of {sum(map(len, printed))}" if rows else told.get("missing")
        print(f"cells of {path.name} in their places by {name}: {right}")


def _right(printed: Sequence[Sequence[str]], rows: Iterable[Sequence[str | None]]) -> int:
    found = Counter(_bare(row) for row in rows)
    exact = (row for row in map(_bare, printed) if found[row] and not found.subtract([row]))
    return sum(map(len, exact))


def _bare(row: Sequence[str | None]) -> tuple[str, ...]:
    return tuple("".join(cell.split()) for cell in row if cell)


if __name__ == "__main__":
    main()
