"""A county whose list only a browser shows: what its nights come to, with the browser, without, and with faults."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tests.support.sites.faults import FaultKind
from tests.support.stage import play

BEFORE, NIGHT, NEXT, SPRING = (f"2026-{day}T02:30:00+08:00" for day in ("01-30", "02-01", "02-02", "03-20"))
LATER = "2026-03-21T02:30:00+08:00"
LIST, SCRIPT, DATA = "^/xxgk/nianbao/list", "^/assets/list.js", "^/api/"
NEVER, ALWAYS = {"row": 'render = "never"\n'}, {"row": 'render = "always"\n'}
MISSING = {"config": '[browser]\nexecutable = "/nowhere/chromium"\n'}
HARMLESS = {"garbled", "not_modified", "frozen"}
BLOCKED = {
    "forbidden",
    "precondition",
    "cookie_521",
    "not_allowed",
    "accepted",
    "too_many",
    "cookie_script",
    "waf_page",
}

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("chromium")]


def nights(*played: dict[str, Any], site: str = "qinghe", **more: Any) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = play("tests.support.browser.nights", {"site": site, "nights": played, **more})
    return told


@pytest.fixture(scope="module")
def season() -> list[dict[str, Any]]:
    return nights(
        {"now": BEFORE},
        {"now": NIGHT, "from": 0},
        {"now": NEXT, "from": 1, "faults": [["cookie_script", DATA]]},
        {"now": SPRING, "from": 1},
        {"now": LATER, "from": 3},
        {"now": NIGHT, **NEVER},
        {"now": NIGHT, **MISSING},
        {"now": NIGHT, **ALWAYS},
    )


def shown(night: dict[str, Any]) -> list[dict[str, Any]]:
    return [capture for capture in night["captures"] if capture["browser"]]


def test_every_report_is_found_and_nothing_else(season: list[dict[str, Any]]) -> None:
    for night in (season[0], season[1], season[3], season[4], season[7]):
        assert (night["outcome"], night["detail"]) == ("ok", None)
        assert (night["missing"], night["extra"]) == ([], [])
    assert season[4]["accused"] == [], "no list of the county was seen to move, so that it may be an old copy"


def test_the_archive_records_what_was_rendered(season: list[dict[str, Any]]) -> None:
    first = season[0]
    pages = shown(first)
    assert [capture["kind"] for capture in pages] == ["listing", "listing"]
    for capture in pages:
        assert capture["browser"].startswith("Chromium ")
        assert capture["kept"]
        assert "/api/column/docs" in capture["parts"]
        assert "hm.baidu.com/hm.js?130534 refused" in capture["parts"]
    parts = [capture for capture in first["captures"] if capture["part"] == "fetch"]
    assert [capture["verdict"] for capture in parts] == ["ok", "ok"]
    assert all(capture["kept"] for capture in parts)
    assert first["requests"] == len(first["paths"])


def test_pictures_styles_and_fonts_are_not_asked_for_and_files_are_fetched_as_they_are(
    season: list[dict[str, Any]],
) -> None:
    for night in season:
        assert not [path for path in night["paths"] if path.endswith((".png", ".css", ".woff2"))]
    files = [capture for night in season for capture in night["captures"] if capture["kind"] == "attachment"]
    assert files
    assert not [capture for capture in files if capture["browser"]]


def test_a_page_known_to_need_the_browser_goes_there_straight_away(season: list[dict[str, Any]]) -> None:
    def bare(night: dict[str, Any]) -> list[str]:
        return [c["part"] for c in night["captures"] if "/list.html" in c["url"] and not c["browser"]]

    assert bare(season[0]) == [None, "document"]
    assert bare(season[1]) == ["document", "document"]
    assert None in bare(season[3]), "after more than 30 days it is looked at without once more"
    assert None not in bare(season[4])


def test_an_unchanged_night_adds_nothing(season: list[dict[str, Any]]) -> None:
    assert season[4]["versions"] == season[3]["versions"]
    assert season[4]["payloads"] == season[3]["payloads"]
    assert {"soft_404", "ok"} & set(season[4]["verdicts"]) <= {"ok"}


def test_without_a_browser_no_night_is_ok_and_the_reason_is_reported(season: list[dict[str, Any]]) -> None:
    for night, reason in ((season[5], "never"), (season[6], "/nowhere/chromium is not there")):
        assert night["outcome"] == "broken"
        assert reason in night["detail"]
        assert night["accused"] == []
    assert "deploy/install-system-packages" in season[6]["detail"]
    assert season[6]["requests"] == len(season[6]["paths"])


def test_a_challenge_inside_the_browser_is_blocked(season: list[dict[str, Any]]) -> None:
    struck = season[2]
    assert struck["outcome"] == "blocked"
    assert struck["accused"] == []
    assert sum(path.startswith("/api/") for path in struck["paths"]) == 1, "nothing was tried to get past it"


def test_a_list_that_only_clicks_turn_behind_a_door_of_script() -> None:
    first, second, struck = nights(
        {"now": BEFORE},
        {"now": NIGHT, "from": 0},
        {"now": NIGHT, "from": 0, "faults": [["server_error", "page=2"]]},
        site="luqu",
    )
    for night in (first, second):
        assert (night["outcome"], night["missing"], night["extra"]) == ("ok", [], [])
        urls = [c["url"].rpartition("/")[2] for c in shown(night)]
        assert list(dict.fromkeys(urls)) == ["list.html", "list.html#page-2"]
        assert len(urls) <= 3, "the first page once more, to its end"
        assert night["requests"] == len(night["paths"])
    assert second["versions"] == first["versions"]
    assert struck["outcome"] == "partial"


def test_robots_rules_and_the_pace_hold_inside_the_browser() -> None:
    (night,) = nights({"now": NIGHT}, robots="User-agent: *\nDisallow: /api/", settings={"DOWNLOAD_DELAY": 0.4})
    assert night["outcome"] == "broken"
    assert not [path for path in night["paths"] if path.startswith("/api/")]
    assert [c["detail"] for c in night["captures"] if c["part"] == "fetch"] == ["robots.txt forbids this address"]
    assert len(night["paths"]) >= 4
    assert min(night["gaps"]) > 0.25, "three quarters of the delay, as it is spread by a quarter"


@pytest.mark.matrix
@pytest.mark.parametrize("where", [LIST, SCRIPT, DATA])
def test_every_fault_at_every_place(where: str) -> None:
    kinds = [kind for kind in get_args(FaultKind) if kind not in ("refused", "empty_listing")]
    struck = [{"now": NIGHT, "from": 0, "faults": [[kind, where]]} for kind in kinds]
    for kind, night in zip(kinds, nights({"now": BEFORE}, *struck)[1:], strict=True):
        if kind in HARMLESS or (kind == "api_error" and where != DATA):
            continue
        assert night["outcome"] != "ok", kind
        assert (night["outcome"] == "blocked") == (kind in BLOCKED | {"captcha"}), (kind, night["detail"])
        assert night["accused"] == [], kind
        assert night["requests"] == len(night["paths"]), kind
