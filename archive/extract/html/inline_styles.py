"""Effects of inline styles: struck out, raised, too small to see, moved off the page, or with preserved line ends.

Expects markup in normal form (see `flatten`): one cell, or the markup between two tables, so that results can be
cached. Styles that hide whole parts of a page are handled by `visibility`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from archive import patterns
from archive.extract.layout.marks import BREAK, raised

_SIGNS: Final = (
    "line-through",
    "super",
    "otnoteReference",
    "mso-hide",
    "font-size:0",
    "font-size: 0",
    "FONT-SIZE: 0",
    "pacity:0",
    "pacity: 0",
    "999px",
    "space:pre",
    "space: pre",
    "table-cell",
)
"""All markup with such a style contains one of these; old editors write the property in capitals, not the value."""
TAG: Final = patterns.lazy(r"<(/?)([a-z][\w:-]*+)([^>]*+)(?:>|\Z)")
"""A tag: whether it ends an element, the element's name, its attributes."""
VOID: Final = frozenset({"br", "img", "input", "hr", "col", "wbr", "area", "embed", "source", "meta", "link"})
"""Elements without an end tag (HTML, 13.1.2)."""
_INLINE: Final = frozenset({"span", "font", "a", "b", "strong", "em", "i", "u", "small", "big", "p"})
"""Elements with short text. Others may wrap a whole page until a script shows it, so hiding styles on them do not
count."""
# such as style="TEXT-DECORATION: line-through or style="position:absolute;left:-9999px
_EFFECT: Final = patterns.lazy(
    r'\sstyle="[^"]*?(?:'
    r"(?P<gone>text-decoration(?:-line)?\s*:[^;\"]*line-through|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(?:\.0*)?(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{4,}px)"
    r"|(?P<tiny>font-size\s*:\s*0(?:\.0*)?(?![.\d]))"
    r"|(?P<raised>vertical-align\s*:\s*super)"
    r"|(?P<typed>white-space\s*:\s*pre(?:-wrap|-line)?(?![\w-]))"
    r"|(?P<cell>display\s*:\s*table-cell))"
    r'|\sclass="[^"]*Mso(?:Foot|End)noteReference(?P<note>)',
    re.IGNORECASE,
)
NOTE: Final = patterns.lazy(r"[\d\s,，、]+")
"""The text of a mark that refers to one or more notes."""
_SIZED: Final = patterns.lazy(r"font-size|<font|<img", re.IGNORECASE)
_LONGEST: Final = 20


def printed(markup: str) -> str:
    """The markup with the effects of its styles applied.

    Struck-out and invisible text is removed, raised numbers become superscripts, and `BREAK` marks preserved line ends
    and the beginning of an element that a style displays as a cell.
    """
    return _apply(markup) if any(sign in markup for sign in _SIGNS) else markup


def _apply(markup: str) -> str:
    printer = _Printer()
    last = 0
    for tag in TAG.finditer(markup):
        printer.text(markup[last : tag.start()])
        if tag[1]:
            printer.close(tag[2], tag[0])
        else:
            printer.open(tag[2], tag[3], tag[0])
        last = tag.end()
    printer.text(markup[last:])
    return "".join(printer.pieces)


class _Printer:
    """Collects the pieces of printed markup; of each open element it stores name, effect and first piece."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open: list[tuple[str, str, int]] = []
        self._open_gone = 0
        self._open_typed = 0

    def text(self, text: str) -> None:
        if text and not self._open_gone:
            self.pieces.append(text.replace("\n", BREAK) if self._open_typed else text)

    def open(self, name: str, attributes: str, tag: str) -> None:
        effect = _effect(name, attributes)
        if effect == "cell":
            tag = BREAK + tag
        if name not in VOID:
            self._open.append((name, effect, len(self.pieces)))
            self._open_gone += effect == "gone"
            self._open_typed += effect == "typed"
        if not self._open_gone:
            self.pieces.append(tag)

    def close(self, name: str, tag: str) -> None:
        was_gone = self._open_gone
        reprinted = False
        if self._open and self._open[-1][0] == name:
            _, effect, first = self._open.pop()
            self._open_gone -= effect == "gone"
            self._open_typed -= effect == "typed"
            reprinted = not was_gone and effect in ("tiny", "raised") and self._reprint(effect, first)
        if not was_gone and not reprinted:
            self.pieces.append(tag)

    def _reprint(self, effect: str, first: int) -> bool:
        """Replace the pieces of an ending element by what is printed of it; False if they stay as written."""
        if len(self.pieces) - first > _LONGEST:
            return False
        inside = "".join(self.pieces[first + 1 :])
        if effect == "tiny" and not _SIZED.search(inside):
            del self.pieces[first:]
            return True
        if effect == "raised" and NOTE.fullmatch(text := TAG.sub("", inside)):
            self.pieces[first:] = [raised(text)]
            return True
        return False


@lru_cache(maxsize=2048)
def _effect(name: str, attributes: str) -> str:
    """The effect of an element's attributes (a group name of `_EFFECT`); "" for none."""
    found = _EFFECT.search(attributes)
    effect = (found.lastgroup or "").replace("note", "raised") if found else ""
    return "" if effect in ("gone", "tiny", "raised") and name not in _INLINE else effect
