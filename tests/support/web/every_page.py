"""One archive with something on every type of page, and where each type is found in it.

Two counties with the habits of real ones over seven years, and one whose documents are shown as they were archived.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from archive.reports import copied_from
from archive.storage.database import Archive
from archive.web import links
from tests.support.web import archived, provinces, sample

YEARS: Final = tuple(range(2017, 2024))
LAID_OUT: Final = {"province laid out": links.province(provinces.LAID_OUT)}
"""A type of page that is there once `provinces.add` has put something in every province."""
OF_THE_COUNTRY: Final = frozenset({"map", "ranking of counties", *LAID_OUT})
"""Types of pages that are looked at with something in every province."""
_CELL: Final = "table=applications&line=new&column=total"


def build(path: Path) -> Mapping[str, str]:
    """Build the archive at `path`; the address of each type of page by its name."""
    _, county, _, unseen, _ = sample.realistic()
    with pytest.MonkeyPatch.context() as patch:
        sample.without_gazetteer(patch)
        sample.build(path, (county, unseen), YEARS)
        archive = Archive.open(path)
    with archive:
        archived.add(archive)
        copied_from.renew(archive, datetime(2024, 3, 1, tzinfo=UTC))
        return _own(county) | _of_documents(archive) | _of_datasette(archive, county.code)


def _own(county: sample.County) -> dict[str, str]:
    last = YEARS[-1]
    silent = next((town.code, year) for town in county.towns for year in YEARS if town.published[year] is None)
    broken = next(town.code for town in county.towns if last in town.broken)
    return {
        "overview": "/",
        "overview of a year": f"/?year={YEARS[-2]}",
        "county": links.county(county.code),
        "map": links.country(),
        "province": links.province(county.code[:2]),
        "province sorted": links.province(county.code[:2], last, "new", "asc"),
        "ranking of counties": links.rankings(by="owed"),
        "ranking of townships": links.rankings("townships"),
        "townships of a county": links.side_by_side(county.code),
        "township over the years": links.township(broken),
        "two years": links.years(broken, last - 1, last),
        "two years of two forms": links.years(broken, 2019, last),
        "copies of a province": links.copies(county.code[:2]),
        "copies of a county": links.copies(archived.COUNTY),
        "no copies": links.copies(county.code),
        "report": links.report(broken, last),
        "report not published": links.report(*silent),
        "report on the form of 2019": links.report(broken, 2019),
        "search": f"/-/search?q={quote(county.towns[0].name)}",
        "search without a find": "/-/search?q=xyzzy",
        "questions": "/-/questions",
        "draft check": "/-/check",
        "not there": "/nope",
    }


def _of_documents(archive: Archive) -> dict[str, str]:
    captures = {kind: archived.capture_of(archive, kind) for kind in ("html", "pdf", "scan", "docx", "ofd")}
    shown = {f"archived {kind}": f"/-/archived/{capture}?{_CELL}" for kind, capture in captures.items()}
    first, second = archive.rows(
        "SELECT versions.version, township_code, year FROM versions JOIN reports USING (report)"
        " WHERE county_code = ? AND seq <= 2 AND report IN (SELECT report FROM versions WHERE seq = 2) ORDER BY seq",
        archived.COUNTY,
    )
    compared = links.comparison(first["township_code"], first["year"], first["version"], second["version"])
    text = f"/-/archived/{captures['html']}?figure=0"
    copy = archive.one("SELECT township_code, year FROM copied_from JOIN reports USING (version) ORDER BY 1 LIMIT 1")
    copied = links.copied(copy["township_code"], copy["year"])
    return {**shown, "archived text": text, "comparison of versions": compared, "copied": copied}


def _of_datasette(archive: Archive, county: str) -> dict[str, str]:
    report = archive.one("SELECT report FROM reports WHERE county_code = ? LIMIT 1", county)["report"]
    return {
        "database": "/nianbao",
        "table": f"/nianbao/status?county_code={county}&_size=20",
        "table with facets": f"/nianbao/reports?_facet=township_code&county_code={county}&_size=20",
        "table of findings": "/nianbao/findings?_size=20",
        "row": f"/nianbao/counties/{county}",
        "row of a report": f"/nianbao/reports/{report.replace('/', '~2F')}",
        "canned query": "/nianbao/site_health",
        "query with parameters": f"/nianbao/late_by_county?county={county}&year=",
        "query": "/nianbao?sql=select+*+from+status+limit+5",
        "query refused": "/nianbao?sql=select+nothing",
    }
