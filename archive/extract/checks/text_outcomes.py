"""The outcomes that the text counts, one by one or several together, against the table of applications."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive import patterns
from archive.extract.checks.counts_in_text import COUNT, differing, is_of_others, lines_of, sentence_before
from archive.extract.report.application_sums import total
from archive.extract.report.model import Line, Number
from archive.extract.report.violation import Violation

_OUTCOMES: Final = {
    "granted": r"(?:予以公开(?<![不分]予以公开)|(?<!不)同意公开)",
    "partly_granted": r"部分(?:予以)?公开",
    "denied": r"不(?:予以?|同意)?公开",
    "unavailable": r"无法提供",
    "rejected": r"不予处理",
    "other": r"其他处理",
}
_COUNTED: Final = {group: patterns.lazy(rf"{words}{COUNT}") for group, words in _OUTCOMES.items()}
_ALL: Final = r"(?:全部(?:予以)?公开|(?<![\u4e00-\u9fff])公开)"
"""Other words for what is granted, which count only beside the words of another outcome."""
_OUTCOME: Final = "|".join(
    (*(f"(?:{words})" for words in _OUTCOMES.values()), _ALL, "全部|（部分）公开|[(]部分[)]公开")
)
_JOINED: Final = (
    r"(?:的|同意|依法|类|情形|答复|申请|政府信息|和|与|及|或|、|/|／|＋|[+]|以及|或者|并|暨|含|包括|兼|[（(]){0,6}"
)
# such as 予以公开及部分公开8件, 同意公开及同意部分公开8件, 予以公开（含部分公开）8件 or 全部或部分公开8件
_TOGETHER: Final = patterns.lazy(rf"(?:{_OUTCOME})(?:{_JOINED}(?:{_OUTCOME})){{1,5}}[）)]?(?:等|两类|三类)?{COUNT}")
# such as 予以公开8件（含部分公开3件）, 予以公开8件（部分公开3件） or 予以公开8件（其中3件为部分公开）
_INCLUDING: Final = patterns.lazy(
    r"(?:[（(]|[（(，,]?(?:其中)?(?:含|包括|包含|其中))[^。；;（()）]{0,8}部分(?:予以)?公开"
)
# such as 、 and 和 before words that are counted together with what stands in front of them
_JOINT_FRONT: Final = patterns.lazy(
    r"(?<!\d)(?<![件条份宗起次])(?:和|与|及|或|、|/|／|以及|或者|含|[（(]含?)(?:者|其)?$"
)
_SHORT_FRONT: Final = 8
"""More characters than those words have."""
# such as 予以公开，部分公开共8件 or 予以公开的政府信息予以公开3条: what stands in front has no count of its own
_UNCOUNTED_FRONT: Final = patterns.lazy(rf"(?:{_OUTCOME})[^\d。；;\n：:]*$")
# such as 予以公开政府信息8条, which counts what was made public and not applications
_OF_REVIEWS: Final = patterns.lazy(r"复议|诉讼")
# such as 办结13件 behind 上年结转1件: where that is all of them, what follows is of those carried in as well
_SETTLED: Final = patterns.lazy(r"(?:办结|答复|办理完毕|已办理)[^\d，,。；;]{0,14}(\d{1,6})\s*件")
_OF_ITEMS: Final = patterns.lazy(r"信息\s*\d+\s*(?:条|份|篇)$")


def against_table(table: Mapping[str, Line], text: str) -> Iterator[Violation]:
    """Outcomes that the text counts otherwise than the table."""
    sums = {group: _sum_of(group, table) for group in _OUTCOMES}
    whole = (match for match in _TOGETHER.finditer(text) if _is_whole(match))
    together = [match for match in whole if not _is_of_some(match, table, text)]
    for group in _OUTCOMES:
        yield from _one_by_one(group, sums, table, together, text)
    for match in together:
        groups = _groups_of(match[0])
        if "等" not in match[0] and len(groups) > 1:
            touched = tuple(line for group in groups for line in lines_of(group, table))
            summed = total([sums[group] for group in groups])
            yield from differing("text.outcomes.together", iter((match,)), {summed}, touched)


def _one_by_one(
    group: str,
    sums: Mapping[str, Number | None],
    table: Mapping[str, Line],
    together: Sequence[re.Match[str]],
    text: str,
) -> Iterator[Violation]:
    """An outcome that is counted on its own, and for all applications: not those carried in apart from new ones."""
    found = [match for match in _COUNTED[group].finditer(text) if not _is_joined(match, together, text)]
    accepted = {sums[group]}
    if group == "granted" and any(_INCLUDING.match(text, match.end()) for match in found):
        accepted.add(total([sums["granted"], sums["partly_granted"]]))
    if any("结转" in sentence_before(text, match.start()) and _is_of_some(match, table, text) for match in found):
        return
    counted = (match for match in found if not _is_of_some(match, table, text))
    yield from differing(f"text.outcomes.{group}", counted, accepted, lines_of(group, table))


def _is_of_some(match: re.Match[str], table: Mapping[str, Line], text: str) -> bool:
    """Whether an outcome may be that of reviews or of those carried in, without a count of all settled between."""
    sentence = sentence_before(text, match.start())
    settled = table.get("outcome_total", {}).get("total")
    behind = sentence.rpartition("结转")[2]
    all_counted = settled is not None and str(settled) in _SETTLED.findall(behind)
    return is_of_others(match, text) and (bool(_OF_REVIEWS.search(sentence)) or not all_counted)


def _is_whole(match: re.Match[str]) -> bool:
    """Whether a count is that of all the outcomes named, and not of one in brackets: 予以公开（含部分公开3件）8件."""
    words = match[0]
    return sum(map(words.count, "（(")) == sum(map(words.count, "）)")) and not _OF_ITEMS.search(words)


def _sum_of(group: str, table: Mapping[str, Line]) -> Number | None:
    parts = lines_of(group, table)
    return total([table[line].get("total") for line in parts]) if parts else None


def _groups_of(words: str) -> list[str]:
    """The outcomes that words name together; 全部或部分公开 names those that are granted in whole or in part."""
    named = [group for group, pattern in _OUTCOMES.items() if re.search(pattern, words)]
    whole = re.search(rf"{_ALL}|全部|[（(]部分[)）]公开", words)
    extra = ["partly_granted"] if re.search(r"[（(]部分[)）]公开", words) else []
    return list(dict.fromkeys([*(["granted"] if whole else []), *named, *extra]))


def _is_joined(match: re.Match[str], together: Sequence[re.Match[str]], text: str) -> bool:
    """Whether a count is that of several outcomes together, or of items made public and not of applications."""
    within = any(other.start() <= match.start() < other.end() for other in together)
    front = text[: match.start()]
    joined = _JOINT_FRONT.search(front[-_SHORT_FRONT:]) or _UNCOUNTED_FRONT.search(front[-60:])
    return within or bool(joined) or _OF_ITEMS.search(match[0]) is not None
