"""The statutory tables in text without rulings: plain text, one cell a line, or rows that are shifted sideways.

Uses the order of labels and values only, no columns. A label may be broken into several pieces; values belong to the
label before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive import patterns
from archive.extract.report import labels
from archive.extract.report.cells import BLANK, CellValue
from archive.extract.report.labels import Found
from archive.extract.tables import line_values, parted
from archive.extract.tables.sheet import Sheet
from archive.extract.tables.tokens import Token, token, token_at, tokens_in
from archive.extract.tables.value_placement import adds_up

# such as — 4 —
_FOOTER: Final = patterns.lazy(r"\s*[-—–－·第]+\s*\d{1,3}\s*[-—–－·页]+\s*")
_VALUE: Final = r"(?:[+-]?\d[\d,.]*|[/\-—－]|一{1,3})"
# such as 2.重复申请 0 0 0 0 0 0 0 or 行政许可 120
_TAIL: Final = patterns.lazy(rf"(?P<label>.*?[^\s\d.,/+-])\s++(?P<values>{_VALUE}(?:\s++{_VALUE}){{0,400}})\s*+")
# such as 0 0 0 0 0 0 0
_ONLY_VALUES: Final = patterns.lazy(rf"{_VALUE}(?:\s+{_VALUE})+")
_MARKED: Final = (
    r"(?:[+-]?\d[\d,.]*(?:件|条|项|次|份|个|万元|元)?(?:（[^（）\s]*）|\([^()\s]*\))?|[/\-—－]{1,3}|一{1,3}|无|不适用)"
)
_MARKED_TAIL: Final = patterns.lazy(
    rf"(?P<label>.*?[^\s\d.,/+-])\s++(?P<values>{_MARKED}(?:\s++{_MARKED}){{0,400}})\s*+"
)
# such as 5 一一 0 0 0 0 16
_ONLY_MARKED: Final = patterns.lazy(rf"{_MARKED}(?:\s+{_MARKED}){{2,}}")
# such as |---|---|
_RULER: Final = patterns.lazy(r"(?=[\s|:+-]*?-{3})[\s|:+-]++")
_HEADS: Final = patterns.lazy("|".join(sorted(labels.lexicon().disclosure, key=len, reverse=True)))
_REVIEW: Final = patterns.lazy(r"结果维持|维持结果纠正|尚未审结|未审结|复议后起诉|未经复议|^行政复议(?:$|结果)")
_RESULT: Final = patterns.lazy("|".join(sorted(labels.lexicon().results, key=len, reverse=True)))
_PUNCTUATION: Final = frozenset("、，。；：,.;:")
_NUMBERING: Final = _PUNCTUATION | frozenset("一二三四五六七八九十")
_EXCHANGED: Final = [line_values.BLOCKS[2], line_values.BLOCKS[1]]
"""The two blocks of litigation in the order in which some forms print them."""
_LONGEST_RUN: Final = 14
_WIDTHS: Final = (len(line_values.RESULTS), len(line_values.APPLICANTS), 3)
"""How many values a line of some table has; three in the first lines of that on disclosure."""
# such as the colon of 行政许可：120
_COLON: Final = patterns.lazy(r"(?<=[\u4e00-\u9fff）)])\s*[：:]\s*(?=\d)")
_FEWEST_BARE: Final = 3
"""Labels in a row without values from which on rows of values behind them are not the last one's."""


