"""Townships of the watched counties by name. The gazetteer has all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.storage.database import Archive


@dataclass(frozen=True, slots=True)
class Township:
    """A township's nine-digit code, and the name of its county."""

    code: str
    county: str


def names(archive: Archive, county: str) -> set[str]:
    """The names of a county's townships, past ones included."""
    return {row["name"] for row in archive.rows("SELECT name FROM townships WHERE county_code = ?", county)}


def watched(archive: Archive, name: str) -> list[Township]:
    """The townships with this name in counties that have a site, by their codes. Only reads."""
    rows = archive.rows(
        "SELECT t.code, c.name AS county FROM townships AS t JOIN counties AS c ON c.code = t.county_code"
        " WHERE t.name = ? AND t.county_code IN (SELECT county_code FROM sites) ORDER BY t.code",
        name,
    )
    return [Township(row["code"], row["county"]) for row in rows]
