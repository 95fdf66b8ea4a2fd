"""From what a report's documents said, one after the other, to its versions and changes. Pure.

Knows order and difference; refuses to know where the documents came from or how they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Change = Literal["appeared", "figures", "text"]
ChangeKind = Literal["appeared", "figures", "text", "withdrawn", "restored", "title", "claimed_on", "address"]
Cause = Literal["publisher", "parser"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A document of the report was there and said this.

    `at` is when we came to know it, `figures` and `text` digest the two halves of the reading; `cause` is `parser`
    where the same bytes had been read otherwise before.
    """

    at: str
    capture: str
    version: str
    figures: str
    text: str
    url: str
    title: str | None
    claimed_on: str | None
    cause: Cause = "publisher"


@dataclass(frozen=True, slots=True)
class Gone:
    """A sound look did not list the report, and its own address said that it is gone."""

    at: str
    capture: str
    cause: Cause = "publisher"


@dataclass(frozen=True, slots=True)
class Version:
    """A distinct content of the report, with the first document that said it."""

    seq: int
    first: Seen
    change: Change


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the report, as the table `changes` keeps it."""

    at: str
    kind: ChangeKind
    before: str | None
    after: str | None
    cause: Cause
    capture: str


@dataclass(frozen=True, slots=True)
class History:
    """All versions in order, all changes, and how the report stands now."""

    versions: tuple[Version, ...]
    changes: tuple[Changed, ...]
    current: str | None
    present: bool


def fold(observations: Iterable[Seen | Gone]) -> History:
    """Versions and changes out of observations in the order in which they became known.

    A content seen before is `restored`, not a new version. Two addresses that show the report at one time with the
    same content are one report; where they differ, the later observation stands.
    """
    story = _Story()
    for observation in sorted(observations, key=lambda o: (o.at, o.capture)):
        story.add(observation)
    return story.told()


class _Story:
    """The report's state while its observations are walked."""

    def __init__(self) -> None:
        self._versions: dict[str, Version] = {}
        self._changes: list[Changed] = []
        self._current: Seen | None = None
        self._present = False
        self._addresses: set[str] = set()

    def add(self, observation: Seen | Gone) -> None:
        if isinstance(observation, Gone):
            self._gone(observation)
        elif self._current is None:
            self._appear(observation)
        else:
            self._seen(observation, self._current)

    def told(self) -> History:
        current = self._current.version if self._current else None
        return History(tuple(self._versions.values()), tuple(self._changes), current, self._present)

    def _gone(self, gone: Gone) -> None:
        if self._present and self._current:
            self._changes.append(Changed(gone.at, "withdrawn", self._current.version, None, gone.cause, gone.capture))
            self._present = False

    def _appear(self, seen: Seen) -> None:
        self._versions[seen.version] = Version(1, seen, "appeared")
        self._change(seen, "appeared", None, seen.version)
        self._stand(seen)

    def _seen(self, seen: Seen, before: Seen) -> None:
        if seen.version not in self._versions:
            change: Change = "figures" if seen.figures != before.figures else "text"
            self._versions[seen.version] = Version(len(self._versions) + 1, seen, change)
            self._change(seen, change, before.version, seen.version)
        elif seen.version != before.version or not self._present:
            self._change(seen, "restored", before.version, seen.version)
        for kind, old, new in (("title", before.title, seen.title), ("claimed_on", before.claimed_on, seen.claimed_on)):
            if old != new and seen.cause == "publisher" and seen.url == before.url:
                self._change(seen, "title" if kind == "title" else "claimed_on", old, new)
        if seen.url not in self._addresses:
            self._change(seen, "address", before.url, seen.url)
        self._stand(seen)

    def _stand(self, seen: Seen) -> None:
        self._current, self._present = seen, True
        self._addresses.add(seen.url)

    def _change(self, seen: Seen, kind: ChangeKind, before: str | None, after: str | None) -> None:
        self._changes.append(Changed(seen.at, kind, before, after, seen.cause, seen.capture))


def differences(
    before: Sequence[tuple[str, object]], after: Sequence[tuple[str, object]]
) -> list[tuple[str, object, object]]:
    """What differs between two versions' figures: (cell, before, after) in the form's order; None is absent."""
    old, new = dict(before), dict(after)
    return [
        (name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)
    ]
