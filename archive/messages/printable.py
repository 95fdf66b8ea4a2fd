"""Text of strangers made harmless where people read it: a terminal, a log, a mail, a chat."""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls (ECMA-48), zero-width marks, and those that turn the direction of writing (Unicode TR 36)
_HARMFUL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+")


def printable(text: str) -> str:
    """The text with tabs and line breaks as blanks, and what else a terminal would act on as `<U+001B>`."""
    return _HARMFUL.sub(lambda found: "".join(map(_shown, found[0])), text)


def _shown(character: str) -> str:
    return " " if character in "\t\n\r\v\f\u2028\u2029" else f"<U+{ord(character):04X}>"
