"""What can go wrong on the way to a county site, as data: what, where, when, how often. Pure but for counting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from tests.support.sites.message import Request, Response, html, redirect
from tests.support.sites.templates import fill

FaultKind = Literal[
    "refused",
    "reset",
    "slow",
    "truncated",
    "forbidden",
    "precondition",
    "cookie_521",
    "not_allowed",
    "accepted",
    "unavailable",
    "server_error",
    "too_many",
    "cookie_script",
    "waf_page",
    "soft_404",
    "to_home",
    "empty_listing",
    "garbled",
    "empty_body",
    "api_error",
    "maintenance",
    "not_modified",
    "captcha",
    "frozen",
]
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
OF_THE_PAGE: frozenset[FaultKind] = frozenset({"empty_listing"})
"""What makes another page of it, which no server calls unmodified to whoever asks by condition."""

ON_THE_WIRE: frozenset[FaultKind] = frozenset({"refused", "reset", "slow", "truncated"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one site (of all where `site` is None), for paths that `path` finds, while `since` <= now < `until`.

    `times` is how many requests it spoils before it is used up, without end where None. `seconds` is how long
    `slow` keeps a client waiting. `refused` closes the port itself and looks at neither `path` nor `times`.
    """

    kind: FaultKind
    site: str | None = None
    path: str = ""
    since: datetime | None = None
    until: datetime | None = None
    times: int | None = None
    seconds: float = 30.0

    def active(self, site: str, now: datetime) -> bool:
        if self.site not in (None, site) or self.times == 0:
            return False
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)

    def hits(self, target: str) -> bool:
        return re.search(self.path, target) is not None


class Faults:
    """The faults in force. The first that fits a request spoils it."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._faults: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        self._faults += faults
        self._changed()

    def clear(self) -> None:
        self._faults = []
        self._changed()

    def refused(self, site: str, now: datetime) -> bool:
        return any(fault.kind == "refused" and fault.active(site, now) for fault in self._faults)

    def take(self, site: str, target: str, now: datetime) -> Fault | None:
        """The fault that this request meets, counted down."""
        for place, fault in enumerate(self._faults):
            if fault.kind != "refused" and fault.active(site, now) and fault.hits(target):
                if fault.times is not None:
                    self._faults[place] = replace(fault, times=fault.times - 1)
                return fault
        return None


def spoil(fault: Fault, request: Request, response: Response) -> Response:
    """What a client gets instead of `response`; faults on the wire leave the answer as it is."""
    maker = _ANSWERS.get(fault.kind)
    return maker(request, response) if maker else response


def _challenge(status: int, name: str) -> Callable[[Request, Response], Response]:
    """The page `templates/faults/<name>.html` instead of any other."""
    return lambda _request, _response: html(fill(f"faults/{name}.html"), status=status)


def _empty_listing(_request: Request, response: Response) -> Response:
    """The same page with its items gone; what is no list stays."""
    text = response.body
    for pattern in (rb"<li\b.*?</li>", rb"<record>.*?</record>", rb"<tr class=.item.*?</tr>", rb"<dl>.*?</dl>"):
        text = re.sub(pattern, b"", text, flags=re.DOTALL)
    text = re.sub(rb'("(?:articles|results)"\s*:\s*)\[.*\]', rb"\1[]", text, flags=re.DOTALL)
    return replace(response, body=text, headers=())


def _garbled(_request: Request, response: Response) -> Response:
    """Declared UTF-8, bytes of another encoding cut at odd places."""
    if not response.content_type.startswith("text/"):
        return response
    text = response.body.decode("utf-8", "replace").encode("gb18030", "replace")
    return replace(response, body=text, content_type="text/html; charset=utf-8", headers=())


def _api_error(request: Request, response: Response) -> Response:
    if "json" in response.content_type or "xml" in response.content_type or request.method == "POST":
        text = b'{"code":500,"success":false,"message":"\xe7\xb3\xbb\xe7\xbb\x9f\xe5\xbc\x82\xe5\xb8\xb8","data":null}'
        return Response(200, text, "application/json;charset=UTF-8")
    return response


def _frozen(request: Request, response: Response) -> Response:
    """Whoever asks by condition hears that nothing has changed, true or not."""
    asked = {"if-none-match", "if-modified-since"} & set(request.headers)
    return replace(response, status=304, body=b"") if asked else response


_ANSWERS: dict[FaultKind, Callable[[Request, Response], Response]] = {
    "forbidden": _challenge(403, "forbidden"),
    "precondition": _challenge(412, "precondition"),
    "cookie_521": _challenge(521, "cookie_521"),
    "not_allowed": _challenge(405, "not_allowed"),
    "accepted": _challenge(202, "accepted"),
    "unavailable": _challenge(503, "unavailable"),
    "server_error": _challenge(500, "server_error"),
    "too_many": _challenge(429, "too_many"),
    "cookie_script": _challenge(200, "cookie_script"),
    "waf_page": _challenge(200, "waf_page"),
    "soft_404": _challenge(200, "soft_404"),
    "maintenance": _challenge(200, "maintenance"),
    "captcha": _challenge(200, "captcha"),
    "to_home": lambda request, response: response if request.path == "/" else redirect("/"),
    "empty_listing": _empty_listing,
    "garbled": _garbled,
    "api_error": _api_error,
    "empty_body": lambda _request, response: replace(response, body=b"", headers=()),
    "frozen": _frozen,
    "not_modified": lambda _request, response: replace(response, status=304, body=b""),
}


def schedule(site: str, rows: Iterable[dict[str, object]]) -> tuple[Fault, ...]:
    """The `[[fault]]` rows of a season file."""
    return tuple(Fault(site=site, **row) for row in rows)  # type: ignore[arg-type]
