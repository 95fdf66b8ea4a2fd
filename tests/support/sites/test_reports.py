"""Invented reports: figures that add up, follow one another from year to year, and agree with the words."""

from __future__ import annotations

import re

import pytest

from tests.support.sites.blocks import Grid, Prose, grids
from tests.support.sites.figures import BLOCKS, COLUMNS, OUTCOMES, figures_2019, figures_2021
from tests.support.sites.script import season

CODES = [township.code for site in season()[:6] for township in site.townships]
YEARS = range(2019, 2026)


@pytest.mark.parametrize("revised", [False, True], ids=["first", "revised"])
@pytest.mark.parametrize("year", YEARS)
def test_applications_balance(year: int, revised: bool) -> None:
    for code in CODES:
        lines = figures_2021(code, year, revised)["applications"]
        for column in COLUMNS:
            total = lines["outcome_total"][column]
            assert sum(lines[outcome][column] for outcome in OUTCOMES) == total, code
            assert lines["new"][column] + lines["carried_in"][column] == total + lines["carried_out"][column], code
        for line in lines.values():
            assert sum(line[column] for column in COLUMNS[:-1]) == line["total"], code
            assert min(line.values()) >= 0, code


@pytest.mark.parametrize("year", YEARS)
def test_years_follow_one_another(year: int) -> None:
    for code in CODES:
        before, after = figures_2021(code, year - 1), figures_2021(code, year)
        assert after["applications"]["carried_in"] == before["applications"]["carried_out"], code
        documents = after["disclosure"]["normative_documents"]
        known = before["disclosure"]["normative_documents"]["in_force"]
        assert documents["in_force"] == known + documents["issued"] - documents["repealed"], code


def test_not_everything_is_zero() -> None:
    new = [figures_2021(code, 2025)["applications"]["new"]["total"] for code in CODES]
    assert max(new) >= 8
    assert 0 in new
    assert len(set(new)) >= 6
    fees = [figures_2021(code, 2025)["disclosure"]["fees"] for code in CODES]
    assert any(fee != int(fee) for fee in fees)


def test_review_adds_up() -> None:
    for code in CODES:
        for block in figures_2021(code, 2025)["review"].values():
            assert block["upheld"] + block["corrected"] + block["other"] + block["pending"] == block["total"], code


def test_the_old_form_has_one_line_of_other_handling() -> None:
    lines = figures_2019(CODES[0], 2020)["applications"]
    assert len(lines) == 23
    assert "other" in lines
    assert not any(line.startswith("other_") for line in lines)


@pytest.mark.parametrize("make", [figures_2021, figures_2019])
def test_grids_have_no_gaps(make: object) -> None:
    for grid in grids((figures_2021 if make is figures_2021 else figures_2019)(CODES[0], 2020), ""):
        width = sum(box.columns for box in grid.rows[0])
        area = sum(box.rows * box.columns for row in grid.rows for box in row)
        assert area == width * len(grid.rows)


def test_words_agree_with_tables() -> None:
    for site in season()[:3]:
        for publication in site.publications:
            if publication.kind != "report" or publication.manner.form == "narrative":
                continue
            known = publication.report(site.instants[-1])
            assert known.tables
            text = "".join(block.text for block in known.blocks if isinstance(block, Prose))
            lines = known.tables["applications"]
            if match := re.search(r"新收政府信息公开申请(\d+)件，其中自然人申请(\d+)件", text):
                assert [int(match[1]), int(match[2])] == [lines["new"]["total"], lines["new"]["natural_person"]]
            else:
                assert lines["new"]["total"] + lines["carried_in"]["total"] == 0
            litigation = sum(known.tables["review"][block]["total"] for block in BLOCKS)
            assert ("未发生因政府信息公开引起" in text) == (litigation == 0)
            assert sum(isinstance(block, Grid) for block in known.blocks) == 3
