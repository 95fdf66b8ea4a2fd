"""What the spider reports of a site: lists read, documents fetched, columns found, closed and left, and trouble.

Frozen values for the item pipeline, which stores them. `capture` is the key that the crawler gave the fetch in its
`Reply`, None where fetches are not recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from spiders.pages.page import FetchKind, Link
from spiders.pages.reasons import Reason

LinkKind = Literal["report", "lookalike", "other"]
Level = Literal["township", "department", "county", "other", "unknown"]
Doubt = Literal["says_nothing", "garbled", "impossible_year", "unknown_issuer", "cut_off"]
"""Why a title does not tell whose report a row is, or for which year."""
DocumentKind = Literal["report", "attachment"]

LEVELS: tuple[Level, ...] = get_args(Level)
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)


@dataclass(frozen=True, slots=True)
class IdentifiedLink:
    """A row of a list, identified by its title. `year` is the reporting year; None where the title states none.

    `concerns` are the codes of the county's units whose report the row may be: those that its title names or whose stem
    it contains; of a report only its issuers. `doubt` says why the title does not tell whose report it is
    or for which year; without `concerns` the row may then be any unit's.
    """

    link: Link
    kind: LinkKind
    level: Level = "unknown"
    year: int | None = None
    township_code: str | None = None
    issuer: str | None = None
    concerns: tuple[str, ...] = ()
    doubt: Doubt | None = None

    @property
    def concerns_anybody(self) -> bool:
        """Whether the row may be any unit's report: its title does not tell whose."""
        return self.doubt is not None and not self.concerns

    @property
    def is_settled(self) -> bool:
        """Whether the title alone tells that the row is no unit's report, or which one's it is and for which year."""
        if self.doubt is not None:
            return False
        if self.kind == "report" and self.township_code is not None and self.year is not None:
            return self.concerns in ((), (self.township_code,))
        return not self.concerns

    @property
    def dated(self) -> bool:
        """Whether the title states a year or the list a date: without either it may be a column named like a report.

        A year that nobody can mean is one, too: no column is named so.
        """
        return self.year is not None or self.link.date is not None or self.doubt == "impossible_year"

    @property
    def wanted(self) -> bool:
        """Whether to fetch the article: a township's report, or a report whose issuer the title does not state."""
        return self.kind == "report" and self.level in ("township", "unknown")


@dataclass(frozen=True, slots=True)
class ListingRead:
    """One page of a column as it was read; `start_url` is the column it belongs to.

    `page_number` counts from 1; 0 is a page that shows no items and only says where they are loaded from. `to_end`
    marks the first page once more, as a browser showed it to its end: its items may have been read before.
    """

    capture: str | None
    url: str
    start_url: str
    page_number: int
    items: tuple[IdentifiedLink, ...]
    declared_items: int | None
    declared_pages: int | None
    is_last: bool
    to_end: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFetched:
    """A report page or a file attached to it. `link_title` is the title of the link that led there."""

    capture: str | None
    url: str
    link_title: str
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A list of annual reports, found from the site's entry `start_url`; `evidence` says why it counts as one."""

    start_url: str
    column_url: str
    family: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ColumnClosed:
    """The end of reading a column: `complete` if all pages that it declares were read, else `reason` says why not."""

    start_url: str
    complete: bool
    reason: Reason | None
    seen_items: int
    declared_items: int | None


@dataclass(frozen=True, slots=True)
class ColumnLeft:
    """A page that led to reports is gone, and a second search found lists elsewhere: the column has moved."""

    url: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Trouble:
    """A request that brought nothing usable, and why."""

    url: str
    kind: FetchKind
    reason: Reason


Item = ListingRead | DocumentFetched | ColumnFound | ColumnClosed | ColumnLeft | Trouble
