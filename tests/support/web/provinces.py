"""A county in every province, each with verdicts of its own, for looking at the map: written as they are stored."""

from __future__ import annotations

import json
from random import Random
from sqlite3 import Connection
from typing import Final

from archive.storage.database import Archive
from archive.web.compare import cartogram, geography

VERDICTS: Final = ("on_time", "late", "not_published", "seen_after_gap", "cannot_tell")
_WEIGHTS: Final = ((80, 8, 4, 4, 4), (50, 20, 15, 10, 5), (20, 5, 3, 12, 60), (95, 5, 0, 0, 0))
_EVIDENCE: Final = json.dumps({"why": "…"})


_KINDS: Final = {
    **dict.fromkeys(("北京", "天津", "上海", "重庆"), "市"),
    **dict.fromkeys(("内蒙古", "西藏"), "自治区"),
    "广西": "壮族自治区",
    "宁夏": "回族自治区",
    "新疆": "维吾尔自治区",
}
"""What first-level divisions are that are no provinces."""

LAID_OUT: Final = "33"
"""The province with a county at every point that is known of it; what is told of them is invented as everywhere."""


def add(archive: Archive, year: int, seed: int = 7) -> None:
    """A county of 12 to 40 townships in each province in which the Regulations bind, with a verdict of each."""
    rng = Random(seed)
    drawing = cartogram.provinces({})
    with archive.transaction() as db:
        for tile in drawing.tiles:
            if not tile.outside:
                for number, county in enumerate(_counties(tile.code), 1):
                    place = (county, f"示例{number}县", "示例市", tile.name + _KINDS.get(tile.name, "省"))
                    _add_county(db, place, rng.randint(12, 40), year, rng)


def _counties(province: str) -> list[str]:
    if province != LAID_OUT:
        return [f"{province}0199"]
    return [code for code in geography.points() if code.startswith(province)]


def _add_county(db: Connection, place: tuple[str, str, str, str], size: int, year: int, rng: Random) -> None:
    towns = [f"{place[0]}{number:03}" for number in range(1, size + 1)]
    verdicts = rng.choices(VERDICTS, rng.choice(_WEIGHTS), k=len(towns))
    db.execute("INSERT INTO counties VALUES (?, ?, ?, ?)", place)
    db.executemany(
        "INSERT INTO townships VALUES (?, ?, ?, NULL, NULL, NULL)",
        [(town, place[0], f"示例{number}镇") for number, town in enumerate(towns, 1)],
    )
    due = f"{year + 1}-01-31T16:00:00.000Z"
    db.executemany(
        "INSERT INTO status (township_code, year, county_code, verdict, due_at, basis, days_late, evidence)"
        " VALUES (?, ?, ?, ?, ?, 'default', ?, ?)",
        [
            (town, year, place[0], verdict, due, 3 if verdict == "late" else None, _EVIDENCE)
            for town, verdict in zip(towns, verdicts, strict=True)
        ],
    )
