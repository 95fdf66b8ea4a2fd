"""A county's figures against those of its townships, where all of them are known."""

from __future__ import annotations

import pytest

from archive.drafts import review, words
from archive.drafts.draft import Draft
from archive.extract.checks import rules
from archive.extract.report.model import Finding, Issuer, Report


def report(
    new: int | None, *, licences: int = 0, level: str = "township", findings: tuple[Finding, ...] = ()
) -> Report:
    """A report with applications received and licences, all other lines left out."""
    issuer = Issuer("湖口县人民政府" if level == "county" else "大垅乡", "county" if level == "county" else "township")
    tables = {"applications": {"new": {"natural_person": new, "total": new}}, "disclosure": {"licences": licences}}
    return Report("report", year=2024, form="2021", issuer=issuer, tables=tables, findings=findings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("county", "units", "found"),
    [
        (report(9, level="county"), [report(4), report(5)], []),
        (report(20, level="county"), [report(4), report(5)], []),
        (report(8, level="county"), [report(4), report(5)], ["units.applications.sum"]),
        (report(8, level="county"), [report(4), report(None), report(5)], []),
        (report(None, level="county"), [report(4), report(5)], []),
        (report(9, licences=1, level="county"), [report(4, licences=2), report(5)], ["units.disclosure.sum"]),
        (report(8, level="county"), [], []),
    ],
)
def test_a_county_counts_no_less_than_its_townships(county: Report, units: list[Report], found: list[str]) -> None:
    said = rules.compare_units(county, units)
    assert [one.rule for one in said] == found
    assert {(one.blame, one.severity) for one in said} <= {("unknown", "info")}


def test_a_figure_that_is_not_certain_is_the_readings_fault() -> None:
    doubt = Finding("applications.new.unplaced", "error", "reading", "")
    (found,) = rules.compare_units(report(8, level="county"), [report(4), report(5, findings=(doubt,))])
    assert found.blame == "reading"


def test_the_writer_of_a_countys_report_is_told_the_sum() -> None:
    draft = Draft(report(8, level="county"), units=(report(4), report(5)))
    (said,) = [remark for remark in review.of(draft).remarks if remark.rule == "units.applications.sum"]
    assert "填的是 8，所属 2 个乡镇、街道的报告相加是 9" in words.remedy(said, "zh")
    assert "add up to 9" in words.remedy(said, "en")
