"""What a response means, by what the page shows of itself. Pure.

A page has to prove that it is what was asked for, by a landmark that `spiders` knows; the marks of known block pages
only say more about a page that failed to. No challenge is ever solved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.observations import CaptureKind, CaptureVerdict

GONE = {404, 410}
CHALLENGED = {202, 401, 403, 405, 412, 418, 429, 521}
"""Statuses with which Chinese web firewalls answer a client they doubt."""

GARBLED_SHARE = 0.01
"""Share of replacement characters from which a text counts as garbled."""

_CHALLENGE = re.compile(
    r"document\.cookie|\$_ts\b|_bot_sbu|acw_sc__v2|__jsl_clearance|window\.location\.reload|captcha|codeValue",
    re.IGNORECASE,
)
_FIREWALL = re.compile(
    r"攻击行为|防护系统|Request Rejected|WAF|云防护|网站防火墙|访问被拦截|安全验证|访问验证|"
    r"您的访问.{0,8}(?:异常|拒绝)|请求被阻断|wzws",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(r"404|页面不存在|页面未找到|找不到|不存在或已(?:被)?删除|已删除|Not Found", re.IGNORECASE)
_API_ERROR = re.compile(
    r'^\s*\{(?=.*"(?:success"\s*:\s*false|(?:code|status)"\s*:\s*"?(?:[45]\d\d|-1|error)))', re.DOTALL
)
_MAINTENANCE = re.compile(r"维护|升级改造|暂停服务|系统繁忙|正在建设")
_HTML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<script|<head|<body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as far as its meaning goes. `landmark` tells whether the page showed what was asked for."""

    kind: CaptureKind
    asked: str
    url: str
    status: int
    body: bytes
    text: str
    landmark: bool
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and what it was concluded from where it is not `ok`."""

    verdict: CaptureVerdict
    detail: str | None = None


def judge(answer: Answer) -> Judged:
    """The verdict on a response that arrived whole."""
    if answer.status in GONE:
        return Judged("gone", f"HTTP {answer.status}")
    if answer.status in CHALLENGED:
        return Judged("blocked", f"HTTP {answer.status}")
    if answer.status >= 400 or answer.status == 304:
        return Judged(
            "unreachable",
            f"HTTP {answer.status}" + (" though nothing was asked for by condition" if answer.status == 304 else ""),
        )
    if answer.kind == "robots":
        return Judged("ok")
    if not answer.body.strip():
        return Judged("unreachable", "an empty answer")
    if answer.kind == "attachment":
        return _attachment(answer)
    if answer.text and answer.replaced / len(answer.text) > GARBLED_SHARE:
        return Judged("garbled", f"{answer.replaced} of {len(answer.text)} characters cannot be decoded")
    if answer.landmark:
        return Judged("ok")
    return _unproven(answer)


def _attachment(answer: Answer) -> Judged:
    if not _HTML.match(answer.body):
        return Judged("ok")
    if answer.landmark:
        return Judged("ok", "an HTML page under a file's address")
    return _unproven(answer)


def _unproven(answer: Answer) -> Judged:
    """A page that did not show what was asked for: the known reasons first."""
    if _API_ERROR.search(answer.text):
        return Judged("unreachable", "the interface reports an error")
    if _CHALLENGE.search(answer.text) and len(answer.text) < 20_000:
        return Judged("blocked", "a challenge page instead of content")
    if _FIREWALL.search(answer.text):
        return Judged("blocked", "a firewall's page instead of content")
    if _went_home(answer.asked, answer.url):
        return Judged("soft_404", "redirected to the home page")
    if _NOT_FOUND.search(answer.text):
        return Judged("soft_404", "says that the page does not exist")
    if _MAINTENANCE.search(answer.text) and len(answer.text) < 20_000:
        return Judged("unreachable", "a maintenance page")
    return Judged("soft_404", f"shows no landmark of a {answer.kind}")


def _went_home(asked: str, arrived: str) -> bool:
    before, after = urlsplit(asked), urlsplit(arrived)
    return after.path in ("", "/", "/index.html") and not after.query and before.path not in ("", "/", "/index.html")
