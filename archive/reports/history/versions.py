"""A report's versions and changes, derived from the observations of its documents in order of time. Pure.

Knows order and difference, and not where documents came from or how they were parsed. Instants (`at`, `since`) are text
as `archive.storage.instants.text` writes it, and serve only to order observations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Change = Literal["appeared", "figures", "text"]
ChangeKind = Literal["appeared", "figures", "text", "withdrawn", "restored", "title", "claimed_on", "address"]
Cause = Literal["publisher", "parser"]


@dataclass(frozen=True, slots=True)
class Available:
    """A document of the report was available with this content.

    `at` is when that became known, `figures` and `text` are the digests of its figures and text. `url_key` is the
    address in canonical spelling (default: `url`), `available_at` the URL keys at which the report was available in the
    same run; `has_tables` says that the document has statutory tables. Where the same bytes were read differently
    before, `cause` is `parser` and `reread` the version they were read as; `document` is the capture that brought the
    bytes (default: `capture`, which may only have confirmed them).
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
    url_key: str | None = None
    available_at: frozenset[str] = frozenset()
    has_tables: bool = True
    document: str | None = None
    reread: str | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A complete check did not list the report, and its address answered that it is gone.

    With cause `parser`: no document is read as this report any longer.
    """

    at: str
    capture: str
    cause: Cause = "publisher"


@dataclass(frozen=True, slots=True)
class Removed:
    """A complete check found the report gone from these addresses, as (URL key, URL), and still available elsewhere."""

    at: str
    capture: str
    url_keys: tuple[tuple[str, str], ...]


Observation = Available | Gone | Removed


@dataclass(frozen=True, slots=True)
class Version:
    """A distinct content of the report, with the first document that had it."""

    seq: int
    first: Available
    change: Change


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One change of the report, as the table `changes` stores it."""

    at: str
    kind: ChangeKind
    before: str | None
    after: str | None
    cause: Cause
    capture: str


@dataclass(frozen=True, slots=True)
class Publication:
    """An address that shows or showed the report: its last content, since when, and whether it still shows it."""

    last: Available
    since: str
    is_available: bool


@dataclass(frozen=True, slots=True)
class History:
    """All versions in order, all changes and publications, and the current state; `leading` is the content in force."""

    versions: tuple[Version, ...]
    changes: tuple[ReportChange, ...]
    publications: tuple[Publication, ...]
    leading: Available | None
    present: bool

    @property
    def current(self) -> str | None:
        """The version in force."""
        return self.leading.version if self.leading else None


def fold(observations: Iterable[Observation]) -> History:
    """The history that observations give in the order in which they became known.

    A content seen before is `restored`, not a new version. Addresses that show the report at the same time are
    publications of one report: each is compared with its own last content, and a second publication that differs from
    the leading one is a parallel content, not a revision. Where the leading publication disappears, another leads.
    """
    state = _State()
    for observation in sorted(observations, key=lambda seen: (seen.at, not isinstance(seen, Available), seen.capture)):
        state.add(observation)
    return state.history()


