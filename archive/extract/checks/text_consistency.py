"""Checks of a report's text against its tables, and of what the text itself lacks.

Figures of the text rest on interpretation, so no violation here is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from archive import patterns
from archive.extract.checks import all_settled, text_vs_table, unit_kind
from archive.extract.checks.registry import checks
from archive.extract.identity.years import arabic_years
from archive.extract.report import forms
from archive.extract.report.application_sums import lines
from archive.extract.report.model import Line, Number, Report, Section, TableName, TableValues
from archive.extract.report.violation import LineRef, Violation
from archive.extract.tables.generation import cited_forms

_PLACEHOLDERS: Final = (
    patterns.lazy(r"[(（](?:具体网址|文字描述[^)）]{0,24}|此处[^)）]{0,20})[)）]"),
    patterns.lazy(r"行政机关规范全称"),
    patterns.lazy(r"[XＸ×x](?<![XＸ×x]{2})[XＸ×x]++(?:年|月|日|镇|乡|县|街道|条|件|号|次|人|份|篇|期|家|个|项|万|元)"),
    patterns.lazy(r"_{3,}|#(?:REF!|VALUE!|DIV/0!|NAME[?]|N/A)"),
    patterns.lazy(r"错误[！!]\s*(?:未找到引用源|未定义书签)"),
    patterns.lazy(r"[(（]请?(?:填写|填入|补充|插入)[^)）]{0,20}[)）]"),
)
"""Words of a model form, and what office programs leave where they failed; a text is passed over quickly."""
_CARRIED_NOTE: Final = patterns.lazy(r"含上年度?结转|包括上年度?结转|含往年|含.{0,6}结转")
_YEAR: Final = patterns.lazy(
    r"20(?<!\d20)(?<![比较与]20)\d\d(?=\s*年(?!(?:\d{1,2}月(?:\d{1,2}日)?)?(?:新|起)?(?:修订|修正|施行|实施|颁布|印发|出台)))"
)
"""A year that the text is about: not one of comparison, nor one in which a rule was made."""
_BESIDE: Final = patterns.lazy(
    r"(?:结转|转)(?:到|至|入)?20\d\d年度?|20\d\d年度?结转|(?:于|[自从])20\d\d年|20\d\d年度?(?:以来|起)|20\d\d年(?:[1-6]月|一季度|上半年)(?!1日)"
)
"""Years that a sentence names beside its own: 结转2025年4件, 2023年结转2件, 已于2025年1月办结, 自2019年以来."""
_NAMED: Final = patterns.lazy(r"《[^》]{0,200}》")
_THIS_YEAR: Final = patterns.lazy(r"[今本]年|本年度")
_NOTHING: Final = patterns.lazy(r"\s*+[无没有暂。.]*+\s*+")
_STATUTORY: Final = 6
_PROBLEMS: Final = 5
_BRIEF: Final = 10
_ORDINAL: Final = patterns.lazy(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
_LESS: Final = patterns.lazy(
    r"[^。\n]{0,20}?(\d+)\s*(?:件|条|份|宗|起)[^。，,\n]{0,12}(?:撤回|撤销|不属于|转|重复|补正)"
)
"""Applications that the text subtracts from those it counted before."""
_ACCOUNTABLE: Final = ("考核", "评议", "追究", "追责", "问责")
_LONG_ENOUGH: Final = 100
_FIRST_YEAR_OF_ARTICLE_50: Final = 2019
_TABLE_OF: Final[dict[int, TableName]] = {2: "disclosure", 3: "applications", 4: "review"}


def _broken(rule: str, detail: str, *touched_lines: LineRef) -> Violation:
    return Violation(rule, rule, detail, touched_lines, certain=False)


def _stated_values(report: Report, indicator: str) -> dict[Number, str]:
    """The values that the text states for an indicator, each with its quote."""
    return {figure.value: figure.quote for figure in report.narrative if figure.indicator == indicator}


@checks("applications.all_zero", "text.applications_received", "text.all_settled", "review.without_applications")
def _applications(report: Report) -> Iterator[Violation]:
    table = lines(report.tables.get("applications", {}))
    new, carried = (table.get(line, {}).get("total") for line in ("new", "carried_in"))
    stated = _stated_values(report, "applications_received")
    if new is not None and stated:
        accepted = {new, new + (carried or 0)}
        wrong = {
            value: quote
            for value, quote in stated.items()
            if value not in accepted and not _explained(report, quote, value, accepted)
        }
        if any(wrong) and _all_zero(table):
            yield _broken(
                "applications.all_zero",
                f"The text says “{next(iter(wrong.values()))}”, the table holds zeros only.",
                ("applications", "new"),
            )
        elif wrong and len(wrong) == len(stated):
            carried_too = f", with those carried in {new + carried}" if carried else ""
            yield _broken(
                "text.applications_received",
                f"The text says “{next(iter(wrong.values()))}”, the table {new}{carried_too}.",
                ("applications", "new"),
            )
    yield from all_settled.against_table(report, table)
    yield from _review_without_applications(report, table)


@checks("text.applications_answered", "text.outcomes.<what>", "text.carried.<what>", "text.applicants.<what>")
def _outcomes(report: Report) -> Iterator[Violation]:
    return text_vs_table.against_applications(report)


def _explained(report: Report, quote: str, value: Number, accepted: set[Number]) -> bool:
    """Whether the text then subtracts applications that were withdrawn or were none, after which the table is right."""
    rest = next(
        text for section in report.sections if (text := section.text.partition(quote)[2]) or quote in section.text
    )
    less = _LESS.match(rest)
    return bool(less and value - int(less[1]) in accepted)


def _all_zero(table: Mapping[str, Line]) -> bool:
    return not any(value for line in table.values() for value in line.values())


def _review_without_applications(report: Report, table: Mapping[str, Line]) -> Iterator[Violation]:
    review = lines(report.tables.get("review", {}))
    if (
        len(table) > 1
        and _all_zero(table)
        and all(v == 0 for v in table.get("new", {}).values())
        and not _all_zero(review)
    ):
        yield _broken(
            "review.without_applications",
            "The applications table holds zeros only, the review table does not.",
            ("review", ""),
        )


@checks("text.reconsiderations", "text.litigations")
def _reviews(report: Report) -> Iterator[Violation]:
    if any(_CARRIED_NOTE.search(section.text) for section in report.sections if section.number == _STATUTORY - 2):
        return
    review = lines(report.tables.get("review", {}))
    for rule, indicator, blocks in (
        ("text.reconsiderations", "reconsiderations", ("reconsideration",)),
        ("text.litigations", "litigations", ("litigation_direct", "litigation_after_reconsideration")),
    ):
        printed, summed = _cases(review, blocks)
        stated = _stated_values(report, indicator)
        if printed is not None and stated and not {printed, summed} & set(stated):
            touched_lines = tuple(("review", block) for block in blocks)
            yield _broken(rule, f"The text says “{next(iter(stated.values()))}”, the table {printed}.", *touched_lines)


def _cases(review: Mapping[str, Line], blocks: tuple[str, ...]) -> tuple[Number | None, Number]:
    """The cases of some blocks by their printed totals, and by their parts."""
    totals = [review.get(block, {}).get("total") for block in blocks]
    parts = sum(value or 0 for block in blocks for column, value in review.get(block, {}).items() if column != "total")
    known = [value for value in totals if value is not None]
    return (sum(known) if len(known) == len(totals) else None), parts


@checks("sections.<number>.missing", "sections.<number>.empty", "sections.5.brief")
def _sections(report: Report) -> Iterator[Violation]:
    if report.form in (None, "statistics") or not _is_statutory(report):
        return
    present = {section.number: section for section in report.sections}
    for number in range(1, _STATUTORY + 1):
        if number not in present:
            detail = f"No heading of section {number} was found."
            yield Violation("sections.<number>.missing", f"sections.{number}.missing", detail, certain=False)
        elif _is_empty(present[number], report.tables):
            detail = f"Nothing stands under “{present[number].heading}”."
            yield Violation("sections.<number>.empty", f"sections.{number}.empty", detail, certain=False)
        elif number == _PROBLEMS and _is_brief(present[number].text):
            yield _broken("sections.5.brief", f"Section {number} says only “{present[number].text.strip()}”.")


def _is_statutory(report: Report) -> bool:
    return bool(report.tables) or any("收到和处理" in s.heading or "其他需要报告" in s.heading for s in report.sections)


def _is_empty(section: Section, tables: Mapping[TableName, TableValues]) -> bool:
    if section.number in _TABLE_OF:
        return not section.text and _TABLE_OF[section.number] not in tables
    if section.number in (_PROBLEMS, _STATUTORY):
        return not section.text
    return bool(_NOTHING.fullmatch(section.text))


def _is_brief(text: str) -> bool:
    """Whether a text has few characters and is not just a sub-heading, whose text may not have been read."""
    return len(re.findall(r"\w", text)) < _BRIEF and not _ORDINAL.match(text)


@checks("text.accountability")
def _accountability(report: Report) -> Iterator[Violation]:
    """A people's government must report on accountability (article 50); checked where all six sections were read."""
    read = {section.number for section in report.sections} == set(range(1, _STATUTORY + 1))
    unread = any(finding.rule == "document.unread_parts" for finding in report.findings)
    if not read or unread or unit_kind.of(report.issuer) != "government" or not _is_statutory(report):
        return
    if (report.year or 0) < _FIRST_YEAR_OF_ARTICLE_50 or len(_section(report, 1)) < _LONG_ENOUGH:
        return
    if not any(word in section.text for section in report.sections for word in _ACCOUNTABLE):
        yield _broken("text.accountability", f"None of the words {'、'.join(_ACCOUNTABLE)} stands in the six sections.")


