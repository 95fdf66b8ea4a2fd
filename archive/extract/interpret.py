"""From a `Document` to a `Report`. Pure: no clock, socket or database; equal documents give equal reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from archive import patterns
from archive.extract.checks import missing, rules
from archive.extract.identity import dates
from archive.extract.identity.evidence import Evidence, gather
from archive.extract.identity.identify import Identity, identify
from archive.extract.kind import judge
from archive.extract.layout.document import Block, Document, Unreadable
from archive.extract.positions import spots
from archive.extract.report import forms
from archive.extract.report.forms import SECTION_OF_TABLE
from archive.extract.report.model import Context, Positions, Report
from archive.extract.statistics import reader as statistics
from archive.extract.tables import generation, lost_labels, reader, run_together
from archive.extract.tables.sheet import Sheet
from archive.extract.text import characters, hard_wraps, heading_numbers, sections, stated_indicators
from archive.extract.text.sections import Layout

if TYPE_CHECKING:
    from archive.gazetteer import Gazetteer

_REPORT: Final = patterns.lazy(r"(?>.*?公开).*(?:报告|年报)")


def interpret(document: Document | Unreadable, context: Context, gazetteer: Gazetteer) -> Report:
    """The report that the document holds. Never raises for its content; what is not understood becomes a finding."""
    if isinstance(document, Unreadable):
        return Report("unreadable", document.code, document.reason)
    document = characters.in_simplified(document)
    original = spots.marked(document.blocks)
    document = _unwrapped(replace(document, blocks=original))
    evidence = gather(document, context)
    identity = identify(evidence, gazetteer)
    head = _head(document, evidence, identity)
    blocks = run_together.split(sections.split_at_headings(document.blocks))
    sheet, not_text = statistics.take(*reader.read(blocks), blocks, identity.year)
    layout = sections.read(blocks, not_text)
    run_together.report(blocks, sheet)
    if more := _place_lost_labels(sheet, layout, blocks, identity.year):
        layout = sections.read(blocks, not_text := not_text | more)
    kind, reason = judge(identity, sheet, layout, blocks)
    signed_on = head.signed_on or _signed_alone(layout, head, evidence)
    head = replace(head, kind=kind, reason_code=reason, signed_on=signed_on)
    if kind != "report":
        return head
    pictures = missing.has_pictures(blocks, layout)
    cells = sheet.notes()
    narrative = stated_indicators.figures(layout.sections, identity.year, of=identity.issuer.level)
    noticed = (
        *head.findings,
        *sheet.findings,
        *missing.lines_missing(sheet, identity.year),
        *missing.unreadable_cells(cells),
        *missing.parts_missing(evidence.lead, layout),
        *heading_numbers.find_misprints(blocks, layout, not_text),
        *heading_numbers.find_subheadings(layout),
    )
    traces = missing.Traces(blocks, document.notes)
    absent_tables = missing.tables_missing(sheet, layout, identity.year, pictures=pictures, traces=traces)
    report = replace(
        head,
        form=generation.form_of(sheet, layout.sections, pictures=pictures),
        document_number=generation.document_number(blocks, document.metadata, layout.start),
        sections=layout.sections,
        tables=sheet.values(),
        cells=cells,
        narrative=narrative,
        findings=(*noticed, *absent_tables),
        positions=Positions(
            spots.of_cells(sheet.spots(), blocks, original), spots.of_figures(narrative, layout.sections, original)
        ),
    )
    return rules.reevaluate(report)


def _unwrapped(document: Document) -> Document:
    """The document with hard-wrapped lines joined to paragraphs."""
    blocks = hard_wraps.join_lines(document.blocks)
    return document if len(blocks) == len(document.blocks) else replace(document, blocks=blocks)


def _head(document: Document, evidence: Evidence, identity: Identity) -> Report:
    """The report without its content: kind, issuer, year, title and dates."""
    published = dates.published(document.metadata, year=identity.year, today=evidence.today)
    return Report(
        kind=identity.kind,
        reason_code=identity.reason_code,
        title=_title(evidence),
        year=identity.year,
        issuer=identity.issuer,
        signed_on=identity.signed_on,
        published_on=published.on,
        published_label=published.label,
        findings=(*identity.findings, *published.findings),
    )


def _place_lost_labels(sheet: Sheet, layout: Layout, blocks: Sequence[Block], year: int | None) -> frozenset[int]:
    """Read values in the sections of tables that were not read; the indices of their lines."""
    if not layout.statutory or sheet.statistics or (year is not None and year < forms.FIRST_YEAR):
        return frozenset()
    taken: set[int] = set()
    for table, number in SECTION_OF_TABLE.items():
        under, first = layout.blocks_under(number, blocks)
        taken |= {first + at for at in lost_labels.place(sheet, table, under, first)}
    return frozenset(taken)


def _signed_alone(layout: Layout, head: Report, evidence: Evidence) -> date | None:
    """The date that stands alone under the text, without an office.

    One before the reporting year or after the day of fetching is not believed.
    """
    day = dates.parse_date(layout.signature[-1]) if layout.signature else None
    if day is None or day.year < (head.year or day.year) or day > (evidence.today or day):
        return None
    return day


def _title(evidence: Evidence) -> str | None:
    """The title of the text: the first that names a report, else the most prominent one."""
    titles = [title.strip() for title in (*evidence.titles, *evidence.lead.splitlines())]
    return next((title for title in titles if _REPORT.match("".join(title.split()))), titles[0] if titles else None)
