"""What a spreadsheet prints for a stored number: dates, and numbers rounded by a plain format.

Knows format codes (ECMA-376 18.8.30 and 18.8.31) as far as they make dates or cut decimals; any other format leaves the
number as it is stored. Years, months and days are printed as 2024年1月15日 whatever the order and signs of the code.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((14, 15, 22, 30, 31), "yyyy/m/d"),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), "m/d"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy/m"),
}
"""Codes of the formats that files name by number only, those of Chinese systems among them; what is missing prints no
date and cuts nothing."""

_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# such as #,##0.00
_PLAIN: Final = re.compile(r"(?:#,##)?0(?:\.(?P<decimals>0{1,9}))?\s*")
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T00:00(?::00(?:\.0*)?)?)?Z?")
_SHORT: Final = 15
"""Digits that a stored number keeps."""
_FIRST: Final = date(1899, 12, 30)
_FIRST_1904: Final = date(1904, 1, 1)
_LEAP: Final = 60
"""The 29th of February 1900, which spreadsheets count and no calendar has."""
_LAST: Final = 2_958_465
_LAST_1904: Final = _LAST - 1462


def shown(text: str, code: str, *, since_1904: bool = False) -> str:
    """A stored number as it is printed under this format code; text that is no number stays as it is."""
    if not code and text.isascii() and text.isdigit() and len(text) < _SHORT and text.lstrip("0") == text:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    parts = _date_parts(code)
    if parts and (day := _day(number, since_1904=since_1904)):
        return _written(day, parts)
    return _plain(_cut(text, code) if number >= 0 else number)


def iso(text: str) -> str:
    """A date that is stored as 2024-01-15 as it is printed; anything else, times of the day among it, as it is."""
    match = _ISO.fullmatch(text)
    return f"{int(match[1])}年{int(match[2])}月{int(match[3])}日" if match else text


@lru_cache(maxsize=256)
def _bare(code: str) -> str:
    """The first section of a code without colours, literal text and what only fills or keeps space."""
    return _QUOTED.sub("", code).partition(";")[0].lower()


@lru_cache(maxsize=256)
def _date_parts(code: str) -> str:
    """Which of y, m and d a code prints; "" where it makes no date. Without year or day an m are minutes."""
    bare = _bare(code)
    if not re.search(r"[yd]", bare) or re.search(r"[0#?]", re.sub(r"\.0+", "", bare)):
        return ""
    return "".join(letter for letter in "ymd" if letter in bare)


def _day(number: float, *, since_1904: bool) -> date | None:
    """The day of a serial number (ECMA-376 18.17.4.1); None where it counts none."""
    first, last = (_FIRST_1904, _LAST_1904) if since_1904 else (_FIRST, _LAST)
    if not 1 <= number <= last or (int(number) == _LEAP and not since_1904):
        return None
    return first + timedelta(days=int(number) + (number < _LEAP and not since_1904))


def _written(day: date, parts: str) -> str:
    told = {"y": f"{day.year}年", "m": f"{day.month}月", "d": f"{day.day}日"}
    return "".join(told[part] for part in parts)


def _cut(text: str, code: str) -> float:
    """The number rounded to the decimals that a plain format prints, half away from zero; unchanged by any other."""
    match = _PLAIN.fullmatch(_bare(code))
    if match is None:
        return float(text)
    step = Decimal(1).scaleb(-len(match["decimals"] or ""))
    number = Decimal(f"{float(text):.15g}")
    return float(number.quantize(step, ROUND_HALF_UP)) if abs(number) < 10**15 else float(text)


def _plain(number: float) -> str:
    """A number as one would print it: no `.0`, no rounding noise of binary fractions."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.12g}"
