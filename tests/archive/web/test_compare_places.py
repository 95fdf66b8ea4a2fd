"""Places side by side: the map, a province, rankings; and figures that stand out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from archive.web.compare import cartogram, geography, standing_out
from archive.web.compare.counties import of_verdicts
from archive.web.compare.ratios import ENOUGH_TOWNSHIPS, share
from archive.web.compare.sorting import Sorting
from archive.web.data.routes import SCHEMAS
from tests.archive.web.conftest import Site

DATA = {
    "/-/map": "map",
    "/-/province/99": "province",
    "/-/rankings?by=owed": "rankings",
    "/-/rankings?of=townships": "rankings",
    "/-/county/999901/townships": "townships",
    "/-/township/999901002": "township",
    "/-/township/999901002/2022/2023": "years",
    "/-/copies/999901": "copies",
}


def data(site: Site, page: str, ending: str) -> Any:
    path, _, query = page.partition("?")
    answer = site.get(f"{path}.{ending}?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer


@pytest.mark.parametrize(("page", "schema"), DATA.items())
def test_every_page_that_compares_has_its_json(site: Site, page: str, schema: str) -> None:
    assert site.get(page).status_code == 200
    content = data(site, page, "json").json()
    described = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(content, described)
    assert set(content) == set(described["properties"]), "nothing is left undescribed"


@pytest.mark.parametrize("page", ["/-/map", "/-/province/99", "/-/rankings", "/-/county/999901/townships"])
def test_a_table_is_csv_that_a_spreadsheet_opens(site: Site, page: str) -> None:
    text = data(site, page, "csv").text
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert rows
    assert {row["year"] for row in rows} == {"2023"}


def test_a_province_counts_what_its_counties_have(site: Site) -> None:
    counties = {row["county_code"]: row for row in data(site, "/-/province/99", "json").json()["counties"]}
    stored = Counter((row["county_code"], row["verdict"]) for row in site.rows("status?year=2023"))
    for (county, verdict), count in stored.items():
        assert counties[county]["verdicts"][verdict] == count
    printed = {row["township_code"]: row["new_applications"] for row in site.rows("most_applications?year=2023")}
    for code, row in counties.items():
        assert row["new"] == sum(value for town, value in printed.items() if town.startswith(code))
        assert row["owed"] == sum(count for (county, _), count in stored.items() if county == code)


def test_the_map_leads_to_each_province_and_says_its_numbers(site: Site) -> None:
    page = site.get("/-/map").text
    (label,) = re.findall(r'<a href="/-/province/99\?year=2023" aria-label="([^"]+)"', page)
    stored = Counter(row["verdict"] for row in site.rows("status?year=2023"))
    assert str(stored["not_published"]) + " not published" in label
    assert page.count('class="outside"') == 34, "every province has its tile, watched or not"


@pytest.mark.parametrize(
    "path",
    [
        "/-/map?year=1999",
        "/-/map?year=x",
        "/-/map?by=new",
        "/-/province/12",
        "/-/province/99?order=up",
        "/-/rankings?of=people",
        "/-/rankings?province=x",
        "/-/rankings?of=townships&by=owed",
        "/-/township/999901002/2022/2022",
        "/-/township/999901002/1999/2022",
        "/-/copies/12",
        "/-/copied/999901002/2022",
    ],
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404
    address, _, query = path.partition("?")
    assert site.get(f"{address}.json?{query}").status_code == 404


def test_rows_of_equal_value_share_a_place_and_those_without_come_last() -> None:
    rows = [{"name": name, "new": value} for name, value in (("a", 3), ("b", None), ("c", 7), ("d", 3), ("e", 1))]
    ranked = [(row["name"], row["rank"]) for row in Sorting(by="new").sort(rows)]
    assert ranked == [("c", 1), ("a", 2), ("d", 2), ("e", 4), ("b", None)]
    turned = [row["name"] for row in Sorting(by="new", ascending=True).sort(rows)]
    assert turned == ["e", "a", "d", "c", "b"]


def test_a_second_press_turns_the_order_round() -> None:
    assert Sorting(by="new").order_after("new") == "asc"
    assert Sorting(by="new", ascending=True).order_after("new") == ""
    assert Sorting(by="new").order_after("late") == ""


@pytest.mark.parametrize(
    ("verdicts", "percent", "few"),
    [
        ({"on_time": 9, "late": 1}, 90.0, []),
        ({"on_time": 9}, None, ["on_time_share"]),
        ({"on_time": 9, "cannot_tell": 30, "exempt": 4}, None, ["on_time_share"]),
        ({"on_time": 5, "late": 3, "not_published": 12, "seen_after_gap": 80}, 25.0, []),
        ({}, None, []),
    ],
)
def test_no_share_of_verdicts_is_made_of_a_handful(
    verdicts: dict[str, int], percent: float | None, few: list[str]
) -> None:
    found = of_verdicts(Counter(verdicts))
    assert (found["on_time_share"], found["few"]) == (percent, few)
    assert share(1, ENOUGH_TOWNSHIPS, ENOUGH_TOWNSHIPS) == 10.0


def test_every_tile_has_a_place_of_its_own() -> None:
    drawing = cartogram.provinces({"41": ("河南省", {"late": 2}), "99": ("示例省", {"on_time": 1, "exempt": 2})})
    assert len({(tile.x, tile.y) for tile in drawing.tiles}) == len(drawing.tiles) == 35
    assert all(tile.x < drawing.width and tile.y < drawing.height for tile in drawing.tiles)
    found = {tile.code: tile for tile in drawing.tiles}
    assert (found["41"].short, found["41"].gravest, found["99"].short, found["99"].owed) == ("河南", "late", "示例", 1)
    assert (found["71"].gravest, found["71"].outside, found["11"].outside) == (None, True, False)


def test_the_counties_of_a_province_lie_as_they_do_to_one_another() -> None:
    codes = tuple(code for code in geography.points() if code.startswith("33"))
    cells = geography.placed((*codes, "330199"))  # the last is of no known point: it stands among its prefecture's
    assert cells.keys() == {*codes, "330199"}
    assert len(set(cells.values())) == len(cells)
    assert all(1 <= column <= geography.COLUMNS and 1 <= row <= 40 for column, row in cells.values())
    north, south, west, east = (cells[code] for code in ("330421", "330326", "330824", "330922"))
    assert north[1] < south[1]
    assert west[0] < east[0]
    assert abs(cells["330199"][0] - cells["330102"][0]) <= 2


def test_the_largest_provinces_fit_the_grid_of_the_style() -> None:
    rules = (Path(cartogram.__file__).parents[1] / "static" / "style.css").read_text(encoding="utf-8")
    for province in {code[:2] for code in geography.points()}:
        cells = geography.placed(tuple(code for code in geography.points() if code.startswith(province)))
        assert all(f".c{column} {{" in rules and f".r{row} {{" in rules for column, row in cells.values())


def test_what_has_no_known_place_is_not_laid_out() -> None:
    assert geography.placed(("999901", "999902", "999903", "999904", "999905")) == {}
    ((_, (tile,)),) = cartogram.counties(
        [{"county_code": "999901", "county": "青溪县", "prefecture": "示例市", "verdicts": {"late": 1}}]
    )
    assert (tile.x, tile.short) == (0, "青溪县")


def test_the_gravest_verdict_is_what_a_tile_shows() -> None:
    assert cartogram.gravest({"on_time": 20, "cannot_tell": 3, "late": 1}) == "late"
    assert cartogram.gravest({"on_time": 20, "not_published": 1, "late": 9}) == "not_published"
    assert cartogram.gravest({"on_time": 20, "cannot_tell": 1}) == "cannot_tell"


@pytest.mark.parametrize(
    ("values", "above"),
    [
        ([1, 2, 3, 2, 1, 2, 3, 240], [240]),
        ([0, 0, 0, 0, 0, 0, 0, 2], []),  # far above the quartiles, and no news
        ([0, 0, 0, 0, 0, 0, 0, 21], [21]),
        ([10, 20, 30, 40, 50, 60, 70, 80], []),
        ([1, 2, 240], []),  # too few to say
        ([5] * 8, []),
    ],
)
def test_only_what_is_far_above_the_others_stands_out(values: list[int], above: list[int]) -> None:
    fence = standing_out.fence(values)
    assert [value for value in values if fence is not None and value > fence] == above


def test_what_stands_out_is_told_beside_the_year_before() -> None:
    rows = [
        {"township_code": str(number), "granted": granted} | dict.fromkeys(set(standing_out.MEASURES) - {"granted"})
        for number, granted in enumerate([1, 2, 3, 2, 1, 2, 3, 240])
    ]
    found = standing_out.find(rows)
    assert [(row["township_code"], measure) for row, measure in found] == [("7", "granted")]
    (told,) = standing_out.explained(rows, found, [{"township_code": "7", "granted": 180, "capture": "x"}])
    assert (told.value, told.median, told.before, told.before_capture) == (240, 2, 180, "x")
    (told,) = standing_out.explained(rows, found, [])
    assert (told.before, told.before_capture) == (None, None)
