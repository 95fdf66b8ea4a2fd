"""The index of the search: which documents of reports may hold the words that somebody asks for.

A report in force is several documents: its head (title, document number, findings) and each section. The index holds
pairs of characters by a document's number and no text, so that an entry that has become old costs a look at the text
and shows nothing. `unsearched` names the reports that it lacks; triggers put there what changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from archive.reports import code_names
from archive.reports.search_text import county_token, tokens
from archive.storage.database import Archive

HEAD = 0
"""The document of a report that is its head; section n is document n + 1."""

_LATEST = 2200  # documents are numbered from late to early years: what is newest is found first
_YEAR, _TOWNSHIP = 10**13, 10**4

BATCH = 200
"""Reports that one transaction indexes where an archive's index is completed."""

Watch = Callable[[int, int], None]
"""Progress callback: called with the number of reports done and their total."""

_OF_TOWNSHIP: Final = "SELECT report FROM unsearched WHERE report >= ?1 AND report < ?1 || ':'"
_OF_REPORT: Final = (
    "SELECT r.report, r.township_code, r.county_code, r.year, r.version, v.title, v.document_number,"
    " t.name AS township, c.name AS county, c.prefecture, c.province"
    " FROM reports AS r JOIN versions AS v ON v.version = r.version"
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code WHERE r.report = ?"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The document that a number of the index stands for: `report`, and its section; None for the report's head."""

    report: str
    section: int | None

    @property
    def number(self) -> int:
        """Its number in the index."""
        township, year = self.report.split("/")
        return number(int(year), township, HEAD if self.section is None else self.section + 1)


def number(year: int, township: str = "0", document: int = HEAD) -> int:
    """A document's number: by year, the latest first, then by township, then by its place in the report."""
    return (_LATEST - year) * _YEAR + int(township) * _TOWNSHIP + document


def found(numbered: int) -> Found:
    """What a number of the index stands for."""
    rest, document = divmod(numbered, _TOWNSHIP)
    year, township = divmod(rest, _YEAR // _TOWNSHIP)
    return Found(f"{township:09}/{_LATEST - year}", None if document == HEAD else document - 1)


def text_of_finding(rule: str, detail: str) -> str:
    """What a finding is found by, whatever language it is read in: its rule's name in Chinese, its code, its detail."""
    return " ".join(filter(None, (code_names.rule(rule, "zh"), rule, detail)))


def renew(db: sqlite3.Connection, township: str) -> None:
    """Index what has changed of a township's reports, in the transaction that changed it."""
    _index(db, [row[0] for row in db.execute(_OF_TOWNSHIP, (f"{township}/",))])


def complete(archive: Archive, watch: Watch | None = None) -> int:
    """Index every report that is not in the index as it stands, such as all of an older archive. Returns how many.

    Can be interrupted and run again.
    """
    missing = [row[0] for row in archive.rows("SELECT report FROM unsearched ORDER BY substr(report, 11) DESC, report")]
    for start in range(0, len(missing), BATCH):
        with archive.transaction() as db:
            _index(db, missing[start : start + BATCH])
        if watch:
            watch(min(start + BATCH, len(missing)), len(missing))
    return len(missing)


def _index(db: sqlite3.Connection, reports: Iterable[str]) -> None:
    for report in reports:
        if row := db.execute(_OF_REPORT, (report,)).fetchone():
            db.executemany("INSERT INTO search (rowid, pairs) VALUES (?, ?)", _documents(db, row))
        db.execute("DELETE FROM unsearched WHERE report = ?", (report,))


def _documents(db: sqlite3.Connection, row: sqlite3.Row) -> Iterator[tuple[int, str]]:
    """The documents of a report: their numbers and tokens."""
    version, first = row["version"], number(row["year"], row["township_code"])
    codes = f"{county_token(row['county_code'])} {county_token(row['county_code'][:2])}"
    places = [row[name] for name in ("township", "county", "prefecture", "province")]
    head = [row["title"] or "", row["document_number"] or ""]
    for rule, detail in db.execute("SELECT rule, detail FROM findings WHERE version = ?", (version,)):
        head.append(text_of_finding(rule, detail))
    yield first + HEAD, f"{tokens(head, places)} {codes}"
    for section, heading, text in db.execute(
        "SELECT number, heading, text FROM sections WHERE version = ?", (version,)
    ):
        yield first + section + 1, f"{tokens((heading, text), places)} {codes}"
