"""What people write for a county, a prefecture or a province: codes, their leading digits, or names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive import gazetteer
from archive.gazetteer import County
from archive.messages.coded import CodedError


class PlaceError(CodedError):
    """No place, or several, are written like this. The message begins with "which" and says what to write instead."""


def leading_digits(written: str) -> str:
    """The digits that the codes of all counties of a place begin with: `湖口县` → 360429, `江西省` → 36.

    A code, or its leading digits, is returned as it is; of a place and others of its name in it (北京市) the widest is
    meant. Raises PlaceError.
    """
    codes = _codes(written)
    if all(code.startswith(codes[0]) for code in codes):
        return codes[0]
    raise _ambiguous(codes)


def county_code(written: str) -> str:
    """The six digits of one county, by its code or name. Raises PlaceError."""
    match [code for code in _codes(written) if len(code) == 6]:
        case [code]:
            return code
        case []:
            raise PlaceError("wrong-place-no-county")
        case codes:
            raise _ambiguous(codes)


def _codes(written: str) -> list[str]:
    """The codes, or leading digits, of the places that are written so: one at least, the widest first."""
    counties = gazetteer.load().counties()
    if re.fullmatch("[0-9]+", written):
        if len(written) <= 6 and any(county.code.startswith(written) for county in counties):
            return [written]
        raise PlaceError("wrong-place-code")
    found = {code for county in counties for code in _called(county, written)} if written.strip() else set()
    if not found:
        raise PlaceError("wrong-place-name")
    return sorted(found, key=lambda code: (len(code), code))


def _ambiguous(codes: Sequence[str]) -> PlaceError:
    return PlaceError("wrong-place-ambiguous", count=len(codes), places=_listed(codes))


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
