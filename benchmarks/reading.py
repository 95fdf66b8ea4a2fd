"""Documents per second of processor time and peak memory, per format: complete readings by this project, and beside
them what other libraries need for a part of the work on the same bytes.

usage: python benchmarks/reading.py [--turns 15] [--beside PYTHON] [--former CHECKOUT] [--only NAME]…

Web pages are those that the sample sites show: reports in every style of every CMS family, each of another township or
year, and one page of a report as it was pasted from a word processor. PDFs are one that a word processor wrote, and
random reports in each style in which the proof of reading prints them, also by LibreOffice where it is installed.
pandas and pdfplumber are not among the project's dependencies; give the Python of an environment that has them:

    uv venv /tmp/beside
    uv pip install --python /tmp/beside/bin/python pandas lxml pdfplumber
    python benchmarks/reading.py --beside /tmp/beside/bin/python

`--former` is the checkout of another version (`git worktree add`), which takes its turns as well.

Every reader has a process of its own, in which only its own processor time counts; its peak of memory is what it took
for the first document. The readers of a group take turns, so that a machine that is slow for a while is slow for all of
them: the rate is that of the median turn, the ratio the median of those of each turn.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


from hypothesis import Phase, given, settings  # noqa: E402

from archive.extract.dispatch import formats  # noqa: E402
from archive.extract.html import blocks as layout  # noqa: E402
from archive.extract.layout.document import Document, Table  # noqa: E402
from tests.support.documents import report  # noqa: E402
from tests.support.documents.strategies import Figures  # noqa: E402
from tests.support.proof import reports  # noqa: E402

BESIDE = Path("benchmarks", "beside.py")
FILES = ROOT / "tests" / "archive" / "extract" / "files"
SAMPLE = ROOT / "tests" / "support" / "sites" / "sample.html"
SEASON_ENDS = datetime.fromisoformat("2026-02-10T08:00:00+08:00")
MOST = 150
"""Pages of one style."""
WITH_TABLES: tuple[reports.Kind, ...] = ("2021", "2019", "statistics")
OF_A_FORM = 6
"""PDFs of each style in each of these forms."""
TURN = 0.3
"""Seconds of processor time for which one reader reads before it is another's turn."""
SOUPS = ("BeautifulSoup (lxml)", "BeautifulSoup (html.parser)")
OTHERS = {"html": (*SOUPS, "pandas.read_html", "lexbor"), "pdf": ("pdfplumber tables", "PDFium's characters")}
"""What is read beside each format; the last is the parser that the project builds on, alone."""
OURS, FORMER = "nianbao", "nianbao before"


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
    parser.add_argument("--turns", type=int, default=15, help=f"of {TURN} s for each reader of each group")
    parser.add_argument("--beside", type=Path, default=Path(sys.executable), help="a Python with pandas and pdfplumber")
    parser.add_argument("--former", type=Path, help="the checkout of another version, whose readers take turns as well")
    parser.add_argument("--only", nargs="+", default=[""], help="groups with one of these in their names")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        for group in (*pages(Path(folder)), *files(Path(folder)), *pdfs(Path(folder))):
            if any(part in group.name for part in asked.only):
                measure(group, asked.turns, asked.beside, asked.former)
    check_pdf(FILES / "report.pdf", asked.beside)


def pages(folder: Path) -> Iterable[Group]:
    """Reports of the sample sites by the style of their markup; the copy of a site that is no county's is left out."""
    from tests.support.sites.families import FAMILIES, respond
    from tests.support.sites.message import Request
    from tests.support.sites.script import season

    styles: dict[str, list[bytes]] = defaultdict(list)
    for site in season():
        for publication in site.publications if site.family != "mirror" else ():
            if publication.kind == "report" and publication.carrier == "text" and publication.there(SEASON_ENDS):
                address = FAMILIES[site.family].address(site, publication, SEASON_ENDS)
                style: str = "narrative" if publication.manner.form == "narrative" else publication.markup
                styles[style].append(respond(site, SEASON_ENDS, Request("GET", address)).body)
    for name, found in sorted(styles.items()):
        random.Random(1).shuffle(found)
        yield Group(f"html, {name}", "html", tuple(_written(folder, name, found[:MOST], "html")))
    yield Group("html, one whole page", "html", (SAMPLE,))


