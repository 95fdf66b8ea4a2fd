"""Reason codes: closed sets for listing checks, site runs and captures. Pure.

A code is what is stored and compared; its sentence comes from `archive.messages`. Each set is also a CHECK of the
column that holds it, so that a new code needs a migration. The codes of documents are in
`archive.extract.layout.document` (unreadable) and `archive.extract.report.model` (no report), as the readers know
nothing of the archive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from archive import messages
from archive.extract.report.model import NoReportReason
from archive.messages import Argument
from archive.messages.coded import Sentence


class ListCheckReason(StrEnum):
    """Why a listing check did not see the whole list (`looks.reason_code`)."""

    ITEMS_NOT_LOADED = "items_not_loaded"
    """The page is a shell whose items come from another address, which gave none."""
    PAGE_NUMBER_DIFFERS = "page_number_differs"
    """A page states another number than the one that was asked for: the list moved meanwhile."""
    TOO_MANY_PAGES = "too_many_pages"
    """The list has more pages than are read in one night."""
    PAGE_REPEATED = "page_repeated"
    """A page shows the same items as an earlier one."""
    FEWER_PAGES_THAN_DECLARED = "fewer_pages_than_declared"
    """The list ends before the number of pages that it declares."""
    FEWER_ITEMS_THAN_DECLARED = "fewer_items_than_declared"
    """The pages show fewer items than the list declares."""
    PAGE_EMPTY = "page_empty"
    """A page in the middle of the list shows no items."""
    NEXT_PAGE_BEHIND_SCRIPT = "next_page_behind_script"
    """The control for the next page has no address and works by script."""
    NO_LINK_TO_NEXT_PAGE = "no_link_to_next_page"
    """Another page is linked as the last one, and none as the next."""
    MORE_ON_CLICK = "more_on_click"
    """Further items are only loaded on a click."""
    PAGES_WITHOUT_ADDRESS = "pages_without_address"
    """The pager shows further pages, and no address leads to them."""
    PAGE_NOT_RECEIVED = "page_not_received"
    """A page of the list could not be fetched, or was not judged usable."""
    PAGE_WITHOUT_LIST = "page_without_list"
    """A page that should continue the list shows none."""
    REQUEST_BUDGET_SPENT = "request_budget_spent"
    """The site's budget of requests was spent before the list ended."""
    CRAWL_ENDED_EARLY = "crawl_ended_early"
    """The crawl ended before the list did."""


class SiteRunReason(StrEnum):
    """Why a site run is not `ok` (`site_runs.reason`): the first of what its detail says."""

    CRASHED = "crashed"
    """An exception in this program's own code."""
    NO_LIST_FOUND = "no_list_found"
    """No list of annual reports was found on the site."""
    LIST_INCOMPLETE = "list_incomplete"
    """A listing check did not see the whole list."""
    LIST_SHRANK = "list_shrank"
    """A list shows far fewer items than at its last complete check."""
    LIST_REPLACED = "list_replaced"
    """A list shows nothing of what it showed before."""
    FEWER_ITEMS_IN_NEW_LISTS = "fewer_items_in_new_lists"
    """The site has new lists, and all together show far fewer items than before."""
    ATTEMPT_FAILED = "attempt_failed"
    """A request that matters was not answered as it should be."""
    TOWNSHIP_UNRESOLVED = "township_unresolved"
    """A listed report's township is not known."""
    LINKS_NOT_FOLLOWED = "links_not_followed"
    """The search for lists spent its budget with promising links left."""
    NO_LIST_FROM_START = "no_list_from_start"
    """The search from the site's entries found no list of annual reports."""
    LIST_NOT_SHOWN = "list_not_shown"
    """A page that was a list shows none."""
    ANSWER_NOT_USABLE = "answer_not_usable"
    """A page's answer was not judged usable."""
    REQUEST_FAILED = "request_failed"
    """A page's request failed."""
    PROCESS_ENDED = "process_ended"
    """The site's process ended without an outcome."""
    PROCESS_VANISHED = "process_vanished"
    """The run was closed with the site's process gone."""
    PROCESS_KILLED = "process_killed"
    """Somebody killed the site's process, more than once."""
    MEMORY_LIMIT = "memory_limit"
    """The site's processes held more memory than allowed."""
    TIME_LIMIT = "time_limit"
    """The site's process took longer than allowed."""
    UNSPECIFIED = "unspecified"
    """Text of an earlier version in which no known reason was found."""


class SiteRunNote(StrEnum):
    """What a site run's detail says beside its reasons. Never a reason of its own."""

    FURTHER_REASONS = "further_reasons"
    """More reasons than are named."""
    SEE_SITES_CHECK = "see_sites_check"
    """Nothing is known of the cause; a trial shows more."""


