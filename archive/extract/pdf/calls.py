"""Functions of PDFium that are called for every character, object and segment of a page.

They are declared without their parameters, as ctypes takes twice as long where it converts each argument. So every
argument is a number or an address: a `Handle`, or a place in a `Memory`. They do not release the interpreter's lock,
which costs as much as most of them do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_int, c_uint, c_void_p
from functools import partial
from struct import Struct
from typing import Any, Final

import pypdfium2.raw as c  # type: ignore[import-untyped]


class Handle(c_void_p):
    """The address of something inside of PDFium; false where there is nothing."""


def handle(pointer: Any) -> Handle:
    """The handle of what pypdfium2 holds as a typed pointer."""
    return Handle(ctypes.addressof(pointer.contents))


class Memory:
    """Room for numbers that a function of PDFium writes, of one kind as `struct` names it.

    `places` are where it writes each of them, `numbers` gives them as they are.
    """

    def __init__(self, count: int, kind: str) -> None:
        layout = Struct(f"{count}{kind}")
        held = ctypes.create_string_buffer(layout.size)
        self.places = [ctypes.byref(held, at * layout.size // count) for at in range(count)]
        self.numbers: Callable[[], tuple[Any, ...]] = partial(layout.unpack_from, held)


def _declared(function: Any, result: Any) -> Callable[..., Any]:
    return PYFUNCTYPE(result)(ctypes.cast(function, c_void_p).value or 0)


count_objects: Final = _declared(c.FPDFPage_CountObjects, c_int)
get_object: Final = _declared(c.FPDFPage_GetObject, Handle)
count_form_objects: Final = _declared(c.FPDFFormObj_CountObjects, c_int)
get_form_object: Final = _declared(c.FPDFFormObj_GetObject, Handle)

object_type: Final = _declared(c.FPDFPageObj_GetType, c_int)
object_matrix: Final = _declared(c.FPDFPageObj_GetMatrix, c_int)
object_bounds: Final = _declared(c.FPDFPageObj_GetBounds, c_int)
has_transparency: Final = _declared(c.FPDFPageObj_HasTransparency, c_int)
fill_color: Final = _declared(c.FPDFPageObj_GetFillColor, c_int)
text_render_mode: Final = _declared(c.FPDFTextObj_GetTextRenderMode, c_int)

draw_mode: Final = _declared(c.FPDFPath_GetDrawMode, c_int)
count_segments: Final = _declared(c.FPDFPath_CountSegments, c_int)
get_segment: Final = _declared(c.FPDFPath_GetPathSegment, Handle)
segment_point: Final = _declared(c.FPDFPathSegment_GetPoint, c_int)
segment_type: Final = _declared(c.FPDFPathSegment_GetType, c_int)
segment_close: Final = _declared(c.FPDFPathSegment_GetClose, c_int)

clip_path: Final = _declared(c.FPDFPageObj_GetClipPath, Handle)
count_clip_paths: Final = _declared(c.FPDFClipPath_CountPaths, c_int)
count_clip_segments: Final = _declared(c.FPDFClipPath_CountPathSegments, c_int)
get_clip_segment: Final = _declared(c.FPDFClipPath_GetPathSegment, Handle)

char_unicode: Final = _declared(c.FPDFText_GetUnicode, c_uint)
has_unicode_map_error: Final = _declared(c.FPDFText_HasUnicodeMapError, c_int)
text_object: Final = _declared(c.FPDFText_GetTextObject, c_void_p)
loose_char_box: Final = _declared(c.FPDFText_GetLooseCharBox, c_int)
char_box: Final = _declared(c.FPDFText_GetCharBox, c_int)
char_matrix: Final = _declared(c.FPDFText_GetMatrix, c_int)
char_origin: Final = _declared(c.FPDFText_GetCharOrigin, c_int)
font_size: Final = _declared(c.FPDFText_GetFontSize, ctypes.c_double)
