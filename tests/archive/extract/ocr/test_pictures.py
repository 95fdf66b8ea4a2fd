"""Pictures that are the report, in pages and packages: recognised, or noted as unread, and never zero."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from archive.extract import parser
from archive.extract.checks import partial_reading
from archive.extract.checks.rules import reevaluate
from archive.extract.dispatch import formats
from archive.extract.layout import limits, sniffing
from archive.extract.layout.document import Cell, Document, Paragraph, Picture, Table, Unreadable
from archive.extract.ocr import cells, embedded_pictures, engine, scan
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.parser import Order
from archive.extract.report.model import Context, Report
from tests.support.documents.zips import packed
from tests.support.paths import FILES

_SCAN = (FILES / "scan.png").read_bytes()
_TITLE = "郏县冢头镇人民政府2023年政府信息公开工作年度报告"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def html() -> bytes:
    address = "data:image/png;base64," + base64.b64encode(_SCAN).decode()
    return (
        f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1><div id=zoom><p>一、总体情况</p>"
        f'<p>本年度报告如下。</p><p><img src="{address}"></p></div></body></html>'
    ).encode()


def mht() -> bytes:
    page = EmailMessage()
    page.set_content(f'<html><body><p>{_TITLE}</p><img src="image001.png"></body></html>', subtype="html")
    picture = EmailMessage()
    picture.set_content(_SCAN, "image", "png", cte="base64")
    picture["Content-Location"] = "file:///C:/report.files/image001.png"
    whole = EmailMessage()
    whole["From"] = "<Saved>"
    whole.make_related()
    whole.attach(page)
    whole.attach(picture)
    return whole.as_bytes()


def docx() -> bytes:
    inside = (
        f"<w:p><w:r><w:t>{_TITLE}</w:t></w:r></w:p>"
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="{_DRAWN}" xmlns:r="{_LINKS}" r:embed="rId7"/></w:drawing></w:r></w:p>'
    )
    return packed(
        {
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{inside}</w:body></w:document>'.encode(),
            "word/_rels/document.xml.rels": b'<Relationships><Relationship Id="rId7" Target="media/image1.png"/>'
            b"</Relationships>",
            "word/media/image1.png": _SCAN,
        }
    )


def odt() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<o:document-content xmlns:o="{space}office:1.0" xmlns:t="{space}text:1.0" xmlns:d="{space}drawing:1.0"'
        f' xmlns:x="http://www.w3.org/1999/xlink"><o:body><o:text><t:p>{_TITLE}</t:p>'
        '<t:p><d:frame><d:image x:href="Pictures/1.png"/></d:frame></t:p></o:text></o:body></o:document-content>'
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "Pictures/1.png": _SCAN,
        }
    )


def ofd() -> bytes:
    return packed(
        {
            "OFD.xml": b"<O><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></O>",
            "Doc_0/Document.xml": b"<D><CommonData><DocumentRes>DocumentRes.xml</DocumentRes></CommonData>"
            b'<Pages><Page ID="1" BaseLoc="Pages/P.xml"/></Pages></D>',
            "Doc_0/DocumentRes.xml": b'<R BaseLoc="Res"><MultiMedias><MultiMedia ID="9"><MediaFile>a.png</MediaFile>'
            b"</MultiMedia></MultiMedias></R>",
            "Doc_0/Res/a.png": _SCAN,
            "Doc_0/Pages/P.xml": b'<P><Content><Layer><ImageObject ResourceID="9"/></Layer></Content></P>',
        }
    )


_KINDS = {"html": html, "mht": mht, "docx": docx, "odt": odt, "ofd": ofd}


@pytest.fixture
def recognises(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that returns the same page for every picture."""
    page = Page(600, 800, [Glyph("二、主动公开政府信息情况", 50, 50, 300, 62)], [], 1)
    monkeypatch.setattr(scan, "is_available", lambda: True)
    monkeypatch.setattr(scan, "recognise", lambda data: page if data == _SCAN else "another picture")


@pytest.mark.parametrize("kind", _KINDS)
def test_a_picture_that_is_the_report_is_recognised(kind: str, recognises: None) -> None:
    document = formats.read(_KINDS[kind]())
    assert isinstance(document, Document), document
    assert Paragraph("二、主动公开政府信息情况") in document.blocks
    assert not any(isinstance(block, Picture) for block in document.blocks)
    assert scan.RECOGNISED in document.notes


