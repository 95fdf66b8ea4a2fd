from __future__ import annotations

import asyncio
import re
from datetime import datetime
from pathlib import Path

import pytest

from archive.reports import judgements
from archive.reports.judgements import Says, Word
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from archive.web import queries
from tests.archive.web.conftest import PAGES, Site
from tests.support.web import sample

OURS = (
    *PAGES,
    "/-/report/999901005/2022",
    "/-/questions",
)
TABLES = ("applications", "captures", "current_versions", "documents", "sections", "status", "townships", "versions")
THEIRS = ("/nianbao", *(f"/nianbao/{table}" for table in TABLES), *(f"/nianbao/{name}" for name in queries.load()))


@pytest.mark.parametrize("path", OURS)
def test_pages_load_nothing_from_elsewhere(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text, "the policy forbids inline styles"
    assert set(re.findall(r'<(?:link|img)[^>]+(?:href|src)="(.)', answer.text)) == {"/"}


@pytest.mark.parametrize("path", [*OURS, *THEIRS, "/nianbao/search_sections?q=%E5%B9%B4&county=&year="])
def test_archived_words_are_never_markup(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<b>王村" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_overview_counts_what_the_archive_holds(site: Site) -> None:
    page = site.get("/").text
    assert "Reports for 2023" in page
    assert "Of <b>7</b> townships that owed a report" in page
    assert "<b>3</b> on time" in page
    assert "<b>2</b> late" in page
    assert "<b>1</b> not published" in page
    assert "<b>1</b> cannot tell" in page
    assert "a challenge page instead of content" in page


@pytest.mark.parametrize("path", ["/", "/-/county/999901"])
def test_a_check_says_which_of_its_pages_an_earlier_night_saw(
    archive: Path, runner: asyncio.Runner, tmp_path: Path, path: str
) -> None:
    """A quiet night's check is complete, and proves absence only as of its oldest page: both instants are said."""
    copy = sample.copied(archive, tmp_path / "nianbao.db")
    earlier = datetime(2024, 2, 13, 2, 30, tzinfo=CHINA).timestamp() * 1000
    with Archive.open(copy) as opened, opened.transaction() as db:
        db.execute("UPDATE visits SET seen_from = ? WHERE outcome = 'ok'", (int(earlier),))
    said = "some list pages as seen 2024-02-13 02:30"
    assert said in re.sub("<[^>]*>", "", Site(copy, runner).get(path).text)
    assert said not in re.sub("<[^>]*>", "", Site(archive, runner).get(path).text)


def test_many_counties_are_gathered_by_province(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.pages.shares.MOST", 1)
    page = site.get("/").text
    link = re.search(r'href="(/\?year=2023&amp;province=[^"]+)"', page)
    assert link
    assert "示例省" in page
    assert "青溪县" not in re.findall(r"(?s)<h2>Place by place.*?</section>", page)[0]
    assert "/-/county/999901" in site.get(link[1].replace("&amp;", "&")).text
    assert site.get("/?year=2023&province=<b>").status_code == 404


def test_a_report_is_withdrawn_where_its_evidence_says_so(
    archive: Path, tmp_path: Path, runner: asyncio.Runner
) -> None:
    """A report that one night lacks is gone by its state, and withdrawn only after a second."""
    copy = sample.copied(archive, tmp_path / "sample.db")
    pages = "/-/report/999901004/2023", "/-/county/999901"
    said = "UPDATE status SET evidence = json_set(evidence, '$.withdrawn_at', '2024-03-01T00:00:00.000Z')"
    for edit, withdrawn in (
        ("UPDATE reports SET state = 'withdrawn' WHERE report = '999901004/2023'", False),
        (f"{said} WHERE township_code = '999901004' AND year = 2023", True),
    ):
        with Archive.open(copy) as opened, opened.transaction() as db:
            db.execute(edit)
        report, county = (Site(copy, runner).get(page).text for page in pages)
        assert ("Withdrawn</p>" in report) is withdrawn
        cell = re.search(r'<a class="cell [^"]+" href="/-/report/999901004/2023"[^>]*>(.*?)</a>', county)
        assert cell
        assert ("†" in cell[1]) is withdrawn


def test_county_shows_townships_by_years(site: Site) -> None:
    page = site.get("/-/county/999901").text
    assert "青溪县" in page
    cell = re.search(r'<a class="cell s-late" href="/-/report/999901004/2023"[^>]*>(.*?)</a>', page)
    assert cell
    assert "+5<sup>*</sup>" in cell[1], "late by five days, and with a date that a look contradicts"


def test_verdict_comes_with_its_evidence(site: Site) -> None:
    page = site.get("/-/report/999901003/2023").text
    assert "not published" in page
    assert "Fell due at the end of 2024-01-31" in page
    assert "A complete check of the county’s lists did not show it" in page
    assert re.search(r'href="/-/payload/[0-9a-f]{64}"', page)


def test_figures_lead_to_where_they_come_from(site: Site) -> None:
    page = site.get("/-/report/999901001/2022").text
    cell = re.search(r'href="(/-/archived/[^"]*line=new&amp;column=total)#figure"', page)
    assert cell
    document = site.get(cell[1].replace("&amp;", "&")).text
    link = re.search(r'href="(/nianbao/where_from\?[^"]*line=new&amp;column=total[^"]*)"', document)
    assert link
    assert (
        "https://qingxi.example.gov.cn/nb/2022/t20230112_999901001.html" in site.get(link[1].replace("&amp;", "&")).text
    )


def test_cells_that_are_no_plain_number_say_so(site: Site) -> None:
    page = site.get("/-/report/999901004/2023").text
    assert '<td class="st-dash">' in page
    assert "3（含变更）" in page
    assert "applications.new.row_sum" in page


def test_versions_show_what_changed(site: Site) -> None:
    page = site.get("/-/report/999901002/2022").text
    assert "figures changed (by the publisher)" in page
    assert "予以公开 · 自然人" in page
    first = re.search(r'href="(/-/report/999901002/2022\?version=[^"]+)"', page)
    assert first
    assert "not the one in force" in site.get(first[1]).text


@pytest.mark.parametrize(
    "path",
    [
        "/?year=1999",
        "/?year=2023%20OR%201",
        "/?year=%D9%A2%D9%A0%D9%A2%D9%A3",
        "/-/county/110000",
        "/-/county/abcdef",
        "/-/report/999901001/1999",
        "/-/report/999901001/2022?version=%27%20OR%201=1--",
        "/-/report/999901001/2022/~3Cscript~3Ealert",
        "/nianbao/no_such_table",
    ],
)
def test_what_is_not_here_is_not_found(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_an_empty_archive_has_a_front_page(
    tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    Archive.open(tmp_path / "empty.db").close()
    answer = Site(tmp_path / "empty.db", runner).get("/")
    assert answer.status_code == 200
    assert "No run yet" in answer.text


def test_open_alerts_are_on_the_front_page(
    tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    path = sample.build(tmp_path / "alerts.db")
    with Archive.open(path) as archive, archive.transaction() as db:
        db.execute(
            "INSERT INTO alerts VALUES ('a', 'missed_deadline', 'township:999901003/2023', '2024-02-06',"
            " NULL, NULL, NULL, '{}', 'not_found_after_deadline'),"
            " ('b', 'site_failing', 'site:<i>', '2024-02-06', NULL, NULL, NULL, '{}', 'never_seen_whole')"
        )
    page = Site(path, runner).get("/").text
    assert "missed deadline" in page
    assert "site:&lt;i&gt;" in page


def test_what_a_person_said_of_a_finding_stands_beside_it(
    tmp_path: Path, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.without_gazetteer(monkeypatch)
    path = sample.build(tmp_path / "judged.db")
    with Archive.open(path) as archive:
        found = next(one for one in judgements.findings(archive) if one.severity == "error")
        word = Word(found.report, found.rule, Says.DISMISSED, "Li Hua", "<b>a note explains it")
        judgements.judge(archive, word, datetime(2024, 3, 1, tzinfo=CHINA))
    page = Site(path, runner).get(f"/-/report/{found.report}").text
    assert "dismissed by a person · Li Hua, 2024-02-29 (&lt;b&gt;a note explains it" in page


def test_codes_and_keys_are_links_in_anyones_sql(site: Site) -> None:
    page = site.get("/nianbao?sql=select+township_code,year,verdict,county_code,report+from+status").text
    assert '<a href="/-/report/999901001/2022" lang="zh-CN">城关镇</a>' in page
    assert '<a href="/-/county/999901" lang="zh-CN">青溪县</a>' in page
    assert 'class="v v-not_published"' in page
    page = site.get("/nianbao/captures").text
    assert re.search(r'href="/-/payload/([0-9a-f]{64})"', page)
    assert re.search(r'href="/nianbao/captures\?capture=[0-9a-z]{15}"', page)
