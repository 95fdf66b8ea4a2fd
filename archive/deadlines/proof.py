"""What a check proves of one report: the nine facts, each by an observation, and the first that is missing.

The facts about pages are stored with each list's check; here those of all lists of a run are combined, and the facts
about the place, the county and the unit are added. Decides no verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property

from archive.captures import answers, facts, proofs
from archive.captures.answers import Answer, Answers, Question
from archive.captures.facts import Fact, Finding, Observation, OpenRow
from archive.captures.last_readings import is_last
from archive.deadlines.case import Pair, Sighting
from archive.deadlines.listing_checks import CountyCheck, shown_by_any
from archive.deadlines.reasons import Arguments
from archive.storage.database import Archive
from archive.storage.instants import CHINA, known_until, milliseconds, text

NEARLY_ALL = 0.8
"""The share of a county's units that publish on a list where the rest are expected, too."""

FEW = 2
"""So many units may fail to publish in any county."""

IMPLAUSIBLE_SHARE = 1 / 3
"""Where more than this share of a county is missing at once, and twice as many as last year, it is the site's doing."""

_READ = f"""
SELECT DISTINCT a.url FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address)
JOIN visits AS r USING (site_run) JOIN sites AS s USING (site)
WHERE s.county_code = ?1 AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
AND (d.kind IN ('lookalike', 'other') OR d.kind = 'report' AND d.township_code IS NOT NULL AND d.year IS NOT NULL)
"""
"""The addresses whose document was read, and found to be somebody's report for some year or none."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """Who owes a report for a year, and who published one, in the county: by year."""

    owing: Mapping[int, Set[str]]
    published: Mapping[int, Set[str]]

    def missing(self, year: int) -> int:
        """How many units that owe a report for this year have none; 0 for a year of which nothing is known."""
        published = self.published.get(year, frozenset())
        return len(self.owing.get(year, frozenset()) - published) if published else 0


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check proves of a report: the nine facts, in their order, and the first that is not proved."""

    findings: tuple[Finding, ...]
    lacks: Finding | None


