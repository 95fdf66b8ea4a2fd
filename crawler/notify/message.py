"""Messages in words: lines by county out of templates, whole for mail, in parts for channels with a limit. Pure.

A county of which much is to be told has one line, its digest.

Templates are Jinja files beside this module, by language; a file of the same name in the user's folder comes first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError

from archive.storage.instants import CHINA, instant, text
from crawler.notify.channel import SEVERITY, ChannelError, Language
from crawler.notify.digest import Digest, Entry, folded

TEMPLATES = Path(__file__).parent / "templates"
SCHEMA = "nianbao/alerts/1"

ROOM_FOR_MARKS = 40
"""Bytes kept free in each part: its number, and a mark that it may have arrived before."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece that fits a channel. `covers` are the entries that have been told once this part is sent.

    `key` is the same whenever the same entries are told again.
    """

    title: str
    text: str
    covers: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that name the part for its receiver."""
        return _key(self.covers)


class Message:
    """What one channel is told in one night, in one language. `again` where a former sending may have arrived."""

    def __init__(
        self,
        entries: Sequence[Entry],
        now: datetime,
        language: Language,
        own: Path | None = None,
        *,
        again: bool = False,
    ) -> None:
        self.items = folded(entries)
        self.entries = [entry for item in self.items for entry in item.covers]
        self.now = now
        self.again = again
        self._texts = _environment(own, language, html=False)
        self._pages = _environment(own, language, html=True)

    @property
    def title(self) -> str:
        """The subject line."""
        return self._say("subject.txt")

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return "\n\n".join(["\n".join(lines) for _, lines in self._sections()] + [self._say("foot.txt")])

    @property
    def html(self) -> str:
        """The whole message as a page with a table, for mail."""
        return _filled(self._pages, "mail.html", {**self._terms(), "line": self.line})

    @property
    def payload(self) -> dict[str, Any]:
        """The message for programs; `payload.schema.json` describes it. `id` is the same where it is sent again."""
        told = [
            {
                "alert": e.alert,
                "edge": e.edge,
                "kind": e.kind,
                "severity": SEVERITY[e.kind],
                "subject": e.subject,
                "name": e.name,
                "county_code": e.county,
                "county": e.place or None,
                "at": e.at,
                "text": self.line(e),
                "evidence": dict(e.evidence),
            }
            for e in self.entries
        ]
        digests = [
            {
                "county_code": item.county,
                "county": item.place,
                "outage": dict(item.outage) if item.outage else None,
                "text": self.line(item),
                "alerts": [{"alert": e.alert, "edge": e.edge} for e in item.covers],
            }
            for item in self.items
            if isinstance(item, Digest)
        ]
        return {
            "schema": SCHEMA,
            "id": _key(self.entries),
            "again": self.again,
            "sent_at": text(self.now),
            "title": self.title,
            "alerts": told,
            "digests": digests,
        }

    def line(self, item: Entry | Digest) -> str:
        """One entry in words, or a digest in a line for each of its groups."""
        if isinstance(item, Digest):
            return self._say("digest.txt", d=item)
        return self._say("line.txt", e=item)

    def parts(self, limit: int | None) -> list[Part]:
        """The message in pieces of at most `limit` bytes of UTF-8 each; one piece where there is no limit."""
        if limit is None or len(f"{self.title}\n\n{self.text}".encode()) <= limit:
            return [Part(self.title, self.text, tuple(self.entries))]
        room = limit - len(self.title.encode()) - ROOM_FOR_MARKS
        pieces: list[tuple[list[str], list[Entry]]] = [([], [])]
        for items, (heading, *lines) in self._sections():
            for place, (item, line) in enumerate(zip(items, lines, strict=True)):
                for chunk in _chunks(line, room - len(heading.encode()) - 2):
                    said = [heading, chunk] if place == 0 or not pieces[-1][0] else [chunk]
                    if pieces[-1][0] and len("\n".join([*pieces[-1][0], *said]).encode()) > room:
                        pieces.append(([], []))
                        said = [heading, chunk]
                    pieces[-1][0].extend(said)
                pieces[-1][1].extend(item.covers)
        count = len(pieces)
        return [
            Part(f"{self.title}（{place}/{count}）", "\n".join(lines), tuple(covers))
            for place, (lines, covers) in enumerate(pieces, 1)
        ]

    def _sections(self) -> list[tuple[list[Entry | Digest], list[str]]]:
        """By county: the items, and the heading followed by what is said of each of them."""
        told = []
        for _, group in groupby(self.items, key=lambda item: item.county or ""):
            items = list(group)
            entries = [entry for item in items for entry in item.covers]
            told.append((items, [self._say("county.txt", entries=entries), *(self.line(item) for item in items)]))
        return told

    def _say(self, template: str, **more: Any) -> str:
        return _filled(self._texts, template, {**self._terms(), **more}).strip()

    def _terms(self) -> dict[str, Any]:
        return {
            "items": self.items,
            "entries": self.entries,
            "again": self.again,
            "now": self.now,
            "opened": [entry for entry in self.entries if entry.edge == "opened"],
            "closed": [entry for entry in self.entries if entry.edge != "opened"],
        }


def _filled(texts: Environment, template: str, terms: dict[str, Any]) -> str:
    """A template with its words. Raises ChannelError where it is none, or names what is not there."""
    try:
        return texts.get_template(template).render(**terms)
    except (TemplateError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise ChannelError(f"the template {template} cannot be used ({error}); correct it, or take it away") from error


def _key(entries: Sequence[Entry]) -> str:
    return sha256(json.dumps(sorted((e.alert, e.edge) for e in entries)).encode()).hexdigest()[:16]


def china(written: str | datetime | None) -> str:
    """An instant as people in China read it: `2026-02-02 02:31`."""
    if written is None:
        return "—"
    moment = instant(written) if isinstance(written, str) else written
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _environment(own: Path | None, language: Language, *, html: bool) -> Environment:
    folders = [own / language] if own else []
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in [*folders, TEMPLATES / language]]),
        autoescape=html,  # noqa: S701 - the other half is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["china"] = china
    return made


def _chunks(line: str, room: int) -> list[str]:
    """A line in pieces of at most `room` bytes, cut between characters."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if piece and size + width > room:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + width
    return [*pieces, piece]
