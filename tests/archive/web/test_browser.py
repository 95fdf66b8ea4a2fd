"""The pages in a real Chromium: axe-core finds nothing serious, and nothing is wider than a phone but what scrolls.

axe-core is a script of others, under another licence, and so no part of the project: `make axe` fetches it.
`NIANBAO_AXE` may name another copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from archive.extract.sandbox.policy import Policy
from tests.support.documents import drafts
from tests.support.paths import ROOT
from tests.support.web import every_page, in_chromium

AXE = Path(os.environ.get("NIANBAO_AXE") or ROOT / ".axe" / "package" / "axe.min.js")
SCREENS = {"desk": (1280, 900), "phone": (390, 844)}
STATUS = {"not there": 404, "query refused": 400}
RULES = {"dark": "runOnly: ['color-contrast']", "light": ""}
"""What is asked of a page in each colour scheme: only colours differ."""
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
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The address of each type of page, served."""
    path = tmp_path_factory.mktemp("pages") / "nianbao.db"
    paths = every_page.build(path)
    with in_chromium.served(path, (Policy(), 1)) as site:
        yield {name: site + path for name, path in paths.items()}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with in_chromium.browser() as launched:
        yield launched


@pytest.fixture(params=SCREENS)
def page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, height = SCREENS[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN", bypass_csp=True)
    yield context.new_page()
    context.close()


def faults(page: Any) -> list[Any]:
    """What axe-core calls serious or critical in the page as it stands, in both colour schemes; what is too wide."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(TOO_WIDE)
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        violations = page.evaluate(f"axe.run({OURS}, {{iframes: false, {rules}}})")["violations"]
        grave = (one for one in violations if one["impact"] in ("serious", "critical"))
        found += [(scheme, one["id"], one["nodes"][0]["target"], len(one["nodes"])) for one in grave]
    return list(found)


def test_pages_can_be_used_by_everybody(page: Any, pages: Mapping[str, str]) -> None:
    found = {}
    for name, address in pages.items():
        found[name] = faults(page) if page.goto(address).status == STATUS.get(name, 200) else ["status"]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_checked_draft_can_be_read_by_everybody(page: Any, pages: Mapping[str, str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(drafts.docx(drafts.sums()))
    page.goto(pages["draft check"])
    page.set_input_files("#draft", draft)
    page.click("button")
    page.wait_for_selector(".again")
    assert faults(page) == []


def test_what_is_too_wide_is_seen(page: Any) -> None:
    page.set_content("<html lang=en><title>x</title><main><p style='width:2000px'>x</p></main></html>")
    assert page.evaluate(TOO_WIDE)[0].startswith("P. ")
