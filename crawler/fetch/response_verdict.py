"""The verdict on a response, by what its page shows. Pure.

A page has to prove that it is what was requested, by a landmark that `spiders` knows; the words of block pages only
explain why a page without a landmark failed. A page is gone where it says so, by its status or in words; one that says
nothing known is `unknown`, which proves neither presence nor absence. No challenge is ever solved.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.captures.reasons import CaptureReason, Reason, because
from archive.captures.record import CaptureKind, CaptureVerdict
from archive.extract.layout.charset import decode
from crawler.fetch import page_words
from spiders.families.articles import is_file

GONE = {404, 410}
CHALLENGED = {202, 401, 403, 405, 412, 418, 429, 521}
"""Statuses with which Chinese web firewalls answer a client that they suspect."""

FOLLOWED = {301, 302, 303, 307, 308}
"""Statuses of redirects."""

_MOVES = {"robots", "portal", "listing"}
"""Kinds of request whose redirect to the home page says that there is none here: a list is then searched for anew.

Of a document it proves nothing: firewalls and expired sessions lead home, too.
"""

_LONGEST_NOTE = 2_000
"""Bytes up to which an answer in place of a file is searched for words of trouble."""

_LINKS_OF_PORTAL = 6
"""So many links make a portal, whatever its news say, such as of a 安全检查."""

_SHORT_PORTAL = 4_000
"""Characters below which a portal's whole text is searched for a firewall's words, and not only its title."""

GARBLED_SHARE = 0.01
"""Share of replacement characters from which a text counts as garbled."""

# such as {"success": false, "message": "参数错误", "data": null
_API_ERROR = re.compile(
    r'^\s*\{(?=.*"(?:success"\s*:\s*false|(?:code|status)"\s*:\s*"?(?:[45]\d\d|-1|error)))', re.DOTALL
)
_OPEN_TAG = re.compile(r"<[a-z/!][^>]*\Z", re.IGNORECASE)
_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""Schemes other than http and https."""
_FILE = re.compile(rb"%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf|\x89PNG|\xff\xd8\xff|Rar!|7z\xbc\xaf")
"""The first bytes of files that are no pages."""

