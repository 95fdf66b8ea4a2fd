"""The questions that people can answer, out of the verdicts that wait for them: whom each concerns, and what it opens.

Reads `status` and the proofs of the checks that decided; decides nothing. Answers are in `archive.captures.answers`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from archive.captures import answers, facts
from archive.captures.answers import SUBJECTS, Answer, Answers, Question, Subject
from archive.captures.facts import Fact, Finding, Observation
from archive.deadlines import status
from archive.deadlines.reasons import Arguments, Code, Reason, sentence
from archive.messages import text
from archive.storage.database import Archive
from archive.storage.instants import text as instant_text

CURRENT = timedelta(days=366)
"""Questions are asked of reports that fell due so shortly before the verdicts were made, unless a year is named."""

ANSWERED_BY: Mapping[Fact, Question] = {
    Fact.LIST_ENDS: Question.LIST_ENDS,
    Fact.ROWS_ACCOUNTED: Question.ROW,
    Fact.OF_TODAY: Question.OF_TODAY,
    Fact.IS_THE_PLACE: Question.PLACE,
    Fact.PLAUSIBLE: Question.PLAUSIBLE,
}
"""The question whose answer makes a missing fact hold. Not `owes`: a unit that owes nothing is exempt."""

MACHINES_ONLY = frozenset(
    {
        Observation.LIST_NOT_READ,
        Observation.PROOF_MISSING,
        Observation.PAGE_NOT_KEPT,
        Observation.PAGE_CUT,
        Observation.STALE_COPY,
        Observation.CACHE_OF_UNKNOWN_AGE,
        Observation.ROW_SAID_TO_BE_IT,
        Observation.SAID_NOT_PLACE,
    }
)
"""Lacks that no answer fills: nobody can vouch for what was not read, or somebody has answered."""

_WAITING = """
SELECT s.township_code, t.name AS township, s.county_code, c.name AS county, s.year, s.evidence FROM status AS s
JOIN townships AS t ON t.code = s.township_code JOIN counties AS c ON c.code = s.county_code
WHERE s.verdict = 'cannot_tell' AND s.due_at > ?1 AND (?2 IS NULL OR s.county_code = ?2) AND (?3 IS NULL OR s.year = ?3)
AND s.reason IN (SELECT value FROM json_each(?4)) ORDER BY s.county_code, s.year, s.township_code
"""

_EXEMPT = """
SELECT s.township_code, t.name AS township, s.county_code, c.name AS county, s.year, s.reason, (
    SELECT a.url FROM reports AS r JOIN versions AS v USING (version) JOIN news AS k ON k.capture = v.capture
    JOIN addresses AS a USING (address)
    WHERE r.township_code = s.township_code ORDER BY r.year DESC LIMIT 1) AS page
