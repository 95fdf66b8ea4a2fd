"""A county in every province, each with verdicts of its own, for looking at the map: written as they are stored."""

from __future__ import annotations

import json
from random import Random
from typing import Final

from archive.storage.database import Archive
from archive.web.compare import cartogram

VERDICTS: Final = ("on_time", "late", "not_published", "seen_after_gap", "cannot_tell")
_WEIGHTS: Final = ((80, 8, 4, 4, 4), (50, 20, 15, 10, 5), (20, 5, 3, 12, 60), (95, 5, 0, 0, 0))
_EVIDENCE: Final = json.dumps({"why": "…"})


def add(archive: Archive, year: int, seed: int = 7) -> None:
    """A county of 12 to 40 townships in each province in which the Regulations bind, with a verdict of each."""
    rng = Random(seed)
    drawing = cartogram.provinces({})
    for tile in drawing.tiles:
        if tile.outside:
            continue
        county = f"{tile.code}0199"
        towns = [f"{county}{number:03}" for number in range(1, rng.randint(13, 41))]
        verdicts = rng.choices(VERDICTS, rng.choice(_WEIGHTS), k=len(towns))
        with archive.transaction() as db:
            db.execute("INSERT INTO counties VALUES (?, ?, '示例市', ?)", (county, "示例县", f"{tile.name}省"))
            db.executemany(
                "INSERT INTO townships VALUES (?, ?, ?, NULL, NULL, NULL)",
                [(town, county, f"示例{number}镇") for number, town in enumerate(towns, 1)],
            )
            db.executemany(
                "INSERT INTO status (township_code, year, county_code, verdict, due_at, basis, days_late, evidence)"
                " VALUES (?, ?, ?, ?, ?, 'default', ?, ?)",
                [
                    (
                        town,
                        year,
                        county,
                        verdict,
                        f"{year + 1}-01-31T16:00:00.000Z",
                        3 if verdict == "late" else None,
                        _EVIDENCE,
                    )
                    for town, verdict in zip(towns, verdicts, strict=True)
                ],
            )
