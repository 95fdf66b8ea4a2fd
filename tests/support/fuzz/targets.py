"""What a fuzzer feeds, and what must hold for any bytes: an answer, in little time, of bounded size, and no exception.

Each target takes bytes. Those of packed formats take the inside of a file and pack it, so that a fuzzer changes what
is read and not the packing round it. `benchmarks/fuzz.py` drives them; `test_found` tries what was found before.
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Final

from archive import gazetteer
from archive.extract import output, parser
from archive.extract.dispatch import formats
from archive.extract.html import nesting
from archive.extract.interpret import interpret
from archive.extract.layout import charset, sniffing
from archive.extract.layout.document import Block, Document, Paragraph, Picture, Table, Unreadable
from archive.extract.layout.grid import Box, expand, ragged
from archive.extract.parser import Order
from archive.extract.report.model import Context
from tests.support.documents import case_files
from tests.support.documents.xlsb import xlsb as binary_workbook
from tests.support.documents.zips import packed
from tests.support.paths import ROOT
from tests.support.proof.compound import compound as compound_file

CORPORA: Final = ROOT / "tests" / "support" / "fuzz" / "corpora"
"""What earlier hunts kept, a folder a target: the smallest documents that reach what was reached."""
SECONDS: Final = 5.0
"""Processor time that one document may take."""
LARGE: Final = 20_000_000
"""Characters of an answer."""
_FAILED: Final = "its reader failed"
_OFD: Final = {
    "OFD.xml": b"<O><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></O>",
    "D/Document.xml": b'<D><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></D>',
}
_CELLS: Final = b'<worksheet><sheetData><row r="1"><c r="A1" t="s" s="1"><v>0</v></c></row></sheetData></worksheet>'
_FLAT: Final = (
    b' xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    b' xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)
_LISTED: Final = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr>'
    b'<w:pStyle w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r>'
    b"</w:p></w:body></w:document>"
)
_WORDS: Final = (
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "行政复议", "结果维持", "总计"),
    *("本年新收", "（三）不予公开", "1.属于国家秘密", "（七）总计", "四、结转下年度继续办理", "自然人", "商业企业"),
    *("第二十条第（一）项", "规章", "行政规范性文件", "信息内容", "现行有效件数", "行政许可", "信访举报投诉类申请"),
    *(
        "0",
        "1",
        "7",
        "12",
        "/",
        "",
        "—",
        "2|0",
        "３",
        "1,808",
        "12（其中修订3件）",
        "59237.2449",
        "十二",
        "2 3",
        "- 4 -",
    ),
    *("2023年，我镇收到申请3件。", "郏县冢头镇人民政府2023年政府信息公开工作年度报告", "2024年1月20日", "\n", "�"),
)


class FoundError(AssertionError):
    """A document that the reader does not take as it must."""


def whole(data: bytes) -> None:
    """Any bytes, to the JSON of what they say."""
    _held(lambda: output.to_json(parser.parse(Order(data, Context()))))


def sniffed(data: bytes) -> None:
    """Any bytes: what they are, and in which characters."""
    _held(lambda: [sniffing.kind(data), sniffing.media_type(data), charset.decode(data).text[:100]])


def page(data: bytes) -> None:
    """Markup, by both readers."""
    _held(lambda: [_read(reader, b"<html><body>" + data) for reader in (formats.read, formats.tolerant)])


def word(data: bytes) -> None:
    """The text part of a Word file."""
    _packed({"word/document.xml": data})


def open_document(data: bytes) -> None:
    """The content of an OpenDocument file."""
    _packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": data})


def fixed(data: bytes) -> None:
    """A page of an OFD file."""
    _packed(_OFD | {"D/P.xml": data})


def sheet(data: bytes) -> None:
    """A sheet of a workbook."""
    _packed({"xl/worksheets/sheet1.xml": data})


def rtf(data: bytes) -> None:
    """The inside of an RTF file."""
    _held(lambda: _read(formats.read, b"{\\rtf1\\ansi " + data + b"}"))


def compound(data: bytes) -> None:
    """Old Word and Excel files, as they are: their sectors, streams and properties name one another."""
    _held(lambda: _read(formats.read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data[8:]))


def pdf(data: bytes) -> None:
    """A PDF, as it is."""
    _held(lambda: _read(formats.read, b"%PDF-1.5\n" + data))


def doc(data: bytes) -> None:
    """The streams of an old Word file, halved between text and tables."""
    half = len(data) // 2
    _held(lambda: _read(formats.read, compound_file({"WordDocument": data[:half], "1Table": data[half:]})))


def xls(data: bytes) -> None:
    """The records of an old workbook."""
    _held(lambda: _read(formats.read, compound_file({"Workbook": data})))


def xlsb(data: bytes) -> None:
    """The binary sheet of a workbook."""
    parts = zipfile.ZipFile(BytesIO(binary_workbook([["规章", 1.0]])))
    held = {name: parts.read(name) for name in parts.namelist()}
    _packed(held | {"xl/worksheets/sheet1.bin": data})


def workbook(data: bytes) -> None:
    """The shared texts and the formats of a workbook, halved between the two."""
    half = len(data) // 2
    _packed({"xl/worksheets/sheet1.xml": _CELLS, "xl/sharedStrings.xml": data[:half], "xl/styles.xml": data[half:]})


def flat(data: bytes) -> None:
    """Word and Excel files of 2003, as one XML document each."""
    for name in (b"w:wordDocument", b"Workbook"):
        begin = b'<?xml version="1.0"?><' + name + _FLAT
        _held(lambda begin=begin, name=name: _read(formats.read, begin + data + b"</" + name + b">"))  # type: ignore[misc]


def plain(data: bytes) -> None:
    """Text without markup, in any characters."""
    _held(lambda: output.to_json(parser.parse(Order(b"\xe4\xb8\x80\xe3\x80\x81" + data, Context()))))


def archived(data: bytes) -> None:
    """Packed files of every kind, from behind their magic numbers on."""
    for magic in (b"PK\x03\x04", b"\x1f\x8b\x08", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c"):
        _held(lambda magic=magic: _read(formats.read, magic + data))  # type: ignore[misc]


def robots(data: bytes) -> None:
    """A robots.txt, and what it says of an address."""
    from crawler.fetch.robots import rules, shows_rules

    text = data.decode("utf-8", "replace")
    found = rules("ok", 200, text) if shows_rules(text) else ""
    _held(lambda: isinstance(found, str) or found.can_fetch("https://www.example.gov.cn/a/b.html?c=1", "nianbao"))


def address(data: bytes) -> None:
    """An address in a page, joined to that of the page, and what the guard makes of it."""
    from spiders.pages import addresses

    _held(lambda: addresses.join("https://www.example.gov.cn/col/", data.decode("utf-8", "replace")[:4000]))


def numbering(data: bytes) -> None:
    """The styles and the lists of a Word file, which name one another, halved between the two."""
    half = len(data) // 2
    _packed({"word/document.xml": _LISTED, "word/styles.xml": data[:half], "word/numbering.xml": data[half:]})


def spreadsheet(data: bytes) -> None:
    """The content of an OpenDocument spreadsheet."""
    _packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": data})


def wrapped(data: bytes) -> None:
    """Pages as interfaces and mail wrap them: JSON, XML, MIME."""
    for before in (b'{"data":', b"<?xml version='1.0'?>", b"MIME-Version: 1.0\nContent-Type: multipart/related;"):
        _held(lambda before=before: _read(formats.read, before + data))  # type: ignore[misc]


def site(data: bytes) -> None:
    """A page of a site, as the spider sees it: its list or article, by every CMS family."""
    from spiders.families import land
    from spiders.pages.page import Page
    from spiders.walk.witnesses import read as read_witness

    text = data.decode("utf-8", "replace")
    page = Page("https://www.example.gov.cn/col/col1/index.html", text)
    refused = (nesting.has_too_many_attributes(text), nesting.has_too_many_options(text))
    if not nesting.is_too_deep(text, in_data=True) and not any(refused):
        _held(lambda: str(land(page, "auto")))
        _held(lambda: [str(read_witness(kind, data, page)) for kind in ("sitemap", "feed", "search", "home")])


def title(data: bytes) -> None:
    """The title of a link."""
    from archive.extract.identity.title import read_title

    _held(lambda: str(read_title(data.decode("utf-8", "replace")[:2000])))


def layout(data: bytes) -> None:
    """The form's reader: the bytes choose words and build paragraphs and tables of them."""
    blocks: list[Block] = []
    at = 0
    while at < len(data) and len(blocks) < 200:
        kind, size = data[at] % 6, data[at] // 6
        words = [_WORDS[byte % len(_WORDS)] for byte in data[at + 1 : at + 1 + size]]
        at += 1 + size
        if kind == 0:
            blocks.append(Picture("a.png"))
        elif kind <= 2:
            blocks += [Paragraph(word) for word in words if word.strip()]
        elif kind == 3:
            blocks.append(ragged([words[i : i + 8] for i in range(0, len(words), 8)]))
        else:
            blocks.append(_table(words, 7 if kind == 4 else 10))
    document = Document("text/plain", "fuzz", blocks=tuple(blocks))
    _held(lambda: output.to_json(interpret(document, Context(), gazetteer.load())))


