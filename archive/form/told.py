"""How the text splits its applications, by outcome and by applicant, against the table of applications.

Knows counts that stand right behind the statutory words; where the text tells two counts for one thing, it tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.form import forms
from archive.form.arithmetic import lines, total
from archive.form.broken import Broken
from archive.form.reading import Number, Reading

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
_PERSONS: Final = re.compile(rf"自然人{_COUNT}")
_BODIES: Final = re.compile(rf"法人(?:或|和|及)?(?:者)?其他组织{_COUNT}")
_SECTIONS: Final = (1, 3)


def against_applications(reading: Reading) -> Iterator[Broken]:
    """Outcomes, applicants and what was carried over that the text counts otherwise than the table."""
    table = lines(reading.tables.get("applications", {}))
    text = "\n".join(section.text for section in reading.sections if section.number in _SECTIONS)
    for group, pattern in _OUTCOMES.items() if "公开" in text else ():
        parts = _lines_of(group, table)
        printed = total([table[line].get("total") for line in parts]) if parts else None
        yield from _differing(f"text.outcomes.{group}", pattern, text, {printed}, tuple(parts))
    for line, pattern in _CARRIED.items() if "结转" in text else ():
        yield from _differing(f"text.carried.{line}", pattern, text, {table.get(line, {}).get("total")}, (line,))
    new, carried = table.get("new", {}), table.get("carried_in", {})
    person, everyone = new.get("natural_person"), new.get("total")
    if person is None or everyone is None:
        return
    before, all_before = carried.get("natural_person") or 0, carried.get("total") or 0
    bodies, bodies_before = everyone - person, all_before - before
    yield from _differing("text.applicants.persons", _PERSONS, text, {person, person + before}, ("new",))
    yield from _differing("text.applicants.bodies", _BODIES, text, {bodies, bodies + bodies_before}, ("new",))


def _lines_of(group: str, table: object) -> list[str]:
    """The printed lines that make up an outcome, in the one shape of the form or the other."""
    printed = set(table) if isinstance(table, dict) else set()
    for form in forms.both():
        keys = [line.key for line in form.tables["applications"].lines if group in (line.key, line.group)]
        if keys and printed.issuperset(keys):
            return keys
    return []


def _differing(
    rule: str, pattern: re.Pattern[str], text: str, printed: set[Number | None], touched: tuple[str, ...]
) -> Iterator[Broken]:
    told = {int(match[1]): match[0] for match in pattern.finditer(text)}
    if None in printed or len(told) != 1 or set(told) & printed:
        return
    (words,) = told.values()
    shown = " or ".join(str(number) for number in sorted(number for number in printed if number is not None))
    places = tuple(("applications", line) for line in touched)
    general = f"{rule.rpartition('.')[0]}.<what>"
    yield Broken(general, rule, f"The text says “{words}”, the table {shown}.", places, certain=False)
