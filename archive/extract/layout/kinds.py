"""The supported kinds of file as data: how each is recognised, and which module reads it or why none does.

A new kind of file is an entry here and a module with `read(data: bytes) -> Document | Unreadable`. Text formats (web
pages, Word and Excel as XML, MIME) have no magic number; `sniffing` recognises them by how they begin.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

Parts = Collection[str]

COLLECTIONS = frozenset({"zip", "gzip", "rar", "7z"})
"""The kinds that pack other files."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    kind: its name
    media_type: its media type in HTTP; None if unknown or dependent on the bytes
    reader: the module that reads it, imported on first use; None where `dispatch` passes more than the bytes
    refusal: why it is not read; None if it is
    magic: the bytes that it begins with; b"" if it has no magic number
    packed: given the names of a ZIP file's parts and the content of its part `mimetype`, whether it is this kind
    suffixes: a regular expression of its file name extensions; used only to choose parts of a packed file to read
    """

    kind: str
    media_type: str | None = None
    reader: str | None = None
    refusal: str | None = None
    magic: bytes = b""
    packed: Callable[[Parts, bytes], bool] | None = None
    suffixes: str = ""


def _folder_of_xml(folder: str) -> Callable[[Parts, bytes], bool]:
    return lambda names, _: any(
        name.startswith(folder) and name.endswith(".xml") for name in (name.lower() for name in names)
    )


def _declares(mimetype: bytes) -> Callable[[Parts, bytes], bool]:
    return lambda _, declared: declared.startswith(mimetype)


FORMATS = (
    Format("html", "text/html", suffixes="m?html?|shtml|xhtml"),
    Format("text", "text/plain", suffixes="txt"),
    Format(
        "ofd",
        "application/ofd",
        "archive.extract.ofd.reader",
        packed=lambda names, _: "OFD.xml" in names,
        suffixes="ofd",
    ),
    Format(
        "odt",
        "application/vnd.oasis.opendocument.text",
        "archive.extract.opendocument.reader",
        packed=_declares(b"application/vnd.oasis.opendocument.text"),
        suffixes="od[ts]",
    ),
    Format(
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        "archive.extract.opendocument.reader",
        packed=_declares(b"application/vnd.oasis.opendocument.spreadsheet"),
        suffixes="od[ts]",
    ),
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "archive.extract.word.docx",
        packed=_folder_of_xml("word/"),
        suffixes="do[ct][xm]?|wp[st]",
    ),
    Format(
        "xlsb",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "archive.extract.sheets.xlsb",
        packed=lambda names, _: any(name.lower() == "xl/workbook.bin" for name in names),
    ),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "archive.extract.sheets.xlsx",
        packed=_folder_of_xml("xl/"),
        suffixes="xl(?:s[xmb]?|t[xm]?)|ett?",
    ),
    Format(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        refusal="it is a presentation, which is not read",
        packed=_folder_of_xml("ppt/"),
    ),
    Format(
        "odp",
        "application/vnd.oasis.opendocument.presentation",
        refusal="it is a presentation, which is not read",
        packed=_declares(b"application/vnd.oasis.opendocument.presentation"),
    ),
    Format(
        "epub",
        "application/epub+zip",
        refusal="it is an electronic book, which is not read",
        packed=_declares(b"application/epub+zip"),
    ),
    Format("postscript", "application/postscript", refusal="it is PostScript, which is not read", magic=b"%!PS-Adobe"),
    Format("wordxml", "application/msword", "archive.extract.word.docx", suffixes="xml"),
    Format("xls", "application/vnd.ms-excel"),
    Format("sheetxml", "application/vnd.ms-excel", "archive.extract.sheets.xml_2003", suffixes="xml"),
    Format(
        "doc",
        "application/msword",
        "archive.extract.dispatch.ole",
        magic=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        suffixes="do[ct][xm]?",
    ),
    Format("rtf", "application/rtf", "archive.extract.word.rtf", magic=b"{\\rtf", suffixes="rtf"),
    Format("mht", "multipart/related", "archive.extract.html.mht", suffixes="mht"),
    Format("pdf", "application/pdf", "archive.extract.pdf.reader", suffixes="pdf"),
    Format("image", None, "archive.extract.ocr.scan", suffixes="jpe?g|jfif|png|bmp|tiff?"),
    Format("zip", "application/zip", suffixes="zip"),
    Format("rar", "application/vnd.rar", magic=b"Rar!\x1a\x07", suffixes="rar"),
    Format("7z", "application/x-7z-compressed", magic=b"7z\xbc\xaf\x27\x1c", suffixes="7z"),
    Format("gzip", "application/gzip", magic=b"\x1f\x8b\x08", suffixes="gz"),
    Format("unknown", refusal="it is neither text nor a kind of file that is known here"),
    Format("empty", refusal="it is empty"),
)
"""Every kind; ZIP-based kinds are tried in this order."""


@cache
def by_name() -> Mapping[str, Format]:
    """Every kind by its name."""
    return {known.kind: known for known in FORMATS}


@cache
def magic_numbers() -> tuple[tuple[bytes, str], ...]:
    """The magic numbers, each with the name of its kind."""
    return tuple((known.magic, known.kind) for known in FORMATS if known.magic)


def packed(names: Parts, mimetype: bytes) -> str:
    """The kind of a ZIP file with these parts; `zip` for no known kind."""
    return next((known.kind for known in FORMATS if known.packed and known.packed(names, mimetype)), "zip")
