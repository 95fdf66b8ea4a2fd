"""Events as an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from archive.messages.printable import with_lines
from archive.storage.instants import CHINA, instant
from archive.web import links
from archive.web.data.events import Event
from archive.web.language import t, tag

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_NEVER: Final = "1970-01-01T00:00:00Z"

Absolute = Callable[[str], str]
"""The whole address of a path of ours."""


def write(area: str, place: str, events: Iterable[Event], absolute: Absolute) -> bytes:
    """The feed of a place: `area` is the beginning of its codes, `place` its name."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": tag()})
    entries = list(events)
    _text(feed, "id", _id("feed", area))
    _text(feed, "title", t("feed-title", place=place or t("feed-country")))
    _text(feed, "subtitle", t("feed-subtitle"))
    _text(feed, "updated", max((event.updated_at for event in entries), default=_NEVER))
    _text(_child(feed, "author"), "name", t("page-home"))
    _child(feed, "link", rel="self", type="application/atom+xml", href=absolute(links.feed(area)))
    _child(feed, "link", rel="alternate", type="text/html", href=absolute(links.place(area)))
    for event in entries:
        _entry(feed, event, absolute)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, event: Event, absolute: Absolute) -> None:
    entry = _child(feed, "entry")
    _text(entry, "id", _id(event.kind, event.township_code, str(event.year), event.at, event.detail or ""))
    title = t(f"feed-{event.kind}", county=event.county, township=event.township, year=event.year)
    _text(entry, "title", title)
    _text(entry, "published", event.at)
    _text(entry, "updated", event.updated_at)
    _child(entry, "category", term=event.kind)
    _child(entry, "link", rel="alternate", href=absolute(links.report(event.township_code, event.year)))
    _text(entry, "summary", _summary(event))


def _summary(event: Event) -> str:
    at = f"{instant(event.at).astimezone(CHINA):%Y-%m-%d %H:%M}"
    said = t(f"feed-{event.kind}-says", at=at)
    if event.ended_at:
        said += t("feed-missed-ended", at=f"{instant(event.ended_at).astimezone(CHINA):%Y-%m-%d %H:%M}")
    return f"{event.title}\n{said}" if event.title else said


def _id(*parts: str) -> str:
    """A name of the same thing wherever the archive is served."""
    return uuid5(NAMESPACE_URL, "nianbao:" + ":".join(parts)).urn


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)


def _text(parent: ET.Element, name: str, text: str) -> None:
    _child(parent, name).text = with_lines(text)
