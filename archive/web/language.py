"""The language of an answer: what the visitor chose, else what the browser asks for, else that of the archive.

A choice, `?lang=zh`, is kept in a cookie. The language holds for one request and is known to every template:

    {{ t("page-county-seen-whole", ok=3, runs=8) }}
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, Literal, TypeAlias, cast
from urllib.parse import unquote_plus

from markupsafe import Markup, escape

from archive import messages

Language: TypeAlias = Literal["en", "zh"]
Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
"""An application by ASGI; its scope is a dictionary as its messages are."""

DEFAULT: Final[Language] = "zh"
COOKIE: Final = "nianbao_lang"
_YEAR: Final = 365 * 24 * 3600
_FEED: Final = b"application/atom+xml"
_WORDED: Final = (b"text/html", b"text/plain", b"application/json", _FEED)
"""Kinds of answers that hold words in the visitor's language, if only a citation: caches keep each language apart."""

_TAGS: Final[Mapping[Language, str]] = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """The language of a request, and its query without the choice of one."""

    language: Language
    query: str = ""


_NOBODY: Final = Visitor(DEFAULT)
_VISITOR: ContextVar[Visitor] = ContextVar("visitor", default=_NOBODY)


def current() -> Language:
    """The language of the request that is answered."""
    return _VISITOR.get().language


def tag() -> str:
    """The same as HTML and HTTP name it (BCP 47)."""
    return _TAGS[current()]


def t(code: str, **args: str | int | Markup) -> str:
    """The sentence of a code in the language of the request; it is markup where an argument is.

    Raises KeyError for an unknown code, ValueError for a missing argument.
    """
    marked = {name: value for name, value in args.items() if isinstance(value, Markup)}
    if not marked:
        return messages.text(code, current(), **args)
    places = {name: f"\ue000{name}\ue001" for name in marked}
    written = str(escape(messages.text(code, current(), **{**args, **places})))
    for name, markup in marked.items():
        written = written.replace(places[name], str(markup))
    return Markup(written)  # noqa: S704 - escaped above


def full_stop(sentence: str) -> str:
    """A reason of the catalogue, which may stand within another sentence, as one of its own."""
    return f"{sentence}。" if current() == "zh" else f"{sentence[:1].upper()}{sentence[1:]}."


def switch() -> str:
    """The same page in the other language, relative to its own address."""
    visitor = _VISITOR.get()
    other = "en" if visitor.language == "zh" else "zh"
    return f"?{visitor.query}&lang={other}" if visitor.query else f"?lang={other}"


def asked_for(header: str) -> Language | None:
    """The first of our languages by the weights of an Accept-Language header (RFC 9110); None where it names none."""
    best: tuple[float, Language | None] = (0.0, None)
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";q=")
        language = name.partition("-")[0]
        try:
            weighed = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in messages.LANGUAGES and weighed > best[0]:
            best = weighed, cast("Language", language)
    return best[1]


def spoken(app: App, served: Language | None) -> App:
    """The application with the language of each request found; `served` is the language of those who ask for none."""

    async def answered(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        chosen, query = _choice(scope["query_string"].decode("latin-1"))
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        language = chosen or _kept(headers) or asked_for(headers.get("accept-language", "")) or served or DEFAULT
        token = _VISITOR.set(Visitor(language, query))

        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _labelled(message, chosen, language)}
            await send(message)

        try:
            rest = {"query_string": query.encode("latin-1"), "headers": _without_choice(scope["headers"])}
            await app({**scope, **rest}, receive, labelled)
        finally:
            _VISITOR.reset(token)

    return answered


def _choice(query: str) -> tuple[Language | None, str]:
    """The language that a query chooses, and the query without any choice: Datasette would take it for a column.

    `lang=zh-TW` and `lang=EN` choose as a browser's wish does; `lang=fr` chooses nothing, and is no column either.
    """
    parts = query.split("&")
    given = [asked_for(unquote_plus(part[len("lang=") :])) for part in parts if part.startswith("lang=")]
    chosen = [language for language in given if language]
    return (chosen[-1] if chosen else None), "&".join(part for part in parts if not part.startswith("lang="))


def _kept(headers: Mapping[str, str]) -> Language | None:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return cast("Language", cookie.value) if cookie and cookie.value in messages.LANGUAGES else None


def _without_choice(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """A request's headers without our cookie, which is no reason for Datasette to keep a page out of caches."""
    ours = f"{COOKIE}=".encode()
    kept = []
    for name, value in headers:
        if name.lower() == b"cookie":
            value = b"; ".join(part.strip() for part in value.split(b";") if not part.strip().startswith(ours))
        if value:
            kept.append((name, value))
    return kept


def _labelled(message: Message, chosen: Language | None, language: Language) -> list[tuple[bytes, bytes]]:
    """The headers of an answer; those of pages and feeds say its language, and all with words on what that depends."""
    headers: list[tuple[bytes, bytes]] = message["headers"]
    kind = next((value.partition(b";")[0] for name, value in headers if name.lower() == b"content-type"), b"")
    is_page = kind == b"text/html"
    added = []
    if is_page or kind == _FEED:
        added.append((b"content-language", _TAGS[language].encode()))
    if kind in _WORDED:
        added.append((b"vary", b"Accept-Language, Cookie"))
    if chosen and (is_page or 300 <= message["status"] < 400):  # what sets a cookie is for nobody else
        headers = [(name, value) for name, value in headers if name.lower() != b"cache-control"]
        cookie = f"{COOKIE}={chosen}; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly"
        added += [(b"set-cookie", cookie.encode()), (b"cache-control", b"private, no-cache")]
    return [*headers, *added]
