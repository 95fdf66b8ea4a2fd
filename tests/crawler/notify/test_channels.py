"""Messages as they arrive at real servers on loopback, and what becomes of them where those misbehave."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.alerts import lifecycle, outbox
from archive.alerts.lifecycle import Edge
from archive.alerts.text import digest, entries
from archive.alerts.text.message import Message
from archive.captures.reasons import NightReason, because
from archive.storage.errors import ArchiveError
from archive.storage.instants import text
from crawler.notify import delivery, sending
from crawler.notify.channel import ChannelError, channels
from tests.support.alerts.servers import Http, Mails, http, part, smtp
from tests.support.archives.samples import COUNTY, NIGHT, TOWNSHIP, Nights
from tests.support.archives.samples import NEIGHBOUR as OTHER
from tests.support.crawler.certificates import Authority

NEIGHBOUR = OTHER.township_code
NOW = NIGHT + timedelta(days=13)


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    """Only one township has published: two complete checks after the deadline, one before."""
    made = Nights(tmp_path)
    made.night(0, None, listed=False)
    lifecycle.update(made.archive, NIGHT)
    for day in (12, 13):
        made.night(day, None, listed=False)
    return made


def tell(nights: Nights, *addresses: object, now: datetime = NOW) -> list[delivery.Delivery]:
    listed = channels(addresses)  # type: ignore[arg-type]
    edges = lifecycle.update(nights.archive, now)
    outbox.enqueue(nights.archive, listed, edges, now)
    return delivery.deliver(nights.archive, listed, now, {})


def robots(web: Http) -> list[str]:
    gateway = f"gateway=http://127.0.0.1:{web.port}"
    return [
        f"wecombot://key-1?{gateway}",
        f"dingtalk://SECabc@token-1?{gateway}",
        f"feishu://hook-1?{gateway}",
        f"lark://SECxyz@hook-2?{gateway}",
    ]


def test_every_robot_receives_the_whole_message_once(nights: Nights, web: Http) -> None:
    told = tell(nights, *robots(web))
    assert {(one.channel, one.state) for one in told} == {
        (name, "sent") for name in ("wecombot", "dingtalk", "feishu", "lark")
    }
    paths = [path.split("?")[0] for path, _, _ in web.posts]
    assert {"/cgi-bin/webhook/send", "/robot/send", "/open-apis/bot/v2/hook/hook-1"} <= set(paths)
    wecom = [body["text"]["content"] for path, body, _ in web.posts if path.startswith("/cgi-bin")]
    assert all(len(piece.encode()) <= 2048 for piece in wecom)
    units = nights.archive.rows("SELECT name FROM townships WHERE county_code = ? AND code <> ?", COUNTY, NEIGHBOUR)
    assert all(any(name in piece for piece in wecom) for (name,) in units)
    assert "未发现" in wecom[0]
    assert "未列明乡镇" in "".join(wecom)
    before = len(web.posts)
    assert tell(nights, *robots(web), now=NOW + timedelta(days=1)) == []
    assert len(web.posts) == before


@pytest.mark.parametrize("scheme", range(4))
def test_a_robot_that_answers_200_with_an_error_code_has_failed(nights: Nights, web: Http, scheme: int) -> None:
    web.usual = (200, {"errcode": 310000, "code": 19024, "errmsg": "keywords not in content"})
    (told,) = tell(nights, robots(web)[scheme])
    assert told.state == "failed"
    assert "refused with code" in str(told.error)
    web.usual = (200, {"errcode": 0, "code": 0})
    assert tell(nights, robots(web)[scheme]) == [], "not again in the same night"
    (again,) = tell(nights, robots(web)[scheme], now=NOW + timedelta(days=1))
    assert again.state == "sent"


def test_parts_that_were_taken_are_not_sent_again(nights: Nights, web: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "MANY", 99)
    ok = {"errcode": 0}
    web.answers = [(200, ok), (500, {})]
    (told,) = tell(nights, robots(web)[0])
    assert told.state == "failed"
    assert told.told > 0
    first = web.posts[0][1]["text"]["content"].splitlines()[2:]
    web.posts.clear()
    (again,) = tell(nights, robots(web)[0], now=NOW + timedelta(days=1))
    assert again.state == "sent"
    later = "\n".join(body["text"]["content"] for _, body, _ in web.posts)
    assert not [line for line in first if line.startswith("·") and line in later]


@pytest.mark.parametrize(
    ("hours", "state"),
    [(0.5, "held"), (21.4, "held"), (21.6, "sent")],
    ids=["minutes_later", "after_midnight_utc", "after_midnight_in_china"],
)
def test_a_channel_has_one_message_on_a_day_in_china(nights: Nights, web: Http, hours: float, state: str) -> None:
    """The night is at 02:30 in China, so that day ends 21.5 hours later."""
    (told,) = tell(nights, robots(web)[0])
    assert told.state == "sent"
    before, later = len(web.posts), NOW + timedelta(hours=hours)
    full = because(NightReason.STEP_FAILED, step="backup", error="full")
    listed = channels(robots(web)[:1])
    outbox.enqueue(nights.archive, listed, lifecycle.update(nights.archive, later, [full]), later)
    assert [one.state for one in delivery.deliver(nights.archive, listed, later, {})] == [state]
    assert (len(web.posts) > before) == (state == "sent")


def test_mail_has_a_table_and_a_plain_part(nights: Nights, post: Mails) -> None:
    (told,) = tell(nights, f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=a@example.org&mode=insecure")
    assert told.state == "sent"
    (mail,) = post.came
    assert "年报监测" in str(mail["subject"])
    assert "<table" in part(mail, "html")
    assert "山城镇" in part(mail, "html")
    assert "山城镇" in part(mail, "plain")


def test_each_recipient_receives_a_separate_mail(nights: Nights, post: Mails) -> None:
    tell(nights, f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=a@example.org,b@example.org&mode=insecure")
    assert sorted(post.to) == ["a@example.org", "b@example.org"]


def test_mail_in_english(nights: Nights, post: Mails) -> None:
    url = f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=a@example.org&mode=insecure"
    tell(nights, {"url": url, "language": "en"})
    assert "not found on" in part(post.came[0], "html")


def test_mail_that_is_refused_is_tried_again(nights: Nights, post: Mails) -> None:
    url = f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=a@example.org&mode=insecure"
    post.refusal = "451 later"
    assert tell(nights, url)[0].state == "failed"
    post.refusal = None
    assert tell(nights, url, now=NOW + timedelta(days=1))[0].state == "sent"
    assert len(post.came) == 1


def test_the_payload_of_a_webhook(nights: Nights, web: Http, tmp_path: Path) -> None:
    tell(nights, f"json://127.0.0.1:{web.port}/hook?+X-Sig=abc", f"file://{tmp_path}/alerts.jsonl")
    ((path, body, headers),) = web.posts
    assert (path, headers["X-Sig"], body["schema"]) == ("/hook", "abc", "nianbao/alerts/1")
    one = next(alert for alert in body["alerts"] if alert["subject"] == f"township:{TOWNSHIP}/2025")
    assert (one["kind"], one["edge"], one["severity"], one["county"]) == (
        "missed_deadline",
        "opened",
        "urgent",
        "南靖县",
    )
    assert one["evidence"]["rule"] == "regulations-2019"
    assert len(one["evidence"]["looks"]) == 3
    assert (tmp_path / "alerts.jsonl").read_text().count("\n") == 1


def test_refused_and_slow(nights: Nights, web: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    web.delay = 1.0
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        told = tell(
            nights,
            {"url": f"json://127.0.0.1:{closed.getsockname()[1]}/secret-path", "name": "refused"},
            {"url": f"json://127.0.0.1:{web.port}/secret-path", "name": "slow"},
        )
    said = {one.channel: str(one.error) for one in told if one.state == "failed"}
    assert "refused" in said["refused"]
    assert "no answer within" in said["slow"]
    assert "secret" not in str(said)


def test_a_server_without_tls_and_one_that_fails(nights: Nights, web: Http) -> None:
    web.usual = (500, {})
    told = tell(
        nights,
        {"url": f"jsons://127.0.0.1:{web.port}/secret-path", "name": "tls"},
        {"url": f"json://127.0.0.1:{web.port}/secret-path", "name": "failing"},
        {"url": "env:NOT_THERE", "name": "unset"},
    )
    assert {one.channel: one.state for one in told} == {"tls": "failed", "failing": "failed", "unset": "failed"}
    said = {one.channel: str(one.error) for one in told}
    assert "SSL" in said["tls"] or "wrong version" in said["tls"].lower()
    assert "answered 500" in said["failing"]
    assert "NOT_THERE" in said["unset"]


def test_a_server_that_never_ends_its_answer(nights: Nights, web: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PART_SECONDS", 0.3)
    web.drips = True
    (told,) = tell(nights, f"json://127.0.0.1:{web.port}/secret-path")
    assert (told.state, told.error) == ("failed", "was not done within 0 seconds")
    assert len(web.posts) == 1
    web.drips = False
    monkeypatch.undo()
    (again,) = tell(nights, f"json://127.0.0.1:{web.port}/secret-path", now=NOW + timedelta(days=1))
    assert (again.state, again.again) == ("sent", 1), "it may have been taken, and is marked"
    assert [body["again"] for _, body, _ in web.posts] == [False, True]


@pytest.mark.parametrize(
    "answer", [(302, {}), (404, {}), (503, {}), (200, {"errcode": "0"}), (200, {"ok": True}), (200, [])]
)
def test_a_robot_has_accepted_a_message_only_if_its_code_says_so(
    nights: Nights, web: Http, answer: tuple[int, Any]
) -> None:
    web.usual = answer
    (told,) = tell(nights, robots(web)[0])
    assert told.state == "failed"


def test_certificates_are_checked(nights: Nights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A webhook and a mail server whose certificates nobody vouches for are told nothing; then somebody does."""
    authority = Authority.found(tmp_path)
    context = authority.server("127.0.0.1")
    with http(context) as web, smtp(context) as post:
        listed = (
            {"url": f"jsons://127.0.0.1:{web.port}/hook", "name": "hook"},
            {
                "url": f"mailto://127.0.0.1:{post.port}?from=t@example.org&to=a@example.org&mode=starttls",
                "name": "mail",
            },
        )
        told = tell(nights, *listed)
        assert {one.channel: one.state for one in told} == {"hook": "failed", "mail": "failed"}
        assert all("CERTIFICATE" in str(one.error).upper() for one in told), told
        assert not web.posts
        assert not post.came
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        told = tell(nights, *listed, now=NOW + timedelta(days=1))
        assert {one.channel: one.state for one in told} == {"hook": "sent", "mail": "sent"}
        assert (len(web.posts), len(post.came)) == (1, 1)


