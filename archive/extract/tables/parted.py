"""Numbers that signs part in one piece of text: 1、4、3 or 1/4/3 or （1）（4）（3）."""

from __future__ import annotations

from typing import Final

from archive import patterns

# such as 1、4、3 or 1，4，3; not 1,808,595
_LISTED: Final = patterns.lazy(r"(?<=\d)\s*[、，,;；]\s*(?=\d)")
_THOUSANDS: Final = patterns.lazy(r"\d{1,3}(?:[,，]\d{3})+")
# such as 1/4/3, with one sign throughout; 1-4-3 may be anything, five such numbers are values
_SIGNED: Final = patterns.lazy(
    r"\d[\d.]*(?P<sign>[/／\\·•+])\d[\d.]*(?:(?P=sign)\d[\d.]*)+|\d[\d.]*(?P<dash>[-—–－])\d[\d.]*(?:(?P=dash)\d[\d.]*){3,}"
)
_DATE: Final = patterns.lazy(r"(?:19|20)\d\d(?:\D\d{1,2}){2}")
# such as （1）（4）（3）
_BRACKETED: Final = patterns.lazy(r"(?:[(（\[【]\d[\d.]*[)）\]】]){3,}")
_NUMBER: Final = patterns.lazy(r"\d[\d.]*")
_FEWEST: Final = 3
_ENDS: Final = frozenset("0123456789)）]】")


def apart(piece: str) -> list[str]:
    """The numbers that signs part in a piece without blanks; the piece alone where they part thousands or a date."""
    if _THOUSANDS.fullmatch(piece) or _DATE.fullmatch(piece):
        return [piece]
    if _SIGNED.fullmatch(piece) or _BRACKETED.fullmatch(piece):
        return _NUMBER.findall(piece)
    return _LISTED.split(piece)


def spaced(text: str) -> str:
    """A line with the numbers behind its last blank or colon parted by blanks, where they are three or more."""
    if text[-1:] not in _ENDS:
        return text
    last = text.rsplit(maxsplit=1)[-1]
    last = last[max(last.rfind("："), last.rfind(":")) + 1 :]
    numbers = apart(last)
    if len(numbers) < _FEWEST or not all(map(_NUMBER.fullmatch, numbers)):
        return text
    return f"{text[: len(text) - len(last)]} {' '.join(numbers)}"
