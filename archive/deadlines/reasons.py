"""Why a verdict is what it is, as codes: closed sets, which the table `status` checks and JSON carries.

A reason is a `Reason`; or the `Caveat` of the check that would have decided, or the `Observation` by which a fact of
its proof is missing; or the `Ambiguity` of a document on the site. The sentences are in
`messages/<language>/{verdicts,facts}.ftl`, under the code with hyphens. Code compares codes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import cast

from archive.captures.facts import PROVES, Observation


class Reason(StrEnum):
    """What decided a verdict, where neither a caveat nor an ambiguous document did."""

    NOT_IN_FORCE = "not_in_force"
    """exempt: the unit did not exist on the due day, or not in the reporting year, so it owed nothing."""

    NOT_IN_FORCE_BUT_PUBLISHED = "not_in_force_but_published"
    """exempt: it owed nothing and published a report all the same, after the deadline."""

    NOT_DUE_YET = "not_due_yet"
    """pending: the deadline lies ahead, and no list shows the report."""

    LISTED_NOT_READ_YET = "listed_not_read_yet"
    """pending: the deadline lies ahead; a list shows the report, and its document has not been read."""

    LISTED_BEFORE_DEADLINE = "listed_before_deadline"
    """on_time: a list showed it before the deadline; it was read later."""

    SEEN_BEFORE_DEADLINE = "seen_before_deadline"
    """on_time: it was read before the deadline."""

    CLAIM_NOT_CONTRADICTED = "claim_not_contradicted"
    """on_time: first seen shortly after the deadline, dated in time, and no check since that date contradicts it."""

    ABSENT_AFTER_DEADLINE = "absent_after_deadline"
    """late: a check after the deadline proves that it was not there yet."""

    PUBLISHED_AFTER_DEADLINE = "published_after_deadline"
    """late: the page itself names a later day of publication, and a complete check since the deadline agrees."""

    ONLY_LIST_CONTRADICTS = "only_list_contradicts"
    """seen_after_gap: it claims a day in time; a list did not show it after that, and no second witness says more.

    Arguments: `claimed`, the day that it claims; `lacking`, the day of the check.
    """

    NOT_A_TOWNSHIP = "not_a_township"
    """exempt: a farm, park, prison or company, which has a code of the same level and owes no report by rule."""

    SAID_NOT_TO_OWE = "said_not_to_owe"
    """exempt: a person says that it owes no report."""

    NOT_A_TOWNSHIP_BUT_PUBLISHED = "not_a_township_but_published"
    """exempt: such a unit, and it published a report all the same, after the deadline."""

    LIST_MAY_LAG = "list_may_lag"
    """seen_after_gap: it is dated in time, and the check that lacks it came so soon that the list may have lagged."""

    NO_CHECK_BEFORE_SIGHTING = "no_check_before_sighting"
    """seen_after_gap: it is there now, and no complete check tells since when."""

    LISTED_UNREADABLE = "listed_unreadable"
    """cannot_tell: a list shows or showed it, and no document behind it could be read as the report."""

    NO_CHECK_SINCE_DEADLINE = "no_check_since_deadline"
    """cannot_tell: no complete check after the deadline."""

    ABSENT_ON_ONE_NIGHT = "absent_on_one_night"
    """cannot_tell: absent after the deadline, on fewer nights than an accusation takes."""

    ABSENT_ON_NIGHTS = "absent_on_nights"
    """not_published: absent after the deadline on enough different nights. Argument: `nights`."""

    COUNTY_NOT_WATCHED = "county_not_watched"
    """cannot_tell: the registry has no site of its county."""

    DUE_LONG_BEFORE_FIRST_CHECK = "due_long_before_first_check"
    """cannot_tell: it fell due a year or more before the county's first complete check, and may have moved since."""

    AMBIGUITY_GONE = "ambiguity_gone"
    """cannot_tell: an ambiguous document is gone, and the checks since then do not suffice to accuse.

    Arguments: `ambiguity`, the `Ambiguity`, and the arguments of that.
    """


class Witness(StrEnum):
    """What says, beside a list that lacked it, that a report came out after the day that it claims."""

    ADDRESS_NAMES_LATER_DAY = "address_names_later_day"
    """Its own address carries a later day. Arguments: `day`, `url`."""

    NUMBERED_AMONG_LATER = "numbered_among_later"
    """The site's CMS numbered it among articles of later days. Arguments: `number`, `after`, `articles`."""

    ADDRESS_WAS_MISSING = "address_was_missing"
    """Its address was requested after the claimed day, and was not there. Arguments: `day`, `url`."""


