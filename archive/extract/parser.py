"""Bytes to a `Report`, in one call that a worker process can run."""

from __future__ import annotations

from dataclasses import dataclass

from archive import gazetteer
from archive.extract import form, parser_name, reading
from archive.extract.layout.document import Document, Unreadable
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
    document = reading.read(order.data, declared=order.declared, name=order.name, hint=order.context.link_title)
    report = _interpreted(document, order.context)
    if _is_page(document) and (double or form.needs_second_reading(report)):
        tolerant = reading.tolerant(order.data, declared=order.declared, name=order.name)
        report = form.settle(report, _interpreted(tolerant, order.context))
    return form.with_source(report, document, order.data, parser_name.today())


def unreadable(order: Order, why: Unreadable) -> Report:
    """The report of a document that no reader could be run on to its end."""
    report = form.interpret(why, order.context, gazetteer.load())
    return form.with_source(report, why, order.data, parser_name.today())


def _interpreted(document: Document | Unreadable, context: Context) -> Report:
    """What a document says; where it was recognised from a picture, also how far that can be trusted."""
    report = form.interpret(document, context, gazetteer.load())
    if isinstance(document, Unreadable):
        return report
    return form.weigh(document, report, lambda variant: form.interpret(variant, context, gazetteer.load()))


def _is_page(document: Document | Unreadable) -> bool:
    return isinstance(document, Document) and document.reader == _PAGES
