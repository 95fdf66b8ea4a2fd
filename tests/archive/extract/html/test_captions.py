"""A table's caption is text above it; some pages print a section's heading there."""

from __future__ import annotations

from archive.extract.html import reader
from archive.extract.layout.document import Document, Paragraph, Table

ROW = "<tr><td>规章</td><td>0</td></tr>"
PAGE = """<body><h1>冢头镇2023年年报</h1><table border=1><caption><b>二、主动公开</b><br>政府信息情况</caption>
{row}</table>
<table><tr><td><table><caption class="a">三、收到和处理</caption>{row}</table></td></tr></table><p>末尾</p></body>"""


def test_captions_stand_above_their_tables() -> None:
    document = reader.read(PAGE.format(row=ROW).encode())
    assert isinstance(document, Document)
    read = [block.text if isinstance(block, Paragraph) else type(block) for block in document.blocks]
    assert read[-6:] == ["二、主动公开", "政府信息情况", Table, "三、收到和处理", Table, "末尾"]
