"""A laid-out report as a minimal OOXML file, with real merged cells. Pure: the same blocks give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.support.sites.blocks import Block, Box, Grid

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MEDIA_TYPE}.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(title: str, blocks: Iterable[Block]) -> bytes:
    """The file's bytes; the title is its first paragraph."""
    inside = _paragraph(title) + "".join(
        _table(one) if isinstance(one, Grid) else _paragraph(one.text) for one in blocks
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_NAMESPACE}">'
        f"<w:body>{inside}<w:sectPr/></w:body></w:document>"
    )
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            archive.writestr(ZipInfo(name), text)
    return packed.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(grid: Grid) -> str:
    width = sum(box.columns for box in grid.rows[0])
    columns = '<w:gridCol w:w="900"/>' * width
    hanging: dict[int, tuple[int, int]] = {}
    rows = "".join(_row(row, hanging, width) for row in grid.rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _row(boxes: tuple[Box, ...], hanging: dict[int, tuple[int, int]], width: int) -> str:
    """One row; `hanging` holds by column how many rows a merged cell from above still takes, and how wide it is."""
    cells, waiting, column = [], list(boxes), 0
    while column < width:
        left, wide = hanging.get(column, (0, 1))
        if left:
            cells.append(_cell("", wide, "<w:vMerge/>"))
            hanging[column] = (left - 1, wide)
        else:
            box = waiting.pop(0)
            wide = box.columns
            merge = '<w:vMerge w:val="restart"/>' if box.rows > 1 else ""
            cells.append(_cell(box.text, wide, merge))
            hanging[column] = (box.rows - 1, wide)
        column += wide
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _cell(text: str, wide: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_paragraph(text)}</w:tc>"
