"""Renders messages: lines by county from templates, whole for mail, in parts for channels with a limit. Pure.

Templates are the layout; the sentences come from `wording`. Templates are Jinja files beside this module, by language;
a file of the same name in the user's folder takes precedence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError

from archive.alerts import kinds
from archive.alerts.kinds.kind import china
from archive.alerts.text import wording
from archive.alerts.text.digest import Digest, Entry, Group, folded
from archive.alerts.text.wording import Language
from archive.messages.printable import shown
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
        """Sixteen hexadecimal digits that identify the part to its receiver; by its text where it settles nothing."""
        return _key(self.covers) if self.covers else sha256(f"{self.title}\n{self.text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What alerts of one kind that opened for one reason ask of a person, and how many they are."""

    kind: str
    count: int
    remedy: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A deadline rule: its name, as sentences give it, its provision, and where that is published."""

    rule: str
    basis: str
    url: str | None


Block: TypeAlias = "tuple[str, list[tuple[str, tuple[Entry, ...]]]]"
"""A heading (may be empty) and the lines below it, each with the alerts that it settles."""


class Message:
    """The message to one channel in one night, in one language. `again` where an earlier sending may have arrived.

    It begins with what a person is asked to do, tells what was seen, county by county and each with the alert's id and
    the address of its evidence (where `web` is the address of the pages), and ends with the rules, each once.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        now: datetime,
        language: Language,
        user_templates: Path | None = None,
        *,
        again: bool = False,
        web: str | None = None,
    ) -> None:
        self.items = folded(entries)
        self.entries = [entry for item in self.items for entry in item.covers]
        self.now = now
        self.again = again
        self._web = web.rstrip("/") if web else None
        self._language: Language = language
        self._texts = _environment(user_templates, language, html=False)
        self._pages = _environment(user_templates, language, html=True)

    @cached_property
    def title(self) -> str:
        """The subject line."""
        return self._render("subject.txt")

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return "\n\n".join(
            "\n".join([*([heading] if heading else []), *(line for line, _ in rows)]) for heading, rows in self._blocks
        )

    @property
    def html(self) -> str:
        """The whole message as a page with a table, for mail."""
        return _rendered(self._pages, "mail.html", {**self._terms, "line": self.line, "link": self.link})

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
                "remedy": wording.remedy(e.reason, self._language) if e.edge == "opened" else None,
                "link": self.link(e),
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
            "rules": [asdict(rule) for rule in self.rules],
        }

    def line(self, item: Entry | Digest) -> str:
        """One entry in words, or a digest in a line for each of its groups."""
        if isinstance(item, Digest):
            return self._render("digest.txt", d=item)
        return self._render("line.txt", e=item)

    def link(self, item: Entry | Digest) -> str | None:
        """The address of the page with the evidence, None where the pages have no address."""
        if self._web is None:
            return None
        if isinstance(item, Digest):
            return f"{self._web}/" if item.of_a_province else f"{self._web}/-/county/{item.county}"
        if item.subject.startswith("township:"):
            return f"{self._web}/-/report/{item.subject.removeprefix('township:')}"
        return f"{self._web}/-/county/{item.county}" if item.county else f"{self._web}/"

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What is asked of a person, once for each reason of the alerts that opened, in the order of their kinds."""
        counted = Counter((entry.kind, entry.reason) for entry in self.entries if entry.edge == "opened")
        known = kinds.known()
        return [
            Remedy(kind, count, wording.remedy(reason, self._language))
            for (kind, reason), count in sorted(counted.items(), key=lambda one: known[one[0][0]].order)
        ]

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that alerts which opened refer to by name, each once."""
        evidences = [entry.evidence for entry in self.entries if entry.edge == "opened" and "basis" in entry.evidence]
        named = {(str(one["rule"]), str(one["basis"])): one.get("rule_url") for one in evidences}
        return [Rule(rule, basis, url) for (rule, basis), url in sorted(named.items())]

    def parts(self, limit: int | None) -> list[MessagePart]:
        """The message in pieces of at most `limit` bytes of UTF-8 each; one piece where there is no limit."""
        if limit is None or len(f"{self.title}\n\n{self.text}".encode()) <= limit:
            return [MessagePart(self.title, self.text, tuple(self.entries))]
        room = limit - len(self.title.encode()) - ROOM_FOR_MARKS
        pieces: list[tuple[list[str], list[Entry]]] = [([], [])]
        for heading, rows in self._blocks:
            shown = False
            for line, covers in rows:
                for chunk in _chunks(line, room - len(heading.encode()) - 2):
                    added = [chunk] if shown or not heading else [heading, chunk]
                    if pieces[-1][0] and len("\n".join([*pieces[-1][0], *added]).encode()) > room:
                        pieces.append(([], []))
                        added = [heading, chunk] if heading else [chunk]
                    pieces[-1][0].extend(added)
                    shown = True
                pieces[-1][1].extend(covers)
        count = len(pieces)
        return [
            MessagePart(f"{self.title}（{number}/{count}）", "\n".join(lines), tuple(covers))
            for number, (lines, covers) in enumerate(pieces, 1)
        ]

    @cached_property
    def _blocks(self) -> list[Block]:
        """What is to do, each county with its items, the rules with the closing words."""
        blocks = [self._block("head.txt")]
        for _, group in groupby(self.items, key=lambda item: item.county or ""):
            items = list(group)
            entries = [entry for item in items for entry in item.covers]
            heading = self._render("county.txt", entries=entries, place=items[0].place)
            blocks.append((heading, [(self._listed(item), item.covers) for item in items]))
        return [block for block in (*blocks, self._block("rules.txt"), self._block("foot.txt")) if block[1]]

    def _block(self, template: str) -> Block:
        """Lines around the items, which settle nothing."""
        return "", [(line, ()) for line in self._render(template).splitlines()]

    def _listed(self, item: Entry | Digest) -> str:
        """The line of an item with the id of its alert and the address of its evidence."""
        reference = self._render("reference.txt", item=item, link=self.link(item))
        return f"{self.line(item)} {reference}".rstrip()

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
            "remedies": self.remedies,
            "rules": self.rules,
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


@lru_cache(maxsize=8)
def _environment(user_templates: Path | None, language: Language, *, html: bool) -> Environment:
    """The templates of a language; made once, as a night may have a hundred messages and each holds ten megabytes."""
    folders = [user_templates / language] if user_templates else []
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in [*folders, TEMPLATES / language]]),
        autoescape=html,  # noqa: S701 - the other half is plain text
        undefined=StrictUndefined,
        finalize=shown,
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