def test_mail_to_a_server_that_refuses_or_says_nothing(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    with socket.socket() as closed, socket.socket() as silent:
        for one in (closed, silent):
            one.bind(("127.0.0.1", 0))
        silent.listen()
        told = tell(
            nights,
            *(
                {
                    "url": f"mailto://127.0.0.1:{one.getsockname()[1]}?from=t@x.org&to=a@x.org&mode=insecure",
                    "name": name,
                }
                for name, one in (("refused", closed), ("silent", silent))
            ),
        )
    assert {one.channel: one.state for one in told} == {"refused": "failed", "silent": "failed"}
    assert "refused" in str(told[0].error)
    assert nights.archive.one("SELECT count(*) FROM sendings")[0] == 0, "no server had begun to take it"


@pytest.mark.parametrize("words", ["{{ nothing }}", "{% if %}", "{{ opened[99].name }}"])
def test_an_unusable_template_is_reported_and_stops_nothing(
    nights: Nights, web: Http, tmp_path: Path, words: str
) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "line.txt").write_text(words)
    listed = channels([f"json://127.0.0.1:{web.port}/"])
    outbox.enqueue(nights.archive, listed, lifecycle.update(nights.archive, NOW), NOW)
    (told,) = delivery.deliver(nights.archive, listed, NOW, {}, tmp_path)
    assert (told.state, "line.txt cannot be used" in str(told.error)) == ("failed", True)
    assert [one.state for one in delivery.trial(listed, NOW, {}, tmp_path)] == ["failed"]
    (told,) = delivery.deliver(nights.archive, listed, NOW + timedelta(days=1), {})
    assert told.state == "sent"


