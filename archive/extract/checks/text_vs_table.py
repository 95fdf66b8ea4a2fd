"""The applications that the text counts, altogether and by applicant, against the table of applications."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from archive import patterns
from archive.extract.checks import text_carried, text_outcomes
from archive.extract.checks.counts_in_text import COUNT, differing, is_of_others, lines_of, section, text_of
from archive.extract.report.application_sums import lines, total
from archive.extract.report.model import Line, Number, Report
from archive.extract.report.violation import Violation

_ADVERBS: Final = r"(?:我[镇乡街道]{1,2}|已经?|均|都|全部|共|按时|按期|及时|按规定|按要求|依法|依规|在法定期限内|全年)*"
# such as ，均已按时答复2件 or ，全部办结3件
_ANSWERED: Final = patterns.lazy(
    rf"(?:的|政府|信息|公开|依申请|申请|事项)*[，,、](?P<words>{_ADVERBS}(?:答复|办结|办理完毕|办理完成){COUNT})"
)
# such as 办理申请5件 or 办理政府信息公开申请5件
_HANDLED: Final = patterns.lazy(
    rf"(?<!结转)(?<!继续)办理(?:了)?(?:政府信息公开|信息公开|依申请公开|依)?(?:的)?申请(?:事项|件)?{COUNT}"
)
_IN_PART: Final = patterns.lazy(
    r"协助|配合|指导|督促|[县区市]直|部门|社区|各村|代为|转办|转来|移交|延期|提前|上年|结转|当面|书面|电话|口头|线上|线下|网|信函|传真|邮|其中|个人|自然人|法人|企业"
)
# such as ，其余结转下年 or ，告知不予处理2件; not ，其中予以公开1件
_GOES_ON: Final = patterns.lazy(r"(?![，,：:、（(]?(?:其中|结转))[^。\n]*?(?:\d|另|撤|其余|。(?:另|其余|\d))")
# not those of 公民、法人和其他组织的政府信息公开申请9件 or 法人和自然人9件, which are all applicants together
_OTHERS: Final = ("公民", "自然人", "个人", "群众", "居民", "村民", "市民", "法人", "组织", "企业", "单位")


def _alone(word: str) -> str:
    """An expression for a word of which the names of other applicants do not stand in front."""
    return word + "".join(rf"(?<!{other}[、和或及与,，]{word})" for other in _OTHERS)


_PERSONS: Final = patterns.lazy(rf"{_alone('自然人')}(?![、和或及与]){COUNT}")
_BODIES: Final = patterns.lazy(rf"{_alone('法人')}(?:或|和|及)?(?:者)?其他组织{COUNT}")


def against_applications(report: Report) -> Iterator[Violation]:
    """Outcomes, applicants and applications carried over that the text and the table count differently."""
    table = lines(report.tables.get("applications", {}))
    text = text_of(report)
    if any(word in text for word in ("公开", "无法提供", "不予处理", "其他处理")):
        yield from text_outcomes.against_table(table, text)
    if "转" in text or "跨年" in text:
        yield from text_carried.against_table(table, text, report.year)
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
        counts = (match for match in pattern.finditer(text) if not is_of_others(match, text))
        yield from differing(f"text.applicants.{kind}", counts, {*accepted}, ("new",))


def _answered(report: Report, table: Mapping[str, Line]) -> Iterator[Violation]:
    """The number of applications answered, where the text states it for all of them.

    Some reports count new applications only, or leave out those that were not pursued. Where the sentence goes on with
    further counts, those may be the rest.
    """
    settled, carried = (table.get(line, {}).get("total") for line in ("outcome_total", "carried_in"))
    other_outcomes = total([table[line].get("total") for line in lines_of("other", table)])
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
    text = text_of(report)
    counts = [
        match
        for match in _HANDLED.finditer(text)
        if not _IN_PART.search(re.split(r"[。；;\n]", text[: match.end()])[-1]) and not is_of_others(match, text)
    ]
    for broken in differing("text.applications_answered", counts, accepted, ("outcome_total",)):
        yield replace(broken, rule="text.applications_answered")


def _counts_of_answered(report: Report) -> Iterator[tuple[Number, str, str]]:
    """The counts in sentences that name what was answered: (count, quote, the text behind it)."""
    for figure in report.narrative:
        text = section(report, figure.section)
        sentence = re.split(r"[。；;\n]", text[: figure.end])[-1]
        if figure.indicator == "applications_answered" and not _IN_PART.search(sentence):
            yield figure.value, figure.quote, text[figure.end :]


def _counts_behind_received(report: Report, table: Mapping[str, Line]) -> Iterator[tuple[Number, str, str]]:
    """The counts directly behind that of all applications received: (count, quote, the text behind it)."""
    new, carried = (table.get(line, {}).get("total") or 0 for line in ("new", "carried_in"))
    for figure in report.narrative:
        text = section(report, figure.section)
        match = _ANSWERED.match(text, figure.end)
        if match and figure.indicator == "applications_received" and figure.value in (new, new + carried):
            yield int(match[2]), match["words"], text[match.end() :]
