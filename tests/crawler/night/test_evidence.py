"""What a reader sees first: the head of the summary, and the rule under every verdict."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from archive.captures.reasons import NightReason, because
from archive.captures.site_runs import SiteResult
from archive.storage.instants import china_day
from crawler.cli.verbs.reports.status import rule_applied, status_rows
from crawler.night import summary
from crawler.night.night_results import Night
from crawler.notify.delivery import Delivery
from crawler.runtime.config import Config
from tests.support.archives.samples import COUNTY, NIGHT, Nights


def test_the_summary_begins_with_what_needs_a_person() -> None:
    night = Night(china_day(NIGHT), NIGHT)
    assert summary.in_words(night).splitlines()[2:4] == ["Needs a person", "  nothing"]
    night.ailments = [because(NightReason.STEP_FAILED, step="backup", error="the disk is full")]
    night.missed, night.unseen = 2, 3
    night.sites = [SiteResult("langao", "blocked", "412 <script>", 1, 2)]
    night.deliveries = [Delivery("wecom", "failed", error="refused with code 93000")]
    assert night.needs_a_person
    head = summary.in_words(night).split("\n\n")[1].splitlines()
    assert head == [
        "Needs a person",
        "  backup: the disk is full",
        "  2 nights were missed before this one",
        "  3 open alerts that nobody has acknowledged: `nianbao alerts`",
        "  1 sites were not seen whole: `nianbao sites`",
        "  channels that took nothing: wecom",
    ]
    page = summary.as_page(night)
    assert page.index("Needs a person") < page.index("backup: the disk is full") < page.index("<h2>Sites")
    assert "412 &lt;script&gt;" in page


def test_every_verdict_names_its_rule_and_the_document_behind_it(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    config = Config(tmp_path / "nianbao.toml", nights.path, tmp_path / "sites.toml")
    rows = list(status_rows(config, NIGHT + timedelta(days=1), COUNTY))
    assert {row["rule"] for row in rows} == {"regulations-2019"}
    (line,) = {rule_applied(row) for row in rows}
    assert line.startswith("regulations-2019: 《中华人民共和国政府信息公开条例》")
    assert "条文未列明乡镇" in line
    assert line.endswith("content_5382991.htm")