class TextReader:
    """Reads successive rows into a sheet; call `finish` after the last one."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._run: list[Token] = []
        self._values: list[CellValue] = []
        self._heads: list[tuple[str, str]] = []
        self._group = ""
        self._subtotal: int | None = None
        self._review = False
        self._results = list(line_values.RESULTS)
        self._total_first = False
        self._bare = 0
        self._labels_behind = False

    def row(self, cells: Sequence[Token]) -> None:
        """Read one printed row, its cells in order. Blank cells count only behind a label in the same row."""
        row = _drop_numbering([value for cell in cells for value in _values_in(cell)])
        if not any(cell.filled for cell in row):
            row = [cell for cell in row if cell.label]
        if (
            len(row) >= len(line_values.APPLICANTS)
            and not any(cell.label for cell in row)
            and len(self._values) >= len(line_values.APPLICANTS)
            and not self._review
        ):
            self._flush(before_values=True)
        if behind := self._label_stands_behind([cell for cell in row if not cell.blank]):
            self._flush()
            self._labels_behind = True
            row = behind
        label_seen = False
        for cell in row:
            if cell.label:
                self._text(cell)
                label_seen = True
            elif not cell.blank or label_seen or self._values:
                self._values.append(cell.value if not cell.blank else BLANK.at(cell.value.spot))

    def text(self, text: str, block: int) -> None:
        """Read one line of text, which may be a whole row with its cells separated by bars or spaces.

        `block` is the number of its paragraph.
        """
        if _FOOTER.fullmatch(text) or _RULER.fullmatch(text):
            return
        cells: list[str] = []
        for piece in text.strip().strip("|").split("|") if "|" in text else [text]:
            piece = parted.spaced(_COLON.sub(" ", piece))
            if _ONLY_VALUES.fullmatch(piece.strip()) or _ONLY_MARKED.fullmatch(piece.strip()):
                cells += piece.split()
            elif match := _MARKED_TAIL.fullmatch(piece.strip()) or _TAIL.fullmatch(piece.strip()):
                cells += [match["label"], *match["values"].split()]
            else:
                cells.append(piece)
        self.row(tokens_in(text, cells, block))

    def finish(self) -> None:
        """Put the last line into the sheet."""
        self._flush()

    def _text(self, cell: Token) -> None:
        last = self._run[-1] if self._run else None
        label_without_values = last is not None and self._is_line(cell) and self._is_line(last) and not last.group
        if self._values or label_without_values:
            self._flush()
        self._run.append(cell)

    def _is_line(self, cell: Token) -> bool:
        return bool(labels.lexicon().exact(cell.label)) and cell.applicant is None

    def _label_stands_behind(self, row: Sequence[Token]) -> list[Token]:
        """A whole row that stands before its label, with the label first: 184 130 … 1069 一、本年新收; [] for others.

        A row whose values belong to a label before them is none of these.
        """
        width = len(line_values.APPLICANTS)
        values, behind = row[:width], row[width:]
        claimed = bool(self._run) and not self._values and self._is_line(self._run[-1])
        whole = len(values) == width and all(cell.filled for cell in values) and all(cell.label for cell in behind)
        labelled = bool(behind) and (self._labels_behind or self._is_line(behind[-1]))
        if not (whole and labelled) or claimed or self._review:
            return []
        return [*behind, *values]

    def _flush(self, *, before_values: bool = False) -> None:
        """Put the last line into the sheet; `before_values` says that a row of values without a label follows."""
        run, values = self._run, self._values
        self._run, self._values = [], []
        bare = self._bare + sum(map(self._is_line, run))
        self._bare = 0 if values else bare
        if not run or (before_values and bare > _FEWEST_BARE):
            if len(values) >= len(line_values.APPLICANTS):
                self._sheet.add_unlabelled(tuple(values))
            return
        joined = "".join(cell.label for cell in run)
        self._read_heads(run, joined)
        if run[-1].block and len(values) == len(line_values.RESULTS):
            self._review = True
        if self._review:
            self._flush_review(run[-1], joined, values)
            return
        if not values and not self._is_line(run[-1]):
            return
        found = self._match(run)
        if found is None:
            self._report_unknown(run[-1], values)
        elif found.line.table == "disclosure":
            line_values.report_inexact_label(self._sheet, found, run[-1].text)
            line_values.put_disclosure(self._sheet, found, self._heads, values)
        else:
            self._group = found.line.group or self._group
            line_values.report_inexact_label(self._sheet, found, run[-1].text)
            line_values.put_applicants(self._sheet, found, self._total_last(values), subtotal=self._subtotal)

    def _read_heads(self, run: list[Token], joined: str) -> None:
        if heads := [labels.lexicon().disclosure[match[0]] for match in _HEADS.finditer(joined)]:
            self._heads = list(dict.fromkeys(heads))
            for cell in run:
                line_values.report_unit(self._sheet, cell.text if cell.disclosure else "")
        self._review = bool(_REVIEW.search(joined)) or (self._review and not self._starts_next_table(joined))
        pieces = [token(piece) for cell in run for piece in cell.text.split()]
        if any(piece.applicant == "enterprise" for piece in pieces):
            applicants = [line_values.SUBTOTAL if piece.subtotal else piece.applicant for piece in pieces]
            self._subtotal = line_values.subtotal_position([head for head in applicants if head])
            self._total_first = "total" in applicants[: applicants.index("enterprise")]
        results = [labels.lexicon().results[match[0]] for match in _RESULT.finditer(joined)][: len(line_values.RESULTS)]
        if sorted(results) == sorted(line_values.RESULTS):
            self._results = results
        for piece in pieces:
            self._group = piece.group or self._group

    def _starts_next_table(self, joined: str) -> bool:
        return "自然人" in joined or "信息内容" in joined

    def _total_last(self, values: list[CellValue]) -> list[CellValue]:
        """A line's values with the total behind them, where its head stands first and the sum proves it.

        The head alone tells nothing: in the form it is as high as all others together, and text has it before them.
        """
        moved = [*values[1:], *values[:1]]
        proved = self._total_first and len(values) == len(line_values.APPLICANTS) and adds_up(moved)
        return moved if proved and not adds_up(values) else values

    def _in_form_order(self, values: list[CellValue]) -> list[CellValue]:
        """Results in the form's order, where their heads stand in another (总计 first) and no sum speaks against it."""
        width = len(line_values.RESULTS)
        if self._results == list(line_values.RESULTS) or len(values) % width:
            return values
        blocks = [values[start : start + width] for start in range(0, len(values), width)]
        moved = [[block[self._results.index(result)] for result in line_values.RESULTS] for block in blocks]
        if all(map(adds_up, blocks)) and not all(map(adds_up, moved)):
            return values
        return [value for block in moved for value in block]

    def _flush_review(self, last: Token, joined: str, values: list[CellValue]) -> None:
        filled = self._in_form_order([value for value in values if value.state != "blank"])
        values = self._in_form_order(values)
        blocks = labels.review_block().findall(joined)
        order = _order_of([labels.lexicon().blocks[block] for block in blocks])
        if line_values.put_review(self._sheet, values, order) or line_values.put_review(self._sheet, filled, order):
            return
        named = {last.block} if last.block else {labels.lexicon().blocks[block] for block in blocks}
        if len(named) == 1 and len(filled) == len(line_values.RESULTS):
            line_values.put_block(self._sheet, named.pop(), filled)
        elif filled:
            line_values.report_unplaced_values(self._sheet, " ".join(value.raw for value in filled))

    def _match(self, run: list[Token]) -> Found | None:
        lexicon = labels.lexicon()
        tail: list[str] = []
        joins: list[str] = []
        for cell in reversed(run[-_LONGEST_RUN:]):
            tail.insert(0, cell.text)
            joins.append(labels.key("".join(tail)))
            if lexicon.exact(joins[-1]) and (found := lexicon.find(joins[-1], self._group)):
                return found
        ends = {
            line
            for wording, entries in lexicon.lines.items()
            if len(wording) > 3 and joins[0].endswith(wording)
            for line in entries
        }
        if len(ends) == 1:
            return Found(ends.pop(), "exact")
        return next((found for label in joins[:3] if (found := lexicon.find(label, self._group))), None)

    def _report_unknown(self, cell: Token, values: list[CellValue]) -> None:
        filled = [value for value in values if value.state != "blank"]
        if len(filled) >= len(line_values.APPLICANTS):
            line_values.report_unknown_label(self._sheet, cell.text.strip(), " ".join(value.raw for value in filled))


