"""The facts that a proof of absence consists of, and the observations that show each of them or its lack: closed sets.

Six facts are about the pages of a listing check; they are found where pages are understood, and stored with the check.
Three are about the report's place, the county and the unit; the judge finds them. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote


class Fact(StrEnum):
    """What has to hold before a check that did not show a report proves that it was not there."""

    PAGE_WHOLE = "page_whole"
    """Every page arrived whole, and is readable."""
    LIST_ENDS = "list_ends"
    """The list ends where reading ended."""
    PAGES_BELONG = "pages_belong"
    """The further pages continue the list of the first page."""
    ROWS_ACCOUNTED = "rows_accounted"
    """Every row is known to be somebody's report for some year, or something else."""
    WAYS_FOLLOWED = "ways_followed"
    """Whatever may lead to more reports was requested."""
    OF_TODAY = "of_today"
    """The lists are those of the day, and no older copy."""
    IS_THE_PLACE = "is_the_place"
    """Reports of this unit are published on these lists."""
    PLAUSIBLE = "plausible"
    """No more reports are missing at once than townships fail to publish."""
    OWES = "owes"
    """The unit owes a report."""


class Observation(StrEnum):
    """What was observed of a fact. Those of pages are the spider's, under the same codes."""

    CLOSING_TAGS = "closing_tags"
    AS_HOST_ENDS = "as_host_ends"
    WHOLE_DATA = "whole_data"
    PAGE_CUT = "page_cut"
    ERROR_IN_PAGE = "error_in_page"
    GARBLED_TEXT = "garbled_text"
    PAGE_NOT_KEPT = "page_not_kept"
    DECLARED = "declared"
    LAST_PAGE = "last_page"
    NO_WAY_ON = "no_way_on"
    RENDERED = "rendered"
    CONFIRMED = "confirmed"
    LIST_NOT_READ = "list_not_read"
    COUNT_EXCEEDS_ITEMS = "count_exceeds_items"
    PAGER_UNCLEAR = "pager_unclear"
    MORE_OFFERED = "more_offered"
    FRAME_UNREAD = "frame_unread"
    CONTAINER_EMPTY = "container_empty"
    SCRIPT_UNKNOWN = "script_unknown"
    RENDERING_FAILED = "rendering_failed"
    ONE_PAGE = "one_page"
    SAME_LIST = "same_list"
    ANOTHER_LIST = "another_list"
    ALL_ROWS_NAMED = "all_rows_named"
    ROWS_OPEN = "rows_open"
    NO_OTHER_WAY = "no_other_way"
    WAY_NOT_FOLLOWED = "way_not_followed"
    WAY_TO_OTHER_HOST = "way_to_other_host"
    FRESH_ANSWER = "fresh_answer"
    STALE_COPY = "stale_copy"
    CACHE_OF_UNKNOWN_AGE = "cache_of_unknown_age"

    ROWS_READ = "rows_read"
    """rows_accounted: the rows in question were opened, and are something else."""
    LIST_MOVED = "list_moved"
    """of_today: the site's lists changed between two checks of the season."""
    LATER_ROW = "later_row"
    """of_today: a list shows a row that is dated after the deadline."""
    LIST_NOT_SEEN_MOVING = "list_not_seen_moving"
    """of_today: the site's lists have never changed since the season began; they may be an old copy."""
    LIST_RETURNED = "list_returned"
    """of_today: a list shows again what it showed before another state: a copy was restored."""
    PUBLISHED_HERE_BEFORE = "published_here_before"
    """is_the_place: the unit's report for another year is or was on this site."""
    PEERS_PUBLISHED = "peers_published"
    """is_the_place: nearly all units of the county published there for this year."""
    PLACE_UNPROVED = "place_unproved"
    """is_the_place: neither the unit nor nearly all of its peers published there."""
    FEW_MISSING = "few_missing"
    """plausible: as many are missing as townships may fail to publish."""
    MANY_MISSING = "many_missing"
    """plausible: far more are missing at once than last year; a matter of the site."""
    TOWNSHIP = "township"
    """owes: the unit is a 街道, 镇 or 乡 in force."""
    SAID_TO_OWE = "said_to_owe"
    """owes: a person says that it owes a report."""
    SAID_OF_TODAY = "said_of_today"
    """of_today: a person says that the lists are kept up to date."""
    SAID_PLACE = "said_place"
    """is_the_place: a person says that the unit publishes there."""
    SAID_NOT_PLACE = "said_not_place"
    """is_the_place: a person says that the unit publishes elsewhere."""
    SAID_PLAUSIBLE = "said_plausible"
    """plausible: a person says that so many are missing."""
    ROW_SAID_TO_BE_IT = "row_said_to_be_it"
    """rows_accounted: a person says that a row is this report."""
    PROOF_MISSING = "proof_missing"
    """any fact of pages: the check is of an earlier version, which stored no proof; `nianbao reparse` makes it."""