_HTML = re.compile(rb"^\s*+(?:\xef\xbb\xbf)?\s*+(?:<!doctype|<html|<script|<head|<body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ResponseParts:
    """The parts of a response that its verdict depends on.

    `asked` is the requested address, `url` that after redirects. `landmark` says whether the page shows what was
    requested, `only_redirects` whether it only leads to another page, by a frame, a refresh or a script. `replaced`
    counts undecodable characters in `text`.
    """

    kind: CaptureKind
    asked: str
    url: str
    status: int
    body: bytes
    text: str
    landmark: bool
    replaced: int = 0
    only_redirects: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and, where it is not plainly `ok`, its reason; `detail` is the reason's sentence in English."""

    verdict: CaptureVerdict
    reason: Reason | None = None

    @property
    def code(self) -> CaptureReason | None:
        """The code of the reason."""
        return CaptureReason(self.reason.code) if self.reason else None

    @property
    def detail(self) -> str | None:
        """The reason's sentence."""
        return self.reason.sentence() if self.reason else None


def judge(answer: ResponseParts) -> Judged:
    """The verdict on a response that arrived completely."""
    if answer.status in GONE and answer.kind != "robots" and _is_firewall_page(answer.text):
        return Judged("blocked", because(CaptureReason.FIREWALL_PAGE))
    if answer.status in GONE:
        return Judged("gone", because(CaptureReason.HTTP_STATUS, status=answer.status))
    if answer.status in CHALLENGED:
        return Judged("blocked", because(CaptureReason.HTTP_STATUS, status=answer.status))
    if answer.status >= 400 or answer.status == 304:
        code = CaptureReason.UNREQUESTED_NOT_MODIFIED if answer.status == 304 else CaptureReason.HTTP_STATUS
        return Judged("unreachable", because(code, status=answer.status))
    if answer.kind == "robots" and (answer.landmark or not answer.body.strip()):
        return Judged("ok")
    if not answer.body.strip():
        return Judged("unreachable", because(CaptureReason.EMPTY_ANSWER))
    if answer.kind == "attachment" or (answer.kind == "report" and is_document(answer.asked, answer.body)):
        return _judge_attachment(answer)
    if answer.text and answer.replaced / len(answer.text) > GARBLED_SHARE:
        why = because(CaptureReason.UNDECODABLE, replaced=answer.replaced, characters=len(answer.text))
        return Judged("garbled", why)
    if _HTML.match(answer.body) and _OPEN_TAG.search(answer.text, max(0, answer.text.rfind("<"))):
        return Judged("unreachable", because(CaptureReason.CUT_INSIDE_TAG))
    if answer.landmark:
        return (_judge_portal_text(answer) if answer.kind == "portal" else None) or Judged("ok")
    return _judge_without_landmark(answer)


def _is_firewall_page(text: str) -> bool:
    """Whether a page has a firewall's words; some firewalls answer with 404."""
    return len(text) < page_words.LONGEST_NOTICE and page_words.says("firewall", page_words.visible(text))


def is_document(url: str, body: bytes) -> bool:
    """Whether an answer is a file: by its first bytes, or by its address if not HTML."""
    return bool(_FILE.match(body.lstrip())) or (is_file(url) and body.lstrip()[:1] != b"<")


def shows_data(text: str) -> bool:
    """Whether a text is something that scripts request (script, data, HTML fragment): no full page, no error."""
    return not _HTML.match(text[:200].encode()) and not _API_ERROR.search(text)


def _judge_attachment(answer: ResponseParts) -> Judged:
    if answer.body.lstrip()[:1] == b"{" and _API_ERROR.search(answer.body[:4000].decode("utf-8", "replace")):
        return Judged("unreachable", because(CaptureReason.INTERFACE_ERROR))
    if not _HTML.match(answer.body):
        return _judge_notice(answer) or Judged("ok")
    if answer.landmark:
        return Judged("ok", because(CaptureReason.PAGE_UNDER_FILE_ADDRESS))
    return _judge_without_landmark(answer)


def _judge_notice(answer: ResponseParts) -> Judged | None:
    """The verdict on a few words in place of a file, such as 系统繁忙 without any tag; None for anything else."""
    if len(answer.body) > _LONGEST_NOTE or _FILE.match(answer.body.lstrip()):
        return None
    judged = _judge_without_landmark(replace(answer, text=answer.text or decode(answer.body).text))
    return None if judged.verdict == "unknown" else judged


def _judge_without_landmark(answer: ResponseParts) -> Judged:
    """The verdict on a page without a landmark: what stands in its way before what it says of itself."""
    if _API_ERROR.search(answer.text):
        return Judged("unreachable", because(CaptureReason.INTERFACE_ERROR))
    if answer.text.lstrip()[:1] in ("{", "[") and not _is_json(answer.text):
        return Judged("unreachable", because(CaptureReason.CUT_JSON))
    if refused := page_words.refusal(answer.text):
        return Judged("blocked", because(refused))
    hindrance = page_words.outage(answer.text)
    if hindrance is CaptureReason.DOMAIN_FOR_SALE:
        return Judged("unreachable", because(hindrance))
    if went_home(answer.asked, answer.url):
        return Judged("soft_404" if answer.kind in _MOVES else "unknown", because(CaptureReason.HOME_PAGE))
    if answer.kind == "robots":
        return _judge_robots(answer)
    if hindrance:
        return Judged("unreachable", because(hindrance))
    if page_words.says_gone(answer.text):
        return Judged("soft_404", because(CaptureReason.STATED_MISSING))
    if answer.kind == "portal" and answer.only_redirects:
        return Judged("ok", because(CaptureReason.SENDS_ELSEWHERE))
    return Judged("unknown", because(CaptureReason.NO_LANDMARK, kind=answer.kind))


def _judge_robots(answer: ResponseParts) -> Judged:
    if "\0" not in answer.text and page_words.says("missing", answer.text):
        return Judged("soft_404", because(CaptureReason.STATED_MISSING))
    return Judged("garbled", because(CaptureReason.NO_ROBOTS_RULES))


def _judge_portal_text(answer: ResponseParts) -> Judged | None:
    """The verdict on a portal that is none by its title, or by its text if short; None for a real portal."""
    title = page_words.title(answer.text)
    bare = len(answer.text) < _SHORT_PORTAL and answer.text.count("<a ") < _LINKS_OF_PORTAL
    shown = page_words.visible(answer.text) if bare else title
    if page_words.says("firewall", shown):
        return Judged("blocked", because(CaptureReason.FIREWALL_PAGE))
    if page_words.says("for_sale", title):
        return Judged("unreachable", because(CaptureReason.DOMAIN_FOR_SALE))
    if page_words.says("missing", title):
        return Judged("soft_404", because(CaptureReason.STATED_MISSING))
    if page_words.says("maintenance", title):
        return Judged("unreachable", because(CaptureReason.MAINTENANCE_PAGE))
    return None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def judge_redirect(status: int, location: str | None, before: int, limit: int) -> Judged:
    """The verdict on a redirect that follows `before` redirects in a row."""
    if status not in FOLLOWED or not location or _SCHEME.match(location):
        why = because(CaptureReason.REDIRECT_WITHOUT_ADDRESS, status=status, location=location or "none")
        return Judged("unreachable", why)
    if before >= limit:
        return Judged("unreachable", because(CaptureReason.TOO_MANY_REDIRECTS, limit=limit, location=location))
    return Judged("ok", because(CaptureReason.REDIRECTED, location=location))


def went_home(asked: str, arrived: str) -> bool:
    """Whether a request for a page other than the home page arrived at the home page."""
    before, after = urlsplit(asked), urlsplit(arrived)
    return after.path in ("", "/", "/index.html") and not after.query and before.path not in ("", "/", "/index.html")


def judge_empty_rendering(judged: Judged, kind: CaptureKind, *, before: bool) -> Judged:
    """The verdict on a page in which rendering showed nothing; `before` says that it did on an earlier night.

    A list may have moved, and is searched for anew; an empty page does not say that a report is gone.
    """
    if before:
        return Judged("unknown" if kind == "report" else "soft_404", because(CaptureReason.BROWSER_SHOWS_NO_LONGER))
    return Judged(judged.verdict, because(CaptureReason.BROWSER_SHOWED_NO_MORE))
