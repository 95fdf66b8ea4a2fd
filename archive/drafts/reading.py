"""Drafts read in a confined process: the one way in which the bytes of a draft are opened.

The process is the one that reads archived documents, with the same walls and limits; it answers with the report, the
opening lines, and where the cells stand, and marks a DOCX in the same place.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Self

from archive import gazetteer
from archive.drafts import annotated, cells
from archive.drafts.annotated import Mark
from archive.drafts.draft import Draft, GridPosition
from archive.drafts.remark import CellRef
from archive.extract import parser, parser_name
from archive.extract.interpret import interpret
from archive.extract.layout.document import Document, Paragraph, Unreadable
from archive.extract.parser import Order
from archive.extract.report.model import Context, Report
from archive.extract.sandbox.policy import DEFAULT, Policy
from archive.extract.sandbox.pool import Start, WorkerPool

Positions = dict[CellRef, GridPosition]
Answer = tuple[Report, tuple[str, ...], Positions, tuple[str, ...]]
"""The report, the opening lines, where the cells stand, and the lines that sign it."""

_LONGEST_OPENING = 12
_LONGEST_CLOSING, _LONGEST_SIGNATURE = 4, 40
_PRELOAD = "archive.extract.preload"


class DraftReader:
    """One confined process. Close it, or use it as a context manager.

    `start` is how the process comes into being, see `archive.extract.sandbox.pool.Start`.
    """

    def __init__(self, policy: Policy = DEFAULT, *, start: Start = "server") -> None:
        preload = ("archive.drafts.reading", _PRELOAD)
        self._workers = WorkerPool(1, seconds=policy.seconds, memory=policy.memory, preload=preload, start=start)

    def start(self) -> None:
        """Start the process now, from this thread; a forked one has what this process has loaded."""
        gazetteer.load()
        parser_name.today()
        self._workers.start()

    def read(self, data: bytes, *, name: str, today: date, county: str | None = None) -> Draft:
        """The draft that the bytes hold; of kind `unreadable`, with the reason, where they cannot be read.

        `name` is the file's name, `today` the day in China (dates after it are not believed).
        """
        order = Order(data, Context(county_code=county, today=today), name=PurePath(name).name)
        answer: Answer | Unreadable = self._workers.run_now(_read, order)
        if isinstance(answer, Unreadable):
            return Draft(parser.unreadable(order, answer))
        report, opening, positions, closing = answer
        return Draft(report, opening, positions, closing=closing)

    def mark(self, data: bytes, marks: Sequence[Mark], author: str) -> bytes | Unreadable:
        """The DOCX with comments at what the marks name; `Unreadable` where it is none."""
        return self._workers.run_now(annotated.mark, data, tuple(marks), author)

    def close(self) -> None:
        """End the process."""
        self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _read(order: Order) -> Answer:
    """In the worker, which is forked before the collector is switched on again.

    What was loaded before is frozen, as collecting it would copy its pages and take as long as reading.
    """
    answer = read_draft(order)
    gc.freeze()
    gc.enable()
    return answer


def read_draft(order: Order) -> Answer:
    """The report of a draft, its opening lines, and where its cells stand."""
    report, document = parser.parse_document(order)
    if isinstance(document, Unreadable):
        return report, (), {}, ()
    book = gazetteer.load()
    positions = cells.locate(document, report, lambda variant: interpret(variant, order.context, book))
    return report, _opening(document, report), positions, _closing(document, report)


def _opening(document: Document, report: Report) -> tuple[str, ...]:
    """The paragraphs before the first section; () where no section is known."""
    if not report.sections:
        return ()
    heading = _bare(report.sections[0].heading)
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.text.strip():
            if heading and heading in _bare(block.text) and len(_bare(block.text)) <= len(heading) + 4:
                return tuple(lines[-_LONGEST_OPENING:])
            lines.append(block.text)
    return ()


def _closing(document: Document, report: Report) -> tuple[str, ...]:
    """The last lines of the document that belong to no section, which are those of the signature."""
    lines = [block.text.strip() for block in document.blocks if isinstance(block, Paragraph) and block.text.strip()]
    known = set(report.sections[-1].text.splitlines()) if report.sections else set()
    return tuple(line for line in lines[-_LONGEST_CLOSING:] if line not in known and len(line) <= _LONGEST_SIGNATURE)


def _bare(text: str) -> str:
    return "".join(text.split())
