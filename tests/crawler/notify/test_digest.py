"""One digest a county instead of a flood; alerts that passed unsent are reported; what may have arrived is marked."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from archive.alerts import kinds, lifecycle, outbox
from archive.alerts.text import digest, message
from archive.alerts.text.digest import Digest, Entry, folded
from archive.captures import record
from archive.storage.database import Archive
from archive.storage.instants import text
from crawler.notify import delivery, sending
from crawler.notify.channel import channels
from crawler.notify.senders import sender
from tests.support.alerts.servers import Http, Mails, part
from tests.support.archives.samples import COUNTY, LIST, NIGHT, TOWNSHIP, Nights, said

SCHEMA = json.loads((Path(message.__file__).parent / "payload.schema.json").read_text("utf-8"))


def tell(archive: Archive, now: datetime, *addresses: Any) -> list[delivery.Delivery]:
    listed = channels(addresses)
    outbox.enqueue(archive, listed, lifecycle.update(archive, now), now)
    return delivery.deliver(archive, listed, now, {})


def hook(web: Http) -> str:
    return f"json://127.0.0.1:{web.port}/hook"


def mailbox(post: Mails) -> str:
    return f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=a@example.org&mode=insecure"


def test_after_an_outage_over_the_deadline_one_digest_and_an_alert_a_township(
    tmp_path: Path, web: Http, post: Mails
) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    tell(nights.archive, NIGHT, hook(web))
    for day in range(1, 16):
        nights.night(day, None, listed=False, outcome="unreachable")
        tell(nights.archive, NIGHT + timedelta(days=day), hook(web), mailbox(post))
    web.posts.clear()
    post.came.clear()
    for day in (16, 17):
        nights.night(day, None, listed=False)
        tell(nights.archive, NIGHT + timedelta(days=day), hook(web), mailbox(post))
    units = nights.archive.one("SELECT count(*) - 1 FROM townships WHERE county_code = ?", COUNTY)[0]
    rows = nights.archive.rows("SELECT subject, evidence FROM alerts WHERE kind = 'missed_deadline'")
    assert len(rows) == len({row["subject"] for row in rows}) == units > 9
    assert all(json.loads(row["evidence"])["looks"] for row in rows)
    payload = web.posts[-1][1]
    Draft202012Validator(SCHEMA).validate(payload)
    (one,) = payload["digests"]
    assert (one["county_code"], len(one["alerts"]), len(payload["alerts"])) == (COUNTY, units, units)
    assert one["outage"]["from"] < one["outage"]["to"]
    assert one["text"].count("\n") == 0
    plain = part(post.came[-1], "plain").splitlines()
    (line,) = [line for line in plain if line.startswith("·")]
    assert all(row["alert"] in line for row in nights.archive.rows("SELECT alert FROM alerts WHERE closed_at IS NULL"))
    assert plain[0] == "请处理："
    assert any("之间未能完整查看" in line for line in plain)
    page = part(post.came[-1], "html")
    assert page.count("<tr ") == 2
    assert page.count("<li>") == units + 2, "one a township, what to do, and the rule"


def test_fifteen_in_one_night_are_one_and_four_are_four() -> None:
    def entries(count: int, **more: Any) -> list[Entry]:
        return [
            Entry(
                str(n),
                "opened",
                "missed_deadline",
                "not_found_after_deadline",
                f"township:3506271{n:02}/2025",
                f"{n}镇",
                COUNTY,
                "南靖县",
                "",
                more,
            )
            for n in range(count)
        ]

    assert [len(item.covers) for item in folded(entries(15))] == [15]
    assert len(folded(entries(digest.MANY - 1))) == digest.MANY - 1
    (gap,) = folded(entries(2, outage={"from": "a", "to": "b"}))
    assert isinstance(gap, Digest)
    site = Entry("s", "closed", "site_failing", "never_seen_whole", "site:nanjing", "nanjing", COUNTY, "南靖县", "", {})
    assert [len(item.covers) for item in folded([*entries(6), site])] == [6, 1]


def mass(count: int, county: int = 0, kind: str = "missed_deadline") -> list[Entry]:
    code = f"{county + 110101}"
    return [
        Entry(
            f"20260203-{code}{n:04}",
            "opened",
            kind,
            kinds.known()[kind].reasons[0],
            f"township:{code}{n:03}/2025",
            f"{n}镇",
            code,
            f"{county}县",
            "2026-02-02T18:30:00.000Z",
            {
                "rule": "default",
                "basis": "条例第四十九条",
                "due_at": "2026-01-31T16:00:00.000Z",
                "look_after": {"at": "2026-02-02T18:30:00.000Z", "url": "http://a.example/"},
            },
            province=f"{code[:2]}省",
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("counties", [30, 300, 3000])
def test_very_many_alerts_are_a_digest_a_province(counties: int) -> None:
    entries = [entry for county in range(counties) for entry in mass(12, county)]
    told = message.Message(entries, NIGHT, "zh", web="https://n.example")
    assert {entry.alert for one in told.parts(2048) for entry in one.covers} == {entry.alert for entry in entries}
    provinces = len({entry.county[:2] for entry in entries if entry.county})
    assert len(told.items) == provinces
    assert len(told.parts(2048)) <= 3
    assert len(told.html) < 20_000 + 2_000 * provinces
    assert told.text.count("条例第四十九条") == 1


def test_a_line_has_its_id_and_its_evidence_and_a_message_begins_with_what_to_do() -> None:
    entries = [*mass(2), *mass(6, 1)]
    told = message.Message(entries, NIGHT, "en", web="https://n.example/")
    head, rest = told.text.split("\n\n", 1)
    assert head.splitlines()[0] == "To do:"
    assert "missed deadline (8)" in head
    for entry in entries:
        (line,) = [line for line in rest.splitlines() if entry.alert in line]
        page = f"-/county/{entry.county}" if entry.place == "1县" else f"-/report/{entry.subject.split(':')[1]}"
        assert line.endswith(f" https://n.example/{page}")
    assert told.text.count("条例第四十九条") == 1
    assert "https" not in message.Message(entries, NIGHT, "en").text


def test_a_webhook_has_some_hundred_alerts_in_a_post(web: Http, tmp_path: Path) -> None:
    carrier = sender(hook(web))
    assert carrier.alerts
    messages = delivery._messages(mass(1200), [], NIGHT, channels([hook(web)])[0], delivery._Layout(None, None), 500)
    assert [len(one.entries) for one in messages] == [500, 500, 200]


def test_an_alert_that_opened_and_closed_unsent_is_reported(tmp_path: Path, web: Http) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    tell(nights.archive, NIGHT, hook(web))
    web.usual = (500, {})
    for day in (12, 13):
        nights.night(day, None, listed=False)
    assert tell(nights.archive, NIGHT + timedelta(days=13), hook(web))[0].state == "failed"
    nights.night(14, said(12, published_on="2026-02-02"))
    lifecycle.update(nights.archive, NIGHT + timedelta(days=14))
    web.usual = (200, {})
    web.posts.clear()
    tell(nights.archive, NIGHT + timedelta(days=15), hook(web))
    ((_, payload, _),) = web.posts
    passed = [alert for alert in payload["alerts"] if alert["edge"] == "passed"]
    assert [alert["subject"] for alert in passed] == [f"township:{TOWNSHIP}/2025"]
    assert any(
        re.search("情况已不存在，无需处理：山城镇（目前：已见到，逾期公开） [0-9a-z-]{19}", one["text"])
        for one in payload["digests"]
    )
    Draft202012Validator(SCHEMA).validate(payload)
    assert not nights.archive.one("SELECT 1 FROM notifications WHERE state = 'waiting'")
    assert tell(nights.archive, NIGHT + timedelta(days=16), hook(web)) == []


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from archive.alerts import outbox
from crawler.notify import delivery
from crawler.notify.channel import channels
from crawler.notify.senders import sender
from archive.storage.database import Archive

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

outbox.settle = killed
with Archive.open(Path(sys.argv[1])) as archive:
    delivery.deliver(archive, channels([sys.argv[2]]), datetime.fromisoformat(sys.argv[3]), {})
"""


