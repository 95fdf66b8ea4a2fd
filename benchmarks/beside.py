"""One reader over some documents, in a process of its own: what `benchmarks/reading.py` starts.

usage: python benchmarks/beside.py READER FILE…   prints {"peak": …} or {"missing": …} as JSON, then for each number of
                                                  seconds on its input the documents that it reads in one of them
       python benchmarks/beside.py tables FILE    prints the rows that pdfplumber finds in a PDF

Runs in any Python that has the reader's library; what is not there is said, never guessed.
"""

from __future__ import annotations

import gc
import io
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

Read = Callable[[bytes], Any]


def nianbao() -> Read:
    """The complete reading: document, form, identity, cells, rules, figures told in the text; as a worker runs it."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from archive.extract import parser
    from archive.extract.report.model import Context
    from archive.extract.sandbox import serving

    serving.look_for_cycles_rarely()
    return lambda data: parser.parse(parser.Order(data, Context()))


def soup(builder: str) -> Callable[[], Read]:
    """BeautifulSoup builds its tree, and no more."""

    def ready() -> Read:
        from bs4 import BeautifulSoup

        return lambda data: BeautifulSoup(data, builder)

    return ready


def pandas() -> Read:
    """pandas reads the tables of the page."""
    from pandas import read_html

    return lambda data: read_html(io.BytesIO(data))


def plumber() -> Read:
    """pdfplumber extracts the tables of every page."""
    import pdfplumber

    def read(data: bytes) -> list[Any]:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return [table for page in document.pages for table in page.extract_tables()]

    return read


def lexbor() -> Read:
    """lexbor builds its tree, and no more."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser


def pdfium() -> Read:
    """PDFium gives the text of every page, and no more."""
    from pypdfium2 import PdfDocument

    def read(data: bytes) -> list[str]:
        with PdfDocument(data) as document:
            return [page.get_textpage().get_text_range() for page in document]

    return read


READERS: dict[str, Callable[[], Read]] = {
    "nianbao": nianbao,
    "BeautifulSoup (lxml)": soup("lxml"),
    "BeautifulSoup (html.parser)": soup("html.parser"),
    "pandas.read_html": pandas,
    "pdfplumber tables": plumber,
    "lexbor": lexbor,
    "PDFium's characters": pdfium,
}


def main(arguments: Sequence[str]) -> dict[str, Any] | None:
    """What is missing or found; None after all turns that were asked for."""
    name, *rest = arguments
    try:
        read = READERS["pdfplumber tables" if name == "tables" else name]()
    except ModuleNotFoundError as error:
        return {"missing": f"{sys.executable} has no {error.name}"}
    if name == "tables":
        return {"rows": [row for table in read(Path(rest[0]).read_bytes()) for row in table]}
    documents = [Path(path).read_bytes() for path in rest]
    attempt(read, documents[0])
    peak = megabytes()
    for data in documents:
        attempt(read, data)
    gc.collect()
    print(json.dumps({"peak": peak}), flush=True)
    turn = cycle(documents)
    for line in sys.stdin:
        print(rate(read, turn, float(line)), flush=True)
    return None


def attempt(read: Read, data: bytes) -> None:
    """Read a document; one that a library cannot read (a page without a table) costs what it took to find that out.

    pandas tries html5lib on such a page, which need not be there.
    """
    try:
        read(data)
    except (ValueError, ImportError) as error:
        if "No tables found" not in str(error) and "html5lib" not in str(error):
            raise


def rate(read: Read, documents: Iterator[bytes], seconds: float) -> float:
    """Documents a second of processor time, in a turn of that many seconds."""
    done, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        attempt(read, next(documents))
        done += 1
    return done / spent


def megabytes() -> int:
    """What this process took at the most so far; `getrusage` would begin with its parent's peak."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    if (answer := main(sys.argv[1:])) is not None:
        print(json.dumps(answer))
