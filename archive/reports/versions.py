"""From what a report's documents said, one after the other, to its versions and changes. Pure.

Knows order and difference; refuses to know where the documents came from or how they were read. Every instant here
(`at`, `since`) is text as `archive.storage.instants.text` writes it, and serves for order alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Change = Literal["appeared", "figures", "text"]
ChangeKind = Literal["appeared", "figures", "text", "withdrawn", "restored", "title", "claimed_on", "address"]
Cause = Literal["publisher", "parser"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A document of the report was there and said this.

    `at` is when we came to know it, `figures` and `text` digest the two halves of the reading. `place` names the
    address whatever its spelling (default: `url`), `up` the places where the report was to be had in the same run;
    `full` says that the document has statutory tables. Where the same bytes had been read otherwise before, `cause` is
    `parser` and `reread` the version they had been read as; `document` is the capture that brought those bytes
    (default: `capture`, which may be one that named them again).
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
    place: str | None = None
    up: frozenset[str] = frozenset()
    full: bool = True
    document: str | None = None
    reread: str | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A sound look did not list the report, and its own address said that it is gone.

    With cause `parser`: no document is read as this report any more.
    """

    at: str
    capture: str
    cause: Cause = "publisher"


@dataclass(frozen=True, slots=True)
class Left:
    """A sound look found that these places, each with its address, have the report no more; others still have it."""

    at: str
    capture: str
    places: tuple[tuple[str, str], ...]


Observation = Seen | Gone | Left


@dataclass(frozen=True, slots=True)
class Version:
    """A distinct content of the report, with the first document that said it."""

    seq: int
    first: Seen
    change: Change


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the report, as the table `changes` stores it."""

    at: str
    kind: ChangeKind
    before: str | None
    after: str | None
    cause: Cause
    capture: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A place that shows or showed the report: what it said last, since when it was there, whether it still counts."""

    last: Seen
    since: str
    up: bool


@dataclass(frozen=True, slots=True)
class History:
    """All versions in order, all changes, all places, and how the report stands now: `lead` is what it says."""

    versions: tuple[Version, ...]
    changes: tuple[Changed, ...]
    publications: tuple[Publication, ...]
    lead: Seen | None
    present: bool

    @property
    def current(self) -> str | None:
        """The version that the report shows now."""
        return self.lead.version if self.lead else None


def fold(observations: Iterable[Observation]) -> History:
    """Versions and changes out of observations in the order in which they became known.

    A content seen before is `restored`, not a new version. Addresses that show the report at one time are one report
    with several publications: each is compared with what it said itself before, and a second one that says something
    else than the leading one is a content beside it, not a revision. Where the leading one goes, another leads.
    """
    state = _State()
    for observation in sorted(observations, key=lambda o: (o.at, not isinstance(o, Seen), o.capture)):
        state.add(observation)
    return state.history()


