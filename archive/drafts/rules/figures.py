"""Cells of the tables that hold no plain number: blank, a dash, or a number with words beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive.drafts.draft import Draft
from archive.drafts.form_labels import line_label
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import CellRef, Place, Remark
from archive.extract.report.model import CellNote, State

_SECTION: Final = {"disclosure": 2, "applications": 3, "review": 4}
_SHOWN: Final = 4


@drafting("blank_cells")
def _blank_cells(draft: Draft) -> Iterator[Remark]:
    yield from _by_table(draft, "blank")


@drafting("dash_cells")
def _dash_cells(draft: Draft) -> Iterator[Remark]:
    yield from _by_table(draft, "dash")


@drafting("words_in_cells")
def _words_in_cells(draft: Draft) -> Iterator[Remark]:
    yield from _by_table(draft, "annotated")


def _by_table(draft: Draft, state: State) -> Iterator[Remark]:
    """One remark a table with cells of this state."""
    for table, section in _SECTION.items():
        notes = [note for note in draft.report.cells if note.table == table and note.state == state]
        if notes:
            raw = "、".join(dict.fromkeys(note.raw for note in notes[:_SHOWN] if note.raw))
            place = Place(section, cells=tuple(map(_cell, notes)))
            yield remark(place, table=table, count=len(notes), lines=_lines(notes), several=_several(notes), raw=raw)


def _cell(note: CellNote) -> CellRef:
    return note.table, note.line, note.column


def _lines(notes: list[CellNote]) -> str:
    """The first lines that have such a cell, in the form's words."""
    lines = dict.fromkeys((note.table, note.line) for note in notes)
    return "、".join(f"“{line_label(table, line)}”" for table, line in list(lines)[:_SHOWN])


def _several(notes: list[CellNote]) -> str:
    """Whether more lines have such a cell than are named."""
    return "more" if len({(note.table, note.line) for note in notes}) > _SHOWN else "all"
