from __future__ import annotations

import re

import pytest

from archive.web.compare.county import MEASURES, measured
from archive.web.compare.ratios import ENOUGH_APPLICATIONS
from tests.archive.web.conftest import Site


def test_a_township_over_the_years_shows_what_its_reports_print(site: Site) -> None:
    page = site.get("/-/township/999901002").text
    printed = {
        (row["table"], row["line"], row["column"]): row["value"]
        for row in site.rows("township_years?township=999901002")
        if row["year"] == 2022
    }
    assert printed
    for (table, line, column), value in printed.items():
        if value:
            cell = re.search(
                rf'year=2022&amp;table={table}&amp;line={line}&amp;column={column}&amp;version=[^"]+">([^<]+)</a>', page
            )
            assert cell, (table, line, column)
            assert float(cell[1]) == value
    assert '<svg role="img"' in page


def test_a_year_without_a_report_is_a_dash_and_no_zero(site: Site) -> None:
    page = site.get("/-/township/999901003").text
    (row,) = re.findall(r"(?s)<tbody><tr>.*?</tr>", page)[:1]
    assert row.count("<td") == 2
    assert ">–</span>" in row


def test_townships_stand_side_by_side_by_any_measure(site: Site) -> None:
    for by in ("", *MEASURES):
        answer = site.get(f"/-/county/999901/townships?year=2022&by={by}")
        assert answer.status_code == 200
        assert answer.text.count("/-/township/") >= 4
    page = site.get("/-/county/999901/townships?year=2022&by=new").text
    first = [float(value) for value in re.findall(r'</a></th><td class="n"><a [^>]*>([\d.]+)</a></td>', page)]
    assert first == sorted(first, reverse=True)
    assert len(first) >= 4
    turned = site.get("/-/county/999901/townships?year=2022&by=new&order=asc").text
    again = [float(value) for value in re.findall(r'</a></th><td class="n"><a [^>]*>([\d.]+)</a></td>', turned)]
    assert again == sorted(first)


@pytest.mark.parametrize(
    ("decided", "share"), [(ENOUGH_APPLICATIONS, 50.0), (ENOUGH_APPLICATIONS - 1, None), (0, None), (None, None)]
)
def test_no_share_is_made_of_a_handful(decided: int | None, share: float | None) -> None:
    row = {"granted": 10, "ungranted": 0, "decided": decided}
    assert measured(row)["share"] == share
    assert measured(row | {"ungranted": 1})["share"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/-/township/110000000",
        "/-/county/110000/townships",
        "/-/county/999901/townships?year=1999",
        "/-/county/999901/townships?year=x",
        "/-/county/999901/townships?by=version",
    ],
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


def test_a_township_over_the_years_shows_every_line_that_a_year_prints(site: Site) -> None:
    page = site.get("/-/township/999901001").text
    every = site.get("/-/township/999901001.json").json()["lines"]
    zeros = [line for line in every if not any(line["values"])]
    assert len(every) > len(zeros) > 0
    assert f"{len(zeros)} more, zero or not printed in every year" in page
    assert page.count('<th scope="row" lang="zh-CN">') == len(every)
