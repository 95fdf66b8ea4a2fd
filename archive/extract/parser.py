"""Bytes to a `Report`, in one call that a worker process can run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive import gazetteer
from archive.extract import output, parser_name
from archive.extract.checks import partial_reading, second_reading
from archive.extract.dispatch import formats
from archive.extract.interpret import interpret
from archive.extract.layout.document import Document, Unreadable
from archive.extract.positions import elements
from archive.extract.report.model import Context, Report

_PAGES = "html"
"""The name of the fast reader of pages, in the documents that it gives."""


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
    return parse_document(order, double=double)[0]


def parse_document(order: Order, *, double: bool = False) -> tuple[Report, Document | Unreadable]:
    """The same, and the document that the report was read from."""
    document = formats.read(order.data, declared=order.declared, name=order.name, hint=order.context.link_title)
    report = _interpreted(document, order.context)
    is_page = isinstance(document, Document) and document.reader == _PAGES
    if is_page and (double or second_reading.needs_second_reading(report)):
        tolerant = formats.tolerant(order.data, declared=order.declared, name=order.name)
        if not _is_same(document, tolerant):
            second = _interpreted(tolerant, order.context)
            report = second_reading.settle(report, second)
            document = tolerant if report.positions is second.positions else document
    if is_page and isinstance(document, Document) and report.kind == "report":
        report = replace(report, positions=elements.of(order.data, order.declared, document, report.positions))
    return output.with_source(report, document, order.data, parser_name.today()), document


def unreadable(order: Order, why: Unreadable) -> Report:
    """The report of a document that no reader could be run on to its end."""
    report = interpret(why, order.context, gazetteer.load())
    return output.with_source(report, why, order.data, parser_name.today())


def _interpreted(document: Document | Unreadable, context: Context) -> Report:
    """The report of a document, with findings about parts that were recognised from pictures."""
    report = interpret(document, context, gazetteer.load())
    if isinstance(document, Unreadable):
        return report
    return partial_reading.assess(document, report, lambda variant: interpret(variant, context, gazetteer.load()))


def _is_same(document: Document | Unreadable, tolerant: Document | Unreadable) -> bool:
    """Whether two readers found the same in a page, which then makes the same report."""
    return isinstance(tolerant, Document) and replace(tolerant, reader=_PAGES) == document
