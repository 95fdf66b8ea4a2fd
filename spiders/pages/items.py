"""What the spider says of a site: lists read, documents fetched, columns found, closed and left, and trouble.

Frozen values for the item pipeline. Knows nothing of how they are kept; `capture` is whatever id the crawler gave
the fetch in its `Reply`, None where nobody records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from spiders.pages.page import FetchKind, Link
from spiders.pages.reasons import Reason

Takes = Literal["report", "lookalike", "other"]
Level = Literal["township", "department", "county", "other", "unknown"]
DocumentKind = Literal["report", "attachment"]

LEVELS: tuple[Level, ...] = get_args(Level)
TAKES: tuple[Takes, ...] = get_args(Takes)


@dataclass(frozen=True, slots=True)
class IdentifiedLink:
    """A row of a list, and what its title was taken for. `year` is the reporting year; None where not understood."""

    link: Link
    kind: Takes
    level: Level = "unknown"
    year: int | None = None
    township_code: str | None = None
    issuer: str | None = None

    @property
    def dated(self) -> bool:
        """Whether the title tells a year or the list a date: what has neither may be a column named like a report."""
        return self.year is not None or self.link.date is not None

    @property
    def wanted(self) -> bool:
        """Whether the article is worth fetching: a township's report, or one whose issuer the title does not tell."""
        return self.kind == "report" and self.level in ("township", "unknown")


@dataclass(frozen=True, slots=True)
class ListingRead:
    """One page of a column as it was read. `page_number` counts from 1; `start_url` is the column it belongs to."""

    capture: str | None
    url: str
    start_url: str
    page_number: int
    items: tuple[IdentifiedLink, ...]
    declared_items: int | None
    declared_pages: int | None
    is_last: bool


@dataclass(frozen=True, slots=True)
class DocumentFetched:
    """A report page or a file that hangs on one. `link_title` is the title by which it was linked."""

    capture: str | None
    url: str
    link_title: str
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A list of annual reports was found from the site's entry `start_url`; `evidence` says why we take it for one."""

    start_url: str
    column_url: str
    family: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ColumnClosed:
    """A column has been read: `complete` where paging ended where the pages themselves say it ends, else `reason`."""

    start_url: str
    complete: bool
    reason: Reason | None
    seen_items: int
    declared_items: int | None


@dataclass(frozen=True, slots=True)
class ColumnLeft:
    """A page that used to lead to reports is gone, and another search found lists elsewhere: the column has moved."""

    url: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something asked for was not got, and why."""

    url: str
    kind: FetchKind
    reason: Reason


Item = ListingRead | DocumentFetched | ColumnFound | ColumnClosed | ColumnLeft | Trouble