class Caveat(StrEnum):
    """Why a complete check that did not show a report does not prove that it was absent."""

    NAMED_BUT_READ_OTHERWISE = "named_but_read_otherwise"
    """A list named the report, or its later address held something that may have been it, put right since."""

    LIST_NOT_CHECKED = "list_not_checked"
    """The list or page where the report was found later was not among those that this check covered."""

    OTHER_ENTRY_ADDRESSES = "other_entry_addresses"
    """The report has never been found, and this check began at other addresses than today's."""

    RUN_FOUND_IT = "run_found_it"
    """The run that made this check fetched the report itself, and testifies neither for nor against it."""

    NO_REPORT_IN_COUNTY = "no_report_in_county"
    """No unit of the county showed a report of that year: the lists have stopped or moved."""


class Ambiguity(StrEnum):
    """Why a document on the county's site may be the missing report."""

    UNKNOWN_ISSUER = "unknown_issuer"
    """A report whose issuer could not be determined. Argument: `url`."""

    UNKNOWN_YEAR = "unknown_year"
    """The township's own report, for a year that could not be determined. Argument: `url`."""

    YEAR_NOT_OVER = "year_not_over"
    """The township's own report, dated before the year that it names was over. Arguments: `url`, `year`."""

    YEAR_LONG_OVER = "year_long_over"
    """The township's own report, published when the next year's was due. Arguments: `url`, `year`, `published_on`."""

    SEVERAL_UNDER_ONE_NAME = "several_under_one_name"
    """Different reports under one name and year. Arguments: `name`, `year`, `url`."""

    NAMES_THIS_TOWNSHIP = "names_this_township"
    """A report under another township's name whose text names this one. Arguments: `name`, `url`."""

    COUNTY_REPORT_TWICE = "county_report_twice"
    """The county's own report, more than once under one title. Arguments: `title`, `count`, `url`."""

    OTHER_NAME_IN_OWN_LIST = "other_name_in_own_list"
    """A report under another name in a list that otherwise holds only this township's. Arguments: `title`, `url`."""

    FORMER_READING = "former_reading"
    """A former parser took a document for this report, and a later one did not."""

    NAMED_BY_WITNESS = "named_by_witness"
    """The site's search, a feed or a collection names it, and it could not be read. Arguments: `title`, `url`."""

    UNDER_RELATED_UNIT = "under_related_unit"
    """The report of that year of a unit merged with it or renamed. Argument: `name`."""


CheckCaveat = Caveat | Observation
"""Why a check proves nothing of a report: a caveat, or the observation by which a fact of its proof is missing."""

Code = Reason | CheckCaveat | Ambiguity

REMEDIED: frozenset[Code] = frozenset(found for found in Observation if found not in PROVES) | {
    Caveat.NO_REPORT_IN_COUNTY,
    Caveat.OTHER_ENTRY_ADDRESSES,
    Ambiguity.NAMED_BY_WITNESS,
}
"""The reasons for which the catalogue has a remedy, under the id `remedy-` and the code."""

Arguments = Mapping[str, str | int]
"""What a reason's sentence names, by name: plain JSON."""

CODES: tuple[Code, ...] = (*Reason, *Caveat, *(found for found in Observation if found not in PROVES), *Ambiguity)
"""Every code that `status.reason` may hold."""


def remedy(reason: Code, language: str = "en") -> str | None:
    """What a person could do where this reason keeps a verdict open; None where nothing helps but another night."""
    from archive.messages import text

    return text(f"remedy-{reason}", language) if reason in REMEDIED else None


def sentence_of_stored(reason: str, arguments: str | None, language: str) -> str | None:
    """The sentence of a stored reason and its arguments (JSON); None where a former program stored others."""
    try:
        return sentence(cast("Code", reason), json.loads(arguments or "{}"), language)
    except (KeyError, ValueError, TypeError):
        return None


def sentence(reason: Code | Witness, arguments: Arguments, language: str = "en") -> str:
    """The reason in words, without a full stop. Languages: en, zh."""
    from archive.messages import text

    if reason is not Reason.AMBIGUITY_GONE:
        return text(reason, language, **arguments)
    rest = {name: value for name, value in arguments.items() if name != "ambiguity"}
    return text(reason, language, ambiguity=text(str(arguments["ambiguity"]), language, **rest))