PROVES = frozenset(
    {
        Observation.CLOSING_TAGS,
        Observation.AS_HOST_ENDS,
        Observation.WHOLE_DATA,
        Observation.DECLARED,
        Observation.LAST_PAGE,
        Observation.NO_WAY_ON,
        Observation.RENDERED,
        Observation.CONFIRMED,
        Observation.ONE_PAGE,
        Observation.SAME_LIST,
        Observation.ALL_ROWS_NAMED,
        Observation.ROWS_READ,
        Observation.NO_OTHER_WAY,
        Observation.FRESH_ANSWER,
        Observation.LIST_MOVED,
        Observation.LATER_ROW,
        Observation.PUBLISHED_HERE_BEFORE,
        Observation.PEERS_PUBLISHED,
        Observation.FEW_MISSING,
        Observation.TOWNSHIP,
        Observation.SAID_TO_OWE,
        Observation.SAID_OF_TODAY,
        Observation.SAID_PLACE,
        Observation.SAID_PLAUSIBLE,
    }
)
"""The observations by which a fact holds; by every other it is not proved."""

OF_PAGES = tuple(Fact)[:6]
"""The facts that a check stores."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that may be a report: its title as printed, its address where it has one, and whom it may concern.

    `concerns` holds codes of townships; None where it may be anybody's.
    """

    title: str
    url: str | None = None
    concerns: tuple[str, ...] | None = None

    def may_be_of(self, township: str) -> bool:
        """Whether the row may be this township's report."""
        return self.concerns is None or township in self.concerns


@dataclass(frozen=True, slots=True)
class Finding:
    """What was observed of one fact. `rows` are those in question, `list` the list's address where it is one list's."""

    fact: Fact
    observation: Observation
    args: Mapping[str, str | int] = field(default_factory=dict)
    rows: tuple[OpenRow, ...] = ()
    list: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the fact is proved."""
        return self.observation in PROVES

    def as_json(self) -> dict[str, object]:
        """The finding as `--json` and `evidence` show it."""
        found: dict[str, object] = {"fact": self.fact, "holds": self.holds, "observation": self.observation}
        found |= {"args": dict(self.args)} if self.args else {}
        found |= {"list": self.list} if self.list else {}
        return found | ({"rows": [_row_as_json(row) for row in self.rows]} if self.rows else {})


def _row_as_json(row: OpenRow) -> dict[str, object]:
    return {"title": row.title, "url": row.url, "concerns": list(row.concerns) if row.concerns is not None else None}


def row_address(title: str, url: str | None, list_url: str | None) -> str | None:
    """The address by which a row is asked about: its own, or for a row without one its list's with the row's text.

    Such an address is a text fragment (WICG Scroll To Text Fragment), at which browsers show the row.
    """
    if url is not None or list_url is None:
        return url
    fragment = quote(title, safe="").replace("-", "%2D")
    return f"{list_url}{'' if '#' in list_url else '#'}:~:text={fragment}"


def dump(findings: Iterable[Finding]) -> str:
    """Findings as the text that the table `proofs` holds; equal findings give equal text."""
    return json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, sort_keys=True)


def load(text: str, list_url: str | None = None) -> tuple[Finding, ...]:
    """The findings that `dump` wrote, as those of this list."""
    return tuple(
        Finding(
            Fact(found["fact"]),
            Observation(found["observation"]),
            found.get("args", {}),
            tuple(
                OpenRow(row["title"], row["url"], None if row["concerns"] is None else tuple(row["concerns"]))
                for row in found.get("rows", ())
            ),
            list_url,
        )
        for found in json.loads(text)
    )


def unproved(list_url: str) -> Sequence[Finding]:
    """The findings of a check that stored no proof."""
    return [Finding(fact, Observation.PROOF_MISSING, list=list_url) for fact in OF_PAGES]
