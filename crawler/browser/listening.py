"""Marks the elements of a page on which its scripts listen for clicks or choices: only the browser knows them.

Handlers that are bound to an element itself are seen as they are bound. Of those that are bound to a part of the page
for what is inside it, jQuery tells which elements are meant; else all are that look as if they could be clicked.
"""

from __future__ import annotations

from playwright.async_api import Page

from spiders.proof.controls import ACTS

_WATCH = """
(() => {
  const heard = new WeakMap();
  const types = ['click', 'mousedown', 'mouseup', 'pointerdown', 'touchstart', 'touchend', 'change'];
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    const target = this ?? window;
    if (types.includes(type)) {
      if (!heard.has(target)) heard.set(target, {});
      heard.get(target)[type] = (heard.get(target)[type] || 0) + 1;
    }
    return add.call(target, type, ...rest);
  };
  const byProperty = (target) => types.filter((type) => typeof target['on' + type] === 'function');
  const byReact = (target) => target.nodeType === 1
    && Object.keys(target).some((key) => key.startsWith('__reactProps$') && target[key].onClick) ? ['click'] : [];
  const isLeaf = (element) => element.textContent.length <= 60 && !element.querySelector('ul, ol, table, li');
  const looksActive = (element) => ['A', 'BUTTON', 'SELECT', 'SUMMARY'].includes(element.tagName)
    || getComputedStyle(element).cursor === 'pointer';
  const mark = (element, heeded) => {
    const before = (element.getAttribute('ATTRIBUTE') || '').split(' ').filter(Boolean);
    element.setAttribute('ATTRIBUTE', [...new Set([...before, ...heeded])].sort().join(' '));
  };
  const markInside = (target, heeded) => {
    const root = target.querySelectorAll ? target : document;
    for (const element of root.querySelectorAll('*'))
      if (isLeaf(element) && looksActive(element)) mark(element, heeded);
  };
  const byJquery = (target, counts) => {
    const bound = window.jQuery && window.jQuery._data && window.jQuery._data(target, 'events');
    const own = [];
    for (const type of bound ? types : []) {
      if (!bound[type]) continue;
      counts[type] -= 1;
      for (const handler of bound[type]) {
        if (handler.selector)
          window.jQuery(target).find(handler.selector).each((_, element) => mark(element, [type]));
        else own.push(type);
      }
    }
    return own;
  };
  Object.defineProperty(window, 'MARKER', { value: () => {
    for (const target of [window, document, ...document.querySelectorAll('*')]) {
      const counts = { ...(heard.get(target) || {}) };
      const own = [...byJquery(target, counts), ...types.filter((type) => counts[type] > 0),
        ...byProperty(target), ...byReact(target)];
      if (!own.length) continue;
      if (target.nodeType === 1 && target !== document.body && isLeaf(target)) mark(target, own);
      else markInside(target, own);
    }
  } });
})();
"""
_MARKER = "__nianbaoMarkActing"
WATCH = _WATCH.replace("ATTRIBUTE", ACTS).replace("MARKER", _MARKER)
"""The script that has to run before those of the page."""


async def mark(page: Page) -> None:
    """Mark the elements on which scripts listen now."""
    await page.evaluate(f"() => window.{_MARKER} && window.{_MARKER}()")