@pytest.mark.parametrize("kind", _KINDS)
def test_without_the_engine_it_is_noted_and_nothing_is_zero(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda: None)
    document = formats.read(_KINDS[kind]())
    if isinstance(document, Unreadable):
        assert "nianbao[ocr]" in document.reason
        return
    assert embedded_pictures.MISSING in document.notes
    report = parser.parse(Order(_KINDS[kind](), Context()))
    assert report.tables == {}
    if report.kind == "report":
        found = {finding.rule: finding.detail for finding in report.findings}
        assert "tables.picture" in found
        assert "nianbao[ocr]" in found["document.unread_parts"]


def test_pictures_beside_a_table_of_figures_are_left_alone(recognises: None) -> None:
    row = tuple(Cell(str(number), 0, number) for number in range(8))
    document = Document("text/html", "html", blocks=(Table((row,)), Picture("a.png")))
    assert embedded_pictures.recognise(document, lambda _: _SCAN) is document


def test_too_many_pictures_are_refused(recognises: None) -> None:
    document = Document("text/html", "html", blocks=(Picture("a.png"),) * (limits.SCANS + 1))
    with pytest.raises(limits.TooMuchError, match="pictures"):
        embedded_pictures.recognise(document, lambda _: _SCAN)


def test_a_giant_picture_is_refused_by_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load", lambda: object())
    giant = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(40)
    assert sniffing.pixels(giant) == 3_600_000_000
    answer = formats.read(giant)
    assert isinstance(answer, Unreadable)
    assert "more than 60000000 pixels" in answer.reason


def test_the_size_of_jpeg_gif_and_bmp_is_known() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\xff\xc0\x00\x11\x08\x02\x00\x01\x00\x03"
    assert sniffing.pixels(jpeg) == 0x200 * 0x100
    assert sniffing.pixels(b"GIF89a\x10\x00\x20\x00") == 0x10 * 0x20
    assert sniffing.pixels(b"BM" + bytes(16) + (7).to_bytes(4, "little") + (9).to_bytes(4, "little")) == 63
    assert sniffing.pixels(b"RIFF....WEBP") == 0


def _table(confidence: float) -> Document:
    cells = (Cell("行政许可", 0, 0), Cell("7", 0, 1, confidence=confidence))
    return Document("application/pdf", "pdf-ocr", blocks=(Table((cells,)),))


def _interpret(document: Document) -> Report:
    (table,) = document.blocks
    assert isinstance(table, Table)
    cell = table.grid[0][1]
    assert cell is not None
    number = int(cell.text) if cell.text.isdigit() else None
    return Report("report", tables={"disclosure": {"licences": number}})


@pytest.mark.parametrize(
    ("confidence", "rules"), [(1.0, []), (0.97, ["disclosure"]), (0.5, ["disclosure", "licences"])]
)
def test_an_uncertain_figure_that_no_sum_confirms_is_a_finding(confidence: float, rules: list[str]) -> None:
    document = _table(confidence)
    result = partial_reading.assess(document, _interpret(document), _interpret)
    found = [finding for finding in result.findings if finding.rule.endswith("recognised")]
    assert [finding.rule.split(".")[-2] for finding in found] == rules
    assert result.tables == {"disclosure": {"licences": 7}}


def _line(total: int) -> Report:
    line = dict.fromkeys(
        (
            *("natural_person", "enterprise", "research_institution", "public_welfare_organization"),
            *("legal_service_organization", "other_organization"),
        ),
        1,
    )
    return Report("report", tables={"applications": {"granted": {**line, "total": total}}})


@pytest.mark.parametrize(("total", "severity"), [(6, "info"), (7, "warning")])
def test_sums_confirm_or_contest_recognised_figures(total: int, severity: str) -> None:
    unsure = Document("image/png", "ocr", blocks=(Table(((Cell(str(total), 0, 0, confidence=0.4),),)),))

    def interpret(document: Document) -> Report:
        return _line(total) if document is unsure else _line(0)

    first = partial_reading.assess(unsure, reevaluate(interpret(unsure)), interpret)
    found = {finding.rule: finding for finding in first.findings}
    assert found["applications.recognised"].severity == severity
    assert ("applications.granted.recognised" in found) == (total == 7)
    if total == 7:
        assert found["applications.granted.row_sum"].blame == "reading"


def test_both_passes_agree_or_the_figure_is_uncertain() -> None:
    seen = ("26.", 0.8)
    assert cells.reconciled(seen, ("26", 0.95)) == ("26", 0.95)
    assert cells.reconciled(seen, ("28", 0.95)) == ("26.", 0.0)
    assert cells.reconciled(("O", 0.6), ("o", 0.7)) == ("0", 0.7)
    assert cells.reconciled(("", 0.0), ("5", 0.9)) == ("5", 0.0)
    assert cells.reconciled(("", 0.0), ("", 0.0))[1] == 0.0
