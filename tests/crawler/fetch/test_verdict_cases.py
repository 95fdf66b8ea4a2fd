"""What a response means, case by case: `verdicts/<verdict>/<case>.http`, judged as the crawler does on the wire.

A case is bytes: a line with the kind of request and the address asked for (` -> ` and the address that answered, where
redirects led there), the answer's status line and headers, an empty line, the body. Where a line `# why: …` goes
before, the detail has to contain those words.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from archive.captures.record import CaptureKind, CaptureVerdict
from archive.extract.layout.charset import decode
from crawler.fetch.landmarks import has_landmark
from crawler.fetch.response_verdict import Judged, ResponseParts, judge
from spiders.families import land
from spiders.pages.page import Landing
from spiders.walk.responses import page_of

CASES = Path(__file__).parent / "verdicts"
FOUND = sorted(CASES.glob("*/*.http"))
ELSEWHERE = {"same", "unreachable", "too_large", "refused"}
"""Verdicts on attempts without an answer, or by stored answers: the tests at the wire cover them."""


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_verdict(path: Path) -> None:
    why, judged = _judged(path.read_bytes())
    assert (judged.verdict, judged.detail) == (path.parent.name, judged.detail)
    assert why in (judged.detail or "")
    assert (judged.code is None) == (judged.detail is None)


@pytest.mark.parametrize("verdict", sorted(set(get_args(CaptureVerdict)) - (ELSEWHERE - {"unreachable"})))
def test_each_verdict_on_an_answer_has_several_cases(verdict: str) -> None:
    assert len(list((CASES / verdict).glob("*.http"))) >= 3


def _judged(data: bytes) -> tuple[str, Judged]:
    """What is expected of the detail, and the verdict."""
    why = ""
    if data.startswith(b"# why: "):
        said, _, data = data.partition(b"\n")
        why = said.decode().removeprefix("# why: ")
    asked, _, answered = data.partition(b"\n")
    kind, _, addresses = asked.decode().strip().partition(" ")
    start, _, arrived = addresses.partition(" -> ")
    head, _, body = answered.partition(b"\n\n")
    status, *lines = head.decode("latin-1").split("\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return why, _judge(kind, start, arrived or start, int(status.split()[1]), headers, body)  # type: ignore[arg-type]


def _judge(kind: CaptureKind, asked: str, url: str, status: int, headers: dict[str, str], body: bytes) -> Judged:
    text, landing, replaced = "", Landing(), 0
    if kind != "attachment" or body.lstrip()[:1] == b"<":
        decoded = decode(body, declared=headers.get("Content-Type"))
        text, replaced = decoded.text, decoded.text.count("\ufffd")
        response = HtmlResponse(url, body=body, encoding=decoded.charset or "utf-8", request=Request(asked))
        if kind != "robots" and status < 400:
            landing = land(page_of(response), "auto")
    return judge(ResponseParts(kind, asked, url, status, body, text, has_landmark(kind, landing, text), replaced))
