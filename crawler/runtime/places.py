"""What people write for a county, a prefecture or a province: codes, their leading digits, or names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive import gazetteer
from archive.gazetteer import County


class PlaceError(Exception):
    """No place, or several, are written like this. The message begins with "which" and says what to write instead."""


def leading_digits(written: str) -> str:
    """The digits that the codes of all counties of a place begin with: `湖口县` → 360429, `江西省` → 36.

    A code, or its leading digits, is returned as it is. Raises PlaceError.
    """
    if not written.strip():
        raise PlaceError("which names no place; give a county's name or its six digits, as 410425")
    if re.fullmatch("[0-9]+", written):
        if len(written) <= 6 and any(county.code.startswith(written) for county in gazetteer.load().counties()):
            return written
        raise PlaceError("which no county's code begins with; give up to six digits, as 410425")
    found = sorted({code for county in gazetteer.load().counties() for code in _called(county, written)})
    match found:
        case [code]:
            return code
        case []:
            raise PlaceError("which is no county, prefecture or province; give its full name or its code, as 410425")
    raise PlaceError(f"which {len(found)} places are called; give one of {_listed(found)}")


def county_code(written: str) -> str:
    """The six digits of one county, by its code or name. Raises PlaceError."""
    code = leading_digits(written)
    if len(code) < 6:
        raise PlaceError("which is no single county; give a county's name or its six digits, as 410425")
    return code


def _called(county: County, name: str) -> list[str]:
    """The codes of a county and of the places that it lies in, where they are called this."""
    names = {
        county.code: (county.name, county.full_name),
        county.code[:4]: (county.prefecture, county.province + county.prefecture),
        county.code[:2]: (county.province,),
    }
    return [code for code, called in names.items() if name in called]


def _listed(codes: Sequence[str]) -> str:
    book = gazetteer.load()
    return ", ".join(f"{code} ({book.place_name(code)})" for code in codes[:6]) + (", …" if len(codes) > 6 else "")