TARGETS: Final[dict[str, tuple[Callable[[bytes], None], tuple[str, ...]]]] = {
    "whole": (
        whole,
        (
            "tests/archive/extract/files/report.*",
            "tests/archive/extract/reading_cases/*/input.*",
            "tests/archive/extract/form_cases/1*/input.*",
        ),
    ),
    "sniffed": (sniffed, ("tests/archive/extract/files/report.*", "tests/archive/extract/reading_cases/*/input.*")),
    "page": (page, ("tests/archive/extract/files/report.html", "tests/archive/extract/form_cases/*/input.html*")),
    "word": (word, ("tests/archive/extract/files/report.docx!word/document.xml",)),
    "open_document": (open_document, ("tests/archive/extract/files/report.odt!content.xml",)),
    "fixed": (fixed, ("tests/archive/extract/files/report.ofd!Doc_0/Pages/Page_0/Content.xml",)),
    "sheet": (sheet, ("tests/archive/extract/files/report.xlsx!xl/worksheets/sheet1.xml",)),
    "layout": (layout, ()),
    "rtf": (rtf, ("tests/archive/extract/files/report.rtf",)),
    "compound": (compound, ("tests/archive/extract/files/report.doc", "tests/archive/extract/files/report.xls")),
    "pdf": (pdf, ("tests/archive/extract/files/report.pdf",)),
    "numbering": (numbering, ()),
    "spreadsheet": (spreadsheet, ("tests/archive/extract/files/report.odt!content.xml",)),
    "wrapped": (
        wrapped,
        ("tests/archive/extract/reading_cases/*/input.json", "tests/archive/extract/files/report.mht"),
    ),
    "doc": (doc, ()),
    "xls": (xls, ()),
    "xlsb": (xlsb, ()),
    "workbook": (workbook, ()),
    "flat": (flat, ()),
    "plain": (plain, ("tests/archive/extract/reading_cases/*/input.txt",)),
    "archived": (archived, ()),
    "robots": (robots, ()),
    "address": (address, ()),
    "site": (site, ("tests/spiders/families/pages/*/*/*.html",)),
    "title": (title, ()),
}
"""Each target with the files that a hunt starts from; `!` names a part of a packed file."""


