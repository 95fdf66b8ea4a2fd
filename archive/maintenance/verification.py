"""How far a verification got, and what the last sound one covered: kept in a file beside the archive.

So one that was stopped goes on where it was, and the next one can be asked for what is new alone. The file is no part
of the archive: without it, or where it cannot be written, a verification begins at the beginning.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, Self

from archive.extract import parser_name
from archive.messages.coded import Sentence, in_words
from archive.storage.database import Archive, payload_path

BATCH: Final = 500
"""Rows that are read at a time, so that a long verification keeps no snapshot of the archive open."""

SAVED_EVERY_SECONDS: Final = 5.0

Watch = Callable[[str, int, int], None]
"""Progress: what is counted (the rest of a code that begins with `counted-`), how much is done, and of how much."""

Key = list[Any]
"""The values of a row's key columns."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One difference that was found."""

    check: str
    subject: str | Sentence
    said: Sentence

    def as_row(self, lang: str = "en") -> dict[str, str]:
        """The difference in words; in English, as `verify --json` has it."""
        return {"check": self.check, "subject": in_words(self.subject, lang), "detail": in_words(self.said, lang)}

    @classmethod
    def load(cls, written: Any) -> Self:
        """The difference out of its JSON."""
        subject = written["subject"]
        return cls(
            written["check"], subject if isinstance(subject, str) else _loaded(subject), _loaded(written["said"])
        )

    def dump(self) -> dict[str, Any]:
        """The difference as JSON."""
        subject = self.subject if isinstance(self.subject, str) else self.subject.argument
        return {"check": self.check, "subject": subject, "said": self.said.argument}


def _loaded(written: Any) -> Sentence:
    return Sentence(written["reason"], written["args"])


_LAST: Final = """
SELECT coalesce((SELECT max(payload) FROM payloads), 0) AS payload,
    coalesce((SELECT max(headers) FROM header_sets), 0) AS headers,
    coalesce((SELECT max(state) FROM listing_states), 0) AS state,
    coalesce((SELECT max(document) FROM documents), 0) AS document,
    coalesce((SELECT max(site_run) FROM visits), 0) AS site_run,
    max(coalesce((SELECT max(capture) FROM news), ''), coalesce((SELECT max(capture) FROM repeats), '')) AS capture,
    coalesce((SELECT max(at) FROM changes), '') AS change
"""
NOTHING: Final[Mapping[str, Any]] = {
    "payload": 0, "headers": 0, "state": 0, "document": 0, "site_run": 0, "capture": "", "change": "",
}  # fmt: skip
"""The marks of an archive of which nothing is verified: the last key of each table that only grows."""


class Verification:
    """A verification under way of an archive.

    With `only_new` it covers what came after the last sound one; where there was none, everything. `resumed` tells when
    the stopped one began that it goes on with, `since` when the sound one began that it builds on; None where none.
    """

    def __init__(
        self,
        archive: Archive,
        now: str = "",
        *,
        path: Path | None = None,
        only_new: bool = False,
        anew: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self._archive, self._path, self._watch = archive, path, watch
        self._files = _files(archive.path)
        kept = self._kept()
        self._sound = kept.get("sound")
        self.marks: Mapping[str, Any] = NOTHING
        self.since: str | None = None
        if only_new and self._sound:
            self.marks, self.since = self._sound["marks"], self._sound["began"]
        kind = [self.since, version("nianbao"), parser_name.today()]
        stopped = kept.get("stopped")
        if anew or not stopped or stopped["kind"] != kind:
            stopped = None
        self.resumed: str | None = stopped["began"] if stopped else None
        self._state: dict[str, Any] = stopped or {
            "kind": kind, "began": now, "marks": dict(archive.one(_LAST)), "done": [], "places": {}, "problems": [],
        }  # fmt: skip
        self._saved = time.monotonic()

    @property
    def is_whole(self) -> bool:
        """Whether everything is verified, not only what is new."""
        return self.marks is NOTHING

    def found_before(self) -> list[Problem]:
        """What was found before this one was stopped."""
        return [Problem.load(written) for written in self._state["problems"]]

    def run(self, check: str, problems: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
        """What a check finds, unless it is done."""
        if check in self._state["done"]:
            return
        for problem in problems():
            self._state["problems"].append(problem.dump())
            yield problem
        self._state["done"].append(check)
        self._save()

    def rows(
        self, what: str, sql: str, first: Literal[0, ""] = 0, keys: int = 1, counted: str | None = None
    ) -> Iterator[sqlite3.Row]:
        """Rows in the order of their key, from where this was stopped; each is done when the next one is asked for.

        The key is the first `keys` columns, and the query has them behind `:after` (and `:then`), which begin as
        `first`; of marks it knows those in `NOTHING`. `what` names its place in the file, and is what is counted unless
        `counted` says otherwise.
        """
        place: Key = self._state["places"].get(what) or [first, 0][:keys]
        done, of = 0, self._count(sql, place)
        while batch := self._select(f"{sql} LIMIT {BATCH}", place):
            for row in batch:
                yield row
                done += 1
                place = self._state["places"][what] = list(row)[:keys]
                self._pass(counted or what, done, of)

    def conclude(self) -> None:
        """Note that everything is done: where nothing was found, what this covers is sound."""
        if not self._state["problems"]:
            self._sound = {"began": self._state["began"], "marks": self._state["marks"]}
        elif self.is_whole:
            self._sound = None
        self._write({})

    def _select(self, sql: str, place: Key) -> list[sqlite3.Row]:
        after = dict(zip(("after", "then"), place, strict=False))
        return self._archive.connection.execute(sql, {**self.marks, **after}).fetchall()

    def _count(self, sql: str, place: Key) -> int:
        return int(self._select(f"SELECT count(*) FROM ({sql})", place)[0][0]) if self._watch else 0

    def _pass(self, what: str, done: int, of: int) -> None:
        if self._watch:
            self._watch(what, done, of)
        if time.monotonic() - self._saved > SAVED_EVERY_SECONDS:
            self._save()

    def _kept(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            kept: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8")) if self._path else {}
            if kept.get("files") == self._files:
                return kept
        return {}

    def _save(self) -> None:
        self._write({"stopped": self._state})
        self._saved = time.monotonic()

    def _write(self, state: Mapping[str, Any]) -> None:
        if self._path is None:
            return
        part = self._path.with_name(f"{self._path.name}.part")
        with suppress(OSError):  # where it cannot be written, there is nothing to go on from
            written = {"files": self._files, **({"sound": self._sound} if self._sound else {}), **state}
            part.write_text(json.dumps(written, ensure_ascii=False) + "\n", encoding="utf-8")
            part.replace(self._path)


def place_of(path: Path) -> Path:
    """The file beside the archive at `path` in which a verification keeps how far it is."""
    return path.with_name(f"{path.stem}.verified.json")


def _files(path: Path) -> list[int]:
    """Which files these are: a backup that was restored is another archive, of which nothing is verified."""
    return [file.stat().st_ino for file in (path, payload_path(path)) if file.exists()]
