"""The characters of a byte string, by trial and not by what the server or the page claims.

Knows byte order marks and the encodings of Chinese government pages; looks at no markup. On county sites the header and
the meta tag are wrong often enough that a strict trial beats both.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRICT: Final = ("utf-8", "gb18030")
# such as charset=gb2312 or charset="utf-8
_DECLARED: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)|^\s*([\w.:-]+)\s*$", re.IGNORECASE)
_GARBLED_SHARE: Final = 0.01
# What UTF-8 bytes of common Han characters and punctuation turn into where they were read as GBK once before.
_MOJIBAKE: Final = ("锛", "銆", "鐨", "鏀垮簻", "淇℃伅", "鍏紑", "æ”¿", "ä¿¡")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SAMPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the Python codec that gave it; `replaced` counts the characters that could not be decoded."""

    text: str
    charset: str
    replaced: int = 0

    @property
    def garbled(self) -> str | None:
        """Why the text cannot be trusted, in words; None where nothing speaks against it."""
        lost = self.text.count("\ufffd")
        if lost > max(1, len(self.text) * _GARBLED_SHARE):
            return f"{lost} of {len(self.text)} characters cannot be decoded"
        sample = self.text[:_SAMPLE]
        twice = sum(sample.count(sign) for sign in _MOJIBAKE if sign[0] in sample)
        if twice > 5 and twice * 8 > len(_HAN.findall(sample)):
            return "the text was decoded wrongly once before it was published"
        return None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes: mark, UTF-16 without a mark, strict UTF-8, strict GB18030, then that which loses least.

    Among the last is `declared`, unless one of the two loses next to nothing.
    `declared` is an encoding's name or a whole Content-Type. The last character may be cut off.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    if wide := _wide(data):
        return _replacing(data, wide)
    for name in _STRICT:
        text = _strictly(data, name)
        if text is not None:
            return Decoded(text, name, 0)
    return _best(data, declared)


def declared_name(declared: str | None) -> str | None:
    """The codec named by an encoding's name or a Content-Type; None where there is none that Python knows."""
    match = _DECLARED.search(declared or "")
    if not match:
        return None
    try:
        name = codecs.lookup(match[1] or match[2]).name
    except LookupError:
        return None
    return "gb18030" if name in ("gb2312", "gbk", "hz") else name


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its ASCII part is zero."""
    head = data[:400]
    if len(head) < 4 or 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and odd > 4 * even:
        return "utf-16-le"
    if even > len(head) // 8 and even > 4 * odd:
        return "utf-16-be"
    return None


def _best(data: bytes, declared: str | None) -> Decoded:
    """Of the two usual encodings that which loses least, if it loses next to nothing; else the declared one may win.

    A single bad byte must not hand a page to an encoding that loses nothing because it takes any byte for something.
    """
    usual = min((_replacing(data, each) for each in _STRICT), key=lambda decoded: decoded.replaced)
    name = declared_name(declared)
    if name is None or name in _STRICT or usual.replaced < len(usual.text) * _GARBLED_SHARE:
        return usual
    return max(usual, _replacing(data, name), key=_sense)


def _sense(decoded: Decoded) -> float:
    """What speaks for a decoding: its share of Han characters, less what it lost."""
    sample = decoded.text[:_SAMPLE]
    return len(_HAN.findall(sample)) / max(len(sample), 1) - decoded.replaced / max(len(decoded.text), 1)


def _replacing(data: bytes, name: str) -> Decoded:
    try:
        text = codecs.getincrementaldecoder(name)("replace").decode(data, final=False)
    except (UnicodeError, LookupError, AssertionError):
        return Decoded(data.decode("latin-1"), "latin-1", len(data))
    return Decoded(text, name, text.count("\ufffd"))
