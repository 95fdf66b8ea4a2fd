"""Parts of one packed file held against one another: which one a link means, which are the same, which belong together.

Knows years and names of places by their print; knows no gazetteer. What two parts do not clearly have in common is not
put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from archive.extract.layout import report_likeness
from archive.extract.layout.document import Document, Paragraph, Table

_HEAD: Final = 300
"""Characters of a text in which its title stands."""
_FIGURES: Final = 6
"""Numbers that a table of figures has at least."""
_TEXT: Final = 300
"""Characters of running text that a part with nothing but tables has at most."""
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PLACE: Final = re.compile(r"(?=([\u4e00-\u9fff]{2}(?:镇|乡|街道|苏木)))")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Part:
    """A document in a packed file, under its name for people."""

    name: str
    document: Document

    @cached_property
    def text(self) -> str:
        """The text, tables among it."""
        return report_likeness.text(self.document.blocks)

    @cached_property
    def words(self) -> int:
        """How many words of a report it has."""
        return report_likeness.count_phrases(self.text)

    @property
    def lacks_tables(self) -> bool:
        """Whether it has no figures in tables, or hardly any."""
        return len(self.figures) < _FIGURES

    @property
    def head(self) -> str:
        """Its name and its title."""
        return f"{self.name}\n{self.text[:_HEAD]}"

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The numbers in tables, one for each cell that is nothing but a number."""
        cells = dict.fromkeys(
            cell for block in self.document.blocks if isinstance(block, Table) for row in block.grid for cell in row
        )
        return tuple(cell.text for cell in cells if cell is not None and _NUMBER.fullmatch(cell.text))

    def says_the_same(self, other: Part) -> bool:
        """Whether it is the same report in another file: the same characters, figures and year."""
        return self._print() == other._print()

    def _print(self) -> tuple[list[str], list[str], str | None]:
        return sorted(_HAN.findall(self.text)), sorted(self.figures), _year(self.head)


def meant(part: Part, hint: str | None) -> tuple[int, int]:
    """How well a part agrees with what the link to the file says: in year and place, and in the words of its title."""
    return _agreement(part.head, hint), shared(part.head, hint)


def shared(text: str, hint: str | None) -> int:
    """How many pairs of neighbouring characters of the hint a text has."""
    return sum(pair in text for pair in {f"{a}{b}" for a, b in zip(hint or "", (hint or "")[1:], strict=False)})


def joined(best: Part, parts: Sequence[Part]) -> tuple[Document, list[Part]]:
    """A report without figures, with the tables of the parts that hold nothing else; and those parts.

    Where another text lacks its tables, too, nobody knows whose they are.
    """
    bare = [
        part
        for part in parts
        if part.words >= report_likeness.ENOUGH and part.lacks_tables and not part.says_the_same(best)
    ]
    if not best.lacks_tables or bare:
        return best.document, []
    used = [part for part in parts if part is not best and _is_appendix(part, best)]
    tables = [block for part in used for block in part.document.blocks if isinstance(block, Table)]
    notes = [note for part in used for note in part.document.notes]
    document = replace(
        best.document,
        blocks=(*best.document.blocks, *tables),
        notes=(*best.document.notes, *notes),
    )
    return document, used


def _is_appendix(part: Part, report: Part) -> bool:
    """Whether a part holds tables and no text of its own, and names neither another year nor another place."""
    length = sum(len(block.text) for block in part.document.blocks if isinstance(block, Paragraph))
    if not part.figures or length > _TEXT or not part.words:
        return False
    years = {_year(part.head), _year(report.head)} - {None}
    places = set(_PLACE.findall(part.head))
    return len(years) < 2 and (not places or bool(places & set(_PLACE.findall(report.head))))


def _agreement(text: str, hint: str | None) -> int:
    """One for the hint's year, one for a place of the hint's; the year that a text names first is its own."""
    if not hint:
        return 0
    year = _year(hint)
    return int(year is not None and year == _year(text)) + any(place in text for place in _PLACE.findall(hint))


def _year(text: str) -> str | None:
    found = _YEAR.search(text.translate(_DIGITS))
    return found[0] if found else None