FROM status AS s JOIN townships AS t ON t.code = s.township_code JOIN counties AS c ON c.code = s.county_code
WHERE s.verdict = 'exempt' AND s.due_at > ?1 AND (?2 IS NULL OR s.county_code = ?2) AND (?3 IS NULL OR s.year = ?3)
AND s.reason IN ('not_a_township', 'not_a_township_but_published')
AND EXISTS (SELECT 1 FROM reports AS r WHERE r.township_code = s.township_code)
ORDER BY s.county_code, s.year, s.township_code
"""

_LISTS = """
SELECT a.url, p.findings FROM sites AS s
CROSS JOIN visits AS v ON v.site = s.site AND v.outing = (SELECT outing FROM outings WHERE run = ?2)
JOIN looks AS l ON l.site_run = v.site_run JOIN addresses AS a ON a.address = l.start
LEFT JOIN proofs AS p USING (proof) WHERE s.county_code = ?1 ORDER BY l.site_run, l.start
"""


class ConcernedUnit(NamedTuple):
    """A unit that a question concerns."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that nobody has answered: its subject, and the units whose verdicts wait for it.

    `weight` is the number of verdicts that answers can open: those for which this is what is missing first, and nothing
    is missing that only machines can prove. `links` are the addresses to open, the most telling first. `reason` and
    `args` are what is missing, as `sentence` words it.
    """

    question: Question
    county_code: str
    county: str
    units: tuple[ConcernedUnit, ...]
    weight: int
    links: tuple[str, ...]
    reason: Code
    args: Arguments = field(default_factory=dict)
    year: int | None = None
    url: str | None = None
    title: str | None = None

    def subjects(self) -> list[Subject]:
        """What an answer to it is about: each unit where the subject is a unit."""
        named = SUBJECTS[self.question]
        year = self.year if "year" in named else None
        url = self.url if "url" in named else None
        units = [unit.code for unit in self.units] if "township_code" in named else [None]
        return [Subject(self.question, self.county_code, unit, year, url) for unit in units]

    def asks(self, language: str = "en") -> str:
        """The question in words. Languages: en, zh."""
        args: dict[str, str | int] = {"county": self.county, "units": self._names(language)}
        args |= {"title": self.title or ""}
        args |= {"year": self.year} if self.year is not None else {}
        return text(f"question-{self.question}", language, **args)

    def missing(self, language: str = "en") -> str:
        """What is missing, in words without a full stop."""
        return sentence(self.reason, self.args, language)

    def consequences(self, language: str = "en") -> tuple[str, str]:
        """What `yes` does, and what `no` does."""
        yes, no = (text(f"question-{self.question}-{says}", language) for says in ("yes", "no"))
        return yes, no

    def _names(self, language: str) -> str:
        names = "、".join(unit.name for unit in self.units[:_NAMED])
        left = len(self.units) - _NAMED
        return text("question-more-units", language, names=names, count=left) if left > 0 else names


_NAMED = 4
"""So many units are named in a question; the rest are counted."""


def as_json(found: OpenQuestion) -> dict[str, Any]:
    """A question as `nianbao review --json` shows it."""
    yes, no = found.consequences()
    return {
        "question": found.question,
        "county_code": found.county_code,
        "county": found.county,
        "units": [{"township_code": unit.code, "township": unit.name} for unit in found.units],
        "year": found.year,
        "url": found.url,
        "title": found.title,
        "weight": found.weight,
        "reason": found.reason,
        "args": dict(found.args),
        "asks": found.asks(),
        "missing": found.missing(),
        "if_yes": yes,
        "if_no": no,
        "links": list(found.links),
    }


def open_questions(
    archive: Archive, now: datetime, county: str | None = None, year: int | None = None
) -> list[OpenQuestion]:
    """The open questions of the reports that are due, the heaviest first; of one county or year, or of all."""
    judged = status.judged_at(archive)
    if judged is None:
        return []
    since = instant_text(judged - CURRENT) if year is None else ""
    gathered = _Gathered(archive, now)
    for row in archive.rows(_WAITING, since, county, year, json.dumps(list(Observation))):
        gathered.ask_about(dict(row))
    found = [*gathered.questions(), *_about_owing(archive, now, since, county, year)]
    return sorted(found, key=lambda one: (-one.weight, one.county_code, one.question, one.url or "", one.units))


def lists_of_run(archive: Archive, county: str, run: str) -> dict[str, Sequence[Finding]]:
    """What a run's check of each list of a county proves, by the list's address."""
    return {
        url: facts.load(findings, url) if findings else facts.unproved(url)
        for url, findings in archive.rows(_LISTS, county, run)
    }


def deciding_check(evidence: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The check in `evidence` whose proof decided, with the facts in `proof`; None where none did."""
    last = evidence.get("look_after")
    found = [look for look in evidence.get("looks", ()) if look.get("proof")]
    return next((look for look in reversed(found) if last and look["run"] == last["run"]), found[-1] if found else None)


