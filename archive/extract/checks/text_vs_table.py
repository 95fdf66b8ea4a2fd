"""The applications that the text counts, by outcome and by applicant, against the table of applications.

Only counts directly behind the statutory words are used; where the text states two counts for one thing, neither is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from archive.extract.report import forms
from archive.extract.report.application_sums import lines, total
from archive.extract.report.model import Line, Number, Report
from archive.extract.report.violation import Violation

_COUNT: Final = (
    r"(?:的|政府信息|信息|申请|答复|情形|类|共|共计|合计|总计|计|为|有|是)*+\s*(\d{1,6})\s*"
    r"(?:(?:件|条|份|宗|起|次|人次)|(?=[，,。；;、）)\n]|$))"
)
_OUTCOMES: Final = {
    "granted": r"予以公开(?<![不分]予以公开)",
    "partly_granted": r"部分(?:予以)?公开",
    "denied": r"不(?:予以?)?公开",
    "unavailable": r"无法提供",
    "rejected": r"不予处理",
    "other": r"其他处理",
}
_COUNTED: Final = {group: re.compile(rf"{words}{_COUNT}") for group, words in _OUTCOMES.items()}
_ALL: Final = r"(?:全部(?:予以)?公开|(?<![\u4e00-\u9fff])公开)"
"""Other words for what is granted, which count only beside the words of another outcome."""
_OUTCOME: Final = "|".join(
    (*(f"(?:{words})" for words in _OUTCOMES.values()), _ALL, "全部|（部分）公开|[(]部分[)]公开")
)
_JOINED: Final = r"(?:的|类|情形|答复|申请|政府信息|和|与|及|或|、|/|／|＋|[+]|以及|或者|并|暨|含|包括|兼|[（(]){0,6}"
# such as 予以公开及部分公开8件, 予以公开（含部分公开）8件 or 全部或部分公开8件
_TOGETHER: Final = re.compile(rf"(?:{_OUTCOME})(?:{_JOINED}(?:{_OUTCOME})){{1,5}}[）)]?(?:等|两类|三类)?{_COUNT}")
# such as 予以公开8件（含部分公开3件）
_INCLUDING: Final = re.compile(r"[（(，,]?(?:其中)?(?:含|包括|包含|其中)[^。；;\d]{0,6}部分(?:予以)?公开")
# such as 、 and 和 before words that are counted together with what stands in front of them
_JOINT_FRONT: Final = re.compile(r"(?<!\d)(?<![件条份宗起次])(?:和|与|及|或|、|/|／|以及|或者|含|[（(]含?)(?:者|其)?$")
_CARRIED: Final = {
    "carried_in": re.compile(rf"(?:上年度?结转|结转上年度?){_COUNT}"),
    "carried_out": re.compile(rf"结转(?:到|至|入|转)?(?:[下次]一?年度?|20\d\d年度?)?(?:继续)?(?:办理|处理)?{_COUNT}"),
}
_CARRIED_IN_WORDS: Final = re.compile(r"(?:上一?年度?|往年|去年)[^，,。；;]{0,6}$")
_ADVERBS: Final = r"(?:我[镇乡街道]{1,2}|已经?|均|都|全部|共|按时|按期|及时|按规定|按要求|依法|依规|在法定期限内|全年)*"
# such as ，均已按时答复2件 or ，全部办结3件
_ANSWERED: Final = re.compile(
    rf"(?:的|政府|信息|公开|依申请|申请|事项)*[，,、](?P<words>{_ADVERBS}(?:答复|办结|办理完毕|办理完成){_COUNT})"
)
# such as 办理申请5件 or 办理政府信息公开申请5件
_HANDLED: Final = re.compile(
    rf"(?<!结转)(?<!继续)办理(?:了)?(?:政府信息公开|信息公开|依申请公开|依)?(?:的)?申请(?:事项|件)?{_COUNT}"
)
_IN_PART: Final = re.compile(
    r"延期|提前|上年|结转|当面|书面|电话|口头|线上|线下|网|信函|传真|邮|其中|个人|自然人|法人|企业"
)
# such as ，其余结转下年 or ，告知不予处理2件; not ，其中予以公开1件
_GOES_ON: Final = re.compile(r"(?![，,：:、（(]?(?:其中|结转))[^。\n]*?(?:\d|另|撤|其余|。(?:另|其余|\d))")
_OF_OTHERS: Final = re.compile(r"复议|诉讼|结转")
_OF_REVIEWS: Final = re.compile(r"复议|诉讼")
"""Words of a sentence whose counts are not those of all applications, or of none."""
_PERSONS: Final = re.compile(rf"自然人{_COUNT}")
_BODIES: Final = re.compile(rf"法人(?:或|和|及)?(?:者)?其他组织{_COUNT}")
_SECTIONS: Final = (1, 3)


def against_applications(report: Report) -> Iterator[Violation]:
    """Outcomes, applicants and applications carried over that the text and the table count differently."""
    table = lines(report.tables.get("applications", {}))
    text = "\n".join(section.text for section in report.sections if section.number in _SECTIONS)
    if "公开" in text:
        yield from _outcomes(table, text)
    for line, pattern in _CARRIED.items() if "结转" in text else ():
        printed = {table.get(line, {}).get("total")}
        yield from _differing(f"text.carried.{line}", _carried(line, pattern, report.year, text), printed, (line,))
    yield from _answered(report, table)
    yield from _handled(report, table)
    new, carried = table.get("new", {}), table.get("carried_in", {})
    person, everyone = new.get("natural_person"), new.get("total")
    if person is None or everyone is None:
        return
    before, all_before = carried.get("natural_person") or 0, carried.get("total") or 0
    bodies, bodies_before = everyone - person, all_before - before
    for kind, pattern, accepted in (
        ("persons", _PERSONS, {person, person + before}),
        ("bodies", _BODIES, {bodies, bodies + bodies_before}),
    ):
        counts = (match for match in pattern.finditer(text) if not _is_of_others(match, text))
        yield from _differing(f"text.applicants.{kind}", counts, {*accepted}, ("new",))


def _answered(report: Report, table: Mapping[str, Line]) -> Iterator[Violation]:
    """The number of applications answered, where the text states it for all of them.

    Some reports count new applications only, or leave out those that were not pursued. Where the sentence goes on with
    further counts, those may be the rest.
    """
    settled, carried = (table.get(line, {}).get("total") for line in ("outcome_total", "carried_in"))
    other_outcomes = total([table[line].get("total") for line in _lines_of("other", table)])
    stated = {
        number: (quote, rest)
        for number, quote, rest in (*_counts_of_answered(report), *_counts_behind_received(report, table))
    }
    if settled is None or len(stated) != 1:
        return
    ((value, (quote, rest)),) = stated.items()
    accepted = {
        settled - before - not_pursued for before in (0, carried or 0) for not_pursued in (0, other_outcomes or 0)
    }
    if value not in accepted and (value > settled or not _GOES_ON.match(rest)):
        rule = "text.applications_answered"
        detail = f"The text says “{quote}”, the table counts {settled} settled."
        yield Violation(rule, rule, detail, (("applications", "outcome_total"),), certain=False)


def _handled(report: Report, table: Mapping[str, Line]) -> Iterator[Violation]:
    """The number of applications handled (办理申请5件), which may be those received or those settled."""
    known = [table.get(line, {}).get("total") for line in ("new", "carried_in", "outcome_total", "carried_out")]
    if any(number is None for number in known):
        return
    new, carried_in, settled, carried_out = (number or 0 for number in known)
    accepted: set[Number | None] = {new, new + carried_in, settled, max(settled - carried_in, 0), new - carried_out}
    text = "\n".join(section.text for section in report.sections if section.number in _SECTIONS)
    counts = [
        match
        for match in _HANDLED.finditer(text)
        if not _IN_PART.search(re.split(r"[。；;\n]", text[: match.end()])[-1]) and not _is_of_others(match, text)
    ]
    for broken in _differing("text.applications_answered", counts, accepted, ("outcome_total",)):
        yield replace(broken, rule="text.applications_answered")


def _counts_of_answered(report: Report) -> Iterator[tuple[Number, str, str]]:
    """The counts in sentences that name what was answered: (count, quote, the text behind it)."""
    for figure in report.narrative:
        text = _text(report, figure.section)
        sentence = re.split(r"[。；;\n]", text[: figure.end])[-1]
        if figure.indicator == "applications_answered" and not _IN_PART.search(sentence):
            yield figure.value, figure.quote, text[figure.end :]


def _counts_behind_received(report: Report, table: Mapping[str, Line]) -> Iterator[tuple[Number, str, str]]:
    """The counts directly behind that of all applications received: (count, quote, the text behind it)."""
    new, carried = (table.get(line, {}).get("total") or 0 for line in ("new", "carried_in"))
    for figure in report.narrative:
        text = _text(report, figure.section)
        match = _ANSWERED.match(text, figure.end)
        if match and figure.indicator == "applications_received" and figure.value in (new, new + carried):
            yield int(match[2]), match["words"], text[match.end() :]


def _text(report: Report, number: int) -> str:
    sections = (section for section in report.sections if section.number == number and number in _SECTIONS)
    return next((section.text for section in sections), "")


def _lines_of(group: str, table: object) -> list[str]:
    """The printed lines that make up an outcome, in the one shape of the form or the other."""
    printed = set(table) if isinstance(table, dict) else set()
    for form in forms.generations():
        keys = [line.key for line in form.tables["applications"].lines if group in (line.key, line.group)]
        if keys and printed.issuperset(keys):
            return keys
    return []


def _carried(line: str, pattern: re.Pattern[str], year: int | None, text: str) -> Iterator[re.Match[str]]:
    """The counts of applications carried over; 结转2025年4件 is carried out of 2024 and into nothing else."""
    for match in pattern.finditer(text):
        sentence = re.split(r"[。；;\n]", text[: match.start()])[-1]
        named = re.search(r"20\d\d(?=年)", match[0])
        other_year = named and line == "carried_out" and year is not None and int(named[0]) != year + 1
        bare = line == "carried_out" and not re.search(r"[下次]|20\d\d|继续", match[0])
        if _OF_REVIEWS.search(sentence) or other_year or (line == "carried_out" and _CARRIED_IN_WORDS.search(sentence)):
            continue
        if not bare or ("申请" in sentence and not re.search(r"上一?年|往年", sentence)):
            yield match


def _outcomes(table: Mapping[str, Line], text: str) -> Iterator[Violation]:
    """Outcomes that the text counts one by one, or several together."""
    sums = {group: _sum_of(group, table) for group in _OUTCOMES}
    together = [match for match in _TOGETHER.finditer(text) if not _is_of_others(match, text)]
    for group, pattern in _COUNTED.items():
        found = [match for match in pattern.finditer(text) if not _is_joined(match, together, text)]
        accepted = {sums[group]}
        if group == "granted" and any(_INCLUDING.match(text, match.end()) for match in found):
            accepted.add(total([sums["granted"], sums["partly_granted"]]))
        counted = (match for match in found if not _is_of_others(match, text))
        yield from _differing(f"text.outcomes.{group}", counted, accepted, tuple(_lines_of(group, table)))
    for match in together:
        groups = _groups_of(match[0])
        if "等" not in match[0]:
            lines_of = tuple(line for group in groups for line in _lines_of(group, table))
            summed = total([sums[group] for group in groups])
            yield from _differing("text.outcomes.together", iter((match,)), {summed}, lines_of)


def _sum_of(group: str, table: Mapping[str, Line]) -> Number | None:
    parts = _lines_of(group, table)
    return total([table[line].get("total") for line in parts]) if parts else None


def _groups_of(words: str) -> list[str]:
    """The outcomes that words name together; 全部或部分公开 names those that are granted in whole or in part."""
    named = [group for group, pattern in _OUTCOMES.items() if re.search(pattern, words)]
    whole = re.search(rf"{_ALL}|全部|[（(]部分[)）]公开", words)
    extra = ["partly_granted"] if re.search(r"[（(]部分[)）]公开", words) else []
    return list(dict.fromkeys([*(["granted"] if whole else []), *named, *extra]))


def _is_joined(match: re.Match[str], together: Sequence[re.Match[str]], text: str) -> bool:
    """Whether a count is that of several outcomes together, or of something that stands uncounted in front."""
    within = any(other.start() <= match.start() < other.end() for other in together)
    return within or bool(_JOINT_FRONT.search(text[: match.start()]))


def _is_of_others(match: re.Match[str], text: str) -> bool:
    return bool(_OF_OTHERS.search(re.split(r"[。；;\n]", text[: match.start()])[-1]))


def _differing(
    rule: str, counts: Iterable[re.Match[str]], printed: set[Number | None], touched: tuple[str, ...]
) -> Iterator[Violation]:
    """A violation where the only count that the text states is none of `printed`."""
    stated = {int(match[1]): match[0] for match in counts}
    if None in printed or len(stated) != 1 or set(stated) & printed:
        return
    (quote,) = stated.values()
    shown = " or ".join(str(number) for number in sorted(number for number in printed if number is not None))
    touched_lines = tuple(("applications", line) for line in touched)
    general = f"{rule.rpartition('.')[0]}.<what>"
    yield Violation(general, rule, f"The text says “{quote}”, the table {shown}.", touched_lines, certain=False)
