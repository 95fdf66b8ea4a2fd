"""Functions of PDFium that are called for every character and every segment of a path, with addresses as numbers.

ctypes takes half as long again where it makes a typed pointer of each argument and result. Results are written to
memory that the caller holds.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int, c_uint, c_void_p
from typing import Any, Final

import pypdfium2.raw as c  # type: ignore[import-untyped]

from archive.extract.pdf.view import Handle


def of(handle: Handle) -> int:
    """The address of what PDFium handed out."""
    return ctypes.addressof(handle.contents)


def _taking(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return CFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


unicode: Final = _taking(c.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
has_unicode_map_error: Final = _taking(c.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
text_object: Final = _taking(c.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
loose_char_box: Final = _taking(c.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
fill_color: Final = _taking(c.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
path_segment: Final = _taking(c.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_point: Final = _taking(c.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
segment_type: Final = _taking(c.FPDFPathSegment_GetType, c_int, c_void_p)
segment_close: Final = _taking(c.FPDFPathSegment_GetClose, c_int, c_void_p)
clip_path: Final = _taking(c.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
clip_paths: Final = _taking(c.FPDFClipPath_CountPaths, c_int, c_void_p)
clip_segments: Final = _taking(c.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
char_matrix: Final = _taking(c.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
text_render_mode: Final = _taking(c.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
clip_segment: Final = _taking(c.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
