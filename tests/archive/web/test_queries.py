from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from urllib.parse import urlencode

import pytest

from archive.storage.database import for_reading
from archive.web import queries, sql_functions
from tests.archive.web.conftest import Site

EXAMPLES = {
    "backdated": "year=2023",
    "broken_arithmetic": "year=&blame=source",
    "captures_of_report": "township=999901002&year=2022",
    "days_of_publication": "year=2023&county=",
    "late_by_county": "year=2023&county=999901",
    "most_applications": "year=2022",
    "not_published": "year=2023",
    "publication_rate": "county=",
    "revised_figures": "year=2022",
    "township_years": "township=999901002",
    "search_sections": "q=年&county=&year=&after=",
    "site_health": "",
    "where_from": "township=999901001&year=2022&table=applications&line=new&column=total&version=",
    "year_on_year": "township=城关镇",
}


def test_every_query_has_an_example() -> None:
    assert sorted(EXAMPLES) == sorted(queries.load())


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_query_is_described_and_finds_something(site: Site, name: str) -> None:
    query = queries.load()[name]
    for lang, shortest in (("en", 40), ("zh", 15)):
        about = query.description(lang)
        assert query.title(lang)
        assert len(about) > shortest
        assert all(f":{parameter}" in about for parameter in query.parameters if parameter in {"q", "township"})
    assert site.rows(f"{name}?{EXAMPLES[name]}")


@pytest.mark.parametrize(
    "value",
    ["", "'; DROP TABLE status; --", "%", "\U00020000\x01"],
    ids=["blank", "SQL", "wildcard", "rare characters"],
)
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_query_takes_blank_and_hostile_parameters(site: Site, name: str, value: str) -> None:
    answer = site.get(f"/nianbao/{name}.json?" + urlencode(dict.fromkeys(queries.load()[name].parameters, value)))
    assert answer.status_code == 200, answer.text
    assert site.rows("status")


def test_a_number_leads_to_the_bytes_and_the_listing(site: Site) -> None:
    (row,) = site.rows("where_from?township=999901001&year=2022&table=applications&line=new&column=total&version=")
    assert row["url"] == "https://qingxi.example.gov.cn/nb/2022/t20230112_999901001.html"
    assert row["fetched_at"] == "2023-01-20T13:00:30.000Z"
    assert row["listing_url"] == "https://qingxi.example.gov.cn/nb/"
    assert row["listing_fetched_at"] == "2023-01-20T13:00:00.000Z"
    body = site.get(f"/-/payload/{row['payload']}").content
    assert sha256(body).hexdigest() == row["payload"]
    assert "城关镇2022年政府信息公开工作年度报告" in body.decode()


def test_a_cell_without_a_number_leads_back_too(site: Site) -> None:
    (row,) = site.rows(
        "where_from?township=999901004&year=2023&table=applications&line=granted&column=enterprise&version="
    )
    assert (row["value"], row["state"], row["raw"]) == (None, "dash", "/")


def test_not_published_names_only_what_complete_checks_missed(site: Site) -> None:
    (row,) = site.rows("not_published?year=2023")
    assert row["township"] == "河口街道"
    assert row["looked_at"] == "https://qingxi.example.gov.cn/nb/"
    assert row["payload"]


def test_publication_rate_leaves_out_what_is_undecided(site: Site) -> None:
    rate = {(row["county_code"], row["year"]): row for row in site.rows("publication_rate?county=")}
    assert rate["999902", 2023]["cannot_tell"] == 1
    assert rate["999902", 2023]["on_time_percent"] == 100.0
    assert rate["999901", 2023]["on_time_percent"] == 40.0


def test_revised_figures_tell_before_and_after(site: Site) -> None:
    rows = {(row["table"], row["line"], row["column"]): row for row in site.rows("revised_figures?year=2022")}
    licences = rows["disclosure", "licences", "decisions"]
    assert licences["value_after"] == licences["value_before"] + 3
    assert ("applications", "rejected_repeat", "total") not in rows


@pytest.mark.parametrize(("words", "found"), [("年", 12), ("如下", 12), ("年城", 0), ("，城关镇新收到", 2), ("%", 0)])
def test_search_is_exact_for_any_length(site: Site, words: str, found: int) -> None:
    assert len(site.rows(f"search_sections?q={words.replace('%', '%25')}&county=&year=")) == found


def test_search_goes_on_after_what_it_has_compared(site: Site) -> None:
    words = {"county": "", "year": ""}
    with closing(sqlite3.connect(for_reading(site.path), uri=True)) as db:
        sql_functions.register(db)
        bounded = queries.load()["search_sections"].sql.replace("4000", "5").replace("3999", "4")
        for asked in ("如下", "年"):
            whole = [row["after"] for row in site.rows(f"search_sections?q={asked}&county=&year=&after=")]
            found: list[int] = []
            rows = db.execute(bounded, {**words, "q": asked, "after": ""}).fetchall()
            while rows and rows[-1][0] is None:
                found += [row[-1] for row in rows[:-1]]
                rows = db.execute(bounded, {**words, "q": asked, "after": rows[-1][-1]}).fetchall()
            assert sorted(found + [row[-1] for row in rows]) == sorted(whole)


def test_search_finds_what_only_a_heading_says(site: Site) -> None:
    heading = next(row["heading"] for row in site.rows("sections") if row["heading"] not in row["text"])
    found = site.rows(f"search_sections?q={heading}&county=&year=&after=")
    assert heading in {row["heading"] for row in found}
    assert all(row["passage"] for row in found)


def test_captures_of_a_report_tell_its_life(site: Site) -> None:
    verdicts = [row["verdict"] for row in site.rows("captures_of_report?township=999901002&year=2022")]
    assert verdicts.count("ok") == 2, "one for each version"
    assert set(verdicts) == {"ok", "same"}


def test_one_wide_row_is_shown_from_top_to_bottom(site: Site) -> None:
    one = site.get(f"/nianbao/where_from?{EXAMPLES['where_from']}").text
    assert '<dl class="record">' in one
    assert '<dt title="listing_url">listing url</dt>' in one
    assert '<dl class="record">' not in site.get(f"/nianbao/most_applications?{EXAMPLES['most_applications']}").text


@pytest.mark.parametrize(
    "path", ["/nianbao/status?_size=max", "/nianbao?sql=select+*+from+status", "/nianbao/late_by_county"]
)
def test_cells_show_china_time_as_every_page_says_at_its_foot(site: Site, path: str) -> None:
    page = site.get(path, accept_language="zh").text
    shown = re.findall(r'<td class="col-due_at[^"]*">(.*?)</td>', page)
    assert shown
    assert all(re.search(r'title="\d{4}-01-31T16:00:00.000Z \(UTC\)">\d{4}-02-01 00:00</time>', one) for one in shown)
    assert set(re.findall(r'<td class="col-backdated[^"]*">(.*?)</td>', page)) == {"否 <em>0</em>", "是 <em>1</em>"}
    assert "时间为北京时间" in page


@pytest.mark.parametrize(("lang", "said"), [("zh", "到期前已见"), ("en", "seen before the deadline")])
def test_the_reason_of_a_verdict_is_a_sentence(site: Site, lang: str, said: str) -> None:
    page = site.get("/nianbao/status?verdict=on_time&_size=max", accept_language=lang).text
    assert said in re.findall('<td class="col-reason[^"]*"><span title="seen_before_deadline">([^<]*)', page)
