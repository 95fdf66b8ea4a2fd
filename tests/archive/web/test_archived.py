"""The pages of archived documents: each figure leads to its marked place, and nothing of a document runs or fetches."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import jsonschema  # type: ignore[import-untyped]
import pytest
from selectolax.lexbor import LexborHTMLParser

from archive.extract.facsimile import web_page
from archive.web.archived import studio
from archive.web.archived.capture import disposition
from archive.web.archived.viewer import Asked
from archive.web.data.routes import SCHEMAS
from tests.archive.web.conftest import Site
from tests.support.paths import ROOT
from tests.support.web import archived

CELL = "table=applications&line=new&column=total"


@dataclass(frozen=True)
class Documents:
    site: Site
    captures: dict[str, str]

    def page(self, kind: str, query: str = "", part: str = "") -> LexborHTMLParser:
        answer = self.site.get(f"/-/archived/{self.captures[kind]}{part}?{query}")
        assert answer.status_code == 200, answer.text
        return LexborHTMLParser(answer.text)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner) -> Iterator[Documents]:
    path: Path = tmp_path_factory.mktemp("archived") / "nianbao.db"
    archive = archived.build(path)
    captures = {kind: archived.capture_of(archive, kind) for kind in archived.NAMES}
    archive.close()
    site = Site(path, runner)
    yield Documents(site, captures)
    studio.close(site.datasette)


def test_every_number_of_a_report_leads_to_its_place(documents: Documents) -> None:
    report = LexborHTMLParser(documents.site.get("/-/report/999901001/2023").text)
    targets = [link.attributes["href"] or "" for link in report.css("table.form td a, table.told td a")]
    assert len(targets) > 100
    assert len(report.css("table.form td:not(.void)")) + len(report.css("table.told tbody tr")) == len(targets)
    assert {target.partition("?")[0] for target in targets} == {f"/-/archived/{documents.captures['html']}"}
    sample_of = targets[:: len(targets) // 5]
    for target in sample_of:
        page = LexborHTMLParser(documents.site.get(target.partition("#")[0]).text)
        assert page.css_first(".wanted"), target
        assert page.css_first("iframe"), target


@pytest.mark.parametrize("page", ["archived.md", "zh/archived.md"])
def test_a_number_is_followed_as_the_documentation_says(documents: Documents, page: str) -> None:
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    start, value = _found(r"`(/-/report/[0-9/]+)`", written), _found(r"总计”?\s?是?(?:is)? ?([0-9]+)", written)
    report = LexborHTMLParser(documents.site.get(start).text)
    (target,) = {href for link in report.css("table.form td a") if CELL in (href := link.attributes["href"] or "")}
    assert _found(r"`/-/archived/\{capture\}(\?[^`]+)`", written) == target.partition("?")[1] + target.partition("?")[2]
    shown = LexborHTMLParser(documents.site.get(target.partition("#")[0]).text)
    frame = shown.css_first("iframe.archived")
    assert frame is not None
    marked = LexborHTMLParser(documents.site.get((frame.attributes["src"] or "").partition("#")[0]).text)
    assert [node.text() for node in marked.css("#nianbao-figure")] == [value]
    saved = documents.site.get(target.partition("?")[0] + "/file")
    assert hashlib.sha256(saved.content).hexdigest() in (shown.html or "")
    for picture in re.findall(r"\]\(([^)]+\.png)\)", written):
        assert (ROOT / "docs" / page).parent.joinpath(picture).is_file(), picture


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[1]


def test_a_web_page_is_shown_in_a_frame_that_can_do_nothing(documents: Documents) -> None:
    page = documents.page("html", CELL)
    frame = page.css_first("iframe.archived")
    assert frame is not None
    assert frame.attributes["sandbox"] in ("", None)
    answer = documents.site.get((frame.attributes["src"] or "").partition("#")[0])
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["memento-datetime"] == "Sat, 27 Jan 2024 13:00:00 GMT"
    assert answer.headers["link"] == '<https://qingxi.example.gov.cn/nb/html>; rel="original"'
    marked = LexborHTMLParser(answer.text).css("#nianbao-figure")
    assert [(node.tag, node.text()) for node in marked] == [("td", "25")]


def test_the_words_of_a_stated_figure_are_marked(documents: Documents) -> None:
    marked = documents.page("html", "figure=0", "/frame").css_first("mark#nianbao-figure")
    assert marked is not None
    assert marked.text() == "主动公开各类政府信息1242条"


@pytest.mark.parametrize("kind", ["pdf", "scan", "ofd"])
def test_a_box_is_drawn_over_the_picture_of_a_page(documents: Documents, kind: str) -> None:
    page = documents.page(kind, CELL)
    box = page.css_first("#figure.box, #figure .box")
    assert box is not None
    source = page.css_first("svg.archived-page image, .archived-picture img")
    assert source is not None
    picture = documents.site.get(source.attributes.get("href") or source.attributes.get("src") or "")
    assert picture.headers["content-type"] == ("image/svg+xml" if kind == "ofd" else "image/png")
    assert picture.content.startswith(b"<svg" if kind == "ofd" else b"\x89PNG")
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'; img-src data:"


def test_the_box_on_a_page_of_an_ofd_lies_over_the_figure(documents: Documents) -> None:
    html = documents.site.get(f"/-/archived/{documents.captures['ofd']}?{CELL}").text
    (source,) = re.findall(r'<image href="([^"]+)"', html)
    (box,) = re.findall(r'class="box" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', html)
    image = documents.site.get(source).text
    (wide,), (millimetres,) = (re.findall(r'viewBox="0 0 ([\d.]+) ', page) for page in (html, image))
    left, top, width, height = (float(side) * float(millimetres) / float(wide) for side in box)
    texts = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" font-size="[\d.]+">(.)</text>', image)
    inside = [text for x, y, text in texts if left - 1 <= float(x) <= left + width and top <= float(y) <= top + height]
    assert "".join(inside) == "24"


def test_other_files_are_shown_as_they_were_read(documents: Documents) -> None:
    marked = documents.page("docx", CELL).css("#figure")
    assert [(node.tag, node.text()) for node in marked] == [("td", "24")]


def test_what_stands_in_a_page_is_shown_as_read_too(documents: Documents) -> None:
    assert [n.text() for n in documents.page("html", f"{CELL}&view=read").css("td.marked")] == ["25"]
    assert [n.text() for n in documents.page("html", "figure=0&view=read").css("mark")] == [
        "主动公开各类政府信息1242条"
    ]


def test_pages_turn(documents: Documents) -> None:
    first, last = documents.page("pdf", "page=1"), documents.page("pdf", "page=999")
    assert first.css_first(".pager a[rel=prev]") is None
    assert last.css_first(".pager a[rel=next]") is None
    assert documents.site.get(f"/-/archived/{documents.captures['pdf']}/page/999").status_code == 404


def test_a_file_comes_whole_and_under_its_name(documents: Documents) -> None:
    answer = documents.site.get(f"/-/archived/{documents.captures['html']}/file")
    shown = documents.page("html").css_first("dl.facts dd > code")
    assert shown is not None
    assert hashlib.sha256(answer.content).hexdigest() == shown.text()
    name = unquote(answer.headers["content-disposition"].rpartition("''")[2])
    assert name == "城关镇2023年政府信息公开工作年度报告.html"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["memento-datetime"] == "Sat, 27 Jan 2024 13:00:00 GMT"


def test_a_servers_name_for_a_file_holds_no_path(documents: Documents) -> None:
    answer = documents.site.get(f"/-/archived/{documents.captures['docx']}/file")
    assert unquote(answer.headers["content-disposition"].rpartition("''")[2]) == "年报 .. a.docx"


@pytest.mark.parametrize("name", ['a"; b', "a\r\nb", "年报.pdf", "100%.doc"])
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert re.fullmatch(r"attachment; filename=\"[^\"\r\n]*\"; filename\*=UTF-8''[\w.%~-]*", header)


@pytest.mark.parametrize(
    "query", ["table=x&line=y", "table=applications&line=../..", "figure=99", "figure=x", "page=x"]
)
def test_what_is_not_there_shows_the_whole_document(documents: Documents, query: str) -> None:
    assert documents.page("html", query).css_first("iframe") is not None


@pytest.mark.parametrize("path", ["0" * 15, "0" * 15 + "/frame", "0" * 15 + "/file", "0" * 15 + "/page/1"])
def test_an_unknown_capture_is_not_found(documents: Documents, path: str) -> None:
    assert documents.site.get(f"/-/archived/{path}").status_code == 404


def test_where_a_figure_stands_is_told_as_json(documents: Documents) -> None:
    answer = documents.site.get(f"/-/archived/{documents.captures['pdf']}.json?{CELL}")
    content = answer.json()
    described = json.loads((SCHEMAS / "archived.json").read_text("utf-8"))
    jsonschema.validate(content, described)
    assert set(content) == set(described["properties"])
    assert answer.headers["access-control-allow-origin"] == "*"
    assert content["figure"]["value"] == "24"
    assert content["areas"][0]["page"] == content["place"]["page"] >= 1
    whole = documents.site.get(f"/-/archived/{documents.captures['html']}.json").json()
    assert (whole["figure"], whole["place"], whole["areas"]) == (None, None, [])
    assert documents.site.get(f"/-/archived/{'0' * 15}.json").status_code == 404


def test_two_versions_stand_side_by_side(documents: Documents) -> None:
    page = LexborHTMLParser(documents.site.get("/-/report/999901001/2023").text)
    target = next(a.attributes["href"] or "" for a in page.css("ol.versions a") if "/-/compare/" in str(a.attributes))
    compared = LexborHTMLParser(documents.site.get(target).text)
    figures = [[node.text() for node in row.css("del, ins")] for row in compared.css("table.diff tbody tr")]
    assert figures == [["24", "25"]]
    assert [node.text() for node in compared.css(".side del, .side ins")] == ["0", "2"]
    assert documents.site.get("/-/compare/999901001/2023?before=x&after=y").status_code == 404


def test_nothing_that_fetches_or_runs_is_left_of_a_hostile_page() -> None:
    shown = web_page.harmless(archived.HOSTILE.encode(), None, None)
    assert shown is not None
    assert "ADDRESS" not in shown
    page = LexborHTMLParser(shown)
    assert page.css("script, iframe, form, input, object, embed, base, link, svg, math, video, audio, template") == []
    assert [node.attributes for node in page.css("a")] == [{}, {}]
    handlers = [name for node in page.css("body *") for name in node.attributes if name.startswith("on")]
    assert handlers == []
    assert page.css("#nianbao-figure") == []
    assert ".quiet { color: #333333 }" in shown


def test_a_page_cannot_place_a_mark_of_its_own() -> None:
    shown = web_page.harmless("<p>\ue0b0<b>x</b>\ue0b1</p>".encode(), None, None)
    assert shown is not None
    assert "<mark" not in shown


def test_asked_is_empty_by_default() -> None:
    assert Asked() == Asked(None, None, "", 0)
