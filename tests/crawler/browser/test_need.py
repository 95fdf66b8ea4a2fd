"""Which pages leave something to a browser, which pagers only a click turns, and what is known of earlier attempts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.captures.rendering import RenderingResult
from archive.storage.instants import CHINA
from crawler.browser.installed import executable
from crawler.browser.process_group import ProgramFolder
from crawler.fetch.browser_need import needs_browser
from crawler.fetch.response_verdict import shows_data
from spiders.families import land, pagers
from spiders.pages.page import Page
from tests.support.sites.families import respond
from tests.support.sites.message import Request
from tests.support.sites.script import site

NOW = datetime(2026, 2, 1, 2, 30, tzinfo=CHINA)
COLUMN = "http://www.example.gov.cn/xxgk/nianbao/list.html"
SHELL = "<title>政府信息公开年报</title><div id=app></div><script src=/app.js></script>"
ROWS = "".join(
    f"<li><a href=/{n}.html>某镇{n}年政府信息公开工作年度报告</a>{n + 1}-01-20</li>" for n in (2022, 2023, 2024)
)


@pytest.mark.parametrize(
    ("url", "html", "kind", "is_configured", "expected"),
    [
        (COLUMN, SHELL, "portal", False, True),
        (COLUMN, SHELL, "listing", False, True),
        (COLUMN, SHELL.replace("<script src=/app.js></script>", ""), "listing", False, False),
        (COLUMN, SHELL.replace("<script", "<script type=application/ld+json"), "listing", False, False),
        (COLUMN, f"{SHELL}<ul>{ROWS}</ul>", "listing", False, False),
        (COLUMN, f"{SHELL}<a href=/2023/>2023年</a><a href=/2024/>2024年</a>", "portal", False, False),
        (COLUMN, SHELL, "report", False, True),
        ("http://www.example.gov.cn/", "<title>县政府</title><script src=/a.js></script>", "portal", False, False),
        ("http://www.example.gov.cn/", "<title>县政府</title><script src=/a.js></script>", "portal", True, True),
        ("http://www.example.gov.cn/", "<a href=/nb/>政府信息公开年报</a><script>1</script>", "portal", True, False),
    ],
)
def test_what_a_page_leaves_to_a_browser(url: str, html: str, kind: str, is_configured: bool, expected: bool) -> None:
    page = Page(url, html)
    assert needs_browser(page, land(page), kind, is_configured=is_configured) is expected


def test_the_sample_list_needs_a_browser_and_its_articles_do_not() -> None:
    qinghe = site("qinghe")
    shell = Page(COLUMN, respond(qinghe, NOW, Request("GET", "/xxgk/nianbao/list.html")).body.decode())
    assert needs_browser(shell, land(shell), "portal")
    report = next(one for one in qinghe.visible(NOW) if one.kind == "report" and one.carrier == "text")
    path = f"/xxgk/nianbao/{report.filed_on:%Y%m}/{report.number}.html"
    article = Page(f"http://www.example.gov.cn{path}", respond(qinghe, NOW, Request("GET", path)).body.decode())
    assert not needs_browser(article, land(article), "report")


SCRIPT = "<script src=/js/list.js></script>"
"""Without any script that could act on it, a control without an address is dead."""


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ("<a href=javascript:void(0)>下一页</a>", "#page-2"),
        ("<a onclick=go(2)>下一页</a>", "#page-2"),
        ("<button type=button aria-label=下一页><i></i></button>", "#page-2"),
        ("<li title=下一页 aria-disabled=false><a></a></li>", "#page-2"),
        ("<button disabled>下一页</button>", None),
        ("<li title=下一页 aria-disabled=true><a></a></li>", None),
        ("<li class=disabled><a href=#>下一页</a></li>", None),
        ("<a class=layui-disabled>下一页</a>", None),
        ("<span>下一页</span>", None),
        ("<a href=list_2.html>下一页</a>", "list_2.html"),
    ],
)
def test_pagers_that_only_a_click_turns(pager: str, following: str | None) -> None:
    listing = land(Page(COLUMN, f"<ul>{ROWS}</ul><div class=page>{pager}</div>{SCRIPT}")).listing
    assert listing
    assert (listing.next.url.removeprefix(COLUMN) if listing.next else None) in (
        following,
        f"http://www.example.gov.cn/xxgk/nianbao/{following}",
    )
    if following == "#page-2":
        second = pagers.next_by_script(Page(f"{COLUMN}#page-2", f"<ul>{ROWS}</ul><div>{pager}</div>{SCRIPT}"))
        assert second
        assert second.url == f"{COLUMN}#page-3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"code": 0, "rows": []}', True),
        ("var a = document.cookie;", True),
        ("<li><a href=/a>a</a></li>", True),
        ("<?xml version='1.0'?><record/>", True),
        ("<html><script>document.cookie=1</script></html>", False),
        ("<!DOCTYPE html><title>x</title>", False),
        ('{"success": false, "code": 500}', False),
    ],
)
def test_what_scripts_ask_for(text: str, expected: bool) -> None:
    assert shows_data(text) is expected


@pytest.mark.parametrize(
    ("past", "straight", "in_vain"),
    [
        (RenderingResult(True, NOW - timedelta(1), NOW - timedelta(20)), True, False),
        (RenderingResult(True, NOW - timedelta(1), NOW - timedelta(31)), False, False),
        (RenderingResult(False, NOW - timedelta(1), NOW - timedelta(1)), False, True),
        (RenderingResult(False, NOW - timedelta(31), NOW - timedelta(1)), False, False),
    ],
)
def test_what_helped_is_done_again_and_doubted_now_and_then(
    past: RenderingResult, straight: bool, in_vain: bool
) -> None:
    assert (past.needs_browser(NOW), past.is_useless(NOW)) == (straight, in_vain)


def test_the_configured_chromium_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_CHROMIUM", "/opt/chromium")
    assert executable(None) == Path("/opt/chromium")
    assert executable(Path("/named")) == Path("/named")
    monkeypatch.delenv("NIANBAO_CHROMIUM")
    monkeypatch.setenv("PATH", "")
    assert executable(None) is None


def test_folders_of_processes_that_are_gone_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "nianbao-browser-4194305-x").mkdir()
    programs = ProgramFolder()
    assert list(tmp_path.iterdir()) == [programs.folder]
    programs.close()
    assert list(tmp_path.iterdir()) == []
