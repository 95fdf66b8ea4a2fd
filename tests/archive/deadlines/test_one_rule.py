"""A new deadline rule is one entry of deadlines.toml, from the verdict to the alert that cites it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.alerts import lifecycle
from archive.deadlines import rules, status
from tests.support.archives.samples import COUNTY, NIGHT, TOWNSHIP, Nights

ENTRY = f"""
[[rule]]
name = "county-notice-2026"
month_day = "01-25"
years = [2025, 2025]
area = "{COUNTY}"
binding = "named"
basis = "县府办〔2026〕1号：各乡镇1月25日前公布"
valid = ["2026-01-01", ""]
"""


@pytest.fixture
def notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The built-in rules with one entry more."""
    copy = tmp_path / "deadlines.toml"
    copy.write_text(rules.BUILT_IN.read_text("utf-8") + ENTRY, "utf-8")
    monkeypatch.setattr(rules, "BUILT_IN", copy)
    rules._built_in.cache_clear()
    yield
    rules._built_in.cache_clear()


@pytest.mark.usefixtures("notice")
def test_a_new_deadline_rule_is_one_entry(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    for day in (7, 8):
        nights.night(day, None, listed=False)
    now = NIGHT + timedelta(days=8)
    status.materialise(nights.archive, now)
    row = nights.archive.one(
        "SELECT verdict, due_at, basis FROM status WHERE township_code = ? AND year = 2025", TOWNSHIP
    )
    assert tuple(row) == ("not_published", "2026-01-25T16:00:00.000Z", "县府办〔2026〕1号：各乡镇1月25日前公布")
    lifecycle.update(nights.archive, now)
    (alert,) = nights.archive.rows(
        "SELECT evidence FROM alerts WHERE kind = 'missed_deadline' AND subject = ?", f"township:{TOWNSHIP}/2025"
    )
    evidence = json.loads(alert["evidence"])
    assert (evidence["rule"], evidence["rule_binding"]) == ("county-notice-2026", "named")


@pytest.mark.usefixtures("notice")
def test_it_binds_no_other_county_and_year() -> None:
    book = rules.load()
    assert book.rule(2025, COUNTY, "山城镇").name == "county-notice-2026"
    assert book.rule(2024, COUNTY, "山城镇").name == "regulations-2019"
    assert book.rule(2025, "410425", "冢头镇").name == "regulations-2019"
