"""Whether a township is a people's government or an office that its county sends out, by its code.

GB/T 10114: the last three of nine digits run from 001 for 街道 and 地区, from 100 for 镇, from 200 for 乡 and
苏木, from 400 for bodies that are like townships. Where the township is not certain, neither is its kind.
"""

from __future__ import annotations

from typing import Literal

from archive.extract.report.model import Issuer

UnitKind = Literal["government", "office"]

_DIGITS = 9


def of(issuer: Issuer) -> UnitKind | None:
    """The kind of unit that the issuer is; None where it is no township, not certain, or a body like a township."""
    code = issuer.township_code or ""
    if issuer.level != "township" or len(code) != _DIGITS:
        return None
    return "office" if code[-3] == "0" else "government" if code[-3] in "123" else None
