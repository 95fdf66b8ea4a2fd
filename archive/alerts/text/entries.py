"""Alerts of the archive as entries of a message: each with the names of its subject and county."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.alerts import lifecycle
from archive.alerts.kinds.archive_unhealthy import evidence as ailments_as_evidence
from archive.alerts.text import wording
from archive.alerts.text.digest import Entry
from archive.alerts.text.wording import Language
from archive.captures.reasons import Reason
from archive.storage.database import Archive
from archive.storage.packed_json import PackedJson

SELECT = """
SELECT {edge} AS edge, a.*, s.verdict FROM alerts AS a
LEFT JOIN status AS s ON a.subject LIKE 'township:%'
    AND s.township_code = substr(a.subject, 10, instr(a.subject, '/') - 10)
    AND s.year = CAST(substr(a.subject, instr(a.subject, '/') + 1) AS INTEGER)
"""
"""The rows that `entry` takes; `edge` is an SQL expression. Conditions and further joins come after it."""


def entry(archive: Archive, row: sqlite3.Row) -> Entry:
    """The entry of one row of `SELECT`; its instant is that of the edge."""
    county = lifecycle.county_of(archive, row["subject"])
    known = archive.one("SELECT name, province FROM counties WHERE code = ?", county)
    place, province = (known["name"], known["province"]) if known else ("", "")
    opened = row["edge"] == "opened"
    return Entry(
        alert=row["alert"],
        edge=row["edge"],
        kind=row["kind"],
        reason=row["reason"],
        subject=row["subject"],
        name=_name(archive, row["subject"], place),
        county=county,
        place=place,
        at=row["opened_at"] if opened else row["closed_at"],
        evidence=PackedJson(row["evidence"]),
        verdict=row["verdict"],
        province=province,
    )


def archive_unhealthy(ailments: Sequence[Reason], at: str) -> Entry:
    """An entry for problems of the archive itself, without a row in it. `at` is an instant as text."""
    return Entry(
        alert="none",
        edge="opened",
        kind="archive_unhealthy",
        reason="archive_needs_attention",
        subject="archive",
        name="archive",
        county=None,
        place="",
        at=at,
        evidence=ailments_as_evidence(ailments),
    )


def stored(archive: Archive, alert: str) -> Entry:
    """The entry of an alert that the archive has, by its id: its opening."""
    return entry(archive, archive.one(SELECT.format(edge="'opened'") + " WHERE a.alert = ?", alert))


def in_words(archive: Archive, alert: str, language: Language = "en") -> str:
    """One alert as a sentence."""
    return wording.sentence(stored(archive, alert), language)


def _name(archive: Archive, subject: str, place: str) -> str:
    kind, _, named = subject.partition(":")
    if kind == "township":
        unit = archive.one("SELECT name FROM townships WHERE code = ?", named.split("/")[0])
        return str(unit["name"]) if unit else named
    return {"county": place, "archive": "archive"}.get(kind, named)
