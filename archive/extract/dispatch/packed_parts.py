"""Comparison of the parts of a packed file: which part a link means, which are the same, which belong together.

Compares printed years and place names, without the gazetteer. Parts that do not clearly belong together are not
joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from archive import patterns
from archive.extract.layout import report_likeness
from archive.extract.layout.document import Document, Paragraph, Table

_HEAD: Final = 300
"""Characters at the beginning of a text that include its title."""
_FIGURES: Final = 6
"""Numbers in a table of figures at least."""
_TEXT: Final = 300
"""Characters of running text in a part that only has tables at most."""
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = patterns.lazy(r"(?<!\d)20\d\d(?!\d)")
_PLACE: Final = patterns.lazy(r"(?=([\u4e00-\u9fff]{2}(?:镇|乡|街道|苏木)))")
_NUMBER: Final = patterns.lazy(r"\d+(?:\.\d+)?")
_HAN: Final = patterns.lazy(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class PackedDocument:
    """A document in a packed file, and the part's name as it is displayed."""

    name: str
    document: Document

    @cached_property
    def text(self) -> str:
        """The text, including that of tables."""
        return report_likeness.text(self.document.blocks)

    @cached_property
    def term_count(self) -> int:
        """How many typical terms of a report it has."""
        return report_likeness.count_phrases(self.text)

    @property
    def lacks_tables(self) -> bool:
        """Whether it has hardly any figures in tables."""
        return len(self.figures) < _FIGURES

    @property
    def head(self) -> str:
        """Its name and its title."""
        return f"{self.name}\n{self.text[:_HEAD]}"

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The texts of all cells that are numbers."""
        cells = dict.fromkeys(
            cell for block in self.document.blocks if isinstance(block, Table) for row in block.grid for cell in row
        )
        return tuple(cell.text for cell in cells if cell is not None and _NUMBER.fullmatch(cell.text))

    def has_same_content(self, other: PackedDocument) -> bool:
        """Whether both are the same report: the same characters, figures and year."""
        return self._fingerprint() == other._fingerprint()

    def _fingerprint(self) -> tuple[list[str], list[str], str | None]:
        return sorted(_HAN.findall(self.text)), sorted(self.figures), _year(self.head)


def match_hint(part: PackedDocument, hint: str | None) -> tuple[int, int]:
    """How well a part matches the title of the link: agreements in year and place, and shared character pairs."""
    return _agreement(part.head, hint), shared_pairs(part.head, hint)


def shared_pairs(text: str, hint: str | None) -> int:
    """How many different pairs of neighbouring characters of the hint a text has."""
    return sum(pair in text for pair in {f"{a}{b}" for a, b in zip(hint or "", (hint or "")[1:], strict=False)})


def join_tables(best: PackedDocument, parts: Sequence[PackedDocument]) -> tuple[Document, list[PackedDocument]]:
    """A report with the tables of the parts that only have tables, and those parts.

    Nothing is joined where the report has its own tables, or where another report lacks them too: the tables could
    belong to either.
    """
    without_tables = [
        part
        for part in parts
        if part.term_count >= report_likeness.ENOUGH and part.lacks_tables and not part.has_same_content(best)
    ]
    if not best.lacks_tables or without_tables:
        return best.document, []
    appendices = [part for part in parts if part is not best and _is_appendix(part, best)]
    tables = [block for part in appendices for block in part.document.blocks if isinstance(block, Table)]
    notes = [note for part in appendices for note in part.document.notes]
    document = replace(
        best.document,
        blocks=(*best.document.blocks, *tables),
        notes=(*best.document.notes, *notes),
    )
    return document, appendices


def _is_appendix(part: PackedDocument, report: PackedDocument) -> bool:
    """Whether a part only has tables, and names neither another year nor another place than the report."""
    length = sum(len(block.text) for block in part.document.blocks if isinstance(block, Paragraph))
    if not part.figures or length > _TEXT or not part.term_count:
        return False
    years = {_year(part.head), _year(report.head)} - {None}
    places = set(_PLACE.findall(part.head))
    return len(years) < 2 and (not places or bool(places & set(_PLACE.findall(report.head))))


def _agreement(text: str, hint: str | None) -> int:
    """One point each for the hint's year and for a place in the hint; a text's year is the first that it names."""
    if not hint:
        return 0
    year = _year(hint)
    return int(year is not None and year == _year(text)) + any(place in text for place in _PLACE.findall(hint))


def _year(text: str) -> str | None:
    found = _YEAR.search(text.translate(_DIGITS))
    return found[0] if found else None
