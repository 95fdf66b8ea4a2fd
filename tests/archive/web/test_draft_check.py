"""The page that checks drafts: there only where it was switched on, limited, and keeping nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.drafts import last_year, units
from archive.drafts.draft import Draft
from archive.extract.checks import rules
from archive.extract.report.model import Issuer, Report
from archive.extract.sandbox.policy import Policy
from archive.web import serve
from archive.web.drafts import draft_check
from tests.archive.web.conftest import Site
from tests.support.documents.drafts import BROKEN, docx, year_before

PATH = "/-/check"
DRAFT = ("年度报告.docx", docx(BROKEN["sums"]()))


class Desk:
    """A served archive that checks drafts of at most one megabyte."""

    def __init__(self, archive: Path, runner: asyncio.Runner) -> None:
        self.archive = archive
        self.datasette = serve.app(archive, (Policy(), 1))
        self._runner = runner

    def get(self, path: str = PATH, **options: Any) -> Any:
        return self._runner.run(self.datasette.client.get(path, **options))

    def post(self, **options: Any) -> Any:
        return self._runner.run(self.datasette.client.post(PATH, **options))


@pytest.fixture(scope="module")
def desk(archive: Path, runner: asyncio.Runner) -> Iterator[Desk]:
    made = Desk(archive, runner)
    yield made
    found = draft_check.desk(made.datasette)
    assert found is not None
    found.close()


def test_it_is_off_unless_switched_on(site: Site) -> None:
    assert site.get(PATH).status_code == 404
    assert PATH not in site.get("/").text


def test_every_page_leads_to_it_where_it_is_on(desk: Desk) -> None:
    assert f'href="{PATH}"' in desk.get("/-/questions").text


def test_the_form_is_in_the_language_of_the_browser(desk: Desk) -> None:
    assert "开始自查" in desk.get().text
    assert ">Check</button>" in desk.get(headers={"accept-language": "en-GB,en"}).text


def test_the_form_and_its_review_have_the_search_of_every_page(desk: Desk) -> None:
    for answer in (desk.get(), desk.post(files={"draft": DRAFT})):
        assert 'action="/-/search"' in answer.text
        assert 'href="/nianbao"' in answer.text


def test_a_draft_is_reviewed_and_nothing_of_it_kept(desk: Desk, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in desk.archive.parent.iterdir() if path.is_file()}
    answer = desk.post(files={"draft": DRAFT})
    assert answer.status_code == 200
    assert "请先看“予以公开”行“总计”栏：改成 4" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert {path: path.read_bytes() for path in desk.archive.parent.iterdir() if path.is_file()} == before


def test_last_years_report_may_come_with_it(desk: Desk) -> None:
    answer = desk.post(files={"draft": DRAFT, "last_year": ("上年.docx", docx(year_before()))})
    assert "并和 2024 年度的报告对照" in answer.text


def test_hostile_bytes_are_an_answer_like_any_other(desk: Desk) -> None:
    answer = desk.post(files={"draft": ("x.docx", b"PK\x03\x04" + b"\xff" * 4000)})
    assert answer.status_code == 200
    assert "这个文件没有读出来" in answer.text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param({"files": {"draft": ("x.docx", b"x" * 1_100_000)}}, 413, id="one file too large"),
        pytest.param({"files": {"draft": ("x.docx", b"x" * 3_000_000)}}, 413, id="the whole form too large"),
        pytest.param({"files": {"draft": ("x.docx", b"")}}, 400, id="an empty file"),
        pytest.param({"files": {"other": DRAFT}}, 400, id="no draft"),
        pytest.param({"data": {"draft": "text"}}, 400, id="no file"),
        pytest.param(
            {"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data; boundary=x"}},
            400,
            id="a broken form",
        ),
        pytest.param({"content": b"", "headers": {"content-type": "multipart/form-data"}}, 400, id="without boundary"),
    ],
)
def test_what_cannot_be_read_as_a_form_is_refused(desk: Desk, sent: dict[str, Any], status: int) -> None:
    answer = desk.post(**sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_the_archives_report_of_the_year_before_is_taken(site: Site, archive: Path, tmp_path: Path) -> None:
    stored = site.rows("reports?_sort_desc=year&_size=1")[0]
    issuer = Issuer(level="township", township_code=stored["township_code"])
    found = last_year.from_archive(archive, Draft(Report("report", year=stored["year"] + 1, issuer=issuer)))
    assert found is not None
    assert (found.year, found.issuer.township_code) == (stored["year"], stored["township_code"])
    assert found.tables
    assert last_year.from_archive(archive, Draft(Report("report", year=1999, issuer=issuer))) is None
    assert last_year.from_archive(archive, Draft(Report("report", year=2025))) is None
    (tmp_path / "no.db").write_text("no archive")
    assert last_year.from_archive(tmp_path / "no.db", Draft(Report("report", year=2025, issuer=issuer))) is None


def test_a_countys_draft_is_held_against_its_townships_where_the_archive_has_all(
    site: Site, archive: Path, tmp_path: Path
) -> None:
    stored = [row for row in site.rows("reports?_size=max") if row["version"]]
    year = stored[0]["year"]
    codes = sorted({row["township_code"] for row in stored if row["year"] == year})
    found = units.reports(archive, codes, year)
    assert [report.issuer.township_code for report in found] == codes
    assert all(report.tables for report in found)
    assert units.reports(archive, [*codes, "999999999"], year) == ()

    issuer = Issuer(level="county", county_code=stored[0]["county_code"])
    county = Report("report", year=year, issuer=issuer, tables={"applications": {"new": {"total": -1}}})
    assert [finding.rule for finding in rules.compare_units(county, found)] == ["units.applications.sum"]
    assert units.from_archive(archive, Draft(county)) == ()
    assert units.from_archive(tmp_path / "no.db", Draft(county)) == ()
    assert units.from_archive(archive, Draft(replace(county, issuer=Issuer(level="township")))) == ()