@checks("form.cited", "form.year")
def _cited(report: Report) -> Iterator[Violation]:
    cited = cited_forms(report.sections)
    if report.form in forms.names() and cited and report.form not in cited:
        names = " and ".join(sorted(str(name) for name in cited))
        detail = f"The text cites the form of {names}, the tables follow that of {report.form}."
        yield _broken("form.cited", detail)
    in_force = forms.in_force(report.year)
    if report.form in (*forms.names(), "mixed") and in_force and report.form != in_force.name:
        detail = (
            f"The report of {report.year} follows the form “{report.form}”; in force was that of {in_force.document}."
        )
        yield _broken("form.year", detail)


@checks("text.placeholder", "text.year")
def _leftovers(report: Report) -> Iterator[Violation]:
    for section in report.sections:
        found = {match[0]: None for pattern in _PLACEHOLDERS for match in pattern.finditer(section.text)}
        for words in found:
            yield _broken("text.placeholder", f"Section {section.number} still holds “{words}”.")
    opening = _BESIDE.sub("", _NAMED.sub("", arabic_years(_section(report, 1))))
    years = {int(year) for year in _YEAR.findall(opening)}
    if report.year and years and report.year not in years and not _THIS_YEAR.search(opening):
        named = ", ".join(str(year) for year in sorted(years))
        yield _broken("text.year", f"Section 1 of the report of {report.year} tells of {named} only.")


def _section(report: Report, number: int) -> str:
    return next((section.text for section in report.sections if section.number == number), "")
