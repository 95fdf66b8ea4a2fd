"""The least that makes a document of each format of what stands inside."""

from __future__ import annotations

from typing import Final

from tests.support.documents.zips import packed

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES: Final = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table", "style"))
_CHAIN: Final = 300
_2003: Final = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
)
_FONT: Final = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
_FORM: Final = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"


def html(inside: str) -> bytes:
    """A web page."""
    return f"<html><body>{inside}</body></html>".encode()


def text(inside: str) -> bytes:
    """A text, whatever it is taken for."""
    return inside.encode()


def mht(inside: str) -> bytes:
    """A page with its files, as browsers store it."""
    return f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n{inside}".encode()


def rtf(inside: str) -> bytes:
    """An RTF file."""
    return b"{\\rtf1\\ansi " + inside.encode("ascii", "replace") + b"}"


def docx(inside: str) -> bytes:
    """A Word file, with styles based on one another in a ring and a list whose number holds itself."""
    based = '<w:style w:type="paragraph" w:styleId="S{}"><w:basedOn w:val="S{}"/></w:style>'
    styles = "".join(based.format(at, (at + 1) % _CHAIN) for at in range(_CHAIN))
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1.%1.%1"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
    parts = {
        "document": f"<w:document {_W}><w:body>{inside}</w:body></w:document>",
        "styles": f"<w:styles {_W}>{styles}</w:styles>",
        "numbering": f'<w:numbering {_W}>{lists}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }
    return packed({f"word/{name}.xml": part for name, part in parts.items()})


def odt(inside: str) -> bytes:
    """An OpenDocument text."""
    return _open_document(inside, "text")


def ods(inside: str) -> bytes:
    """An OpenDocument spreadsheet with one table."""
    return _open_document(f"<table:table>{inside}</table:table>", "spreadsheet")


def _open_document(inside: str, kind: str) -> bytes:
    based = "<style:style style:name='S{}' style:parent-style-name='S{}' style:family='paragraph'/>"
    styles = "".join(based.format(at, (at + 1) % _CHAIN) for at in range(_CHAIN))
    body = f"<office:body><office:{kind}>{inside}</office:{kind}></office:body>"
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>{body}"
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_NAMES}>{content}</office:document-content>",
        }
    )


def sheet(inside: str) -> bytes:
    """A workbook with one sheet."""
    return packed({"xl/worksheets/sheet1.xml": f"<worksheet>{inside}</worksheet>"})


def sheet_2003(inside: str) -> bytes:
    """A workbook of Excel 2003 as XML."""
    return f"{_2003}{inside}</Table></Worksheet></Workbook>".encode()


def ofd(inside: str) -> bytes:
    """A page of an OFD file, whose template is the page itself."""
    template = '<CommonData><TemplatePage ID="9" BaseLoc="P.xml"/></CommonData>'
    return packed(
        {
            "OFD.xml": "<O><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></O>",
            "D/Document.xml": f'<D>{template}<Pages><Page ID="1" BaseLoc="P.xml"/></Pages></D>',
            "D/P.xml": f'<P><Template TemplateID="9"/><Content><Layer>{inside}</Layer></Content></P>',
        }
    )


def pdf(content: str) -> bytes:
    """A PDF with one page, and a form that draws itself."""
    resources = f"<< {_FONT} /XObject << /X 5 0 R >> >>"
    return pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {resources} >>",
        _stream("", content),
        _stream(_FORM, "/X Do /X Do"),
    )


def _stream(attributes: str, content: str) -> str:
    return f"<< {attributes} /Length {len(content)} >>\nstream\n{content}\nendstream"


def pdf_of(*objects: str) -> bytes:
    """A PDF of these objects, the first of them its root."""
    made, starts = b"%PDF-1.5\n", []
    for number, inside in enumerate(objects, 1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(starts) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return made + f"{tail}startxref\n{len(made)}\n%%EOF\n".encode()
