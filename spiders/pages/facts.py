"""The facts that a proof of absence consists of, and the observations that show each of them or its lack.

Of the nine facts the first six are about pages, and are found here; the judge finds the others. The archive has the
same codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fact(StrEnum):
    """What has to hold of a list before it proves that something is absent."""

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
    """The pages were made when they were requested."""


class Observation(StrEnum):
    """What was observed of a fact."""

    CLOSING_TAGS = "closing_tags"
    """Every page ends with its closing tags."""
    AS_HOST_ENDS = "as_host_ends"
    """The pages end as other pages of their host do, in the length that was announced."""
    WHOLE_DATA = "whole_data"
    """Every answer of the list's interface is whole JSON or XML."""
    PAGE_CUT = "page_cut"
    """Page `number` ends without its closing tags."""
    ERROR_IN_PAGE = "error_in_page"
    """Page `number` prints a program's error: `words`."""
    GARBLED_TEXT = "garbled_text"
    """Page `number` has `count` characters that cannot be decoded."""
    PAGE_NOT_KEPT = "page_not_kept"
    """The archive does not have page `number`."""

    DECLARED = "declared"
    """The list states `declared` items or pages, and they were read."""
    LAST_PAGE = "last_page"
    """A pager that was understood says that there is no next page."""
    NO_WAY_ON = "no_way_on"
    """Nothing in the page could hold or load more items."""
    RENDERED = "rendered"
    """Shown in a browser, scrolled to its end with all its controls used, the list gained nothing."""
    CONFIRMED = "confirmed"
    """A person said that the list ends here."""
    LIST_NOT_READ = "list_not_read"
    """The list was not read to its end."""
    COUNT_EXCEEDS_ITEMS = "count_exceeds_items"
    """The page states `count` items and shows `items`."""
    PAGER_UNCLEAR = "pager_unclear"
    """An element looks like a pager, and does not say that this is the last page: `words`."""
    MORE_OFFERED = "more_offered"
    """An element offers more, and no address leads there: `words`."""
    FRAME_UNREAD = "frame_unread"
    """A frame may hold the list: `words`."""
    CONTAINER_EMPTY = "container_empty"
    """An empty element may be filled by a script: `words`."""
    SCRIPT_UNKNOWN = "script_unknown"
    """A script may load more: `words`."""
    RENDERING_FAILED = "rendering_failed"
    """In the browser a script or a request of the page failed: `words`."""

    ONE_PAGE = "one_page"
    """The list has one page."""
    SAME_LIST = "same_list"
    """All further pages have the structure and the heading of the first."""
    ANOTHER_LIST = "another_list"
    """Page `number` shows another list than the first."""

    ALL_ROWS_NAMED = "all_rows_named"
    """Every row was assigned, or opened and found to be something else."""
    ROWS_OPEN = "rows_open"
    """Rows that may be reports, and whose documents were not read."""

    NO_OTHER_WAY = "no_other_way"
    """Nothing on the pages leads to further reports, or all that does was requested."""
    WAY_NOT_FOLLOWED = "way_not_followed"
    """What may lead to further reports was not requested or did not answer: `words`, `url`."""
    WAY_TO_OTHER_HOST = "way_to_other_host"
    """What may lead to further reports lies on hosts that are not the site's: `words`, `url`, `host`, all `hosts`."""

    FRESH_ANSWER = "fresh_answer"
    """The headers of no page say that it was made earlier."""
    STALE_COPY = "stale_copy"
    """Page `number` is a copy that was made `hours` hours before."""
    CACHE_OF_UNKNOWN_AGE = "cache_of_unknown_age"
    """Page `number` came from a cache that does not say when it was made."""


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
        Observation.NO_OTHER_WAY,
        Observation.FRESH_ANSWER,
    }
)
"""The observations by which a fact holds; by every other it is not proved."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that may be a report: its title as printed, its address where it has one, and whom it may concern.

    `concerns` holds codes of townships; None where it may be anybody's.
    """

    title: str
    url: str | None = None
    concerns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was observed of one fact: the observation with the arguments of its sentence, and the rows left open."""

    fact: Fact
    observation: Observation
    args: Mapping[str, str | int] = field(default_factory=dict)
    open_rows: tuple[OpenRow, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the fact is proved."""
        return self.observation in PROVES
