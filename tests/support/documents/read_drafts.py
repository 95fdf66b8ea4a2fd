"""Drafts read as `nianbao check` reads them, in this process."""

from __future__ import annotations

from datetime import date

from archive.drafts import reading
from archive.drafts.draft import Draft
from archive.extract.parser import Order
from archive.extract.report.model import Context

TODAY = date(2026, 1, 15)


def read(data: bytes, *, previous: bytes | None = None) -> Draft:
    """The draft that a file holds, with the report of the year before."""
    report, opening, positions, closing = reading.read_draft(Order(data, Context(today=TODAY)))
    return Draft(report, opening, positions, read(previous).report if previous else None, closing)
