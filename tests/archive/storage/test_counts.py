"""What triggers count of verdicts and site runs is what counting anew says, whatever happened to the rows."""

from __future__ import annotations

from pathlib import Path
from random import Random

from archive.maintenance.checks import verdicts
from archive.maintenance.verification import Verification
from archive.storage.database import Archive

VERDICTS = ("on_time", "late", "not_published", "pending")
OUTCOMES = (None, "ok", "partial", "blocked")
_STATUS = """
INSERT INTO status
    (township_code, year, county_code, verdict, due_at, basis, first_seen, claimed_on, backdated, evidence)
VALUES (?, ?, '110105', ?, '2025-01-31T16:00:00.000Z', '', ?, ?, ?, '{}')
ON CONFLICT (township_code, year) DO UPDATE SET (verdict, first_seen, claimed_on, backdated)
    = (excluded.verdict, excluded.first_seen, excluded.claimed_on, excluded.backdated)
"""


def test_counts_follow_their_rows(tmp_path: Path) -> None:
    chance = Random(7)
    with Archive.open(tmp_path / "nianbao.db") as archive:
        archive.connection.execute("PRAGMA foreign_keys = OFF")
        archive.connection.execute("BEGIN")
        for number in range(400):
            _judge(archive, chance)
            _visit(archive, chance, number)
            if number % 40 == 0:
                assert list(verdicts.counts(archive, Verification(archive))) == []
        archive.connection.execute("COMMIT")
        assert archive.one("SELECT count(*) FROM publication_days")[0] > 5
        assert archive.one("SELECT count(*) FROM site_counts")[0] == 3


def test_a_wrong_count_is_found(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "nianbao.db") as archive:
        archive.connection.execute("PRAGMA foreign_keys = OFF")
        archive.connection.execute("INSERT INTO verdict_counts VALUES (2024, '110105', 'late', 3)")
        assert [problem.subject for problem in verdicts.counts(archive, Verification(archive))] == ["2024/110105"]


def _judge(archive: Archive, chance: Random) -> None:
    """Write, change or delete a verdict."""
    key = f"11010500{chance.randrange(6)}", 2023 + chance.randrange(2)
    if chance.random() < 0.2:
        archive.connection.execute("DELETE FROM status WHERE (township_code, year) = (?, ?)", key)
        return
    seen = chance.choice((None, "2025-01-20T17:00:00.000Z", "2025-02-03T01:00:00.000Z"))
    claimed = chance.choice((None, "2025-01-15"))
    row = (*key, chance.choice(VERDICTS), seen, claimed, chance.randrange(2))
    archive.connection.execute(_STATUS, row)


def _visit(archive: Archive, chance: Random, number: int) -> None:
    """Begin, end or delete a site run."""
    site = f"s{number % 3}"
    row = (number + 1, number, site, chance.randrange(10**12), chance.choice(OUTCOMES))
    archive.connection.execute(
        "INSERT INTO visits (site_run, outing, site, started, outcome) VALUES (?, ?, ?, ?, ?)", row
    )
    other = chance.randrange(number + 1) + 1
    archive.connection.execute(
        "UPDATE visits SET outcome = ?, started = ? WHERE site_run = ?",
        (chance.choice(OUTCOMES), chance.randrange(10**12), other),
    )
    if chance.random() < 0.1:
        archive.connection.execute("DELETE FROM visits WHERE site_run = ?", (other,))
