"""Tiny word-processor documents made from the content of their text part; and a short form of what was read."""

from __future__ import annotations

from archive.extract.dispatch import formats
from archive.extract.layout.document import Block, Document, Paragraph, Table
from tests.support.documents.zips import packed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in [
        *((name, name) for name in ("office", "text", "table", "style")),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    ]
)


def docx(body: str, **parts: str | bytes) -> bytes:
    """A `.docx` with this body; `parts` are further parts in the folder `word` by their names without `.xml`."""
    return packed(
        {
            "word/document.xml": f'<w:document {W} {_R} xmlns:v="urn:v"><w:body>{body}</w:body></w:document>',
            **{name if "." in name else f"word/{name}.xml": data for name, data in parts.items()},
        }
    )


def xml2003(body: str) -> bytes:
    """A document in Word's XML of 2003 with this body."""
    spaces = f'{W} xmlns:aml="urn:aml" xmlns:wx="urn:wx"'
    return f'<?xml version="1.0"?><w:wordDocument {spaces}><w:body>{body}</w:body></w:wordDocument>'.encode()


def odt(text: str, styles: str = "", common: str = "") -> bytes:
    """An `.odt` with this text, these automatic styles and these common ones."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "styles.xml": f"<office:document-styles {_ODF}><office:styles>{common}</office:styles></office:document-styles>",  # noqa: E501
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"  # noqa: E501
            f"<office:body><office:text>{text}</office:text></office:body></office:document-content>",
        }
    )


def rtf(text: str) -> bytes:
    """An `.rtf` with this text, characters outside of ASCII in hexadecimal."""
    coded = "".join(
        char if char < "\x7f" else "".join(f"\\'{byte:02x}" for byte in char.encode("gb18030")) for char in text
    )
    return rf"{{\rtf1\ansi\ansicpg936\uc1 {coded}}}".encode("ascii")


def read(data: bytes) -> Document:
    """The document, which must be readable."""
    document = formats.read(data)
    assert isinstance(document, Document), document
    return document


def shown(data: bytes) -> list[object]:
    """The text of each paragraph, and each table as its grid of texts."""
    return [_shown(block) for block in read(data).blocks]


def _shown(block: Block) -> object:
    if isinstance(block, Table):
        return [[cell.text if cell else None for cell in row] for row in block.grid]
    return block.text if isinstance(block, Paragraph) else block
