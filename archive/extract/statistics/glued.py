"""A statistics sheet of which no cell is left: labels, units and numbers run into one another, 主动公开信息数条42151.

No number of it is certain, so that a finding names what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from archive.extract.layout.document import Block, Paragraph
from archive.extract.report import statistics_forms

_SHORTEST: Final = 4
_FEWEST: Final = 6
_SIGNS: Final = ("申请", "公开", "答复")
"""Words of every sheet, so that other text is passed over quickly."""


def named(blocks: Sequence[Block]) -> list[str]:
    """The labels with the digits behind them, where there are enough for a sheet; else []."""
    texts = (block.text for block in blocks if isinstance(block, Paragraph))
    found = [
        f"“{match['label']}” {match['digits']}"
        for text in texts
        if text[-1:].isdigit() or all(sign in text for sign in _SIGNS)
        for match in _labelled().finditer(text)
    ]
    return found if len(found) >= _FEWEST else []


@cache
def _labelled() -> re.Pattern[str]:
    """A label with its unit and digits right behind; with a unit behind the digits (申请数3件) it is of a sentence."""
    wordings = {word for sheet in statistics_forms.every() for line in sheet.lines for word in line.wordings}
    words = "|".join(sorted(map(re.escape, (w for w in wordings if len(w) >= _SHORTEST)), key=len, reverse=True))
    unit = "[条件次个人份元篇期万场家]"
    return re.compile(rf"(?P<label>{words})[(（]?{unit}{{0,2}}[)）]?(?P<digits>\d[\d.]*)(?!\d|\s*{unit})")
