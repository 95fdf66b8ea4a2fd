"""The pages in a real Chromium: axe-core finds nothing serious, and nothing is wider than a phone but what scrolls.

axe-core is a script of others, under another licence, and so no part of the project: `make axe` fetches it.
`NIANBAO_AXE` may name another copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.extract.sandbox.policy import Policy
from archive.storage.database import Archive
from tests.support.documents import drafts
from tests.support.paths import ROOT
from tests.support.web import every_page, in_chromium, provinces, sample
from tests.support.web.crawl import Answer, crawl

AXE = Path(os.environ.get("NIANBAO_AXE") or ROOT / ".axe" / "package" / "axe.min.js")
LOOKS = {"desk": (1280, 900, "light"), "phone": (390, 844, "dark")}
"""Width, height and colour scheme in which a page is looked at, one after another without loading it again.

Colours do not depend on the width, so that both widths and both schemes are seen in two looks.
"""
STATUS = {"not there": 404, "query refused": 400}
OURS = "{exclude: [['iframe']]}"
"""An archived document in its frame is as others wrote it, and runs no script that could answer."""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  const beyond = e => Math.round(e.getBoundingClientRect().right - room)
  return [...document.querySelectorAll('body *')].filter(e => beyond(e) > 1)
    .map(e => `${e.tagName}.${e.className.baseVal ?? e.className} ${beyond(e)} px`).slice(0, 5)
    .concat(`page ${document.documentElement.scrollWidth - room} px`)
}"""
"""What reaches beyond the screen, where the page as a whole does."""

pytest.importorskip("playwright")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here; `make axe` fetches it from npm"),
    pytest.mark.skipif(in_chromium.CHROMIUM is None, reason="there is no chromium"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """An archive, and the address of each type of page in it."""
    archive = tmp_path_factory.mktemp("pages") / "nianbao.db"
    return archive, every_page.build(archive)


@pytest.fixture(scope="module")
def pages(built: tuple[Path, Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    """The address of each type of page, served."""
    archive, paths = built
    with in_chromium.served(archive, (Policy(), 1)) as site:
        yield {name: site + path for name, path in paths.items()}


@pytest.fixture
def country(built: tuple[Path, Mapping[str, str]], tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """The same of the pages that show the whole country, with something in every province."""
    archive, paths = built
    with Archive.open(sample.copied(archive, tmp_path / "nianbao.db")) as copy:
        provinces.add(copy, every_page.YEARS[-1])
    with in_chromium.served(tmp_path / "nianbao.db", (Policy(), 1)) as site:
        yield {
            name: site + path
            for name, path in {**paths, **every_page.LAID_OUT}.items()
            if name in every_page.OF_THE_COUNTRY
        }


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with in_chromium.browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(locale="zh-CN", bypass_csp=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.set_default_timeout(0)  # however slow the machine is
    yield page
    context.close()


def faults(page: Any) -> list[Any]:
    """What axe-core calls serious or critical in the page as it stands, and what is too wide, in every look."""
    found: list[Any] = []
    for look, (width, height, scheme) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        found += [(look, wide) for wide in page.evaluate(TOO_WIDE)]
        violations = page.evaluate(f"axe.run({OURS}, {{iframes: false, resultTypes: ['violations']}})")["violations"]
        grave = (one for one in violations if one["impact"] in ("serious", "critical"))
        found += [(look, one["id"], one["nodes"][0]["target"], len(one["nodes"])) for one in grave]
    return found


def test_pages_can_be_used_by_everybody(page: Any, pages: Mapping[str, str]) -> None:
    found = {}
    for name, address in pages.items():
        found[name] = faults(page) if page.goto(address).status == STATUS.get(name, 200) else ["status"]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_pages_of_the_whole_country_can_be_used_by_everybody(page: Any, country: Mapping[str, str]) -> None:
    answers = {name: (page.goto(address).status, faults(page)) for name, address in country.items()}
    assert answers == dict.fromkeys(every_page.OF_THE_COUNTRY, (200, []))


def test_a_checked_draft_can_be_read_by_everybody(page: Any, pages: Mapping[str, str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(drafts.docx(drafts.sums()))
    page.goto(pages["draft check"])
    page.set_input_files("#draft", draft)
    page.click("button")
    page.wait_for_selector(".again")
    assert faults(page) == []


def test_what_is_wrong_is_seen(page: Any, pages: Mapping[str, str]) -> None:
    page.goto(pages["not there"])
    faint = "color-scheme: light dark; color: light-dark(#000, #111); background: light-dark(#fff, #000)"
    wide = "<p style='width: 2000px'>x</p>"
    page.set_content(f"<html lang=en><title>x</title><main>{wide}<img src='data:,'><p style='{faint}'>words</p>")
    found = {(fault[0], fault[1].partition(" ")[0]) for fault in faults(page)}
    assert found >= {("desk", "image-alt"), ("phone", "image-alt"), ("phone", "color-contrast"), ("phone", "P.")}
    assert ("desk", "color-contrast") not in found


def test_times_stand_with_their_zone(page: Any, pages: Mapping[str, str]) -> None:
    said = "place => getComputedStyle(document.querySelector(place), '::after').content"
    page.goto(pages["report"])
    assert page.evaluate(said, ".steps time") == '" CST"'
    page.goto(pages["overview"])
    assert page.evaluate(said, "p.lead time") == '" CST"'
    assert page.evaluate(said, "td time") == "none"  # below a heading that says it


def test_every_link_of_every_type_of_page_leads_somewhere(pages: Mapping[str, str]) -> None:
    site = pages["overview"].removesuffix("/")

    def get(address: str) -> Answer:
        answer = httpx.get(site + address, timeout=None)
        return answer.status_code, answer.headers.get("content-type", ""), answer.text

    starts = [address.removeprefix(site) for name, address in pages.items() if name not in STATUS]
    found = crawl(get, starts, alike=2, most=250)
    assert found.broken == {}
    assert found.asked >= set(starts)
