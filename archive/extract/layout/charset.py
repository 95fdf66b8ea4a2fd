"""Decode bytes by trying encodings, not by what the server or the page declares.

Knows byte order marks and the encodings of Chinese government pages; ignores markup. On county sites the header and
the meta tag are wrong often enough that strict decoding beats both.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from archive import patterns

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRICT: Final = ("utf-8", "gb18030")
# such as charset=gb2312 or charset="utf-8
_DECLARED: Final = patterns.lazy(r"charset\s*=\s*[\"']?([\w.:-]+)|^\s*([\w.:-]+)\s*$", re.IGNORECASE)
_GARBLED_SHARE: Final = 0.01
# What UTF-8 bytes of common Han characters and punctuation turn into where they were read as GBK once before.
_MOJIBAKE: Final = ("锛", "銆", "鐨", "鏀垮簻", "淇℃伅", "鍏紑", "æ”¿", "ä¿¡")
_HAN: Final = patterns.lazy(r"[\u4e00-\u9fff]")
_SAMPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python codec that decoded it, and the number of characters that could not be decoded (`replaced`)."""

    text: str
    charset: str
    replaced: int = 0

    @property
    def garbled(self) -> str | None:
        """Why the text cannot be trusted, as a phrase for a person; None for a text without such signs."""
        lost = self.text.count("\ufffd")
        if lost > max(1, len(self.text) * _GARBLED_SHARE):
            return f"{lost} of {len(self.text)} characters cannot be decoded"
        sample = self.text[:_SAMPLE]
        mojibake = sum(sample.count(sign) for sign in _MOJIBAKE if sign[0] in sample)
        if mojibake > 5 and mojibake * 8 > len(_HAN.findall(sample)):
            return "the text was decoded wrongly once before it was published"
        return None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes: byte order mark, UTF-16 without a mark, strict UTF-8, strict GB18030, then whichever loses least.

    `declared` is an encoding's name or a whole Content-Type; it is tried last, unless UTF-8 or GB18030 loses next to
    nothing. The last character may be cut off.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_replacing(data[len(mark) :], name)
    if utf16 := _utf16_without_mark(data):
        return _decode_replacing(data, utf16)
    for name in _STRICT:
        text = _decode_strictly(data, name)
        if text is not None:
            return Decoded(text, name, 0)
    return _least_lossy(data, declared)


def declared_name(declared: str | None) -> str | None:
    """The codec named by an encoding's name or a Content-Type; None if Python knows no such codec."""
    match = _DECLARED.search(declared or "")
    if not match:
        return None
    try:
        name = codecs.lookup(match[1] or match[2]).name
    except LookupError:
        return None
    return "gb18030" if name in ("gb2312", "gbk", "hz") else name


def _decode_strictly(data: bytes, name: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    """The codec of UTF-16 without a byte order mark: every second byte of its ASCII part is zero."""
    head = data[:400]
    if len(head) < 4 or 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and odd > 4 * even:
        return "utf-16-le"
    if even > len(head) // 8 and even > 4 * odd:
        return "utf-16-be"
    return None


def _least_lossy(data: bytes, declared: str | None) -> Decoded:
    """Decode by UTF-8 or GB18030, whichever loses less; by the declared encoding if both lose much and it fits better.

    A single bad byte must not hand a page to an encoding that loses nothing because it accepts every byte.
    """
    common = min((_decode_replacing(data, codec) for codec in _STRICT), key=lambda decoded: decoded.replaced)
    name = declared_name(declared)
    if name is None or name in _STRICT or common.replaced < len(common.text) * _GARBLED_SHARE:
        return common
    return max(common, _decode_replacing(data, name), key=_plausibility)


def _plausibility(decoded: Decoded) -> float:
    """The share of Han characters less the share of characters lost."""
    sample = decoded.text[:_SAMPLE]
    return len(_HAN.findall(sample)) / max(len(sample), 1) - decoded.replaced / max(len(decoded.text), 1)


def _decode_replacing(data: bytes, name: str) -> Decoded:
    try:
        text = codecs.getincrementaldecoder(name)("replace").decode(data, final=False)
    except (UnicodeError, LookupError, AssertionError):
        return Decoded(data.decode("latin-1"), "latin-1", len(data))
    return Decoded(text, name, text.count("\ufffd"))