class Proofs:
    """The proofs of a county's checks."""

    def __init__(
        self,
        archive: Archive,
        county: str,
        checks: Sequence[CountyCheck],
        sightings: Mapping[Pair, Sighting],
        owing: Mapping[int, Set[str]],
        now: datetime,
        known_at: datetime | None = None,
    ) -> None:
        self._county = county
        self._answers = Answers(answers.every(archive, county), now)
        self._proofs = proofs.of_county(archive, county)
        self._hosts = proofs.hosts(archive, county)
        self._archive, self._until = archive, (milliseconds(now), known_until(known_at))
        shown = shown_by_any(checks) | set(sightings)
        published: dict[int, set[str]] = defaultdict(set)
        self._years: dict[str, set[int]] = defaultdict(set)
        for township, year in shown:
            published[year].add(township)
            self._years[township].add(year)
        self._publishing = Publishing(owing, published)
        self._movements = _movements(checks)
        self._proving: dict[_PagesKey, bool] = {}
        self._of_checks: dict[str, _CheckKey] = {}
        self._of_pages: dict[_PagesKey, tuple[dict[Fact, Finding], list[Finding]]] = {}
        self._of_reports: dict[Pair, tuple[Finding, ...]] = {}
        self._found: dict[tuple[_CheckKey, Pair, int], Proof] = {}

    def of(self, check: CountyCheck, pair: Pair, due_on: date) -> Proof:
        """What the check proves of one report. Checks that prove the same share it."""
        key = self._of_check(check), pair, due_on.year
        if key not in self._found:
            findings = self._findings(*key)
            self._found[key] = Proof(findings, missing(findings))
        return self._found[key]

    def alike(self, check: CountyCheck) -> object:
        """What checks have in common that prove the same of each report."""
        return self._of_check(check)

    def _of_check(self, check: CountyCheck) -> _CheckKey:
        if check.run not in self._of_checks:
            self._of_checks[check.run] = self._pages_key(check), self._movements.get(check.run, _Movement())
        return self._of_checks[check.run]

    def _findings(self, of_check: _CheckKey, pair: Pair, year: int) -> tuple[Finding, ...]:
        key, movement = of_check
        pages, with_rows = self._pages(key)
        found = {**pages, Fact.ROWS_ACCOUNTED: self._rows(with_rows, pair)}
        if found[Fact.OF_TODAY].holds:
            found[Fact.OF_TODAY] = self._of_today(movement, year)
        return (*(found[fact] for fact in facts.OF_PAGES), *self.of_report(pair))

    def of_report(self, pair: Pair) -> tuple[Finding, ...]:
        """The facts about a report that are the same whichever check is asked."""
        if pair not in self._of_reports:
            self._of_reports[pair] = self._place(pair), self._plausible(pair[1]), self._owes(pair[0])
        return self._of_reports[pair]

    def may_prove(self, check: CountyCheck) -> bool:
        """Whether a check proves what its pages have to prove whichever report is sought."""
        (key, _), proves = self._of_check(check), self._proving
        if key not in proves:
            pages, _ = self._pages(key)
            proves[key] = all(finding.holds for fact, finding in pages.items() if fact is not Fact.ROWS_ACCOUNTED)
        return proves[key]

    def _pages_key(self, check: CountyCheck) -> _PagesKey:
        """What the facts about pages of a check depend on."""
        of_lists = tuple(key for site_run in check.site_runs for key in self._proofs.of_site_runs.get(site_run, ()))
        return of_lists, frozenset(host for site_run in check.site_runs for host in self._hosts.get(site_run, ()))

    def _pages(self, key: _PagesKey) -> tuple[dict[Fact, Finding], list[Finding]]:
        """The facts about pages of all lists together, and the findings that name rows in question."""
        if key not in self._of_pages:
            of_lists, hosts = key
            every = [finding for one in of_lists for finding in self._proofs.findings[one]]
            by_fact: dict[Fact, list[Finding]] = defaultdict(list)
            for finding in every:
                by_fact[finding.fact].append(finding)
            by_fact[Fact.LIST_ENDS] = [self._confirmed(finding) for finding in by_fact[Fact.LIST_ENDS]]
            by_fact[Fact.WAYS_FOLLOWED] = [_beside(finding, hosts) for finding in by_fact[Fact.WAYS_FOLLOWED]]
            combined = {fact: _combined(fact, by_fact[fact]) for fact in facts.OF_PAGES}
            self._of_pages[key] = combined, by_fact[Fact.ROWS_ACCOUNTED]
        return self._of_pages[key]

    def _confirmed(self, finding: Finding) -> Finding:
        """A list's end as a person confirmed it, for as long as the list has the shape that it had then."""
        said = self._answers.to(Question.LIST_ENDS, self._county, url=finding.list) if not finding.holds else None
        if said is None or said.says != "yes" or finding.observation in _NOT_FOR_PEOPLE:
            return finding
        if said.shape is not None and said.shape != finding.args.get("shape"):
            return finding
        return replace(finding, observation=Observation.CONFIRMED, args=_who(said))

    def _rows(self, findings: Sequence[Finding], pair: Pair) -> Finding:
        """Whether a row may be this report; rows that were opened and read as something else are not."""
        township, year = pair
        for finding in findings:
            if finding.observation is not Observation.ROWS_OPEN and not finding.holds:
                return finding
            about = [row for row in finding.rows if row.may_be_of(township) and not self._was_read(row)]
            said = {
                row: self._answers.to(
                    Question.ROW,
                    self._county,
                    url=facts.row_address(row.title, row.url, finding.list),
                    township_code=township,
                    year=year,
                )
                for row in about
            }
            for row, answer in said.items():
                if answer is not None and answer.says == "yes":
                    named = {**_who(answer), "title": row.title}
                    return replace(finding, observation=Observation.ROW_SAID_TO_BE_IT, args=named, rows=(row,))
            still_open = tuple(row for row in about if said[row] is None)
            if still_open:
                args: Arguments = {"title": still_open[0].title, "count": len(still_open)}
                return replace(finding, args=args, rows=still_open)
        observation = Observation.ROWS_READ if any(finding.rows for finding in findings) else Observation.ALL_ROWS_NAMED
        return Finding(Fact.ROWS_ACCOUNTED, observation if findings else Observation.PROOF_MISSING)

    @cached_property
    def _read(self) -> set[str]:
        return {row[0] for row in self._archive.rows(_READ, self._county, *self._until)}

    def _was_read(self, row: OpenRow) -> bool:
        return row.url is not None and row.url in self._read

    def _of_today(self, movement: _Movement, year: int) -> Finding:
        """Whether the lists are kept up in the year in which the report falls due."""
        said = self._answers.to(Question.OF_TODAY, self._county)
        if said is not None and said.says == "yes":
            return Finding(Fact.OF_TODAY, Observation.SAID_OF_TODAY, _who(said))
        if movement.returned:
            return Finding(Fact.OF_TODAY, Observation.LIST_RETURNED)
        season = datetime(year, 1, 1, tzinfo=CHINA)
        if movement.moved_at is not None and movement.moved_at >= season:
            return Finding(
                Fact.OF_TODAY, Observation.LIST_MOVED, {"on": str(movement.moved_at.astimezone(CHINA).date())}
            )
        return Finding(Fact.OF_TODAY, Observation.LIST_NOT_SEEN_MOVING)

    def _place(self, pair: Pair) -> Finding:
        township, year = pair
        said = self._answers.to(Question.PLACE, self._county, township_code=township)
        if said is not None:
            observation = Observation.SAID_PLACE if said.says == "yes" else Observation.SAID_NOT_PLACE
            return Finding(Fact.IS_THE_PLACE, observation, _who(said))
        others = self._years[township] - {year} if township in self._years else set()
        if others:
            return Finding(Fact.IS_THE_PLACE, Observation.PUBLISHED_HERE_BEFORE, {"year": max(others)})
        owing = self._publishing.owing.get(year, frozenset())
        missing = self._publishing.missing(year)
        published = len(owing) - missing if self._publishing.published.get(year) else 0
        args = {"published": published, "owing": len(owing)}
        if owing and published >= NEARLY_ALL * len(owing):
            return Finding(Fact.IS_THE_PLACE, Observation.PEERS_PUBLISHED, args)
        return Finding(Fact.IS_THE_PLACE, Observation.PLACE_UNPROVED, args)

    def _owes(self, township: str) -> Finding:
        said = self._answers.to(Question.OWES, self._county, township_code=township)
        if said is not None and said.says == "yes":
            return Finding(Fact.OWES, Observation.SAID_TO_OWE, _who(said))
        return Finding(Fact.OWES, Observation.TOWNSHIP)

    def _plausible(self, year: int) -> Finding:
        said = self._answers.to(Question.PLAUSIBLE, self._county, year=year)
        if said is not None and said.says == "yes":
            return Finding(Fact.PLAUSIBLE, Observation.SAID_PLAUSIBLE, _who(said))
        owing = len(self._publishing.owing.get(year, frozenset()))
        before = self._publishing.missing(year - 1)
        missing = self._publishing.missing(year) if self._publishing.published.get(year) else owing
        args: Arguments = {"missing": missing, "owing": owing, "before": before}
        many = missing > FEW and missing > IMPLAUSIBLE_SHARE * owing and missing > 2 * before
        return Finding(Fact.PLAUSIBLE, Observation.MANY_MISSING if many else Observation.FEW_MISSING, args)


