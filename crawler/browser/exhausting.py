"""A page in the browser to its end: scrolled, and all that may load more of its list used, until nothing comes.

Knows how a page is driven; which elements may load more is `spiders.proof.controls`' to say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from crawler.browser.exhausted import Exhausted
from spiders.pages import page as pages
from spiders.proof import controls

MAX_ROUNDS = 60
"""The most times that a page is scrolled or one of its controls used; a list that still grows then does not end."""

_SCROLL = (
    "() => { window.scrollTo(0, document.documentElement.scrollHeight); window.dispatchEvent(new Event('scroll')); }"
)
_USE = """([selector, index, acts]) => {
  const found = document.querySelectorAll(selector)[index];
  const heeded = found ? (found.getAttribute(acts) || '').split(' ').filter(Boolean) : [];
  if (found instanceof HTMLOptionElement) {
    found.selected = true;
    found.closest('select').dispatchEvent(new Event('change', { bubbles: true }));
  } else if (heeded.length && !heeded.includes('click') && !heeded.includes('change')) {
    for (const type of heeded) found.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
  } else if (found) found.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
}"""
"""Clicks an element, or does to it what its script heeds in place of clicks; of a menu, chooses the option."""


async def exhaust(
    page: Page, settle: Callable[[], Awaitable[None]], content: Callable[[], Awaitable[str]], found: Exhausted
) -> None:
    """Scroll and use controls until nothing new comes. `settle` waits until the page is at rest."""
    state = pages.Page(page.url, await content())
    found.states.append(state.text)
    for _ in range(MAX_ROUNDS):
        if found.failures:
            break  # what failed proves nothing any more
        await page.evaluate(_SCROLL)
        await settle()
        scrolled = pages.Page(page.url, await content())
        if controls.shows_more(scrolled, state):
            found.states.append(scrolled.text)
            state = scrolled
            continue
        state = scrolled
        control = controls.unused(state, found.used, found.in_vain)
        if control is None:
            found.ended = True
            break
        found.used.append(control.name)
        try:
            await page.evaluate(_USE, [controls.SELECTOR, control.index, controls.ACTS])
        except PlaywrightError as error:
            found.failures.append(str(error).partition("\n")[0])
            break
        await settle()
        turned = pages.Page(page.url, await content())
        if turned.text != state.text:
            found.states.append(turned.text)
        else:
            found.in_vain.add(control.name)
        state = turned
    found.states.append(state.text)