class RunDoubt(StrEnum):
    """Why the instants of a run cannot be trusted (`untrusted_runs.reason`)."""

    DATED_AFTER_LATER_NIGHT = "dated_after_later_night"
    """A later night began before the run did, by its clock."""


class NightReason(StrEnum):
    """What went wrong in a night (`nights.ailment_reasons`)."""

    STEP_FAILED = "step_failed"
    """A step failed; the steps after it were done."""
    RUNS_IN_FUTURE = "runs_in_future"
    """Runs lie in the future of the night: the clock was wrong then, or is now."""
    ARCHIVE_FAILED = "archive_failed"
    """The archive could not be written, and the night ended."""
    DOCUMENTS_NOT_READ = "documents_not_read"
    """Documents were not read, as their reading process died or ran out of time or memory."""
    TEST_MESSAGE = "test_message"
    """Nothing did: `alerts test` sends this."""


class CaptureReason(StrEnum):
    """What a capture's verdict rests on (`captures.reason`)."""

    HTTP_STATUS = "http_status"
    """The HTTP status decides."""
    UNREQUESTED_NOT_MODIFIED = "unrequested_not_modified"
    """Status 304 to a request without conditions."""
    EMPTY_ANSWER = "empty_answer"
    """The body is empty."""
    UNDECODABLE = "undecodable"
    """Too many characters of the text cannot be decoded."""
    CUT_INSIDE_TAG = "cut_inside_tag"
    """The page ends inside a tag."""
    CUT_JSON = "cut_json"
    """The answer begins as JSON and does not end as such."""
    INTERFACE_ERROR = "interface_error"
    """The site's interface reports an error."""
    CHALLENGE_PAGE = "challenge_page"
    """A challenge page in place of content."""
    FIREWALL_PAGE = "firewall_page"
    """A firewall's page in place of content."""
    LOGIN_PAGE = "login_page"
    """A page that asks to log in."""
    DOMAIN_FOR_SALE = "domain_for_sale"
    """A page that offers the domain for sale."""
    HOME_PAGE = "home_page"
    """The request was redirected to the site's home page."""
    STATED_MISSING = "stated_missing"
    """The page says that what was asked for does not exist."""
    MAINTENANCE_PAGE = "maintenance_page"
    """A maintenance page."""
    ERROR_PAGE = "error_page"
    """A page that reports an error in words."""
    NO_ROBOTS_RULES = "no_robots_rules"
    """Neither robots rules nor a page that says there are none."""
    SENDS_ELSEWHERE = "sends_elsewhere"
    """The page only forwards to another page."""
    NO_LANDMARK = "no_landmark"
    """The page shows nothing that proves what it is."""
    PAGE_UNDER_FILE_ADDRESS = "page_under_file_address"
    """An HTML page under a file's address."""
    REDIRECT_WITHOUT_ADDRESS = "redirect_without_address"
    """A redirect that names no address to go to."""
    TOO_MANY_REDIRECTS = "too_many_redirects"
    """Redirected more often in a row than allowed."""
    REDIRECTED = "redirected"
    """Redirected to another address."""
    NOT_MODIFIED = "not_modified"
    """The server says that nothing has changed (304)."""
    FALSE_NOT_MODIFIED = "false_not_modified"
    """The page had changed though the server had said that it had not."""
    BROWSER_SHOWED_NO_MORE = "browser_showed_no_more"
    """The browser showed no more than the page itself."""
    BROWSER_SHOWS_NO_LONGER = "browser_shows_no_longer"
    """The browser shows nothing of what it showed before."""
    SCHEME_REFUSED = "scheme_refused"
    """Our rules: the scheme is neither http nor https."""
    HOST_NOT_LISTED = "host_not_listed"
    """Our rules: the host is not on the site's list."""
    PRIVATE_ADDRESS = "private_address"
    """Our rules: the host is a private address."""
    RESOLVES_TO_PRIVATE_ADDRESS = "resolves_to_private_address"
    """Our rules: the host's name resolves to a private address."""
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    """Our rules: robots.txt could not be fetched, so nothing may be."""
    ROBOTS_FORBIDS = "robots_forbids"
    """Our rules: robots.txt forbids the address."""
    RENDERING_FORBIDDEN = "rendering_forbidden"
    """Only scripts show what is asked for, and the site's row forbids a browser."""
    BROWSER_UNAVAILABLE = "browser_unavailable"
    """Only scripts show what is asked for, and no browser starts."""
    TOO_LARGE = "too_large"
    """The answer is larger than the limit."""
    TIMEOUT = "timeout"
    """No answer in time."""
    CONNECTION_REFUSED = "connection_refused"
    """The connection was refused."""
    NAME_NOT_RESOLVED = "name_not_resolved"
    """The host's name does not resolve."""
    ANSWER_CUT_SHORT = "answer_cut_short"
    """The connection closed before the answer was whole."""
    TLS_FAILED = "tls_failed"
    """No secure connection could be made."""
    MALFORMED_CHUNKS = "malformed_chunks"
    """The chunks of the answer break the rules of HTTP. Argument: `error`."""
    HEADER_LINE_TOO_LONG = "header_line_too_long"
    """A header line of the answer is longer than browsers read. Argument: `error`."""
    NESTED_TOO_DEEP = "nested_too_deep"
    """The elements of the page lie deeper in one another than is read. Argument: `limit`."""
    ADDRESS_WITH_CREDENTIALS = "address_with_credentials"
    """Our rules: the address has a user's name or a password in it, which are neither sent nor stored."""
    ADDRESS_TOO_LONG = "address_too_long"
    """Our rules: the address is longer than is asked for. Argument: `limit`."""
    SITE_BUDGET_REACHED = "site_budget_reached"
    """Our rules: the site's budget of requests or bytes for a night is used up. Arguments: `used`, `key`."""
    CONNECTION_BROKEN = "connection_broken"
    """The connection broke, or none was made."""
    FAILED_OTHERWISE = "failed_otherwise"
    """The attempt failed by an exception of no known kind."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with the arguments of its sentence; as a string the sentence in English.

    An argument is text, a number, another reason or sentence, or several reasons.
    """

    code: StrEnum
    args: Mapping[str, ReasonArgument] = field(default_factory=dict)

    def sentence(self, lang: str = "en") -> str:
        """The sentence in a language of `archive.messages`."""
        return messages.sentence(self.code, self._args_to_json(), lang)

    def to_json(self) -> dict[str, Argument]:
        """The code and the arguments, as they are stored in a list of reasons."""
        return {"reason": self.code.value, "args": self._args_to_json()}

    @property
    def stored_args(self) -> str | None:
        """The arguments as the archive stores them beside the code; None where the sentence has none."""
        return _dumps(self._args_to_json()) if self.args else None

    def _args_to_json(self) -> dict[str, Argument]:
        return {name: _argument_to_json(value) for name, value in self.args.items()}

    def __str__(self) -> str:
        return self.sentence()


