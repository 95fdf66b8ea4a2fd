"""Text of strangers made harmless where people read it: a terminal, a log, a mail, a chat, a sheet."""

from __future__ import annotations

import json
from typing import Final

from markupsafe import Markup, escape

from archive import patterns

# C0 and C1 controls (ECMA-48), zero-width marks, and those that turn the direction of writing (Unicode TR 36)
_SIGNS: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_HARMFUL: Final = patterns.lazy(rf"[{_SIGNS}\t\n]+")
_USER: Final = patterns.lazy(r"//[^/\s@'\"]+@")
_HARMFUL_BESIDE_LINES: Final = patterns.lazy(rf"(?!\r)[{_SIGNS}]")


def printable(text: str) -> str:
    """The text with tabs and line breaks as blanks, and what else a terminal would act on as `<U+001B>`."""
    return _HARMFUL.sub(lambda found: "".join(map(_shown, found[0])), text)


def _shown(character: str) -> str:
    return " " if character in "\t\n\r\v\f\u2028\u2029" else f"<U+{ord(character):04X}>"


def with_lines(text: str) -> str:
    """The same for text of several lines: its tabs and line ends stay."""
    return _HARMFUL_BESIDE_LINES.sub(lambda found: _shown(found[0]), text)


def shown(value: object) -> object:
    """A value as a template shows it: text and markup with their tabs and line ends, and with no sign that acts."""
    if isinstance(value, Markup):
        return Markup(_HARMFUL_BESIDE_LINES.sub(lambda found: escape(_shown(found[0])), value))  # noqa: S704
    return with_lines(value) if isinstance(value, str) else value


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON (RFC 8259) with all that a terminal would act on escaped, and Chinese as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _HARMFUL_BESIDE_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def without_user(text: str) -> str:
    """A text for people without the user and password of any address in it: //…@host."""
    return _USER.sub("//…@", text)
