"""A fetched list page with what its CMS family reads of it, as a test case. Knows files and pages, no archive.

The folder has the shape of those in `tests/spiders/families/pages`: `address.txt`, `input.html`, `expected.json`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path

from spiders.families import land
from spiders.pages.page import Page


def list_page(pages: Iterable[Page], columns: Collection[str]) -> Page | None:
    """The longest list, one of the site's columns before any other; None where no page is a list."""
    sizes = [(page.url in columns, len(listing.items), page) for page in pages if (listing := land(page).listing)]
    return max(sizes, key=lambda one: one[:2])[2] if sizes else None


def write(page: Page, folder: Path) -> None:
    """Write the case. Raises FileExistsError where the folder holds one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "address.txt").open("x", encoding="utf-8") as file:
        file.write(page.url + "\n")
    (folder / "input.html").write_bytes(page.text.encode("utf-8"))
    landed = json.dumps(asdict(land(page)), ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(landed + "\n", encoding="utf-8")