ReasonArgument: TypeAlias = str | int | Reason | Sentence | Sequence[Reason]


def because(code: StrEnum, **args: ReasonArgument) -> Reason:
    """A reason by its code and the arguments of its sentence."""
    return Reason(code, args)


def sentence_of_all(reasons: Sequence[Reason], lang: str = "en") -> str:
    """Several reasons as one sentence."""
    return messages.sentences([reason.to_json() for reason in reasons], lang)


def reason_of_stored(code: StrEnum, args: str | None) -> Reason | None:
    """The reason of a code and its stored arguments; None where a former program stored none of those it needs."""
    reason = Reason(code, json.loads(args) if args else {})
    try:
        reason.sentence()
    except ValueError:
        return None
    return reason


def stored_list(reasons: Sequence[Reason]) -> str | None:
    """Several reasons as the archive stores them in one column; None where there are none."""
    return _dumps([reason.to_json() for reason in reasons]) if reasons else None


def sentence_of_stored(code: str | None, args: str | None, lang: str, sentence: str | None) -> str | None:
    """The sentence of a stored code in a language; `args` are its stored arguments, `sentence` is the stored one.

    A row of a former program has no arguments. Where its sentence needs some, the stored sentence is all there is.
    """
    if code is None:
        return sentence
    try:
        return messages.sentence(code, json.loads(args) if args else None, lang)
    except ValueError:
        return sentence


def sentence_of_stored_list(reasons: str | None, lang: str, sentence: str | None) -> str | None:
    """The same of several reasons that are stored in one column."""
    return messages.sentences(json.loads(reasons), lang) if reasons else sentence


def sentence_of_document(code: str | None, reason: str | None, lang: str) -> str | None:
    """Why a document is no report, in a language; after it the reader's own words, where the document cannot be read.

    `code` and `reason` are the columns `reason_code` and `reason` of `documents`.
    """
    if code is None or reason is None or lang == "en":
        return reason
    words = [] if code in set(NoReportReason) else [reason]
    return messages.sentences([{"reason": code, "args": {}}, *words], lang)


def _argument_to_json(value: ReasonArgument) -> Argument:
    match value:
        case str() | int():
            return value
        case Reason():
            return value.to_json()
        case Sentence():
            return value.argument
        case _:
            return [reason.to_json() for reason in value]


def _dumps(value: Argument) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
