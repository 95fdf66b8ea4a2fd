"""Datasette's own pages of a large archive: counts that a night kept, first rows, and what tables are sorted by."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from datasette.database import Database, QueryInterrupted  # type: ignore[import-untyped]

from archive.maintenance import kept_counts
from archive.reports import township_ranks
from archive.storage.database import Archive
from archive.web import links
from archive.web.tables import database, extent, sorting
from tests.archive.web.conftest import Site
from tests.support.web import sample


@pytest.fixture(scope="module")
def large(archive: Path, tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner) -> Site:
    """The sample archive, of which counts are kept as of a large one."""
    path = tmp_path_factory.mktemp("large") / "nianbao.db"
    sample.copied(archive, path)
    with pytest.MonkeyPatch.context() as patch, Archive.open(path) as opened:
        patch.setattr(kept_counts, "LARGE", 0)
        patch.setattr(sorting, "LARGE", 1)
        assert kept_counts.renew(opened) > 30
        return Site(path, runner)


def test_kept_counts_are_those_of_the_rows(large: Site) -> None:
    with Archive.read(large.path) as archive:
        for table, columns in kept_counts.FACETS.items():
            kept = archive.rows('SELECT "column", value, "rows" FROM kept_counts WHERE "table" = ?', table)
            found = {("", "", archive.one(f"SELECT count(*) FROM {table}")[0])}
            for column in columns:
                counted = f'SELECT "{column}", count(*) FROM {table} WHERE "{column}" IS NOT NULL GROUP BY 1'
                found |= {(column, value, count) for value, count in archive.rows(counted)}
            assert set(map(tuple, kept)) == found, table


def test_facets_that_pages_show_are_kept(large: Site) -> None:
    shown = large.datasette.metadata("databases")["nianbao"]["tables"]
    few = {"counties", "sites", "sites_health", "judgements", "judged_findings", "answers"}
    wanted = {(table, one) for table, entry in shown.items() if table not in few for one in entry.get("facets", ())}
    assert wanted <= {(table, column) for table, columns in kept_counts.FACETS.items() for column in columns}


def test_a_page_shows_what_was_kept(large: Site) -> None:
    with Archive.open(large.path) as archive:
        archive.connection.execute(
            """UPDATE kept_counts SET "rows" = 987654 WHERE "table" = 'status' AND "column" IN ('', 'verdict')"""
        )
    page = large.get("/nianbao/status").text
    assert page.count("987,654") > 2
    assert "987,654" not in large.get("/nianbao/status?year=2022").text
    assert "987" in large.get("/nianbao").text


@pytest.mark.parametrize("narrowed", ["year=2022", "year=2023&verdict=on_time", "year=2023&county_code=999901"])
def test_values_of_verdicts_in_a_year_are_those_of_the_rows(large: Site, narrowed: str) -> None:
    page = json.loads(large.get(f"/nianbao/status.json?{narrowed}&_size=max&_shape=objects").text)
    assert page["filtered_table_rows_count"] == len(page["rows"]) > 0
    for column, facet in page["facet_results"].items():
        counted = Counter(row[column] for row in page["rows"])
        assert {one["value"]: one["count"] for one in facet["results"]} == counted
        assert [one["count"] for one in facet["results"]] == sorted(counted.values(), reverse=True)
    assert set(page["facet_results"]) == {"verdict", "county_code", "year"}


def test_values_are_not_counted_in_rows_that_are_many(large: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/nianbao/captures.json?verdict=ok"
    few = json.loads(large.get(address).text)
    monkeypatch.setattr(database, "MANY", 1)
    many = json.loads(large.get(address).text)
    assert many["filtered_table_rows_count"] == few["filtered_table_rows_count"] > 1
    assert many["facet_results"]["verdict"] == few["facet_results"]["verdict"]
    assert set(few["facet_results"]) == {"verdict", "reason", "kind"}
    assert set(many["facet_results"]) == {"verdict"}


def test_values_are_not_counted_where_the_rows_took_too_long(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    execute = Database.execute

    async def too_slow(asked: Database, sql: str, params: object = None, *given: object, **more: object) -> object:
        if sql.startswith("select count(*) from captures"):
            raise QueryInterrupted(None, sql, params)
        return await execute(asked, sql, params, *given, **more)

    address = "/nianbao/captures.json?kind=report&verdict=ok"
    monkeypatch.setattr(Database, "execute", too_slow)
    cut_short = json.loads(site.get(address).text)
    assert (cut_short["filtered_table_rows_count"], cut_short["facet_results"]) == (None, {})
    monkeypatch.undo()
    assert json.loads(site.get(address).text)["facet_results"]


@pytest.mark.parametrize("order", ["", "asc"])
@pytest.mark.parametrize("by", township_ranks.MEASURES)
def test_kept_ranks_are_those_of_the_reports(large: Site, site: Site, by: str, order: str) -> None:
    for year in (2022, 2023):
        address = links.rankings("townships", "", year, by, order)
        kept, live = (json.loads(one.get(address.replace("?", ".json?")).text) for one in (large, site))
        assert kept["rows"] == live["rows"]


def test_a_page_ranks_as_a_night_kept_it(large: Site) -> None:
    with Archive.open(large.path) as archive:
        archive.connection.execute("DELETE FROM township_ranks WHERE measure = 'errors'")
    address = "/-/rankings.json?of=townships&by=errors"
    assert json.loads(large.get(address).text)["rows"] == []
    assert json.loads(large.get(f"{address}&province=99").text)["rows"]


def test_the_page_of_a_query_shows_its_first_rows(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "ROWS", 2)
    page = site.get("/nianbao/township_years?township=999901002").text
    assert page.count("<tr>") == 3
    assert "first 2 rows" in page.lower()
    assert len(site.rows("township_years?township=999901002")) > 2


def test_evidence_is_whole_on_the_page_of_its_row(site: Site) -> None:
    assert '"looks"' not in site.get("/nianbao/status?township_code=999901003").text
    assert '"looks"' in site.get("/nianbao/status/999901003,2023").text


def test_a_large_table_is_sorted_by_what_an_index_leads_through(large: Site) -> None:
    page = large.get("/nianbao/status").text
    assert "_sort=year" in page
    assert "_sort=days_late" not in page


def test_a_small_one_by_every_column(site: Site) -> None:
    assert "_sort=days_late" in site.get("/nianbao/status").text


def test_the_log_has_no_errors_of_the_list_of_tables(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    assert site.get("/nianbao").status_code == 200
    assert capfd.readouterr().err == ""
