"""How long each kind of hostile document holds a reader when it grows: `python -m tests.support.fuzz.growth`.

Each kind is made twice as large until reading it takes a moment, it is refused, or it is as large as any file is; the
last four sizes are the row of the table. What grows with its size doubles from one to the next.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import click

from archive.extract import parser
from archive.extract.parser import Order
from archive.extract.report.model import Context
from tests.support.fuzz import answers, figures, hostile, wrappers

SIZES: Final = 4
_FIRST: Final = 250
_MOMENT: Final = 0.2
"""Seconds of processor time after which a document is large enough to show how time grows."""
_PATIENCE: Final = 30.0
_LARGEST: Final = 4_000_000
_MOST: Final = 1_000_000
_TRIES: Final = 2
HEAD: Final = "| kind | of what | KB | 1x | 2x | 4x | 8x | growth | answer |\n|---|---|---|---|---|---|---|---|---|"
STEEP: Final = 2.9
"""The growth, when a document doubles, from which more than its size counts: a square's is 4."""
_NOTICED: Final = 0.1
"""Seconds below which a growth is that of the clock."""


class Grown(NamedTuple):
    """One kind: the number of the largest, its bytes, seconds of the last four sizes, and what was said of it."""

    kind: str
    number: int
    size: int
    seconds: tuple[float, ...]
    said: str

    @property
    def growth(self) -> float:
        """How often the time of the largest is that of the half of it."""
        *_, before, last = (0.0, *self.seconds)
        return last / before if before and last >= _NOTICED else 0.0

    @property
    def is_steep(self) -> bool:
        """Whether the time grows faster than the document."""
        return self.growth > STEEP


def measure(kind: str, make: hostile.Make, read: Callable[[bytes], str]) -> Grown:
    """A kind at growing sizes."""
    number, took = _FIRST, []
    while True:
        data = make(number)
        seconds, said = _timed(read, data)
        took.append(seconds)
        grown = Grown(kind, number, len(data), tuple(took[-SIZES:]), said)
        if seconds >= _MOMENT or len(data) > _LARGEST or number >= _MOST:
            return grown if not grown.is_steep else _again(grown, make, read)
        number *= 2


def _again(grown: Grown, make: hostile.Make, read: Callable[[bytes], str]) -> Grown:
    """The last two sizes once more, the faster of several each: a busy machine slows a reading down now and then."""
    *earlier, half, whole = grown.seconds
    for _ in range(_TRIES):
        half = min(half, _timed(read, make(grown.number // 2))[0])
        whole = min(whole, _timed(read, make(grown.number))[0])
    return grown._replace(seconds=(*earlier, half, whole))


def _timed(read: Callable[[bytes], str], data: bytes) -> tuple[float, str]:
    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE)
    began = time.process_time()
    try:
        said = read(data)
    except TimeoutError:
        said = "given up"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began, said


def document(data: bytes) -> str:
    """What a reader says of a document: its kind, or why it is not read."""
    reading = parser.parse(Order(data, Context()))
    return str(reading.reason_code or reading.kind)


def kinds() -> Iterator[tuple[str, hostile.Make, Callable[[bytes], str]]]:
    """Every kind with what reads it."""
    for kind, make in hostile.documents():
        yield kind, make, document
    yield from answers.kinds()


def row(grown: Grown) -> str:
    """A line of the table."""
    seconds = " | ".join(f"{took:.2f}" for took in (*(0.0,) * (SIZES - len(grown.seconds)), *grown.seconds))
    size = f"{grown.number:,} | {grown.size / 1000:,.0f}"
    kind = grown.kind.replace("|", "\\|")
    growth = f"{grown.growth:.1f}" if grown.growth else "-"
    return f"| {kind} | {size} | {seconds} | {growth}{' !' if grown.is_steep else ''} | {grown.said} |"


@click.command()
@click.argument("part", default="")
@click.option("--write", is_flag=True, help="write the table to docs/hostile.md")
def main(part: str, *, write: bool) -> None:
    """Print the table of all kinds, or of those whose name holds PART."""
    os.environ["PATH"] = ""
    document(wrappers.html("x"))
    found = []
    for kind, make, read in kinds():
        if part in kind:
            found.append(measure(kind, make, read))
            click.echo(row(found[-1]))
            sys.stdout.flush()
    steep = sum(grown.is_steep for grown in found)
    if write:
        figures.write("growth", [f"**{len(found)} kinds, {steep} faster than their size.**\n", HEAD, *map(row, found)])


if __name__ == "__main__":
    main()
