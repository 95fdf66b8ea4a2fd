"""Tables that lost their cells' borders and line ends: labels and values in one line.

Where blanks part the values, the line is taken apart into rows, and read as any text. Where labels and digits run into
one another (规章000行政规范性文件6233440), no number is certain, and a finding names what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from archive import patterns
from archive.extract.layout.document import Block, Paragraph
from archive.extract.report.labels import key, lexicon
from archive.extract.tables.sheet import Sheet

_FEWEST: Final = 3
_SHORTEST: Final = 4
_SHORT_LABELS: Final = ("规章",)
_SIGNS: Final = (
    "规范性文件",
    "行政许可",
    "行政处罚",
    "行政强制",
    "本年新收",
    "上年结转",
    "予以公开",
    "国家秘密",
    "重复申请",
    "结转下年",
)
_FEWEST_SIGNS: Final = 2
"""Words of the tables, so that other text is passed over quickly."""
# not the number before 1.属于国家秘密
_VALUE: Final = r"(?:\d[\d,.]*(?<=\d)(?![.、．]*[\u4e00-\u9fff“])|[/\-—－]{1,2})"
# such as 17 1 0 0 0 0 18 二、上年结转 or 2 1 0 0 0 0 3 1.属于国家秘密
_ROW_END: Final = patterns.lazy(
    rf"(?<=\s){_VALUE}(?:\s++{_VALUE})*+(?P<between>\s++(?=[^\s\d./\-—－]|\d{{1,2}}[.、．]\s?[\u4e00-\u9fff“]))?"
)
# such as 规章 0 0 0, read from its end
_ROW_BACKWARDS: Final = patterns.lazy(r"(?:(?:[\d,.]++(?<=\d)|[/\-—－]{1,2}+)\s++)++(?P<label>\S++)")
# such as 尚未审结总计143195440133120
_REVIEW: Final = patterns.lazy(r"(?P<label>结果维持|结果纠正|其他结果|尚未审结|总计|复议后起诉)(?P<digits>\d{5,})")
_FEWEST_RESULTS: Final = 2
_LONGEST_ROW: Final = 60
"""Characters of a line up to which it may be one row, with others of the kind beside it."""
_MOST_NAMED: Final = 300


def split(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with each line that holds several labels with values behind them as one line for each."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and _labels_with_values(block.text, r"\s+") >= _FEWEST:
            out += [Paragraph(piece, block.heading) for piece in _rows(block.text)]
        else:
            out.append(block)
    return tuple(out)


def report(blocks: Sequence[Block], sheet: Sheet) -> None:
    """Report the lines in which labels and digits run into one another."""
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    short = "\n".join(line for line in lines if len(line) <= _LONGEST_ROW and line[-1:].isdigit())
    found = [
        f"“{match['label']}” {match['digits']}"
        for text in (*(line for line in lines if len(line) > _LONGEST_ROW), short)
        if _labels_with_values(text, "") >= _FEWEST
        for match in _labelled("").finditer(text)
    ]
    found += [
        f"“{match['label']}” {match['digits']}"
        for line in lines
        if sum(map(line.count, ("结果维持", "尚未审结"))) >= _FEWEST_RESULTS
        for match in _REVIEW.finditer(line)
    ]
    if found:
        detail = f"Labels and values of tables run into one another and were not read: {'; '.join(found)}."
        sheet.note("tables.run_together", "warning", detail[:_MOST_NAMED])


def _labels_with_values(text: str, gap: str) -> int:
    if sum([sign in text for sign in _SIGNS]) < _FEWEST_SIGNS:
        return 0
    return sum(1 for _ in _labelled(gap).finditer(text))


@cache
def _labelled(gap: str) -> re.Pattern[str]:
    """A label of the forms with digits behind it, after this gap; not in a sentence, with a unit: 予以公开 5 件."""
    wordings = {word for word in lexicon().lines if len(word) >= _SHORTEST} | {key(word) for word in _SHORT_LABELS}
    words = "|".join(sorted(wordings, key=len, reverse=True))
    return re.compile(rf"(?P<label>{words}){gap}(?P<digits>\d[\d.]*)(?!\d|\s*[件条项个次份篇宗起年月日])")


def _rows(text: str) -> Iterator[str]:
    """The pieces of a line that each end behind a run of values."""
    start = 0
    for match in (found for found in _ROW_END.finditer(text) if found["between"]):
        yield from _apart(text[start : match.end()].strip())
        start = match.end()
    yield from _apart(text[start:].strip())


def _apart(piece: str) -> tuple[str, ...]:
    """What stands before a row, and the row; the piece alone where its last word before the values is no label."""
    row = _ROW_BACKWARDS.match(piece[::-1])
    start = len(piece) - row.end() if row else 0
    if row is None or not start or not lexicon().exact(key(row["label"][::-1])):
        return (piece,) if piece else ()
    return piece[:start].strip(), piece[start:]