def seeds(name: str) -> list[bytes]:
    """What a hunt for one target starts from: what is kept of earlier hunts, and its files."""
    found = [path.read_bytes() for path in sorted((CORPORA / name).glob("*"))]
    for pattern in TARGETS[name][1]:
        path, _, part = pattern.partition("!")
        files = sorted(ROOT.glob(path))
        if not files:
            raise FileNotFoundError(f"no file is named like {path}")
        found += [zipfile.ZipFile(file).read(part) if part else case_files.content(file) for file in files]
    return found or [bytes(range(256))]


def _packed(parts: dict[str, bytes]) -> None:
    made = packed(parts)
    _held(lambda: _read(formats.read, made))


def _read(reader: Callable[[bytes], Document | Unreadable], data: bytes) -> str:
    answer = reader(data)
    if isinstance(answer, Unreadable) and _FAILED in answer.reason:
        raise FoundError(answer.reason)
    return str(answer)


def _table(words: list[str], columns: int) -> Table:
    rows = [words[i : i + columns] for i in range(0, len(words), columns)]
    return expand([[Box(word, 1 + len(word) % 2, 1 + (at % 5 == 4)) for at, word in enumerate(row)] for row in rows])


def _held(answer: Callable[[], object]) -> None:
    began = time.process_time()
    said = answer()
    took = time.process_time() - began
    if took > SECONDS:
        raise FoundError(f"read in {took:.1f} s of processor time")
    if isinstance(said, dict) and said["reason"] and _FAILED in said["reason"]:
        raise FoundError(said["reason"])
    if len(json.dumps(said)) > LARGE:
        raise FoundError("the answer is huge")
