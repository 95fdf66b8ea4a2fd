"""What becomes of addresses that are written wrongly: the channel fails, says why, and says no secret."""

from __future__ import annotations

import re

import pytest

from archive.storage.instants import CHINA
from crawler.notify import delivery
from crawler.notify.channel import Channel, channels
from crawler.notify.senders import sender
from tests.support.alerts.servers import Http
from tests.support.archives.samples import NIGHT

SECRET = "SECRET77"
_HERE = "127.0.0.1:1"
WRITTEN = (
    SECRET,
    f"u:{SECRET}@host",
    f"mailto:u:{SECRET}@host",
    f"bogus://{SECRET}",
    f"json://{_HERE}x{SECRET}/y",
    f"json://[{SECRET}/y",
    f"json://{_HERE}/ {SECRET}",
    f"json://u:{SECRET}@{_HERE}/x?token={SECRET}",
    f"json:///{SECRET}",
    f"json://{_HERE}/报/{SECRET}",
    f"json://{_HERE}/{SECRET}?+X%0AY={SECRET}",
    f"json://{_HERE}/{SECRET}?+X=a%0A{SECRET}",
    f"jsons://{_HERE}/{SECRET}?+Authorization=Bearer%20{SECRET}",
    f"dingtalk://{SECRET}@{SECRET}?gateway=relay.local",
    f"dingtalk://{SECRET}?gateway=http://127.0.0.1:{SECRET}",
    f"dingtalk://{SECRET}?gateway=http://{_HERE}",
    f"dingtalk://{SECRET}%20x?gateway=http://{_HERE}",
    f"feishu://{SECRET}?gateway=file:///etc/passwd",
    f"feishu://{SECRET}?gateway=http://[x",
    f"wecombot://{SECRET}?gateway=://",
    f"wecombot://?key={SECRET}",
    f"slack://{SECRET}",
    f"mailtos://u:{SECRET}@{_HERE}",
    f"mailtos://u:{SECRET}@127.0.0.1:{SECRET}?to=a@example.org",
    f"mailto://u:{SECRET}@{_HERE}?to=a@example.org&smtp=127.0.0.1",
    f"https://hooks.example.org/{SECRET}",
)
_TYPE = re.compile(r"[a-z](?:Error|Exception|URL)\b|Traceback")


@pytest.mark.parametrize("address", WRITTEN)
def test_no_secret_and_no_name_of_an_exception_is_told(address: str) -> None:
    (told,) = delivery.trial([Channel("env", "env:CHANNEL")], NIGHT.astimezone(CHINA), {"CHANNEL": address})
    assert told.state == "failed"
    assert told.error
    assert SECRET not in told.error
    assert not _TYPE.search(told.error), told.error
    assert delivery.unusable([Channel("env", "env:CHANNEL")], {"CHANNEL": address}) in ([], ["env"])


def test_a_sender_that_fails_as_none_should_is_a_failed_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("crawler.notify.senders.File.send", fails)
    (told,) = delivery.trial(channels(["file:///dev/null"]), NIGHT, {})
    assert (told.state, told.error) == ("failed", "its sender failed")


def test_user_and_password_of_a_webhook_are_sent_as_http_has_them(web: Http) -> None:
    (told,) = delivery.trial(channels([f"json://u:p%40ss@127.0.0.1:{web.port}/hook"]), NIGHT, {})
    assert told.state == "sent"
    ((path, _, headers),) = web.posts
    assert path == "/hook"
    assert headers["Authorization"] == "Basic dTpwQHNz"


def test_an_address_with_white_space_round_it_is_taken(web: Http) -> None:
    """As `export CHANNEL="$(cat file)"` leaves it."""
    given = {"CHANNEL": f" json://127.0.0.1:{web.port}/hook\n"}
    (told,) = delivery.trial([Channel("env", "env:CHANNEL")], NIGHT, given)
    assert told.state == "sent"
    assert sender(Channel("env", "env:CHANNEL").resolved(given))