@pytest.mark.parametrize("by_mail", [False, True])
def test_a_kill_between_sending_and_noting(tmp_path: Path, web: Http, post: Mails, by_mail: bool) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    for day in (12, 13):
        nights.night(day, None, listed=False)
    now, channel = NIGHT + timedelta(days=13), mailbox(post) if by_mail else hook(web)
    outbox.enqueue(nights.archive, channels([channel]), lifecycle.update(nights.archive, now), now)
    done = subprocess.run([sys.executable, "-c", KILLED, str(nights.path), channel, text(now)], check=False)
    assert done.returncode == -signal.SIGKILL
    nights.night(14, said(12, published_on="2026-02-02"))
    now += timedelta(days=1)
    (again,) = tell(nights.archive, now, channel)
    assert (again.state, again.again, again.parts) == ("sent", 1, 2)
    if by_mail:
        first, second, third = post.came
        assert first["message-id"] == second["message-id"] != third["message-id"]
        assert "重发" in second["subject"]
        assert "重发" not in first["subject"] + third["subject"]
    else:
        (_, one, head), (_, two, again_head), (_, three, _) = web.posts
        assert head["Idempotency-Key"] == again_head["Idempotency-Key"] == one["id"] == two["id"] != three["id"]
        assert [body["again"] for body in (one, two, three)] == [False, True, False]
        assert {a["edge"] for a in three["alerts"]} == {"opened", "closed"}
    assert not nights.archive.one("SELECT 1 FROM sendings")
    assert os.getpid()


