"""The applications that the text counts, by outcome and by applicant, against the table of applications.

Only counts directly behind the statutory words are used; where the text states two counts for one thing, neither is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from archive.extract.report import forms
from archive.extract.report.application_sums import lines, total
from archive.extract.report.model import Line, Number, Report
from archive.extract.report.violation import Violation

_COUNT: Final = r"(?:的|政府信息|信息|申请|答复|情形|类|共|共计|计|为|有)*\s*(\d{1,6})\s*(?:件|条|份|宗|起|次|人次)"
_OUTCOMES: Final = {
    "granted": re.compile(rf"予以公开(?<![不分]予以公开){_COUNT}"),
    "partly_granted": re.compile(rf"部分公开{_COUNT}"),
    "denied": re.compile(rf"不予公开{_COUNT}"),
    "unavailable": re.compile(rf"无法提供{_COUNT}"),
    "rejected": re.compile(rf"不予处理{_COUNT}"),
    "other": re.compile(rf"其他处理{_COUNT}"),
}
_CARRIED: Final = {
    "carried_in": re.compile(rf"上年度?结转{_COUNT}"),
    "carried_out": re.compile(rf"结转(?:到|至)?[下次]一?年度?(?:继续)?(?:办理)?{_COUNT}"),
}
_ADVERBS: Final = r"(?:我[镇乡街道]{1,2}|已经?|均|都|全部|共|按时|按期|及时|按规定|按要求|依法|依规|在法定期限内|全年)*"
# such as ，均已按时答复2件 or ，全部办结3件
_ANSWERED: Final = re.compile(
    rf"(?:的|政府|信息|公开|依申请|申请|事项)*[，,、](?P<words>{_ADVERBS}(?:答复|办结|办理完毕|办理完成){_COUNT})"
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
    for group, pattern in _OUTCOMES.items() if "公开" in text else ():
        parts = _lines_of(group, table)
        summed = total([table[line].get("total") for line in parts]) if parts else None
        yield from _differing(f"text.outcomes.{group}", pattern, text, {summed}, tuple(parts))
    for line, pattern in _CARRIED.items() if "结转" in text else ():
        printed = {table.get(line, {}).get("total")}
        yield from _differing(f"text.carried.{line}", pattern, text, printed, (line,), excluding=_OF_REVIEWS)
    yield from _answered(report, table)
    new, carried = table.get("new", {}), table.get("carried_in", {})
    person, everyone = new.get("natural_person"), new.get("total")
    if person is None or everyone is None:
        return
    before, all_before = carried.get("natural_person") or 0, carried.get("total") or 0
    bodies, bodies_before = everyone - person, all_before - before
    yield from _differing("text.applicants.persons", _PERSONS, text, {person, person + before}, ("new",))
    yield from _differing("text.applicants.bodies", _BODIES, text, {bodies, bodies + bodies_before}, ("new",))


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
    for form in forms.both():
        keys = [line.key for line in form.tables["applications"].lines if group in (line.key, line.group)]
        if keys and printed.issuperset(keys):
            return keys
    return []


def _differing(
    rule: str,
    pattern: re.Pattern[str],
    text: str,
    printed: set[Number | None],
    touched: tuple[str, ...],
    *,
    excluding: re.Pattern[str] = _OF_OTHERS,
) -> Iterator[Violation]:
    """A violation where the only count that the text states, sentences with `excluding` apart, is none of `printed`."""
    stated = {
        int(match[1]): match[0]
        for match in pattern.finditer(text)
        if not excluding.search(re.split(r"[。；;\n]", text[: match.start()])[-1])
    }
    if None in printed or len(stated) != 1 or set(stated) & printed:
        return
    (quote,) = stated.values()
    shown = " or ".join(str(number) for number in sorted(number for number in printed if number is not None))
    touched_lines = tuple(("applications", line) for line in touched)
    general = f"{rule.rpartition('.')[0]}.<what>"
    yield Violation(general, rule, f"The text says “{quote}”, the table {shown}.", touched_lines, certain=False)
