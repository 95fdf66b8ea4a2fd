"""The sections of a report by their headings: the six statutory ones, or the chapters of an older free text.

Knows the wordings in `sections.toml`; printed numbers are only a hint, because they are omitted, shifted or restarted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from archive.extract.layout.document import Block, Cell, Paragraph, Table
from archive.extract.report.labels import distance, key
from archive.extract.report.model import Section
from archive.extract.report.numbers import chinese

# such as 一、 or （一） or 1.
_ORDINAL: Final = re.compile(
    r"\s*(?:第?(?P<chinese>[一二三四五六七八九十]{1,2})(?:部分)?\s*[、.．,，:：\s]|[(（](?P<bracket>[一二三四五六七八九十]{1,2})[)）]|(?P<arabic>\d{1,2})\s*[、.．,，])\s*"
)
_WORDS: Final = re.compile(r"\s*(?![第一二三四五六七八九十])[\u4e00-\u9fff]")
_LONGEST: Final = 40
_LONGEST_TITLE: Final = 100
_DAY: Final = r"[\d一二三四五六七八九十]{1,3}"
_YEAR: Final = r"(?:20\d\d|二[〇零○OＯ][〇零○OＯ一二三四五六七八九]{2})"
_OFFICE: Final = r".{2,30}(?:人民政府|办事处|委员会|管委会|办公室|政府|[镇乡])(?:办公室)?"
# such as 冢头镇人民政府 or 解放街道办事处党政办公室
_SIGNATORY: Final = re.compile(rf"{_OFFICE}\s*(?:[(（]?盖?章?[)）]?)")
# such as 2024年1月15日 or 2024/1/9
_SIGNED: Final = re.compile(rf"(?:{_OFFICE})?\s*{_YEAR}\s*[年.\-/]\s*{_DAY}\s*[月.\-/]\s*{_DAY}\s*日?\s*")
# such as — 3 — or 第 1 页 / 共 4 页
_FOOTER: Final = re.compile(r"\s*[-—–－]+\s*\d{1,3}\s*[-—–－]+\s*|\s*第\s*\d{1,3}\s*页.{0,10}")
_STRONG: Final = 10
_WEAK: Final = 2
_LONG_ENOUGH: Final = 6
_FEWEST: Final = 2
_SECTIONS: Final = 6
_TABULAR: Final = (2, 3, 4)
"""The sections that hold the statutory tables."""
NO_ROW: Final = -1
UNNUMBERED: Final = 0
"""The ordinal of a heading whose own words open its line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that may open a section: index of its block, number of the section, wording, text after it on its line.

    `ordinal` is the number printed before it; None for something else than a number. `row` is the row of a table that
    it fills; `NO_ROW` for a heading that is a paragraph.
    """

    block: int
    number: int
    heading: str
    rest: str
    weight: int
    ordinal: int | None = None
    row: int = NO_ROW

    @property
    def strong(self) -> bool:
        """Whether its wording certainly names a section."""
        return self.weight >= _STRONG


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections of a document; `statutory` where they are the six of the form; `start` is the first one's block."""

    sections: tuple[Section, ...] = ()
    statutory: bool = False
    start: int | None = None
    signature: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()


def read(blocks: Sequence[Block], not_text: Collection[int] = ()) -> Layout:
    """The sections of these blocks; paragraphs at the indices `not_text` are table content."""
    headings = _best_chain([heading for at, block in enumerate(blocks) for heading in _candidates(at, block)])
    statutory = sum(1 for heading in headings if heading.weight >= _STRONG) >= _FEWEST
    chapters = _chapters(blocks, not_text)
    if chapters and (not statutory or _has_other_numbering(headings, chapters)):
        headings, statutory = chapters, False
    if not headings:
        return Layout()
    ends = [*((h.block, h.row) for h in headings[1:]), (len(blocks), NO_ROW)]
    rows = {at: _single_text_rows(blocks[at]) for at in {h.block for h in headings if h.row != NO_ROW}}
    sections = [_section(blocks, h, end, not_text, rows) for h, end in zip(headings, ends, strict=True)]
    last, signature = _without_signature(sections[-1])
    return Layout((*sections[:-1], last), statutory, headings[0].block, signature, tuple(headings))