def test_a_channel_that_fell_silent_may_have_taken_it(
    tmp_path: Path, web: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = Nights(tmp_path)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    for day in (12, 13):
        nights.night(day, None, listed=False)
    now = NIGHT + timedelta(days=13)
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.2)
    web.delay = 0.6
    assert tell(nights.archive, now, hook(web))[0].state == "failed"
    web.delay, web.usual = 0.0, (500, {})
    assert tell(nights.archive, now + timedelta(days=1), hook(web))[0].state == "failed"
    web.usual = (200, {})
    (told,) = tell(nights.archive, now + timedelta(days=2), hook(web))
    assert (told.state, told.again) == ("sent", 1)
    keys = {headers["Idempotency-Key"] for _, body, headers in web.posts if len(body["alerts"]) > 5}
    assert len(keys) == 1


def test_an_alert_names_every_page_of_the_checks_that_it_rests_on(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    pages = [f"{LIST}?page={number}" for number in (2, 3)]

    def night(day: int) -> None:
        run = nights.night(day, None, listed=False)
        archive = nights.archive
        site_run = archive.one("SELECT site_run FROM site_runs WHERE run = ?", run)[0]
        at = NIGHT + timedelta(days=day)
        for url in pages:
            record.record(archive, site_run, record.Fetched("listing", url, at, "ok", 200, body=b"-"))

    night(0)
    lifecycle.update(nights.archive, NIGHT)
    for day in (12, 13):
        night(day)
    now = NIGHT + timedelta(days=13)
    from archive.deadlines import status

    status.materialise(nights.archive, now)
    lifecycle.update(nights.archive, now)
    (row,) = nights.archive.rows(
        "SELECT evidence FROM alerts WHERE subject = ? AND kind = 'missed_deadline'", f"township:{TOWNSHIP}/2025"
    )
    looks = json.loads(row["evidence"])["looks"]
    assert [look["shows"] for look in looks] == [False] * 3
    for look in looks:
        assert {page["url"] for page in look["pages"]} == {LIST, *pages}
        for page in look["pages"]:
            assert nights.archive.one("SELECT url FROM captures WHERE capture = ?", page["capture"])[0] == page["url"]
