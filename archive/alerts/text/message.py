"""Renders messages: lines by county from templates, whole for mail, in parts for channels with a limit. Pure.

Templates are the layout; the sentences come from `wording`. Templates are Jinja files beside this module, by language;
a file of the same name in the user's folder takes precedence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError

from archive.alerts import kinds
from archive.alerts.kinds.kind import china
from archive.alerts.text import wording
from archive.alerts.text.digest import Digest, Entry, Group, folded
from archive.alerts.text.wording import Language
from archive.storage.instants import text

TEMPLATES = Path(__file__).parent / "templates"
SCHEMA = "nianbao/alerts/1"

ROOM_FOR_MARKS = 40
"""Bytes reserved in each part for its number and the mark of a repetition."""


class MessageError(Exception):
    """A message that cannot be rendered. The error names the template and the remedy."""


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A part of a message that fits a channel. `covers` are the entries that are settled once this part is sent.

    `key` is the same whenever the same entries are sent again.
    """

    title: str
    text: str
    covers: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that identify the part to its receiver."""
        return _key(self.covers)


class Message:
    """The message to one channel in one night, in one language. `again` where an earlier sending may have arrived."""

    def __init__(
        self,
        entries: Sequence[Entry],
        now: datetime,
        language: Language,
        user_templates: Path | None = None,
        *,
        again: bool = False,
    ) -> None:
        self.items = folded(entries)
        self.entries = [entry for item in self.items for entry in item.covers]
        self.now = now
        self.again = again
        self._texts = _environment(user_templates, language, html=False)
        self._pages = _environment(user_templates, language, html=True)

    @cached_property
    def title(self) -> str:
        """The subject line."""
        return self._render("subject.txt")

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return "\n\n".join(["\n".join(lines) for _, lines in self._sections] + [self._render("foot.txt")])

    @property
    def html(self) -> str:
        """The whole message as a page with a table, for mail."""
        return _rendered(self._pages, "mail.html", {**self._terms, "line": self.line})

    @property
    def payload(self) -> dict[str, object]:
        """The message for programs; `payload.schema.json` describes it. `id` is the same where it is sent again."""
        alerts = [
            {
                "alert": e.alert,
                "edge": e.edge,
                "kind": e.kind,
                "reason": e.reason,
                "severity": kinds.known()[e.kind].severity,
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
            "alerts": alerts,
            "digests": digests,
        }

    def line(self, item: Entry | Digest) -> str:
        """One entry in words, or a digest in a line for each of its groups."""
        if isinstance(item, Digest):
            return self._render("digest.txt", d=item)
        return self._render("line.txt", e=item)

    def parts(self, limit: int | None) -> list[MessagePart]:
        """The message in pieces of at most `limit` bytes of UTF-8 each; one piece where there is no limit."""
        if limit is None or len(f"{self.title}\n\n{self.text}".encode()) <= limit:
            return [MessagePart(self.title, self.text, tuple(self.entries))]
        room = limit - len(self.title.encode()) - ROOM_FOR_MARKS
        pieces: list[tuple[list[str], list[Entry]]] = [([], [])]
        for items, (heading, *lines) in self._sections:
            for position, (item, line) in enumerate(zip(items, lines, strict=True)):
                for chunk in _chunks(line, room - len(heading.encode()) - 2):
                    added = [heading, chunk] if position == 0 or not pieces[-1][0] else [chunk]
                    if pieces[-1][0] and len("\n".join([*pieces[-1][0], *added]).encode()) > room:
                        pieces.append(([], []))
                        added = [heading, chunk]
                    pieces[-1][0].extend(added)
                pieces[-1][1].extend(item.covers)
        count = len(pieces)
        return [
            MessagePart(f"{self.title}（{number}/{count}）", "\n".join(lines), tuple(covers))
            for number, (lines, covers) in enumerate(pieces, 1)
        ]

    @cached_property
    def _sections(self) -> list[tuple[list[Entry | Digest], list[str]]]:
        """By county: the items, and the heading followed by the lines of each of them."""
        sections = []
        for _, group in groupby(self.items, key=lambda item: item.county or ""):
            items = list(group)
            entries = [entry for item in items for entry in item.covers]
            sections.append(
                (items, [self._render("county.txt", entries=entries), *(self.line(item) for item in items)])
            )
        return sections

    def _render(self, template: str, **more: object) -> str:
        return _rendered(self._texts, template, {**self._terms, **more}).strip()

    @cached_property
    def _terms(self) -> dict[str, object]:
        """What every template may name; made once, as a night may have an alert for every township of the country."""
        return {
            "items": self.items,
            "entries": self.entries,
            "again": self.again,
            "now": self.now,
            "opened": [entry for entry in self.entries if entry.edge == "opened"],
            "closed": [entry for entry in self.entries if entry.edge != "opened"],
        }


def _rendered(texts: Environment, template: str, terms: dict[str, object]) -> str:
    """A rendered template. Raises MessageError where it is invalid or uses an unknown name."""
    try:
        return texts.get_template(template).render(**terms)
    except (TemplateError, LookupError, TypeError, ValueError) as error:
        raise MessageError(f"the template {template} cannot be used ({error}); correct it, or take it away") from error


def _key(entries: Sequence[Entry]) -> str:
    return sha256(json.dumps(sorted((e.alert, e.edge) for e in entries)).encode()).hexdigest()[:16]


def _environment(user_templates: Path | None, language: Language, *, html: bool) -> Environment:
    folders = [user_templates / language] if user_templates else []
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in [*folders, TEMPLATES / language]]),
        autoescape=html,  # noqa: S701 - the other half is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["china"] = china
    made.filters["kind_name"] = lambda kind: wording.kind_name(kind, language)
    made.filters["sentence"] = lambda item: (
        wording.group_sentence(item, language) if isinstance(item, Group) else wording.sentence(item, language)
    )
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
