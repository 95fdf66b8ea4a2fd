"""Bytes to what they say, in one call that a worker process can run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive import gazetteer
from archive.extract import form, parser_name, reading
from archive.extract.layout.document import Document, Unreadable
from archive.extract.report.model import Context, Reading

_PAGES = "html"
"""The name of the fast reader of pages, in the documents that it gives."""


@dataclass(frozen=True, slots=True)
class Order:
    """One document to read: its bytes, what its server called it, and what is known of it beforehand."""

    data: bytes
    context: Context
    declared: str | None = None
    name: str | None = None


def parse(order: Order, *, double: bool = False) -> dict[str, Any]:
    """What the document says, in the shape of `nianbao parse` (path aside). Never raises for what the bytes hold.

    A web page whose figures do not add up or could not be placed, and any with `double`, is read by a second, tolerant
    reader too; what the two read differently is told in the findings.
    """
    document = reading.read(order.data, declared=order.declared, name=order.name, hint=order.context.link_title)
    said = _said(document, order.context)
    if _is_page(document) and (double or form.needs_second_reading(said)):
        again = reading.tolerant(order.data, declared=order.declared, name=order.name)
        said = form.settle(said, _said(again, order.context))
    return form.to_json(said, document=document, data=order.data, parser=parser_name.today())


def _said(document: Document | Unreadable, context: Context) -> Reading:
    """What a document says; where it was recognised from a picture, also how far that can be trusted."""
    said = form.interpret(document, context, gazetteer.load())
    if isinstance(document, Unreadable):
        return said
    return form.weigh(document, said, lambda other: form.interpret(other, context, gazetteer.load()))


def _is_page(document: Document | Unreadable) -> bool:
    return isinstance(document, Document) and document.reader == _PAGES