def _values_in(cell: Token) -> Sequence[Token]:
    """The values of a line that stand in one cell, parted by signs (4/0/1/0/5), or by blanks where they add up."""
    if cell.value.state != "unreadable" or cell.label:
        return (cell,)
    numbers = [number for piece in cell.text.split() for number in parted.apart(piece)]
    values = [token_at(number, cell.value.spot) for number in numbers]
    listed = len(values) in _WIDTHS and all(value.value.number is not None for value in values)
    signs = len(cell.text.split()) == 1
    return values if listed and (signs or adds_up([value.value for value in values])) else (cell,)


def _drop_numbering(row: Sequence[Token]) -> list[Token]:
    """The cells of a row without punctuation, or numerals that are alone or precede a label and number it."""
    if len(row) == 1:
        return [] if row[0].value.raw in _NUMBERING else list(row)
    labelled = max((i for i, cell in enumerate(row) if cell.label), default=-1)
    return [cell for i, cell in enumerate(row) if cell.value.raw not in (_NUMBERING if i <= labelled else _PUNCTUATION)]


def _order_of(named: Sequence[str]) -> tuple[str, ...]:
    """The order of the review's blocks by the names printed over them, a heading's words before them included."""
    last = [*dict.fromkeys(reversed(named))][::-1]
    if len(last) == len(line_values.BLOCKS):
        return tuple(last)
    return (line_values.BLOCKS[0], *last) if last == _EXCHANGED else line_values.BLOCKS
