"""Text of strangers made harmless for spreadsheet programs, which take what begins like a formula for one."""

from __future__ import annotations

from archive import patterns

ENCODING = "utf-8-sig"
"""UTF-8 with the mark without which spreadsheet programs show Chinese characters as mojibake."""

# "=1+1", " @SUM(A1)", "＋1" in East Asian versions, and what a tab or line end hides before any of these
_FORMULA = patterns.lazy(r"[\x00-\x1f\x7f]|[\s\ufeff]*[=+\-@＝＋－＠]")
_NUMBER = patterns.lazy(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def harmless(value: object) -> object:
    """The value; text that would do something in a spreadsheet gets an apostrophe in front. Plain numbers stay."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
