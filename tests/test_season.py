"""From county sites to a queryable archive, the whole way: real HTTP, real processes, real files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support.season import Season, nianbao, night

NIGHTS = (night(1, 20), night(2, 1), night(2, 2), night(2, 7), night(3, 20))
LAST = NIGHTS[-1]
MORNING = LAST + timedelta(hours=5)
"""When people ask, after the last night."""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    played = Season.begin(tmp_path_factory.mktemp("season"), NIGHTS[0])
    for instant in NIGHTS:
        for row in played.crawl(instant):
            assert row["outcome"] == "ok", row
    yield played
    played.end()


def test_every_report_is_found_and_nothing_else(season: Season) -> None:
    with season.archive() as archive:
        found = {(r["township_code"], r["year"]) for r in archive.rows("SELECT * FROM reports WHERE state = 'present'")}
    assert found == set(season.published(LAST))


def test_every_figure_is_the_one_printed(season: Season) -> None:
    wrong, checked = dict[tuple[str, int, str], dict[str, object]](), 0
    with season.archive() as archive:
        for (code, year), one in season.published(LAST).items():
            row = archive.one(
                "SELECT version, form FROM reports JOIN versions USING (version) WHERE township_code = ? AND year = ?",
                code,
                year,
            )
            if row["form"] != "2021" or one.revised_at or one.tables is None:
                continue
            for line, printed in one.tables["applications"].items():
                read = archive.one("SELECT * FROM applications WHERE version = ? AND line = ?", row["version"], line)
                found = {column: read[column] for column in printed}
                wrong |= {} if found == printed else {(code, year, line): found}
                checked += len(printed)
    assert wrong == {}
    assert checked > 4000


def test_nobody_is_wrongly_accused_and_nobody_late_is_missed(season: Season) -> None:
    rows = json.loads(
        nianbao(season.config.path, "status", "--year", "2025", "--json", "--now", MORNING.isoformat()).stdout
    )
    truth = {row["township_code"]: season.truth(MORNING)[row["township_code"], 2025] for row in rows}
    expected = {
        code: "not_published" if report.published_at is None else "late" if report.late else "on_time"
        for code, report in truth.items()
    } | {
        code: "seen_after_gap"  # it claims a day in time, and nothing but a list says otherwise
        for code, report in truth.items()
        if report.late and report.claimed_on and report.claimed_on <= report.due_at.date()
    }
    assert {row["township_code"]: row["verdict"] for row in rows} == expected
    assert {"not_published", "on_time"} <= set(expected.values())


def test_a_figure_leads_back_to_its_bytes(season: Season) -> None:
    with season.archive() as archive:
        row = archive.one(
            "SELECT a.total, c.payload, c.fetched_at, c.url, l.url AS listing FROM applications AS a"
            " JOIN versions AS v USING (version) JOIN captures AS c ON c.capture = v.capture"
            " JOIN captures AS l ON l.capture = c.via WHERE a.line = 'new' AND a.total > 0 LIMIT 1"
        )
        body = archive.payloads.get(bytes.fromhex(row["payload"]))
    assert len(body) > 1000
    assert row["listing"] != row["url"]


@pytest.fixture(scope="module")
def revisited(season: Season) -> Season:
    """The season after a night that asked for every page."""
    season.crawl(LAST, "--revisit")
    return season


def test_an_unchanged_site_adds_no_bytes_and_no_versions(revisited: Season) -> None:
    season = revisited

    def counts() -> tuple[int, int, int]:
        with season.archive() as archive:
            payloads = archive.one(
                "SELECT count(DISTINCT payload) FROM captures WHERE site = 'nanjing' AND kind IN ('listing', 'report')"
            )[0]
            return (
                payloads,
                archive.one("SELECT count(*) FROM versions")[0],
                archive.one("SELECT count(*) FROM changes")[0],
            )

    before = counts()
    results = season.crawl(LAST, "--revisit")
    assert [row["outcome"] for row in results] == ["ok"] * 3
    assert counts() == before


def test_an_unchanged_night_asks_little(season: Season) -> None:
    requests = {row["site"]: row["requests"] for row in season.crawl(LAST)}
    asked_again = 1  # a report that was gone last night
    assert {site: number for site, number in requests.items() if number > 8 + asked_again} == {}


def test_conditional_requests_are_answered_304(season: Season) -> None:
    with season.archive() as archive:
        answered = archive.one(
            "SELECT count(*) FROM captures WHERE site = 'nanjing' AND verdict = 'same' AND status = 304"
        )
    assert answered[0] > 10


def test_a_revision_is_found_with_what_changed(revisited: Season) -> None:
    said = json.loads(nianbao(revisited.config.path, "history", "350627103", "2025", "--json").stdout)
    assert [version["change"] for version in said["versions"]] == ["appeared", "figures"]
    assert said["versions"][1]["figures_changed"]
    words = nianbao(revisited.config.path, "history", "350627103", "2025").stdout
    assert "->" in words


def test_the_archive_is_sound(season: Season) -> None:
    done = nianbao(season.config.path, "verify")
    assert (done.returncode, done.stdout.startswith("sound")) == (0, True), done.stdout


def test_sites_and_their_health(season: Season) -> None:
    rows = json.loads(nianbao(season.config.path, "sites", "--json", "--now", MORNING.isoformat()).stdout)
    assert {row["site"]: row["last_outcome"] for row in rows} == {"nanjing": "ok", "yunhe": "ok", "langao": "ok"}


def test_a_site_is_tried_without_writing(season: Season) -> None:
    before = season.config.archive.stat().st_mtime_ns
    said = json.loads(
        nianbao(season.config.path, "sites", "check", "langao", "--json", "--now", MORNING.isoformat()).stdout
    )
    assert said["outcome"] == "ok"
    assert said["townships_found"] == said["townships_expected"] == 12
    assert season.config.archive.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["crawl", "nowhere"], 2, "no site has the id nowhere"),
        (["history", "350627100", "1999"], 3, "no report of 350627100 (山城镇) for 1999"),
        (["status", "--county", "999999"], 2, "--county 999999, which no county's code begins with"),
        (["parse", "/nonexistent.html"], 3, "/nonexistent.html: cannot be read"),
    ],
)
def test_errors_are_one_line_that_names_the_culprit(
    season: Season, arguments: list[str], status: int, said: str
) -> None:
    done = nianbao(season.config.path, *arguments)
    assert done.returncode == status
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
