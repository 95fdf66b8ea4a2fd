"""What docs/alerts.md shows is what arrived at real servers. NIANBAO_WRITE_DOCS=1 writes it anew."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from crawler.notify.senders import sender
from tests.support.alerts import documented_message
from tests.support.alerts.servers import http, part, smtp
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "alerts.md"


@pytest.fixture
def arrived(tmp_path: Path) -> dict[str, str]:
    message = documented_message.message(tmp_path)
    with http() as web, smtp() as post:
        for address in (
            f"mailto://127.0.0.1:{post.port}?from=tar@example.org&to=office@example.org&mode=insecure",
            f"wecombot://KEY?gateway=http://127.0.0.1:{web.port}",
            f"json://127.0.0.1:{web.port}/hook",
        ):
            carrier = sender(address)
            for piece in message.parts(carrier.limit):
                carrier.send(message, piece)
        (mail,) = post.came
        heads = "\n".join(f"{name}: {mail[name]}" for name in ("Subject", "From", "To", "Date", "Message-ID"))
        robots = [(path, body) for path, body, _ in web.posts if path.startswith("/cgi-bin")]
        ((_, payload, head),) = [post for post in web.posts if post[0] == "/hook"]
    kept = {**payload, "alerts": [payload["alerts"][0], "…"]}
    kept["alerts"][0]["evidence"]["looks"] = [payload["alerts"][0]["evidence"]["looks"][0], "…"]
    kept["digests"][0]["alerts"] = [payload["digests"][0]["alerts"][0], "…"]
    return {
        "mail": _stable(f"{heads}\n\n{part(mail, 'plain')}"),
        "wecom": _stable("\n".join(f"POST {path}\n{body['text']['content']}" for path, body in robots)),
        "webhook": _stable(
            f"POST /hook\nIdempotency-Key: {head['Idempotency-Key']}\n\n"
            + json.dumps(kept, ensure_ascii=False, indent=1)
        ),
    }


def _stable(said: str) -> str:
    """Without what chance chose: keys of alerts, captures, runs and messages."""
    said = re.sub(r"\b(20\d{6})-(?!00000)[0-9a-z]{10}\b", r"\1-1a2b3c4d5e", said)
    said = re.sub(r'("capture": ")[0-9a-z]{15}"', r'\g<1>1kg8h2m4nq6s8t0"', said)
    said = re.sub(r"\b(\d{8}T\d{6})-[0-9a-z]{10}\b", r"\1-4d5e6f7g8h", said)
    said = re.sub(r'(Idempotency-Key: |"id": "|Message-ID: <)[0-9a-f]{16}', r"\g<1>0123456789abcdef", said)
    return said.strip()


def test_the_page_shows_what_arrived(arrived: dict[str, str]) -> None:
    text = PAGE.read_text("utf-8")
    for name, said in arrived.items():
        block = f"<!-- {name} -->\n```text\n{said}\n```\n<!-- /{name} -->"
        if os.environ.get("NIANBAO_WRITE_DOCS"):
            before, rest = text.split(f"<!-- {name} -->")
            text = before + block + rest.split(f"<!-- /{name} -->")[1]
            PAGE.write_text(text, "utf-8")
        assert block in text, f"{PAGE} is not up to date: set NIANBAO_WRITE_DOCS=1"


def test_the_picture_is_one() -> None:
    assert (PAGE.parent / "mail.png").read_bytes().startswith(b"\x89PNG")
