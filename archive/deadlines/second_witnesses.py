"""Second witnesses of absence: what else of a site was asked before somebody was accused, and what it answered.

Read from the captures of the requests; nothing else is stored of them. That a witness shows nothing proves nothing by
itself. A report that one names and that could not be read keeps the verdict open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from archive.captures.of_addresses import of_sites
from archive.deadlines.case import AmbiguousDocument, Pair
from archive.deadlines.reasons import Ambiguity
from archive.messages import text
from archive.storage.database import Archive
from archive.storage.instants import from_milliseconds, milliseconds
from archive.storage.instants import text as instant_text

_ASKED = of_sites(
    "f.site_run, f.capture, f.via, f.kind, a.url, f.fetched_at, f.verdict, f.link_title,"
    " f.request ->> 'witness' AS witness, f.request ->> 'about' AS about",
    "SELECT site FROM sites WHERE county_code = ?1",
    "f.request ->> 'for' = 'witness'",
    "CROSS JOIN addresses AS a ON a.address = f.address",
)
"""The requests to witnesses (kind `portal`), and for the documents that they named, by the witness's capture."""


class SecondWitness(StrEnum):
    """What was asked."""

    SITEMAP = "sitemap"
    """A sitemap that robots.txt names, or that lies at the usual address."""
    FEED = "feed"
    """An RSS or Atom feed that a page names."""
    SEARCH = "search"
    """The site's own search, by its form."""
    COLLECTION = "collection"
    """A page of others that collects reports, which the site's row names."""


class WitnessAnswer(StrEnum):
    """What came of it."""

    SHOWS_NOTHING = "shows_nothing"
    """It names nothing that may be the report and was not known."""
    NAMED_OTHERS = "named_others"
    """All that it named was read, and is something else."""
    NONE = "none"
    """There is no such witness: no page names one, or nothing of the kind is at its address."""
    NOT_ALLOWED = "not_allowed"
    """robots.txt forbids to ask it, or it is on a host that is not the site's."""
    NOT_ANSWERED = "not_answered"
    """It did not answer, or a firewall did."""


_NONE = ("gone", "soft_404", "unknown")
_READ = ("ok", "same")


@dataclass(frozen=True, slots=True)
class Asked:
    """A witness as it was asked, and its answer; `url` and `capture` are None for one that no page names."""

    witness: SecondWitness
    answer: WitnessAnswer
    at: datetime
    url: str | None = None
    capture: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """The witness as `evidence` shows it."""
        return {
            "witness": self.witness,
            "answer": self.answer,
            "why": self.sentence(),
            "at": instant_text(self.at),
            "url": self.url,
            "capture": self.capture,
        }

    def sentence(self, language: str = "en") -> str:
        """Who was asked and what came of it, in words without a full stop."""
        return in_words(self.witness, self.answer, language)


def in_words(witness: str, answer: str, language: str = "en") -> str:
    """A witness and its answer in words without a full stop. Languages: en, zh."""
    return text(f"witness-{answer}", language, witness=text(f"witness-{witness}", language))


class SecondWitnesses:
    """The witnesses of one county, by what was requested until `now`. Nothing is asked of the archive before it has to.

    Those of the last site run that asked about a report count.
    """

    def __init__(self, archive: Archive, county: str, now: datetime) -> None:
        self._archive, self._county, self._now = archive, county, now

    @cached_property
    def _rows(self) -> Sequence[Any]:
        until = milliseconds(self._now)
        rows = (row for row in self._archive.rows(_ASKED, self._county) if row["fetched_at"] <= until)
        return sorted(rows, key=lambda row: row["capture"])

    def about(self, pair: Pair) -> list[Asked]:
        """The witnesses that were asked about a report; empty where none was asked, and so none is known to exist."""
        rows = self._last(pair)
        if not rows:
            return []
        found = [self._asked(row) for row in rows if row["kind"] == "portal" and row["witness"] in list(SecondWitness)]
        known = {asked.witness for asked in found}
        at = from_milliseconds(rows[-1]["fetched_at"])
        unknown = (one for one in (SecondWitness.FEED, SecondWitness.SEARCH) if one not in known)
        found += [Asked(one, WitnessAnswer.NONE, at) for one in unknown]
        return sorted(found, key=lambda asked: list(SecondWitness).index(asked.witness))

    def unread(self, pair: Pair) -> Iterator[AmbiguousDocument]:
        """What a witness named as this report, and could not be read when it was last requested."""
        verdicts = {row["url"]: row for row in self._last(pair) if row["kind"] != "portal"}
        for url, row in verdicts.items():
            if row["verdict"] not in _READ:
                found = {"title": row["link_title"] or "", "url": url}
                yield AmbiguousDocument(Ambiguity.NAMED_BY_WITNESS, found, *pair)

    def _last(self, pair: Pair) -> list[Any]:
        """The requests about a report in the last site run that asked about it, each address as it answered last."""
        name = f"{pair[0]}/{pair[1]}"
        about = [row for row in self._rows if name in (row["about"] or "").split()]
        last = [row for row in about if row["site_run"] == about[-1]["site_run"]]
        return list({(row["kind"], row["url"]): row for row in last}.values())

    def _asked(self, row: Any) -> Asked:
        return Asked(
            SecondWitness(row["witness"]),
            self._answer(row),
            from_milliseconds(row["fetched_at"]),
            row["url"],
            row["capture"],
        )

    def _answer(self, row: Any) -> WitnessAnswer:
        if row["verdict"] in _READ:
            named = any(other["via"] == row["capture"] for other in self._rows if other["kind"] != "portal")
            return WitnessAnswer.NAMED_OTHERS if named else WitnessAnswer.SHOWS_NOTHING
        if row["verdict"] == "refused":
            return WitnessAnswer.NOT_ALLOWED
        return WitnessAnswer.NONE if row["verdict"] in _NONE else WitnessAnswer.NOT_ANSWERED
