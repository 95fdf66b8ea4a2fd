"""The scripts of a page that may load or insert something: all but those that are known to do neither."""

from __future__ import annotations

from functools import lru_cache

from spiders.pages import scripts
from spiders.pages.links import click_target, collapse_whitespace
from spiders.pages.page import Page

_HANDLERS = ("onclick", "onmouseover", "onmousedown", "onchange", "onscroll", "ontouchstart", "onload")
_SHOWN = 60
"""The most characters of a script by which it is named."""


def unknown_scripts(page: Page) -> tuple[str, ...]:
    """The scripts that may load or insert something: by address, or by their first words; handlers of events too."""
    return _unknown_scripts(page)


@lru_cache(maxsize=8)
def _unknown_scripts(page: Page) -> tuple[str, ...]:
    found: list[str] = []
    for node in page.tree.css("script"):
        if not scripts.is_program(node.attributes.get("type")):
            continue
        source = node.attributes.get("src")
        if source is not None:
            if not scripts.COUNTER.match(source.strip()):
                found.append(source.strip() or "script")
        elif not scripts.is_harmless(node.text(deep=True)):
            found.append(_beginning(node.text(deep=True)))
    for name in _HANDLERS:
        for node in page.tree.css(f"[{name}]"):
            code = node.attributes.get(name) or ""
            if click_target(node) is None and not scripts.is_harmless(code.removeprefix("javascript:")):
                found.append(_beginning(code))
    for node in page.tree.css("[href^='javascript:' i]"):
        code = (node.attributes.get("href") or "").strip()[len("javascript:") :]
        if click_target(node) is None and not scripts.is_harmless(code):
            found.append(_beginning(code))
    return tuple(dict.fromkeys(found))


def _beginning(source: str) -> str:
    return collapse_whitespace(source)[:_SHOWN]
