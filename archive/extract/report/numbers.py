"""Numbers as they are printed in Chinese: digits of either width, thousands separators, signs, Chinese numerals.

One number at a time, without units.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from archive import patterns
from archive.extract.report.model import Number

# such as 1,808,595 or 127.2
_ARABIC: Final = patterns.lazy(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?")
_CHINESE: Final = patterns.lazy(r"[〇零一二两三四五六七八九十百千万亿]+")
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}


def normalise(text: str) -> str:
    """The text with compatibility forms resolved (full-width digits, brackets, minus signs) and no white space."""
    if text.isascii() and text.isalnum():
        return text
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    return "".join(narrow.split()).replace("\u200b", "").replace("\ufeff", "")


def number(text: str) -> Number | None:
    """The number that the whole text is, or None: `1,808,595`, `+7`, `4068.208`, `二十三` are numbers, `3件` is not."""
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    if _ARABIC.fullmatch(text):
        digits = text.replace(",", "")
        if "." not in digits:
            return int(digits)
        value = float(digits)
        return int(value) if value.is_integer() else value
    return chinese(text) if _CHINESE.fullmatch(text) else None


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral (`十二`, `一百零三`, `二〇二三`), or None where it is malformed."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section = digit = 0
    return total + section + digit
