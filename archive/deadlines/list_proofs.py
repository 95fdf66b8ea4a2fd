"""What one run proves of each list, in words for whoever looks after the site: where it ends by what, what is missing.

The facts about the place, the county and the unit are not here: they take several nights and all sites of the county.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.captures.facts import Fact, Finding, Observation
from archive.deadlines.questions import lists_of_run
from archive.deadlines.reasons import Arguments, remedy, sentence
from archive.messages import text
from archive.storage.database import Archive


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not proved: the observation that stands in the way, in words, and what a person could do.

    `rows` are the addresses or, without one, the titles of those in question.
    """

    fact: Fact
    observation: Observation
    why: str
    remedy: str | None
    rows: tuple[str, ...] = ()
    args: Arguments = field(default_factory=dict)

    def in_words(self, language: str) -> str:
        """What stands in the way, and what a person could do."""
        why = sentence(self.observation, self.args, language)
        advice = remedy(self.observation, language)
        if advice is None:
            return text("proof-lacks", language, why=why)
        return text("proof-lacks-so", language, why=why, remedy=" ".join(advice.split()))


@dataclass(frozen=True, slots=True)
class ListProof:
    """A list by its address: the observation that proves its end, None where none does, in words, and what is missing.

    The field names are JSON keys of `nianbao sites check`.
    """

    url: str
    ends_by: Observation | None
    ends: str | None
    missing: tuple[MissingFact, ...]

    def line(self, language: str = "en") -> str:
        """The list in one line."""
        ends = text("proof-ends", language, by=text(self.ends_by, language)) if self.ends_by else None
        said = {"url": self.url, "ends": ends or text("proof-end-open", language)}
        if not self.missing:
            return text("proof-of-list", language, **said)
        lacks = text("proof-between", language).join(one.in_words(language) for one in self.missing)
        return text("proof-of-list-lacking", language, **said, lacks=lacks)


def of_run(archive: Archive, county: str, run: str) -> list[ListProof]:
    """The lists of a county that a run checked."""
    return [_of_list(url, findings) for url, findings in lists_of_run(archive, county, run).items()]


def _of_list(url: str, findings: Sequence[Finding]) -> ListProof:
    end = next((finding for finding in findings if finding.fact is Fact.LIST_ENDS and finding.holds), None)
    return ListProof(
        url,
        end.observation if end else None,
        text(end.observation) if end else None,
        tuple(_missing(finding) for finding in findings if not finding.holds),
    )


def _missing(finding: Finding) -> MissingFact:
    observation = finding.observation
    rows = tuple(row.url or row.title for row in finding.rows)
    args = _arguments(finding)
    return MissingFact(finding.fact, observation, sentence(observation, args), remedy(observation), rows, args)


def _arguments(finding: Finding) -> Arguments:
    """What the sentence names; of rows, a proof stores the rows themselves."""
    rows: Arguments = {"count": len(finding.rows), "title": finding.rows[0].title} if finding.rows else {}
    return {**rows, **finding.args}