def _has_other_numbering(headings: Sequence[Heading], chapters: Sequence[Heading]) -> bool:
    """Whether the printed chapters are not the statutory sections, though some have similar titles."""
    printed = {chapter.block: chapter.number for chapter in chapters}
    agreeing = sum(1 for heading in headings if printed.get(heading.block) == heading.number)
    strong = sum(1 for heading in headings if heading.weight >= _STRONG)
    return len(chapters) > len(headings) and agreeing <= len(headings) // 2 and strong < _SECTIONS - 1


def split_at_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with each paragraph that contains several sections split before each heading."""
    out: list[Block] = []
    for block in blocks:
        if (
            isinstance(block, Paragraph)
            and len(block.text) > _LONGEST
            and len(_inline_heading().findall(block.text)) > 1
        ):
            out += [Paragraph(piece.strip(), block.heading) for piece in _cut(block.text) if piece.strip()]
        else:
            out.append(block)
    return tuple(out)


def _cut(text: str) -> list[str]:
    starts = [match.start() for match in _inline_heading().finditer(text)]
    return [text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]


@cache
def _inline_heading() -> re.Pattern[str]:
    """A numbered strong heading anywhere in a line, with the punctuation or space that closes it."""
    return re.compile(rf"[一二三四五六七八1-8][、.．]\s*(?:{_strong_words()})(?=[。.:：；;\s]|$|[(（\d])")


@dataclass(frozen=True, slots=True)
class _Title:
    number: int
    wording: str
    weight: int


@cache
def _titles() -> dict[str, _Title]:
    data = tomllib.loads((Path(__file__).parent / "sections.toml").read_text(encoding="utf-8"))
    titles: dict[str, _Title] = {}
    for section in data["statutory"]:
        for weight, wordings in ((_WEAK, section["weak"]), (_STRONG, section["strong"])):
            titles |= {key(wording): _Title(section["number"], wording, weight) for wording in wordings}
    return titles


@cache
def _opening() -> re.Pattern[str]:
    """A strong wording at the front of a line, its punctuation and spaces optional."""
    return re.compile(rf"(?P<title>{_strong_words()})\s*(?P<end>[。.:：；;\s]|$)")


def _strong_words() -> str:
    strong = sorted((wording for wording, t in _titles().items() if t.weight == _STRONG), key=len, reverse=True)
    return "|".join(r"[\s、,，]*".join(wording) for wording in strong)


def _candidates(at: int, block: Block) -> list[Heading]:
    """The headings that a block holds: a paragraph one at most, a table one in each row with a single text."""
    if isinstance(block, Paragraph):
        return _statutory(at, block.text)
    if not isinstance(block, Table):
        return []
    single = [
        (row, text) for row, cells in enumerate(block.grid) if (text := _only_text(cells)) and len(text) <= _LONGEST
    ]
    return [replace(h, row=row) for row, text in single for h in _statutory(at, text) if h.weight >= _STRONG]


def _single_text_rows(block: Block) -> dict[int, str]:
    """The single texts of a table's rows, each by the number of the row in which it begins."""
    grid = block.grid if isinstance(block, Table) else ()
    rows = ((next(cell.row for cell in row if cell and cell.text), text) for row in grid if (text := _only_text(row)))
    return dict(rows)


def _only_text(row: Sequence[Cell | None]) -> str:
    """The one text of a row; "" where it has none or several."""
    found = ""
    for cell in row:
        if cell is not None and cell.text and cell.text != found:
            if found:
                return ""
            found = cell.text
    return found


def _statutory(at: int, text: str) -> list[Heading]:
    """The statutory heading that a paragraph is or begins with, if any."""
    ordinal = _ORDINAL.match(text)
    if len(text) > _LONGEST and not ordinal:
        return []
    if len(text) <= _LONGEST_TITLE and (title := _titles().get(key(text))):
        return [Heading(at, title.number, _without_ordinal(text), "", title.weight + bool(ordinal), ordinal_of(text))]
    match = _opening().match(text, ordinal.end()) if ordinal else None
    if match and match["end"]:
        title = _titles()[key(match["title"])]
        rest = text[match.end() :].strip()
        return [Heading(at, title.number, match["title"].strip(), rest, title.weight, ordinal_of(text))]
    if ordinal and len(text) <= _LONGEST and (title := _misprinted_title(key(text))):
        return [Heading(at, title.number, _without_ordinal(text), "", title.weight, ordinal_of(text))]
    return []


