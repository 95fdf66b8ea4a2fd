"""What a township's code tells of its standing: a people's government, or an office that a county sends out.

Knows GB/T 10114: the last three of nine digits run from 001 for 街道 and 地区, from 100 for 镇, from 200 for 乡 and
苏木, from 400 for bodies that are like townships. A report whose township is not certain has no standing.
"""

from __future__ import annotations

from typing import Literal

from archive.extract.report.model import Issuer

Standing = Literal["government", "office"]

_DIGITS = 9


def of(issuer: Issuer) -> Standing | None:
    """The standing of the issuer; None for what is no township, is not certain, or is only like a township."""
    code = issuer.township_code or ""
    if issuer.level != "township" or len(code) != _DIGITS:
        return None
    return "office" if code[-3] == "0" else "government" if code[-3] in "123" else None
