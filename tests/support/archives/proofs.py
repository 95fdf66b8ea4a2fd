"""Proofs for listing checks that tests make up: every fact of pages holds, and a person vouches for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from archive.captures import answers, facts, proofs
from archive.captures.answers import Answer, Question, Subject
from archive.captures.facts import Fact, Finding, Observation
from archive.storage.database import Archive

WHOLE = (
    Finding(Fact.PAGE_WHOLE, Observation.CLOSING_TAGS),
    Finding(Fact.LIST_ENDS, Observation.NO_WAY_ON, {"shape": "0"}),
    Finding(Fact.PAGES_BELONG, Observation.ONE_PAGE),
    Finding(Fact.ROWS_ACCOUNTED, Observation.ALL_ROWS_NAMED),
    Finding(Fact.WAYS_FOLLOWED, Observation.NO_OTHER_WAY),
    Finding(Fact.OF_TODAY, Observation.FRESH_ANSWER),
)
"""All six facts of pages."""

LONG_AGO = datetime(2008, 5, 1, tzinfo=UTC)


def prove(archive: Archive, site_run: int, *lists: str, but: Iterable[Finding] = ()) -> None:
    """Store a whole proof for each list of a site run; the findings in `but` stand in place of their facts' own."""
    others = {finding.fact: finding for finding in but}
    findings = [others.get(finding.fact, finding) for finding in WHOLE]
    assert {finding.fact for finding in findings} == set(facts.OF_PAGES)
    for start in lists:
        proofs.store(archive, site_run, start, findings)


def vouch(archive: Archive, county: str) -> None:
    """A person's word that the lists are kept up to date, are where the units publish, and lack what they lack."""
    if archive.one("SELECT 1 FROM answers WHERE county_code = ?", county):
        return
    units = [row[0] for row in archive.rows("SELECT code FROM townships WHERE county_code = ?", county)]
    subjects = [
        Subject(Question.OF_TODAY, county),
        *(Subject(Question.PLACE, county, township_code=unit) for unit in units),
        *(Subject(Question.PLAUSIBLE, county, year=year) for year in range(2007, 2041)),
    ]
    answers.store(archive, [Answer(subject, "yes", "tests", LONG_AGO) for subject in subjects])
