"""The report that one document was read as: the value from the parser's process to the store.

Shapes, closed sets and nothing else. `archive.extract.output` writes it as the JSON that `docs/contract.md` describes,
and reads it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from archive import messages
from archive.extract.layout.document import Spot, UnreadableReason

Kind = Literal["report", "lookalike", "other", "unreadable"]
Level = Literal["township", "department", "county", "other", "unknown"]
Match = Literal["exact", "unique", "context", "corrected", "ambiguous", "none"]
FormName: TypeAlias = "str"
"""A form with tables by its first reporting year (`forms.names`), or one of `OtherForm`."""
OtherForm = Literal["statistics", "narrative", "mixed"]
TableName = Literal["disclosure", "applications", "review", "statistics"]
State = Literal["blank", "dash", "annotated", "unreadable"]
Severity = Literal["error", "warning", "info"]
Blame = Literal["source", "reading", "unknown"]


class NoReportReason(StrEnum):
    """Why a document that can be read is no report."""

    EXPLAINS_REPORT = "explains_report"
    """Its text explains a report and holds neither the report's sections nor its tables."""
    EXPLANATION = "explanation"
    """By its title an explanation of a report."""
    GUIDE = "guide"
    """By its title a guide."""
    RULE_OR_PLAN = "rule_or_plan"
    """By its title a rule or a plan."""
    LIST_OR_STATISTICS = "list_or_statistics"
    """By its title a list or statistics."""
    ASSESSMENT_OR_SURVEY = "assessment_or_survey"
    """By its title an assessment or a survey."""
    NEWS = "news"
    """By its title news about reports."""
    NOTICE = "notice"
    """By its title a notice about reports."""
    REPORT_ON_OTHER_SUBJECT = "report_on_other_subject"
    """By its title a report on the openness of something else."""
    LISTS_REPORTS = "lists_reports"
    """It lists reports."""
    PART_OF_YEAR = "part_of_year"
    """It covers a part of a year."""
    NO_YEAR = "no_year"
    """Its title names no year and does not call itself annual."""
    COLUMN_NAME = "column_name"
    """Its title names neither a year nor an issuer, as a column's does."""
    NOT_ABOUT_REPORTS = "not_about_reports"
    """Its title does not speak of an annual report on open government."""
    NO_TITLE = "no_title"
    """It has no title."""


Number = int | float
Line = Mapping[str, Number | None]
TableValues = Mapping[str, Line | Number | None]
CellRef = tuple[TableName, str, str]
"""A cell of a statutory table: table, line and column; the column is "" in a line of one value."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A township that a name could mean."""

    township_code: str
    name: str
    county: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued the report: the name as printed, and the unit that it names where that is certain.

    A joint report's unit is the first that is named; `joint_with` are the others.
    """

    name: str | None = None
    level: Level = "unknown"
    township_code: str | None = None
    county_code: str | None = None
    match: Match = "none"
    candidates: tuple[Candidate, ...] = ()
    joint_with: tuple[Candidate, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The issuer in the shape of the contract; `joint_with` only where the report is a joint one."""
        return {
            "name": self.name,
            "level": self.level,
            "township_code": self.township_code,
            "county_code": self.county_code,
            "match": self.match,
            "candidates": [asdict(each) for each in self.candidates],
            **({"joint_with": [asdict(each) for each in self.joint_with]} if self.joint_with else {}),
        }


@dataclass(frozen=True, slots=True)
class Section:
    """One of the report's statutory sections, without its heading."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class CellNote:
    """A cell that is not just a number. `column` is "" for a line that has one value only."""

    table: TableName
    line: str
    column: str
    state: State
    raw: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number stated in the text: `quote` is section text[start:end] of `section`."""

    indicator: str
    value: Number
    unit: str
    quote: str
    section: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: which, how grave, whose fault as far as we can tell, and what was seen."""

    rule: str
    severity: Severity
    blame: Blame
    detail: str


@dataclass(frozen=True, slots=True)
class Positions:
    """Where a report's cells stand, and the figures in its text, in the order of `narrative`."""

    cells: Mapping[CellRef, Spot] = field(default_factory=dict)
    figures: tuple[Spot | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document before it is opened.

    `county_code` is the county whose site links it, `link_title` the text of the link that led to it,
    `today` the day it was fetched (claimed dates after it are not believed).
    """

    county_code: str | None = None
    url: str | None = None
    link_title: str | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a document was read as, whatever its `kind`. `reason_code` says why it is no report; of one it is None.

    `unread_because` is what its reader says of a document that cannot be read.
    `published_on` is the date that the page claims, under `published_label`; `signed_on` the one under the text.
    `parser` to `charset` are of the file and not of its content: the parser fills them in. `sha256` is in hexadecimal
    digits, `parser` the name of the parser that read it. `positions` are where the figures stand in the document.
    """

    kind: Kind
    reason_code: NoReportReason | UnreadableReason | None = None
    unread_because: str | None = None
    title: str | None = None
    year: int | None = None
    issuer: Issuer = field(default_factory=Issuer)
    form: FormName | None = None
    document_number: str | None = None
    signed_on: date | None = None
    published_on: date | None = None
    published_label: str | None = None
    sections: tuple[Section, ...] = ()
    tables: Mapping[TableName, TableValues] = field(default_factory=dict)
    cells: tuple[CellNote, ...] = ()
    narrative: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    parser: str = ""
    sha256: str | None = None
    media_type: str | None = None
    charset: str | None = None
    positions: Positions = field(default_factory=Positions, compare=False, repr=False)

    def values(self) -> Iterator[tuple[CellRef, Number | None]]:
        """All cells of its tables, with their values."""
        for table, lines in self.tables.items():
            for line, value in lines.items():
                cells = value if isinstance(value, Mapping) else {"": value}
                yield from (((table, line, column), number) for column, number in cells.items())

    @property
    def reason(self) -> str | None:
        """Why it is no report, for a person; None for a report."""
        if self.unread_because is not None or self.reason_code is None:
            return self.unread_because
        return messages.text(self.reason_code)

    @property
    def claimed_on(self) -> date | None:
        """The day that the document gives for itself: that of publication, else that of signing."""
        return self.published_on or self.signed_on

    @property
    def is_resolved(self) -> bool:
        """Whether it is the report of a known township for a known year."""
        return self.kind == "report" and self.year is not None and self.issuer.township_code is not None