def _written(folder: Path, style: str, found: Sequence[bytes], ending: str) -> Iterable[Path]:
    for number, data in enumerate(found):
        path = folder / f"{style}-{number}.{ending}"
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


def pdfs(folder: Path) -> Iterable[Group]:
    """Random reports with tables, as PDF in each style of the proof."""
    from tests.support.proof.prints import CONVERTED, PRINTS, convert

    figures = [one for form in WITH_TABLES for one in _drawn(form)]
    styles = {name: list(map(write, figures)) for name, write in PRINTS.items() if name.startswith("PDF")}
    if shutil.which("soffice"):
        styles |= {name: convert(name, figures) for name in CONVERTED if name.startswith("PDF")}
    for name, found in styles.items():
        group = name.replace("PDF", "pdf, printed", 1)
        yield Group(group, "pdf", tuple(_written(folder, group, found, "pdf")))


def _drawn(form: reports.Kind) -> list[Figures]:
    """Reports of a form, the same each time."""
    found: list[Figures] = []

    @settings(max_examples=OF_A_FORM, database=None, derandomize=True, deadline=None, phases=[Phase.generate])
    @given(reports.reports(form))
    def draw(figures: Figures) -> None:
        found.append(figures)

    draw()
    return found


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


def measure(group: Group, turns: int, beside: Path, former: Path | None) -> None:
    """Print a line for each reader of a group."""
    names = (OURS, *((FORMER,) if former else ()), *OTHERS.get(group.format, ()))
    with ExitStack() as stack:
        readers = {}
        for name in names:
            python = beside if _is_foreign(name) else Path(sys.executable)
            checkout = former if former and name == FORMER else ROOT
            reader = stack.enter_context(started(python, name.removesuffix(" before"), group, checkout))
            if reader.missing:
                print(f"{group.name:36} {'':7}  {name:28} not measured: {reader.missing}; see --help")
            else:
                readers[name] = reader
        rates: dict[str, list[float]] = {name: [] for name in readers}
        for _ in range(turns):
            for name, reader in readers.items():
                rates[name].append(reader.turn())
    ours = rates[OURS]
    for name, told in rates.items():
        ratio = median(own / other for own, other in zip(ours, told, strict=True))
        size, peak = f"{group.kilobytes:4.0f} KB", readers[name].peak
        line = f"{group.name:36} {size}  {name:28} {median(told):7.1f} documents/s {peak:>5} MB"
        print(f"{line}   nianbao is {ratio:.2f} times as fast" if name != OURS else line, flush=True)


def _is_foreign(name: str) -> bool:
    return name.startswith(("pandas", "pdfplumber"))


class Reader:
    """A reader in a process of its own: what it lacks, or the megabytes that it took at the most."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        told = json.loads(self._line())
        self.missing: str | None = told.get("missing")
        self.peak: int | None = told.get("peak")

    def turn(self) -> float:
        """Documents a second of its processor time, in one turn."""
        assert self._process.stdin is not None
        print(TURN, file=self._process.stdin, flush=True)
        return float(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._process.args}: it ended with {self._process.wait()}")
        return line


@contextmanager
def started(python: Path, name: str, group: Group, checkout: Path) -> Iterator[Reader]:
    """A reader of a group's documents, which have all been read once."""
    command = [str(python), str(checkout / BESIDE), name, *map(str, group.paths)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=checkout) as process:
        yield Reader(process)
        assert process.stdin is not None
        process.stdin.close()


def check_pdf(path: Path, beside: Path) -> None:
    """Print how many printed cells each reader of the PDF gives in the row and order in which they are printed."""
    printed = [[text for text, _, _ in row] for block in report.BLOCKS if not isinstance(block, str) for row in block]
    document = formats.read(path.read_bytes())
    blocks = document.blocks if isinstance(document, Document) else ()
    ours = [row for block in blocks if isinstance(block, Table) for row in layout.texts(block)]
    done = subprocess.run(
        [str(beside), str(ROOT / BESIDE), "tables", str(path)], capture_output=True, text=True, check=True
    )
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
