"""Where the cells of the form stand in a document's tables."""

from __future__ import annotations

from archive.extract.dispatch import formats
from archive.extract.layout.document import Table
from tests.support.documents.drafts import BROKEN, docx, without_fault
from tests.support.documents.read_drafts import read


def printed(data: bytes) -> dict[tuple[str, str, str], str]:
    """What stands at the place of each cell."""
    document = formats.read(data)
    tables = [block for block in document.blocks if isinstance(block, Table)]  # type: ignore[union-attr]
    return {
        ref: cell.text if (cell := tables[table].grid[row][column]) else ""
        for ref, (table, row, column) in read(data).positions.items()
    }


def test_every_cell_of_the_form_is_found() -> None:
    found = printed(docx(without_fault()))
    assert len(found) == 200
    assert found["applications", "granted", "natural_person"] == "3"
    assert found["applications", "new", "total"] == "8"
    assert found["disclosure", "licences", ""] == "132"
    assert found["review", "reconsideration", "upheld"] == "1"


def test_blank_cells_are_found_too() -> None:
    found = printed(docx(BROKEN["cells"]()))
    assert found["applications", "granted", "research_institution"] == ""
    assert found["disclosure", "regulations", "issued"] == "/"
