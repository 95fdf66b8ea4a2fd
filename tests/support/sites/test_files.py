"""Reports that hang beside their page: the files hold the same figures, and are given out as the CMS does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from io import BytesIO
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from tests.support.sites.client import get
from tests.support.sites.families import FAMILIES
from tests.support.sites.figures import COLUMNS
from tests.support.sites.script import season
from tests.support.sites.server import SampleSites

NOW = datetime.fromisoformat("2026-03-20T08:00:00+08:00")
CASES = [
    (site.id, publication.key)
    for site in season()
    for publication in site.publications
    if publication.carrier in ("docx", "pdf")
]


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites(now=NOW) as served:
        yield served


@pytest.mark.parametrize(("name", "key"), CASES)
def test_a_file_holds_the_report(sites: SampleSites, name: str, key: str) -> None:
    host = sites.site(name)
    publication = host.site.by_key[key]
    page = host.base_url + FAMILIES[host.site.family].address(host.site, publication, NOW)
    (link,) = re.findall(
        rf'<a href="([^"]+)"[^>]*>{publication.title[:4]}[^<]*\.{publication.carrier}</a>', _noise(page)
    )
    content = get(urljoin(page, unescape(link)), referer=page).body
    tables = publication.report(NOW).tables
    assert tables
    new = [str(tables["applications"]["new"][column]) for column in COLUMNS]
    if publication.carrier == "docx":
        cells = re.findall(r"<w:tc>.*?</w:tc>", ZipFile(BytesIO(content)).read("word/document.xml").decode())
        texts = ["".join(re.findall(r"<w:t [^>]*>([^<]*)", cell)) for cell in cells]
        at = texts.index("一、本年新收政府信息公开申请数量")
        assert texts[at + 1 : at + 8] == new
    else:
        text = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(content))
        assert f"一、本年新收政府信息公开申请数量 {' '.join(new)}" in text


def _noise(page: str) -> str:
    """The page with the clone's noise taken back."""
    return get(page.replace("localhost", "127.0.0.1")).text.replace("公開(kāi)", "公开").replace("報(bào)告", "报告")


def test_vsb_wants_a_referer(sites: SampleSites) -> None:
    host = sites.site("langao")
    page = host.base_url + FAMILIES["vsb"].address(host.site, host.site.by_key["610925109/2025"], NOW)
    (link,) = re.findall(r'href="(/system/_content/download\.jsp[^"]+)"', get(page).text)
    url = host.base_url + unescape(link)
    without = get(url)
    assert (without.status, without.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert get(url, "HEAD", referer=page).headers["content-type"].startswith("text/html")
    assert get(url, referer=page).body.startswith(b"PK")


def test_clicks_change_the_bytes_of_a_vsb_page(sites: SampleSites) -> None:
    host = sites.site("langao")
    page = host.base_url + FAMILIES["vsb"].address(host.site, host.site.by_key["610925100/2025"], NOW)
    first, second = get(page).text, get(page).text
    assert first != second
    assert re.sub(r"\[<span.*?</span>\]", "", first) == re.sub(r"\[<span.*?</span>\]", "", second)


def test_gbk_under_a_gb2312_label(sites: SampleSites) -> None:
    host = sites.site("yunhe")
    article = host.base_url + FAMILIES["hanweb"].address(host.site, host.site.by_key["331125001/2025"], NOW)
    answer = get(article)
    assert answer.headers["content-type"] == "text/html"
    assert b"charset=gb2312" in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("gb2312")
    assert "镕" in answer.body.decode("gb18030")
    wrong = host.base_url + FAMILIES["hanweb"].address(host.site, host.site.by_key["331125105/2025"], NOW)
    assert get(wrong).headers["content-type"] == "text/html; charset=UTF-8"
