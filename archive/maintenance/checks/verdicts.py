"""Whether verdicts follow from the evidence, and the counts of them from the verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.deadlines import status as judged
from archive.deadlines import status_rows
from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.storage.database import Archive
from archive.storage.instants import text


def status(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Recompute the verdicts as of the instant at which they were written, county by county.

    Where a later run has begun, which may have added sites, only the verdict itself is compared. Verdicts of an earlier
    version's judge are left alone: the next night judges anew.
    """
    last = judged.judged_at(archive)
    if last is None or not judged.is_of_this_judge(archive):
        return
    later = archive.one("SELECT 1 FROM runs WHERE started_at > ? OR finished_at IS NULL", text(last)) is not None
    for (county,) in going.rows(
        "counties",
        "SELECT code FROM (SELECT county_code AS code FROM sites UNION SELECT county_code FROM status)"
        " WHERE code > :after ORDER BY code",
        "",
    ):
        watched = archive.one("SELECT 1 FROM sites WHERE county_code = ?", county)
        statuses = list(judged.compute(archive, last, county)) if watched else []
        yield from _verdicts(archive, county, statuses, later=later)
        if not later:
            yield from _backdating(archive, county, statuses)


def _verdicts(
    archive: Archive, county: str, statuses: Sequence[status_rows.DeadlineStatus], *, later: bool
) -> Iterator[Problem]:
    rows = archive.rows("SELECT * FROM status WHERE county_code = ?", county)
    stored = {(row["township_code"], row["year"]): row for row in rows}
    for status in statuses:
        subject = f"{status.township_code}/{status.year}"
        was = stored.pop((status.township_code, status.year), None)
        if was is None:
            yield Problem("status", subject, Sentence.of("verify-status-lacking", verdict=status.judgement.verdict))
            continue
        found = status_rows.row(status) if was["reason"] else status_rows.row_without_reason(status)
        for name, before, now in zip(was.keys(), was, found, strict=True):
            if before != now and (name == "verdict" or not later):
                yield Problem("status", subject, _differing(name, before, now))
    for township, year in stored:
        yield Problem("status", f"{township}/{year}", Sentence.of("verify-status-unsupported"))


def _differing(name: str, before: object, now: object) -> Sentence:
    """What is said of a column of a verdict; of its evidence, which is long, only that it is another."""
    if name == "evidence":
        return Sentence.of("verify-status-differs", column=name, stored=Sentence("verify-one"), shown="another")
    return Sentence.of("verify-status-differs", column=name, stored=f"{before}", shown=f"{now}")


def _backdating(archive: Archive, county: str, statuses: Sequence[status_rows.DeadlineStatus]) -> Iterator[Problem]:
    """Recompute the checks that contradict a claimed day of publication."""
    rows = archive.rows(
        "SELECT b.* FROM backdating AS b JOIN townships AS t ON t.code = b.township_code WHERE t.county_code = ?",
        county,
    )
    stored = {tuple(row) for row in rows}
    found = set(status_rows.backdating_rows(statuses))
    for township, year, claimed, *_ in sorted(found - stored, key=repr):
        yield Problem("status", f"{township}/{year}", Sentence.of("verify-backdating-lacking", claimed=str(claimed)))
    for township, year, claimed, *_ in sorted(stored - found, key=repr):
        yield Problem(
            "status", f"{township}/{year}", Sentence.of("verify-backdating-unsupported", claimed=str(claimed))
        )


_COUNTED = {
    "verdict_counts": "SELECT year, county_code, verdict, count(*) FROM status GROUP BY year, county_code, verdict",
    "publication_days": "SELECT year, CASE WHEN claimed_on IS NULL OR backdated THEN date(first_seen, '+8 hours')"
    " ELSE claimed_on END, date(due_at, '+8 hours', '-1 second'), verdict, count(*) FROM status"
    " WHERE first_seen IS NOT NULL GROUP BY 1, 2, 3, 4",
    "site_counts": "SELECT site, count(*), sum(outcome IS 'ok'), (SELECT v.site_run FROM visits AS v"
    " WHERE v.site = visits.site ORDER BY v.started DESC LIMIT 1), max(iif(outcome = 'ok', started, NULL))"
    " FROM visits GROUP BY site",
}
"""What triggers count, and how it is counted anew."""


def counts(archive: Archive, _: Verification) -> Iterator[Problem]:
    """Count again what triggers count."""
    for table, anew in _COUNTED.items():
        for row in archive.rows(f"SELECT * FROM {table} EXCEPT {anew}"):
            yield Problem(table, f"{row[0]}/{row[1]}", Sentence("verify-count-differs"))
        for row in archive.rows(f"{anew} EXCEPT SELECT * FROM {table}"):
            yield Problem(table, f"{row[0]}/{row[1]}", Sentence("verify-count-missing"))
