"""A draft as the rules see it: the report that was read, its opening, and the report of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from archive import patterns
from archive.drafts.remark import CellRef
from archive.extract.identity.title import read_title
from archive.extract.identity.years import arabic_years
from archive.extract.report.model import Report

GridPosition = tuple[int, int, int]
"""The number of a table in the document, and a row and a column of its grid; all from 0."""

_YEAR: Final = patterns.lazy(r"(?<!\d)(20\d\d)\s*年")
_FIXED_LAYOUT: Final = frozenset({"application/pdf", "application/ofd"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, and the section that it stands in; 0 is the opening."""

    section: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read of a draft.

    `opening` are the lines before the first section, title included, `closing` those that sign it. `positions` say
    where the cells of the form stand in the document's tables, as far as that is certain. `previous` is the report of
    the year before, if there is one; `units` are those of all townships of a county whose draft it is.
    """

    report: Report
    opening: tuple[str, ...] = ()
    positions: Mapping[CellRef, GridPosition] = field(default_factory=dict)
    previous: Report | None = None
    closing: tuple[str, ...] = ()
    units: tuple[Report, ...] = ()

    @property
    def year(self) -> int | None:
        """The reporting year: the one that the title names, else the one that the whole document speaks for.

        A writer has the title right and the rest copied, but for a year that nobody can mean (2052); of a stranger's
        document nobody knows.
        """
        named = _YEAR.findall(arabic_years(self.report.title or ""))
        return int(named[0]) if len(set(named)) == 1 and not self.is_year_impossible else self.report.year

    @property
    def is_year_impossible(self) -> bool:
        """Whether the title names a year that nobody can mean, far behind that of which all the rest speaks."""
        title = read_title(self.report.title or "")
        ahead = bool(title.year and self.report.year) and (title.year or 0) > (self.report.year or 0) + 1
        return title.impossible_year or ahead

    @property
    def is_printed(self) -> bool:
        """Whether the file has lines at fixed places (PDF, OFD, pictures), so that a line's end says little."""
        kind = self.report.media_type or ""
        return kind in _FIXED_LAYOUT or kind.startswith("image/")

    @property
    def follows_previous(self) -> bool:
        """Whether the report given as that of the year before may be that: of the same unit, for that year."""
        previous, report = self.previous, self.report
        if previous is None or previous.kind != "report" or report.kind != "report":
            return False
        units = {previous.issuer.township_code, report.issuer.township_code}
        same_year = None in (previous.year, self.year) or previous.year == (self.year or 0) - 1
        return same_year and (None in units or len(units) == 1)

    def passages(self) -> Iterator[Passage]:
        """The paragraphs of the text in order, tables left out."""
        yield from (Passage(0, line) for line in self.opening)
        for section in self.report.sections:
            yield from (Passage(section.number, line) for line in section.text.splitlines() if line.strip())

    def places(self) -> Iterator[tuple[int | None, str]]:
        """The passages as sections with paragraphs, and the lines that sign the draft, which stand in no section."""
        yield from ((passage.section, passage.text) for passage in self.passages())
        yield from ((None, line) for line in self.closing)

    def text_of(self, number: int) -> str | None:
        """The text of a section; None where the draft has no such section."""
        return next((section.text for section in self.report.sections if section.number == number), None)