class _State:
    """The report's state while observations are added: the leading content, and the last content by URL key."""

    def __init__(self) -> None:
        self._versions: dict[str, Version] = {}
        self._changes: list[ReportChange] = []
        self._leading: Available | None = None
        self._present = False
        self._last_seen: dict[str, Available] = {}
        self._since: dict[str, str] = {}
        self._removed: set[str] = set()
        self._superseded: set[str] = set()
        self._addresses: set[str] = set()

    def add(self, observation: Observation) -> None:
        if isinstance(observation, Gone):
            self._withdraw(observation)
        elif isinstance(observation, Removed):
            self._remove_addresses(observation)
        elif self._leading is None:
            self._add_first(observation)
        elif observation.reread is not None:
            self._add_reread(observation, observation.reread, self._leading)
        else:
            self._add_seen(observation, self._leading)

    def history(self) -> History:
        publications = tuple(
            Publication(seen, self._since[url_key], self._present and self._is_current(url_key))
            for url_key, seen in self._last_seen.items()
        )
        return History(tuple(self._versions.values()), tuple(self._changes), publications, self._leading, self._present)

    def _withdraw(self, gone: Gone) -> None:
        if self._present and self._leading:
            self._changes.append(
                ReportChange(gone.at, "withdrawn", self._leading.version, None, gone.cause, gone.capture)
            )
            self._present = False

    def _remove_addresses(self, removed: Removed) -> None:
        if not self._present:
            return
        for url_key, url in removed.url_keys:
            if url_key in self._last_seen and self._is_current(url_key):
                self._changes.append(ReportChange(removed.at, "address", url, None, "publisher", removed.capture))
            self._removed.add(url_key)
        remaining = [seen for url_key, seen in self._last_seen.items() if url_key not in self._removed]
        if self._leading and _url_key(self._leading) in self._removed and remaining:
            self._promote_successor(removed, self._leading, remaining)

    def _promote_successor(self, removed: Removed, leading: Available, remaining: Sequence[Available]) -> None:
        """Let another address lead: preferably a current one, with tables, observed last."""
        successor = max(
            remaining, key=lambda seen: (self._is_current(_url_key(seen)), seen.has_tables, seen.at, seen.capture)
        )
        self._superseded.discard(_url_key(successor))
        if successor.version != leading.version:
            change = ReportChange(
                removed.at, "restored", leading.version, successor.version, "publisher", removed.capture
            )
            self._changes.append(change)
        self._leading = successor

    def _add_first(self, seen: Available) -> None:
        self._versions[seen.version] = Version(1, seen, "appeared")
        self._change(seen, "appeared", None, seen.version)
        self._leading, self._present = seen, True
        self._record(seen)

    def _add_seen(self, seen: Available, leading: Available) -> None:
        """Add a document of a known report: compared with the last one at its address, or with the leading one."""
        earlier = self._last_seen.get(_url_key(seen)) if self._is_current(_url_key(seen)) else None
        follows_leading = self._follows_leading(seen, leading)
        if earlier or follows_leading:
            self._compare(seen, earlier or leading)
        else:
            self._publish_beside(seen, leading)
        self._change_claims(seen, earlier)
        if seen.url not in self._addresses or not self._is_current(_url_key(seen)):
            self._change(seen, "address", leading.url, seen.url)
        self._update_leading(seen, leading, follows_leading=follows_leading)
        self._present = True
        self._record(seen)

    @staticmethod
    def _follows_leading(seen: Available, leading: Available) -> bool:
        """Whether it is the leading address's next document, or the leading address is no longer available."""
        return _url_key(seen) == _url_key(leading) or _url_key(leading) not in seen.available_at

    def _update_leading(self, seen: Available, leading: Available, *, follows_leading: bool) -> None:
        """Let the document lead where it follows the leading one, or has the tables that the leading one lacks."""
        if follows_leading and _url_key(seen) != _url_key(leading):
            self._superseded.add(_url_key(leading))
        if follows_leading or (seen.has_tables and not leading.has_tables):
            self._leading = seen

    def _publish_beside(self, seen: Available, leading: Available) -> None:
        """Add a parallel publication: its content is stored, and is no revision."""
        if seen.version not in self._versions:
            self._versions[seen.version] = Version(len(self._versions) + 1, seen, "appeared")
        if not self._present:
            self._change(seen, "restored", leading.version, seen.version)

    def _compare(self, seen: Available, before: Available) -> None:
        if seen.version not in self._versions:
            self._new_version(seen, before.version, before.figures)
        elif not self._present or seen.version != before.version:
            self._change(seen, "restored", before.version, seen.version)

    def _add_reread(self, seen: Available, before: str, leading: Available) -> None:
        """The same bytes read differently: a parser change, which affects only publications of those bytes."""
        if seen.version not in self._versions:
            earlier = self._versions.get(before)
            self._new_version(seen, before, earlier.first.figures if earlier else None)
        elif seen.version != before:
            self._change(seen, "restored", before, seen.version)
        for url_key, last in self._last_seen.items():
            if _document(last) == _document(seen):
                self._last_seen[url_key] = replace(seen, capture=last.capture)
        if _document(leading) == _document(seen):
            self._leading = replace(seen, capture=leading.capture)

    def _new_version(self, seen: Available, before: str, figures: str | None) -> None:
        change: Change = "figures" if seen.figures != figures else "text"
        self._versions[seen.version] = Version(len(self._versions) + 1, seen, change)
        self._change(seen, change, before, seen.version)

    def _change_claims(self, seen: Available, earlier: Available | None) -> None:
        if earlier is None:
            return
        if seen.title != earlier.title:
            self._change(seen, "title", earlier.title, seen.title)
        if seen.claimed_on != earlier.claimed_on:
            self._change(seen, "claimed_on", earlier.claimed_on, seen.claimed_on)

    def _record(self, seen: Available) -> None:
        self._last_seen[_url_key(seen)] = seen
        self._since.setdefault(_url_key(seen), seen.at)
        self._removed.discard(_url_key(seen))
        self._superseded.discard(_url_key(seen))
        self._addresses.add(seen.url)

    def _is_current(self, url_key: str) -> bool:
        return url_key not in self._removed and url_key not in self._superseded

    def _change(self, seen: Available, kind: ChangeKind, before: str | None, after: str | None) -> None:
        self._changes.append(ReportChange(seen.at, kind, before, after, seen.cause, seen.capture))


def _url_key(seen: Available) -> str:
    return seen.url_key or seen.url


def _document(seen: Available) -> str:
    return seen.document or seen.capture


def differences(
    before: Sequence[tuple[str, object]], after: Sequence[tuple[str, object]]
) -> list[tuple[str, object, object]]:
    """The figures in which two versions differ: (cell, before, after) in the form's order; None where absent."""
    old, new = dict(before), dict(after)
    return [
        (name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)
    ]