def test_what_a_channel_wants() -> None:
    (one,) = channels([{"url": "env:X", "counties": ["35"], "kinds": ["withdrawn"], "severity": "urgent"}])
    assert one.wants("withdrawn", "350627")
    assert not one.wants("withdrawn", "410425")
    assert not one.wants("missed_deadline", "350627")


@pytest.mark.parametrize(
    "wrong",
    [{"kinds": []}, {"url": "env:X", "kinds": ["nothing"]}, {"url": "env:X", "who": 1}, "nonsense", "env:a://KEY"],
    ids=["no address", "unknown kind", "unknown key", "no address in a string", "no variable"],
)
def test_a_wrong_channel_is_refused(wrong: object) -> None:
    with pytest.raises(ChannelError):
        channels([wrong])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("counties", "360429", "`alerts.channels.counties` is '360429', but a list is wanted"),
        ("counties", ["360429999"], "holds '360429999', which no county's code begins with"),
        ("counties", ["无此县"], "holds '无此县', which is no county"),
        ("counties", ["鼓楼区"], "places are called; give one of 320106"),
        ("counties", [360429], "`alerts.channels.counties` holds 360429, but a string is wanted"),
        ("countis", ["36"], "unknown key `alerts.channels.countis` (did you mean counties?)"),
        ("kinds", ["witdrawn"], "holds 'witdrawn', which is no kind of alert"),
        ("severity", "loud", "one of notice, warning, urgent is wanted"),
        ("language", "fr", "one of zh, en is wanted"),
    ],
)
def test_a_wrong_channel_is_named_with_the_value_and_without_its_secret(key: str, value: object, says: str) -> None:
    with pytest.raises(ChannelError) as refused:
        channels([{"url": "json://SECRET@127.0.0.1/", "name": "ops", key: value}], Path("nianbao.toml"))
    assert str(refused.value).startswith("nianbao.toml: channel ops: ")
    assert says in str(refused.value)
    assert "SECRET" not in str(refused.value)