class _Gathered:
    """Questions put together verdict by verdict: many verdicts of a county wait for the same answer."""

    def __init__(self, archive: Archive, now: datetime) -> None:
        self._archive = archive
        self._now = now
        self._lists: dict[tuple[str, str], dict[str, Sequence[Finding]]] = {}
        self._answers: dict[str, Answers] = {}
        self._found: dict[tuple[object, ...], OpenQuestion] = {}

    def questions(self) -> list[OpenQuestion]:
        """All that were asked."""
        return list(self._found.values())

    def ask_about(self, row: dict[str, Any]) -> None:
        """Ask what would open this verdict."""
        check = deciding_check(json.loads(row["evidence"]))
        missing = [finding for finding in check["proof"] if not finding["holds"]] if check else []
        if not check or not missing or not _is_for_people(missing[0]):
            return
        ask = self._askers().get(missing[0]["fact"])
        lists = self._lists_of(row["county_code"], check["run"])
        can_settle = all(_is_for_people(finding) for finding in missing)
        if ask:
            for question in ask(row, missing[0], lists):
                self._add(question, weight=int(can_settle))

    def _askers(self) -> dict[str, Callable[..., Iterator[OpenQuestion]]]:
        return {
            Fact.LIST_ENDS: self._list_ends,
            Fact.ROWS_ACCOUNTED: self._rows,
            Fact.OF_TODAY: self._of_county,
            Fact.IS_THE_PLACE: self._of_county,
            Fact.PLAUSIBLE: self._of_county,
        }

    def _list_ends(
        self, row: dict[str, Any], _first: Mapping[str, Any], lists: Mapping[str, Sequence[Finding]]
    ) -> Iterator[OpenQuestion]:
        """One question a list whose end is not proved; none where one of them can never be, as all have to end."""
        failing = [one for found in lists.values() for one in found if one.fact is Fact.LIST_ENDS and not one.holds]
        if any(one.observation in MACHINES_ONLY for one in failing):
            return
        for one in failing:
            url = str(one.list)
            yield _question(row, Question.LIST_ENDS, one.observation, one.args, (url,), url=url)

    def _rows(
        self, row: dict[str, Any], first: Mapping[str, Any], _lists: Mapping[str, Sequence[Finding]]
    ) -> Iterator[OpenQuestion]:
        """One question a row."""
        for one in first.get("rows", ()):
            url = facts.row_address(one["title"], one["url"], first.get("list"))
            if url:
                links = (url, first["list"]) if first.get("list") else (url,)
                args = {"count": 1, "title": one["title"]}
                yield _question(
                    row, Question.ROW, Observation.ROWS_OPEN, args, links,
                    url=url, title=one["title"], year=row["year"],
                )  # fmt: skip

    def _of_county(
        self, row: dict[str, Any], first: Mapping[str, Any], lists: Mapping[str, Sequence[Finding]]
    ) -> Iterator[OpenQuestion]:
        """What is asked once of all lists of a county."""
        question = ANSWERED_BY[Fact(first["fact"])]
        year = row["year"] if "year" in SUBJECTS[question] else None
        yield _question(
            row, question, Observation(first["observation"]), first.get("args", {}), tuple(lists), year=year
        )

    def _add(self, asked: OpenQuestion, weight: int) -> None:
        if self._is_answered(asked):
            return
        key = (asked.question, asked.county_code, asked.year, asked.url)
        known = self._found.get(key)
        units = dict.fromkeys((*(known.units if known else ()), *asked.units))
        first = known or asked
        self._found[key] = replace(first, units=tuple(units), weight=first.weight + weight)

    def _is_answered(self, asked: OpenQuestion) -> bool:
        """Whether somebody answered; the end of a list is asked again when its shape has changed."""
        county = asked.county_code
        if county not in self._answers:
            self._answers[county] = Answers(answers.every(self._archive, county), self._now)
        said = [answer_to(self._answers[county], subject) for subject in asked.subjects()]
        return any(one is not None and one.shape in (None, asked.args.get("shape")) for one in said)

    def _lists_of(self, county: str, run: str) -> dict[str, Sequence[Finding]]:
        if (county, run) not in self._lists:
            self._lists[county, run] = lists_of_run(self._archive, county, run)
        return self._lists[county, run]


def answer_to(given: Answers, subject: Subject) -> Answer | None:
    """The answer that counts for a subject."""
    return given.to(
        subject.question, subject.county_code, township_code=subject.township_code, year=subject.year, url=subject.url
    )


def _is_for_people(finding: Mapping[str, Any]) -> bool:
    """Whether an answer makes this fact hold: a row without an address is named by its list."""
    known = Fact(finding["fact"]) in ANSWERED_BY and Observation(finding["observation"]) not in MACHINES_ONLY
    return known and all(row["url"] or finding.get("list") for row in finding.get("rows", ()))


def _question(
    row: Mapping[str, Any],
    question: Question,
    reason: Code,
    args: Arguments,
    links: tuple[str, ...],
    *,
    year: int | None = None,
    url: str | None = None,
    title: str | None = None,
) -> OpenQuestion:
    unit = ConcernedUnit(row["township_code"], row["township"])
    return OpenQuestion(
        question, row["county_code"], row["county"], (unit,), 0, links, reason, dict(args), year, url, title
    )


def _about_owing(
    archive: Archive, now: datetime, since: str, county: str | None, year: int | None
) -> Iterator[OpenQuestion]:
    """Whether a farm, park, prison or company that has published a report owes one."""
    asked: dict[str, list[dict[str, Any]]] = {}
    for found in archive.rows(_EXEMPT, since, county, year):
        asked.setdefault(found["township_code"], []).append(dict(found))
    for code, rows in asked.items():
        row = rows[0]
        given = Answers(answers.every(archive, row["county_code"]), now)
        if given.to(Question.OWES, row["county_code"], township_code=code) is None:
            links = (row["page"],) if row["page"] else ()
            yield replace(_question(row, Question.OWES, Reason(row["reason"]), {}, links), weight=len(rows))
