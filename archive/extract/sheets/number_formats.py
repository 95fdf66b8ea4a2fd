"""How a spreadsheet displays a stored number: dates, and numbers rounded by a simple format.

Interprets format codes (ECMA-376 18.8.30 and 18.8.31) that make dates or cut decimals; under any other format the
number stays as it is stored. Dates are written as 2024年1月15日, whatever the order and separators of the code.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from archive import patterns


class CellStyle(NamedTuple):
    """The number format code of cells, and whether their font is struck through."""

    code: str = ""
    struck: bool = False


BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    **dict.fromkeys((14, 15, 22, 30, 31), "yyyy/m/d"),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), "m/d"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy/m"),
}
"""Codes of the built-in formats, which files refer to by number, including those of Chinese systems. The others neither
make dates nor cut decimals."""

_QUOTED: Final = patterns.lazy(r'"[^"]{0,255}"|\\.|_.|\*.|\[[^\]]{0,255}\]')
# such as #,##0.00
_SIMPLE: Final = patterns.lazy(r"(?:#,##)?0(?:\.(?P<decimals>0{1,9}))?\s*")
_ISO: Final = patterns.lazy(r"(\d{4})-(\d\d)-(\d\d)(?:T00:00(?::00(?:\.0*)?)?)?Z?")
_DIGITS: Final = 15
"""Significant digits of a stored number."""
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_FALSE_LEAP_DAY: Final = 60
"""The serial number of 29 February 1900, which spreadsheets count though it did not exist."""
_LAST_DAY: Final = 2_958_465
_LAST_DAY_1904: Final = _LAST_DAY - 1462


def displayed(text: str, code: str, *, since_1904: bool = False) -> str:
    """A stored number as it is displayed under a format code; text that is no number is returned unchanged."""
    if not code and text.isascii() and text.isdigit() and len(text) < _DIGITS and text.lstrip("0") == text:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    parts = _date_parts(code)
    if parts and (day := _day(number, since_1904=since_1904)):
        return _date_text(day, parts)
    return _number_text(_rounded(text, code) if number >= 0 else number)


def displayed_date(text: str) -> str:
    """A date stored as 2024-01-15 as it is displayed; anything else, including times of day, unchanged."""
    match = _ISO.fullmatch(text)
    return f"{int(match[1])}年{int(match[2])}月{int(match[3])}日" if match else text


@lru_cache(maxsize=256)
def _visible_code(code: str) -> str:
    """The first section of a code, without colours, literal text and padding."""
    return _QUOTED.sub("", code).partition(";")[0].lower()


@lru_cache(maxsize=256)
def _date_parts(code: str) -> str:
    """Which of y, m and d a code displays; "" where it makes no date. Without y or d, m are minutes."""
    visible = _visible_code(code)
    if not re.search(r"[yd]", visible) or re.search(r"[0#?]", re.sub(r"\.0+", "", visible)):
        return ""
    return "".join(letter for letter in "ymd" if letter in visible)


def _day(number: float, *, since_1904: bool) -> date | None:
    """The day of a serial number (ECMA-376 18.17.4.1); None where it is no day."""
    first, last = (_EPOCH_1904, _LAST_DAY_1904) if since_1904 else (_EPOCH, _LAST_DAY)
    if not 1 <= number <= last or (int(number) == _FALSE_LEAP_DAY and not since_1904):
        return None
    return first + timedelta(days=int(number) + (number < _FALSE_LEAP_DAY and not since_1904))


def _date_text(day: date, parts: str) -> str:
    texts = {"y": f"{day.year}年", "m": f"{day.month}月", "d": f"{day.day}日"}
    return "".join(texts[part] for part in parts)


def _rounded(text: str, code: str) -> float:
    """The number rounded to the decimals of a simple format, half away from zero; unchanged under any other."""
    match = _SIMPLE.fullmatch(_visible_code(code))
    if match is None:
        return float(text)
    step = Decimal(1).scaleb(-len(match["decimals"] or ""))
    number = Decimal(f"{float(text):.15g}")
    return float(number.quantize(step, ROUND_HALF_UP)) if abs(number) < 10**15 else float(text)


def _number_text(number: float) -> str:
    """A number without `.0` and without the rounding noise of binary fractions."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.12g}"
