"""Properties of Word's binary files that name one another."""

from __future__ import annotations

import struct

from archive.extract.word.doc_properties import paragraph
from archive.extract.word.doc_styles import DocStyles

_HUGE = struct.pack("<H", 0x6646)
_INSIDE = struct.pack("<HB", 0x2416, 1)


def _places(**stored: bytes) -> dict[int, bytes]:
    return {int(name[1:]): value for name, value in stored.items()}


def test_properties_that_name_their_own_place_end() -> None:
    """As they would be followed for ever otherwise, more of them at every step."""
    at_themselves = _HUGE + struct.pack("<I", 0)
    found = paragraph(b"\0\0" + at_themselves, DocStyles(b""), lambda _: at_themselves + _INSIDE)
    assert found.depth == 1


def test_places_that_name_each_other_end() -> None:
    places = _places(_1=_HUGE + struct.pack("<I", 2), _2=_HUGE + struct.pack("<I", 1))
    assert paragraph(b"\0\0" + places[1], DocStyles(b""), places.__getitem__).depth == 0