class _State:
    """The report's state while its observations are walked: the lead, and what each place said last."""

    def __init__(self) -> None:
        self._versions: dict[str, Version] = {}
        self._changes: list[Changed] = []
        self._lead: Seen | None = None
        self._present = False
        self._places: dict[str, Seen] = {}
        self._since: dict[str, str] = {}
        self._left: set[str] = set()
        self._passed: set[str] = set()
        self._addresses: set[str] = set()

    def add(self, observation: Observation) -> None:
        if isinstance(observation, Gone):
            self._gone(observation)
        elif isinstance(observation, Left):
            self._leave(observation)
        elif self._lead is None:
            self._appear(observation)
        elif observation.reread is not None:
            self._reread(observation, observation.reread, self._lead)
        else:
            self._seen(observation, self._lead)

    def history(self) -> History:
        places = tuple(
            Publication(seen, self._since[place], self._present and self._counts(place))
            for place, seen in self._places.items()
        )
        return History(tuple(self._versions.values()), tuple(self._changes), places, self._lead, self._present)

    def _gone(self, gone: Gone) -> None:
        if self._present and self._lead:
            self._changes.append(Changed(gone.at, "withdrawn", self._lead.version, None, gone.cause, gone.capture))
            self._present = False

    def _leave(self, left: Left) -> None:
        if not self._present:
            return
        for place, url in left.places:
            if place in self._places and self._counts(place):
                self._changes.append(Changed(left.at, "address", url, None, "publisher", left.capture))
            self._left.add(place)
        others = [seen for place, seen in self._places.items() if place not in self._left]
        if self._lead and _place(self._lead) in self._left and others:
            self._pass_on(left, self._lead, others)

    def _pass_on(self, left: Left, lead: Seen, others: Sequence[Seen]) -> None:
        """Let another place lead: one that counts, with tables, that said something last."""
        heir = max(others, key=lambda seen: (self._counts(_place(seen)), seen.full, seen.at, seen.capture))
        self._passed.discard(_place(heir))
        if heir.version != lead.version:
            change = Changed(left.at, "restored", lead.version, heir.version, "publisher", left.capture)
            self._changes.append(change)
        self._lead = heir

    def _appear(self, seen: Seen) -> None:
        self._versions[seen.version] = Version(1, seen, "appeared")
        self._change(seen, "appeared", None, seen.version)
        self._lead, self._present = seen, True
        self._note(seen)

    def _seen(self, seen: Seen, lead: Seen) -> None:
        """A document of a report that is known: compared with its own place's last one, or with the lead it follows."""
        former = self._places.get(_place(seen)) if self._counts(_place(seen)) else None
        follows = self._follows(seen, lead)
        if former or follows:
            self._compare(seen, former or lead)
        else:
            self._publish_beside(seen, lead)
        self._change_claims(seen, former)
        if seen.url not in self._addresses or not self._counts(_place(seen)):
            self._change(seen, "address", lead.url, seen.url)
        self._let_lead(seen, lead, follows=follows)
        self._present = True
        self._note(seen)

    @staticmethod
    def _follows(seen: Seen, lead: Seen) -> bool:
        """Whether it is the leading place's own next document, or stands where the leading place is up no more."""
        return _place(seen) == _place(lead) or _place(lead) not in seen.up

    def _let_lead(self, seen: Seen, lead: Seen, *, follows: bool) -> None:
        """Let it lead where it follows the lead, or has the tables that the lead lacks."""
        if follows and _place(seen) != _place(lead):
            self._passed.add(_place(lead))
        if follows or (seen.full and not lead.full):
            self._lead = seen

    def _publish_beside(self, seen: Seen, lead: Seen) -> None:
        """A further publication beside the leading one: its content is stored, and is no revision."""
        if seen.version not in self._versions:
            self._versions[seen.version] = Version(len(self._versions) + 1, seen, "appeared")
        if not self._present:
            self._change(seen, "restored", lead.version, seen.version)

    def _compare(self, seen: Seen, before: Seen) -> None:
        if seen.version not in self._versions:
            self._new_version(seen, before.version, before.figures)
        elif not self._present or seen.version != before.version:
            self._change(seen, "restored", before.version, seen.version)

    def _reread(self, seen: Seen, before: str, lead: Seen) -> None:
        """The same bytes read otherwise: a change of our own, which moves only what rests on those bytes."""
        if seen.version not in self._versions:
            former = self._versions.get(before)
            self._new_version(seen, before, former.first.figures if former else None)
        elif seen.version != before:
            self._change(seen, "restored", before, seen.version)
        for place, last in self._places.items():
            if _document(last) == _document(seen):
                self._places[place] = replace(seen, capture=last.capture)
        if _document(lead) == _document(seen):
            self._lead = replace(seen, capture=lead.capture)

    def _new_version(self, seen: Seen, before: str, figures: str | None) -> None:
        change: Change = "figures" if seen.figures != figures else "text"
        self._versions[seen.version] = Version(len(self._versions) + 1, seen, change)
        self._change(seen, change, before, seen.version)

    def _change_claims(self, seen: Seen, former: Seen | None) -> None:
        if former is None:
            return
        if seen.title != former.title:
            self._change(seen, "title", former.title, seen.title)
        if seen.claimed_on != former.claimed_on:
            self._change(seen, "claimed_on", former.claimed_on, seen.claimed_on)

    def _note(self, seen: Seen) -> None:
        self._places[_place(seen)] = seen
        self._since.setdefault(_place(seen), seen.at)
        self._left.discard(_place(seen))
        self._passed.discard(_place(seen))
        self._addresses.add(seen.url)

    def _counts(self, place: str) -> bool:
        return place not in self._left and place not in self._passed

    def _change(self, seen: Seen, kind: ChangeKind, before: str | None, after: str | None) -> None:
        self._changes.append(Changed(seen.at, kind, before, after, seen.cause, seen.capture))


def _place(seen: Seen) -> str:
    return seen.place or seen.url


def _document(seen: Seen) -> str:
    return seen.document or seen.capture


def differences(
    before: Sequence[tuple[str, object]], after: Sequence[tuple[str, object]]
) -> list[tuple[str, object, object]]:
    """What differs between two versions' figures: (cell, before, after) in the form's order; None is absent."""
    old, new = dict(before), dict(after)
    return [
        (name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)
    ]
