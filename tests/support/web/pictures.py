"""Pictures of every type of page, as the documentation shows them: at 1280 and 390 pixels, small and without a season.

`python -m tests.support.web.pictures docs/pages [NAME…]` takes them with Chromium. `--dark` and `--print` take them as
they look in the dark and on paper, to be looked at and not kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image

from archive.extract.sandbox.policy import Policy
from archive.storage.database import Archive
from tests.support.web import every_page, provinces
from tests.support.web.in_chromium import browser, served

WIDTHS: Final = {1280: 1000, 390: 1400}
"""Widths of a screen, and how much of a page is pictured of each at most."""
COLOURS: Final = 200
LIKE_ANOTHER: Final = frozenset({
    "overview of a year", "province sorted", "two years of two forms", "no copies", "search without a find",
    "archived html", "archived pdf", "archived scan", "archived docx", "archived text", "comparison of versions",
    "row of a report", "table of findings", "query refused", "report on the form of 2019", "copies of a province",
})  # fmt: skip
"""Types of pages that look as others do, or are in `docs/archived`, and are not pictured unless asked for."""


def _take(site: str, paths: Mapping[str, str], folder: Path, media: Mapping[str, str]) -> None:
    """Write a picture of each page in each width to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for width, height in WIDTHS.items():
            page = chromium.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            page.set_default_timeout(0)  # however slow the machine is
            page.emulate_media(**media)
            for name, path in paths.items():
                page.goto(site + path, wait_until="networkidle")
                _write(page, folder / f"{name.replace(' ', '-')}-{width}.png", width, height)
            page.close()


def _write(page: Any, path: Path, width: int, height: int) -> None:
    """The page's beginning, in few colours: a picture of text needs no more, and is a quarter as large."""
    tall = min(height, page.evaluate("document.documentElement.scrollHeight"))
    taken = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": tall}, full_page=True)
    with Image.open(BytesIO(taken)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Build the archive of every type of page, serve it, and take the pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("names", nargs="*")
    options.add_argument("--dark", action="store_true")
    options.add_argument("--print", action="store_true", dest="paper")
    given = options.parse_args()
    media = {"color_scheme": "dark" if given.dark else "light", "media": "print" if given.paper else "screen"}
    with TemporaryDirectory() as made:
        archive = Path(made) / "nianbao.db"
        paths = {**every_page.build(archive), **every_page.LAID_OUT}
        wanted = set(given.names) or paths.keys() - LIKE_ANOTHER
        with served(archive, (Policy(), 1)) as site:
            _take(site, {name: paths[name] for name in wanted - every_page.OF_THE_COUNTRY}, given.folder, media)
            with Archive.open(archive) as opened:
                provinces.add(opened, every_page.YEARS[-1])
            _take(site, {name: paths[name] for name in wanted & every_page.OF_THE_COUNTRY}, given.folder, media)


if __name__ == "__main__":
    main()