def test_counties_are_written_by_name_too() -> None:
    (channel,) = channels([{"url": "env:X", "counties": ["湖口县", "江苏省", "4104"]}])
    assert channel.counties == ("360429", "32", "4104")


def test_a_mistyped_scheme_does_not_print_the_secret(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (tried,) = delivery.trial(channels(["bogus://SECRET@127.0.0.1"]), NOW, {})
    assert tried.state == "failed"
    printed = capsys.readouterr()
    assert "SECRET" not in printed.out + printed.err + caplog.text + str(tried.error)


def test_a_channel_added_later_hears_once_what_is_open_in_its_counties(nights: Nights, web: Http) -> None:
    edges = lifecycle.update(nights.archive, NOW)
    outbox.enqueue(nights.archive, [], edges, NOW)
    added = channels([{"url": f"json://127.0.0.1:{web.port}/", "counties": [COUNTY]}])
    elsewhere = channels([{"url": f"json://127.0.0.1:{web.port}/", "name": "elsewhere", "counties": ["36"]}])
    heard = outbox.enqueue_unheard(nights.archive, [*added, *elsewhere], NOW)
    assert heard == len([edge for edge in edges if edge.edge == "opened"]) > 0
    assert outbox.enqueue_unheard(nights.archive, [*added, *elsewhere], NOW) == 0
    (told,) = delivery.deliver(nights.archive, [*added, *elsewhere], NOW, {})
    assert (told.channel, told.told) == ("json", heard)


def test_what_a_mute_covered_is_heard_when_it_has_ended(nights: Nights, web: Http) -> None:
    listed = channels([f"json://127.0.0.1:{web.port}/"])
    lifecycle.mute(nights.archive, f"county:{COUNTY}", NOW, "迁移期间", until=NOW + timedelta(days=2))
    outbox.enqueue(nights.archive, listed, lifecycle.update(nights.archive, NOW), NOW)
    assert outbox.enqueue_unheard(nights.archive, listed, NOW + timedelta(days=1)) == 0
    assert outbox.enqueue_unheard(nights.archive, listed, NOW + timedelta(days=3)) > 0


def test_alerts_are_acknowledged_by_the_beginning_of_their_ids(nights: Nights) -> None:
    lifecycle.update(nights.archive, NOW)
    first, *others = [row["alert"] for row in lifecycle.open_alerts(nights.archive, NOW)]
    assert lifecycle.acknowledge(nights.archive, [first[:-1]], NOW, None) == [first]
    every = {row["alert"] for row in lifecycle.open_alerts(nights.archive, NOW)}
    assert set(lifecycle.acknowledge(nights.archive, [f"county:{COUNTY}"], NOW, None)) == every
    with pytest.raises(ArchiveError, match="no open alert is about county:999999"):
        lifecycle.acknowledge(nights.archive, ["county:999999"], NOW, None)
    with pytest.raises(ArchiveError, match="no alert has the id"):
        lifecycle.acknowledge(nights.archive, [""], NOW, None)  # a variable that is not set
    if others:
        with pytest.raises(ArchiveError, match=f"alerts begin with {first[:8]}"):
            lifecycle.acknowledge(nights.archive, [first[:8]], NOW, None)
    with pytest.raises(ArchiveError, match="no alert has the id nosuch"):
        lifecycle.acknowledge(nights.archive, [first, "nosuch"], NOW, None)


@pytest.mark.parametrize("subject", ["site:nosuch", "county:999999", "township:999999999", "planet:1", "archives"])
def test_a_subject_that_is_nowhere_is_not_muted(nights: Nights, subject: str) -> None:
    with pytest.raises(ArchiveError, match=f"{subject} is neither an alert nor a subject"):
        lifecycle.mute(nights.archive, subject, NOW, "why")
    assert lifecycle.mutes(nights.archive, NOW) == []


def test_templates_of_the_users_own(nights: Nights, web: Http, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "subject.txt").write_text("我们的标题 {{ opened|length }}")
    listed = channels([f"json://127.0.0.1:{web.port}/"])
    outbox.enqueue(nights.archive, listed, lifecycle.update(nights.archive, NOW), NOW)
    delivery.deliver(nights.archive, listed, NOW, {}, tmp_path)
    assert web.posts[0][1]["title"].startswith("我们的标题")


def test_a_trial_reaches_every_channel(web: Http, post: Mails) -> None:
    mail = f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=a@example.org&mode=insecure"
    tried = delivery.trial(channels([*robots(web), mail]), NOW, {})
    assert [one.state for one in tried] == ["sent"] * 5
    assert (len(web.posts), len(post.came)) == (4, 1)


def test_a_long_message_is_cut_by_bytes_and_loses_nothing(nights: Nights) -> None:
    lifecycle.update(nights.archive, NOW)
    row = nights.archive.one("SELECT alert FROM alerts WHERE kind = 'missed_deadline'")
    edge = Edge(row["alert"], "opened", "missed_deadline", "")
    found = [
        entries.entry(nights.archive, r)
        for r in nights.archive.rows(
            "SELECT 'opened' AS edge, a.*, NULL AS verdict FROM alerts AS a WHERE kind = 'missed_deadline'"
        )
    ]
    message = Message(found, NOW, "zh")
    for limit in (700, 1500, 2048):
        parts = message.parts(limit)
        assert all(len(f"{p.title}\n\n{p.text}".encode()) <= limit for p in parts)
        assert [e.alert for p in parts for e in p.covers] == [e.alert for e in message.entries]
    assert edge.alert in {e.alert for e in found}


def test_mutes_and_acknowledgements(nights: Nights, web: Http) -> None:
    lifecycle.mute(nights.archive, f"county:{COUNTY}", NOW, "迁移期间")
    assert tell(nights, robots(web)[0]) == []
    one = lifecycle.open_alerts(nights.archive, NOW)[0]
    assert one["muted"]
    lifecycle.acknowledge(nights.archive, [one["alert"]], NOW, "已致电")
    row = nights.archive.one("SELECT acknowledged_at, note FROM alerts WHERE alert = ?", one["alert"])
    assert tuple(row) == (text(NOW), "已致电")
    assert lifecycle.unmute(nights.archive, f"county:{COUNTY}", NOW) == 1
    assert not lifecycle.open_alerts(nights.archive, NOW)[0]["muted"]
