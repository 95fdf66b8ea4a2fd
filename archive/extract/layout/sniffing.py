"""The kind of a file by its bytes alone.

File names and headers are unreliable: a `.doc` may be a web page, a download a captcha form, a PDF an image.
"""

from __future__ import annotations

import re
from typing import Final

from archive import patterns
from archive.extract.layout import charset, kinds
from archive.extract.layout.limits import TooMuchError
from archive.extract.layout.packed_files import BrokenError, Package

MEDIA_TYPES: Final = {entry.kind: entry.media_type for entry in kinds.FORMATS if entry.media_type}

IMAGES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_FRAME: Final = patterns.lazy(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)", re.DOTALL)
_MARKUP: Final = patterns.lazy(
    rb"<(?:!doctype\s+html|html|head|body|meta|div|table|title|script|span|p|br|style|h[1-6]|ul|font|center|ucapcontent|record\w*|datastore)\b",
    re.IGNORECASE,
)
_JSON: Final = patterns.lazy(rb"\s*(?:[\w.$]{1,60}\s*\(\s*)?[\[{]\s*[\"{\[\]}]")
_MIME: Final = patterns.lazy(
    rb"(?:^|\n)(?:mime-version:|content-type:\s*multipart/(?:related|mixed|alternative))", re.IGNORECASE
)
_MIME_HEAD: Final = patterns.lazy(rb"\s*[A-Za-z-]{2,40}:\s")
# such as <pkg:package or <w:wordDocument
_WORDXML: Final = patterns.lazy(rb"<(?:\w+:)?(?:wordDocument|package)[\s>]|progid=\"Word\.Document\"")
_WORDXML_SIGNS: Final = (b"wordDocument", b"package", b"progid")
"""Every match of the pattern contains one of these; a substring search is faster."""
# such as progid="Excel.Sheet"
_SHEETXML: Final = patterns.lazy(
    rb"progid=\"Excel\.Sheet\"|<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet"
)
_SHEETXML_SIGNS: Final = (b"Excel.Sheet", b"office:spreadsheet")
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 26, 30, 31, 7})


def kind(data: bytes) -> str:
    """The name of the kind of file (`kinds.FORMATS`); `unknown` for bytes that are neither a known kind nor text."""
    head = data[:4096]
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        return "empty"
    if image(data):
        return "image"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    by_magic = next((kind for magic, kind in kinds.magic_numbers() if start.startswith(magic)), None)
    return by_magic or _text_kind(head, start)


def image(data: bytes) -> str | None:
    """The media type of a picture; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if (
        data[:2] == b"BM"
        and len(data) > 26
        and data[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return "image/bmp"
    return next((media_type for magic, media_type in IMAGES if data.startswith(magic)), None)


def pixels(data: bytes) -> int:
    """The number of pixels that a picture's header states; 0 where the header is not understood."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        return int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big")
    if data.startswith(b"GIF8"):
        return int.from_bytes(data[6:8], "little") * int.from_bytes(data[8:10], "little")
    if data.startswith(b"BM"):
        return abs(
            int.from_bytes(data[18:22], "little", signed=True) * int.from_bytes(data[22:26], "little", signed=True)
        )
    if data.startswith(b"\xff\xd8"):
        frame = _FRAME.search(data)
        return int.from_bytes(frame[1], "big") * int.from_bytes(frame[2], "big") if frame else 0
    return 0


def media_type(data: bytes) -> str | None:
    """The media type of the bytes; None if unknown."""
    found = kind(data)
    return image(data) if found == "image" else kinds.by_name()[found].media_type


def _zip_kind(data: bytes) -> str:
    try:
        package = Package(data)
        names, mime = set(package.names()), package.get("mimetype") or b""
    except (BrokenError, TooMuchError):
        return "zip"
    return kinds.packed(names, mime)


def _text_kind(head: bytes, start: bytes) -> str:
    utf8 = head
    if _is_utf16(head):
        utf8 = charset.decode(head[: len(head) // 2 * 2]).text.encode("utf-8", "replace")
        start = utf8.lstrip()
    if _MIME_HEAD.match(start) and _MIME.search(utf8):
        return "mht"
    if start.startswith(b"<") and any(sign in utf8 for sign in _WORDXML_SIGNS) and _WORDXML.search(utf8):
        return "wordxml"
    if start.startswith(b"<") and any(sign in utf8 for sign in _SHEETXML_SIGNS) and _SHEETXML.search(utf8):
        return "sheetxml"
    binary = len(utf8.translate(None, _CONTROLS)) < 0.98 * len(utf8)
    if binary and not start.startswith(b"<"):  # in bytes by chance, <p may stand anywhere
        return "unknown"
    if _MARKUP.search(utf8) or _JSON.match(utf8.lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html"
    return "unknown" if binary else "text"


def _is_utf16(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    zeros = head.count(0)
    return zeros * 8 > len(head) and (head[0::2].count(0) == zeros or head[1::2].count(0) == zeros)
