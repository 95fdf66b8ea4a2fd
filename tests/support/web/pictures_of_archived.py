"""Pictures of the pages of archived documents, as the documentation shows them.

`python -m tests.support.web.pictures_of_archived docs/archived` takes them with Chromium, at 1280 and 390 pixels.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.support.web import archived
from tests.support.web.in_chromium import browser, served

WIDTHS: Final = (1280, 390)
_CELL: Final = "table=applications&line=new&column=total"
_WHOLE: Final = frozenset({"compare", "scan"})
"""Pages that are pictured to their end; of the others, what is in sight of the figure."""


def take(folder: Path) -> None:
    """Write a picture of each page in each width to a folder."""
    with TemporaryDirectory() as made:
        archive = archived.build(Path(made) / "nianbao.db")
        captures = {kind: archived.capture_of(archive, kind) for kind in archived.NAMES}
        archive.close()
        with served(Path(made) / "nianbao.db") as site, browser() as chromium:
            for width in WIDTHS:
                page = chromium.new_page(viewport={"width": width, "height": 1000}, locale="zh-CN")
                for name, path in _pages(captures).items():
                    page.goto(site + path, wait_until="networkidle")
                    if name == "archived-web":
                        page.locator("iframe").scroll_into_view_if_needed()
                    page.screenshot(path=folder / f"{name}-{width}.png")
                page.goto(f"{site}/-/report/999901001/2023")
                target = page.locator("ol.versions a[href*=compare]").first.get_attribute("href")
                page.goto(site + target, wait_until="networkidle")
                page.screenshot(path=folder / f"compared-{width}.png")
                page.close()


def _pages(captures: dict[str, str]) -> dict[str, str]:
    kinds = {"web": "html", "pdf": "pdf", "scan": "scan", "office": "docx"}
    return {
        **{f"archived-{name}": f"/-/archived/{captures[kind]}?{_CELL}#figure" for name, kind in kinds.items()},
        "archived-text": f"/-/archived/{captures['html']}?figure=0",
    }


if __name__ == "__main__":
    take(Path(sys.argv[1]))
