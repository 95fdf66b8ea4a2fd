"""What styles make of a line of text: struck out, raised, too small to see, moved off the page, or cut into lines.

Knows markup in its normal form (`flat`), a cell or what stands between two tables at a time, so that a cell is looked
at once however often it comes back. What hides whole parts of a page is for `unseen`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

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
"""One of them stands in all markup that has such a style; old editors write the property in capitals, not the value."""
TAG: Final = re.compile(r"<(/?)([a-z][\w:-]*)([^>]*)>")
"""A tag: whether it ends an element, the element's name, its attributes."""
VOID: Final = frozenset({"br", "img", "input", "hr", "col", "wbr", "area", "embed", "source", "meta", "link"})
"""Elements without an end tag (HTML, 13.1.2)."""
_WORDS: Final = frozenset({"span", "font", "a", "b", "strong", "em", "i", "u", "small", "big", "p"})
"""Elements of a few words; of others, which may wrap a whole page until it is shown, such a look is not believed."""
# such as style="TEXT-DECORATION: line-through or style="position:absolute;left:-9999px
_LOOK: Final = re.compile(
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
NOTE: Final = re.compile(r"[\d\s,，、]+")
"""The text of a mark that refers to a note, or to several."""
_SIZED: Final = re.compile(r"font-size|<font|<img", re.IGNORECASE)
_LONGEST: Final = 20


def printed(markup: str) -> str:
    """The markup as its styles print it.

    What is struck out or not to be seen is gone, a raised number is a superscript, and a mark stands where a line ends
    that is set as it was typed or where a cell begins that only a style makes one.
    """
    return _printed(markup) if any(sign in markup for sign in _SIGNS) else markup


def _printed(markup: str) -> str:
    said = _Said()
    last = 0
    for tag in TAG.finditer(markup):
        said.text(markup[last : tag.start()])
        if tag[1]:
            said.close(tag[2], tag[0])
        else:
            said.open(tag[2], tag[3], tag[0])
        last = tag.end()
    said.text(markup[last:])
    return "".join(said.pieces)


class _Said:
    """The pieces of markup that are printed so far, and the elements that are open: name, look, place of the first."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._open: list[tuple[str, str, int]] = []
        self._gone = 0
        self._typed = 0

    def text(self, text: str) -> None:
        if text and not self._gone:
            self.pieces.append(text.replace("\n", BREAK) if self._typed else text)

    def open(self, name: str, attributes: str, tag: str) -> None:
        look = _look(name, attributes)
        if look == "cell":
            tag = BREAK + tag
        if name not in VOID:
            self._open.append((name, look, len(self.pieces)))
            self._gone += look == "gone"
            self._typed += look == "typed"
        if not self._gone:
            self.pieces.append(tag)

    def close(self, name: str, tag: str) -> None:
        gone = self._gone
        changed = False
        if self._open and self._open[-1][0] == name:
            _, look, at = self._open.pop()
            self._gone -= look == "gone"
            self._typed -= look == "typed"
            changed = not gone and look in ("tiny", "raised") and self._changed(look, at)
        if not gone and not changed:
            self.pieces.append(tag)

    def _changed(self, look: str, at: int) -> bool:
        """Whether an element that ends is printed otherwise than it was written, which is put right."""
        if len(self.pieces) - at > _LONGEST:
            return False
        inside = "".join(self.pieces[at + 1 :])
        if look == "tiny" and not _SIZED.search(inside):
            del self.pieces[at:]
            return True
        if look == "raised" and NOTE.fullmatch(text := TAG.sub("", inside)):
            self.pieces[at:] = [raised(text)]
            return True
        return False


@lru_cache(maxsize=2048)
def _look(name: str, attributes: str) -> str:
    """What the attributes of an element make of it, in one word; "" for nothing."""
    found = _LOOK.search(attributes)
    look = (found.lastgroup or "").replace("note", "raised") if found else ""
    return "" if look in ("gone", "tiny", "raised") and name not in _WORDS else look