def ordinal_of(text: str) -> int | None:
    """The number without brackets that opens a line: 二、 and 2. and 第二部分 are 2.

    `UNNUMBERED` where words open it; None where something else does, a number in brackets or a sign misread.
    """
    ordinal = _ORDINAL.match(text)
    if ordinal:
        return chinese(ordinal["chinese"]) if ordinal["chinese"] else int(ordinal["arabic"] or 0) or None
    return UNNUMBERED if _WORDS.match(text) else None


@lru_cache(maxsize=4096)
def _misprinted_title(label: str) -> _Title | None:
    """The title that a heading misprints."""
    if len(label) < _LONG_ENOUGH:
        return None
    candidates = [
        (edits, title)
        for wording, title in _titles().items()
        if abs(len(wording) - len(label)) <= 2
        and len(wording) >= _LONG_ENOUGH
        and (edits := distance(wording, label)) <= 2
    ]
    return min(candidates, key=lambda pair: pair[0])[1] if candidates else None


def _without_ordinal(text: str) -> str:
    ordinal = _ORDINAL.match(text)
    return text[ordinal.end() if ordinal else 0 :].strip().rstrip("。:：")


def _best_chain(candidates: Sequence[Heading]) -> list[Heading]:
    """The heaviest chain of headings whose numbers rise; of equal ones the later: a list of contents comes first."""
    best: list[tuple[int, list[Heading]]] = []
    for heading in candidates:
        before = [chain for chain in best if chain[1][-1].number < heading.number]
        weight, chain = max(before, key=lambda pair: pair[0], default=(0, []))
        best.append((weight + heading.weight, [*chain, heading]))
    return max(reversed(best), key=lambda pair: pair[0], default=(0, []))[1]


def _chapters(blocks: Sequence[Block], not_text: Collection[int]) -> list[Heading]:
    """The chapters 一、二、三 … of a free text, counted from one in their order."""
    chapters: list[Heading] = []
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or at in not_text or len(block.text) > _LONGEST:
            continue
        ordinal = _ORDINAL.match(block.text)
        if (
            ordinal
            and ordinal["chinese"]
            and chinese(ordinal["chinese"]) == len(chapters) + 1
            and not block.text.rstrip().endswith(("；", ";", "，"))
        ):
            chapters.append(Heading(at, len(chapters) + 1, _without_ordinal(block.text), "", _STRONG))
    return chapters if len(chapters) > 1 else []


def _section(
    blocks: Sequence[Block],
    heading: Heading,
    end: tuple[int, int],
    not_text: Collection[int],
    rows: Mapping[int, Mapping[int, str]],
) -> Section:
    """A section's text up to the next heading: paragraphs, and single-text rows of tables that contain headings."""
    start = (heading.block, heading.row)
    texts: list[str] = []
    for i, block in enumerate(blocks[heading.block : end[0] + 1], heading.block):
        if i in rows:
            row_texts = (text for row, text in rows[i].items() if start < (i, row) < end)
            texts += [text for text in row_texts if _belongs_to_text(text, heading.number)]
        elif isinstance(block, Paragraph) and start < (i, NO_ROW) < end and i not in not_text:
            texts += [] if _FOOTER.fullmatch(block.text) else [block.text.strip()]
    return Section(heading.number, heading.heading, "\n".join(text for text in (heading.rest, *texts) if text))


def _belongs_to_text(text: str, section: int) -> bool:
    """Whether a single-text row belongs to a section's text: in sections with tables, only a sentence does."""
    return "。" in text if section in _TABULAR else not text.startswith("第二十条第")


def _without_signature(section: Section) -> tuple[Section, tuple[str, ...]]:
    """The last section without the signature under it: a date on its own line, the signing office by it."""
    lines = section.text.split("\n")
    dated = next((i for i in range(len(lines) - 1, max(-1, len(lines) - 6), -1) if _SIGNED.fullmatch(lines[i])), None)
    if dated is None:
        return section, ()
    start = dated - 1 if dated and _SIGNATORY.fullmatch(lines[dated - 1].strip()) else dated
    rest = [*lines[:start], *lines[dated + 1 :]]
    return Section(section.number, section.heading, "\n".join(rest).strip()), tuple(lines[start : dated + 1])
