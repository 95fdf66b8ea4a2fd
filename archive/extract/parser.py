"""Bytes to a `Report`, in one call that a worker process can run; and the name of the parser that read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from archive import gazetteer
from archive.extract import form, reading
from archive.extract.dispatch import engines
from archive.extract.layout.document import Document, Unreadable
from archive.extract.report.model import Context, Report

_PAGES = "html"
"""The name of the fast reader of pages, in the documents that it gives."""
_SOURCES = ("extract", "gazetteer")


@dataclass(frozen=True, slots=True)
class Order:
    """One document to read: its bytes, what its server called it, and what is known of it beforehand."""

    data: bytes
    context: Context
    declared: str | None = None
    name: str | None = None


def parse(order: Order, *, double: bool = False) -> Report:
    """The report that the bytes hold. Never raises for what they hold.

    A web page whose figures do not add up or could not be placed, and any with `double`, is read by a second, tolerant
    reader too; what the two read differently is reported in the findings.
    """
    document = reading.read(order.data, declared=order.declared, name=order.name, hint=order.context.link_title)
    report = _interpreted(document, order.context)
    if _is_page(document) and (double or form.needs_second_reading(report)):
        tolerant = reading.tolerant(order.data, declared=order.declared, name=order.name)
        report = form.settle(report, _interpreted(tolerant, order.context))
    return form.with_source(report, document, order.data, version())


def unreadable(order: Order, why: Unreadable) -> Report:
    """The report of a document that no reader could be run on to its end."""
    report = form.interpret(why, order.context, gazetteer.load())
    return form.with_source(report, why, order.data, version())


def _interpreted(document: Document | Unreadable, context: Context) -> Report:
    """What a document says; where it was recognised from a picture, also how far that can be trusted."""
    report = form.interpret(document, context, gazetteer.load())
    if isinstance(document, Unreadable):
        return report
    return form.weigh(document, report, lambda variant: form.interpret(variant, context, gazetteer.load()))


def _is_page(document: Document | Unreadable) -> bool:
    return isinstance(document, Document) and document.reader == _PAGES


@cache
def version() -> str:
    """The parser's name: it changes whenever a line of its code or of its forms does, and with the engines it may use.

    What an engine that was missing could not read is therefore read by the next `reparse` after it came.
    """
    digest = blake2b(digest_size=6)
    here = Path(__file__).parents[1]
    for path in sorted(path for room in _SOURCES for path in (here / room).rglob("*") if path.is_file()):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    digest.update(" ".join(engines.present()).encode())
    return f"nianbao-{digest.hexdigest()}"
