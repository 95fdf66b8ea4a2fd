"""Units that come and go, and the rules that bind them: a merged township stops owing, its heir goes on."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest

from archive import gazetteer
from archive.alerts import lifecycle
from archive.alerts.text.message import TEMPLATES
from archive.deadlines import status
from archive.deadlines.rules import load
from archive.gazetteer import Gazetteer, build, codec
from archive.messages import HERE as CATALOGUES
from tests.support.archives.samples import COUNTY, NIGHT, Nights

MERGED, HEIR, NEW, OLD = "350627106", "350627105", "350627199", "350627198"
OVERLAY = f"""
[[unit]]
code = "{MERGED}"
name = "奎洋镇"
valid_to = "2025-11-30"
successor = "{HEIR}"
source = "test"

[[unit]]
code = "{NEW}"
name = "新设镇"
valid_from = "2026-01-10"
source = "test"

[[unit]]
code = "{OLD}"
name = "旧有乡"
valid_to = "2026-03-15"
source = "test"
"""


@pytest.fixture
def overlaid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gazetteer:
    """The gazetteer of one county as the builder makes it from the package's tables and an overlay."""
    real = gazetteer.load()
    county = real.county(COUNTY)
    assert county
    dist = tmp_path / "package" / "dist"
    dist.mkdir(parents=True)
    levels = {
        "provinces": [(COUNTY[:2], county.province)],
        "cities": [(COUNTY[:4], county.prefecture)],
        "areas": [(COUNTY, county.name)],
        "streets": [(unit.code, unit.name) for unit in real.units(COUNTY)],
    }
    for level, rows in levels.items():
        with (dist / f"{level}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([("code", "name"), *rows])
    overlay = tmp_path / "overlay.toml"
    overlay.write_text(OVERLAY, "utf-8")
    made = Gazetteer(codec.written(build.rows(tmp_path / "package", overlay)))
    monkeypatch.setattr(gazetteer, "load", lambda: made)
    return made


def test_a_merged_township_owes_nothing_any_more(overlaid: Gazetteer, tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    for day in (12, 13):
        nights.night(day, None, listed=False)
    now = NIGHT + timedelta(days=13)
    verdicts = dict(
        tuple(row) for row in nights.archive.rows("SELECT township_code, verdict FROM status WHERE year = 2025")
    )
    assert verdicts[MERGED] == "exempt", "gone before the day due"
    assert verdicts[HEIR] == "not_published", "its heir owes for the year"
    assert verdicts[NEW] == "exempt", "set up after the reporting year, and nobody's heir"
    assert verdicts[OLD] == "not_published", "there on the day due, though abolished later"
    lifecycle.update(nights.archive, now)
    accused = {row[0][9:18] for row in nights.archive.rows("SELECT subject FROM alerts WHERE kind = 'missed_deadline'")}
    assert {HEIR, OLD} <= accused
    assert not {MERGED, NEW} & accused
    row = nights.archive.one("SELECT evidence FROM status WHERE township_code = ? AND year = 2025", MERGED)
    assert "not in force on the day" in row["evidence"]
    next_year = {s.township_code: s.judgement.verdict for s in status.compute(nights.archive, now.replace(year=2027))}
    assert (next_year[OLD], next_year[NEW]) == ("exempt", "cannot_tell")


def test_a_report_that_is_there_counts_even_of_a_unit_that_went(overlaid: Gazetteer) -> None:
    unit = overlaid.unit(MERGED)
    assert unit
    assert unit.successor == HEIR


@pytest.mark.parametrize("name", [rule.name for rule in load().standards])
def test_every_built_in_rule_names_its_document(name: str) -> None:
    (rule,) = (rule for rule in load().standards if rule.name == name)
    assert re.search(r"〔\d{4}〕|年.*(令|规定)", rule.basis)
    assert rule.years[0] >= 2008
    assert rule.valid[0]
    assert rule.url is None or rule.url.startswith(("http://", "https://"))
    assert rule.binding == "named" or "未列明乡镇" in rule.basis


def test_which_rule_binds_whom() -> None:
    book = load()
    named = {
        (2018, "410425", "冢头镇"): "regulations-2007",
        (2019, "410425", "冢头镇"): "regulations-2019",
        (2018, "469021", "定城镇"): "hainan-2011",
        (2010, "469021", "定城镇"): "regulations-2007",
        (2024, "469021", "定城镇"): "regulations-2019",
        (2012, "220602", "六道江镇"): "badaojiang-2009",
        (2012, "220602", "新建街道"): "regulations-2007",
        (2008, "220602", "六道江镇"): "regulations-2007",
        (2024, "220602", "六道江镇"): "regulations-2019",
    }
    assert {who: book.rule(*who).name for who in named} == named


@pytest.mark.parametrize(
    "template",
    sorted([*TEMPLATES.rglob("*.*"), *CATALOGUES.rglob("alerts.ftl")]),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_words_charge_anybody(template: Path) -> None:
    said = template.read_text("utf-8")
    charges = r"违规|违法|逾期(?!公开)|超期|迟报|漏报|未履行|失职|overdue|violat|failed to publish|guilty"
    assert not re.search(charges, said)
    if template.name in ("foot.txt", "mail.html"):
        assert "不代表责任认定" in said or "no finding of fault" in said
    if (template.parent.name, template.name) == ("zh", "alerts.ftl"):
        assert len(re.findall(r"截至 .*，在 .* 未发现", said)) == 2, "of one, and of several"
