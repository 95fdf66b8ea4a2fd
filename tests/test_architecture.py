"""Imports point one way: the crawler knows spiders and archive, and these two know neither it nor one another."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_KNOW = {"archive": {"archive"}, "spiders": {"spiders"}, "crawler": {"crawler", "archive", "spiders"}}
ROOMS = {"archive", "spiders", "crawler", "tests", "benchmarks"}


@pytest.mark.parametrize("room", MAY_KNOW)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] in ROOMS - MAY_KNOW[room]
    ]
    assert wrong == []


def test_the_reader_does_without_scrapy() -> None:
    for path in [*(ROOT / "archive").rglob("*.py"), *(ROOT / "spiders" / "families").rglob("*.py")]:
        assert not {name for name in _imported(path) if name.split(".")[0] in {"scrapy", "twisted"}}, path


OPENS_SOCKETS = {
    *("aiohttp", "apprise", "ftplib", "http.client", "http.server", "httpx", "imaplib", "poplib"),
    *("requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "uvicorn"),
    *("websockets", "xmlrpc"),
}
SENDERS = {"mail.py", "outbox.py", "senders.py", "sending.py"}
"""Files of crawler/notify that are to leave the archive, as channel.py is."""


def test_the_archive_opens_no_socket() -> None:
    opened = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "archive").rglob("*.py")
        for name in _imported(path)
        if not (path.parent.name == "channels" and path.name in SENDERS)
        for library in OPENS_SOCKETS
        if f"{name}.".startswith(f"{library}.")
    ]
    assert opened == []


def test_nothing_of_the_archive_imports_what_sends() -> None:
    senders = {f"crawler.notify.{name.removesuffix('.py')}" for name in (*SENDERS, "channel.py")}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "archive").rglob("*.py")
        if not (path.parent.name == "channels" and path.name in {*SENDERS, "channel.py"})
        for name in _imported(path)
        if name in senders
    ]
    assert wrong == []


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