def _beside(finding: Finding, hosts: Set[str]) -> Finding:
    """A way to other hosts is followed where all of them are those of another of the county's sites in the same run."""
    if finding.observation is not Observation.WAY_TO_OTHER_HOST:
        return finding
    led_to = set(str(finding.args["hosts"]).split())
    followed = {name for name in led_to if name in hosts or name.partition(":")[0] in hosts}
    return replace(finding, observation=Observation.NO_OTHER_WAY, args={}) if led_to == followed else finding


_NOT_FOR_PEOPLE = (Observation.LIST_NOT_READ, Observation.PROOF_MISSING, Observation.PAGE_NOT_KEPT)
"""What no person can confirm: a list that was not read, or that nobody knows any more."""


def _who(said: Answer) -> Arguments:
    """Who gave an answer and when, for the evidence."""
    return {"person": said.person, "at": text(said.at)} | ({"note": said.note} if said.note else {})


def missing(findings: Iterable[Finding]) -> Finding | None:
    """The first fact that is not proved; None where all are."""
    return next((finding for finding in findings if not finding.holds), None)


def _combined(fact: Fact, findings: Sequence[Finding]) -> Finding:
    """One finding for all lists of a check: the first that does not hold, else the first."""
    if not findings:
        return Finding(fact, Observation.PROOF_MISSING)
    failing = next((finding for finding in findings if not finding.holds), None)
    if failing is not None:
        return failing
    return findings[0] if len(findings) == 1 else Finding(fact, findings[0].observation, {"lists": len(findings)})


@dataclass(frozen=True, slots=True)
class _Movement:
    """When a county's lists last changed by a check, and whether one shows again what it showed before."""

    moved_at: datetime | None = None
    returned: bool = False


_PagesKey = tuple[tuple[proofs.ListProofKey, ...], frozenset[str]]
"""The proofs of a check's lists, and the hosts that were read in it."""

_CheckKey = tuple[_PagesKey, _Movement]
"""What a check says beside the reports that it shows: its pages, and how the lists had moved by then."""


class _Filled:
    """Columns of a unit each, on whose own page its report appears (Hanweb's xxgkAnnualReport.jsp): no link changes."""

    def __init__(self) -> None:
        self._read: set[int] = set()
        self._held: set[tuple[int, Pair]] = set()

    def by(self, check: CountyCheck) -> bool:
        """Whether a column holds a report of the year just over that it did not hold when it was read before."""
        year = check.absent_at.astimezone(CHINA).year - 1
        new = check.held_by_columns - self._held
        filled = any(start in self._read and pair[1] == year for start, pair in new)
        self._read.update(start for start, _ in check.whole_states)
        self._held |= check.held_by_columns
        return filled


def _movements(checks: Sequence[CountyCheck]) -> dict[str, _Movement]:
    """By run: how the lists moved until then. A list moves where it shows what it had not shown before."""
    found: dict[str, _Movement] = {}
    history: dict[int, list[int]] = defaultdict(list)
    moved_at: datetime | None = None
    filled = _Filled()
    for check in checks:
        returned = False
        if filled.by(check):
            moved_at = check.absent_at.astimezone(UTC)
        for start, state in check.whole_states:
            before = history[start]
            if before and before[-1] != state:
                if state in before:
                    returned = True
                else:
                    moved_at = check.absent_at.astimezone(UTC)
                before.append(state)
            elif not before:
                before.append(state)
            elif len(before) > 2 and state in before[:-1]:
                returned = True
        found[check.run] = _Movement(moved_at, returned)
    return found
