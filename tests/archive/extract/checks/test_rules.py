"""Rules over readings: described, re-evaluated, compared over years and between readers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.extract.checks import rules
from archive.extract.checks.second_reading import compare_readings, needs_second_reading
from archive.extract.layout.document import Block, Cell, Paragraph, Table
from archive.extract.report.model import CellNote, Finding, Issuer, Report, Section
from archive.extract.text import sections
from archive.extract.text.heading_numbers import find_misprints as ordinals_misprinted
from archive.extract.text.stated_indicators import figures
from tests.support.documents.strategies import COLUMNS, RESULTS

TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def line(*numbers: int | None) -> dict[str, int | None]:
    known = [number or 0 for number in numbers]
    return dict(zip(COLUMNS, [*numbers, *(0,) * (6 - len(numbers)), sum(known)], strict=True))


def report(year: int = 2023, **tables: Any) -> Report:
    printed: Any = tables
    sections = tuple(Section(number, "其他需要报告的事项", "各项内容完整，没有遗漏。") for number in range(1, 7))
    return Report("report", year=year, issuer=Issuer(level="township"), form="2021", sections=sections, tables=printed)


def names(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def test_every_rule_is_described_once() -> None:
    assert len({rule.id for rule in rules.RULES}) == len(rules.RULES)
    assert all(rule.text.endswith(".") and rule.version > 0 for rule in rules.RULES)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("applications.denied_state_secret.row_sum", "applications.<line>.row_sum"),
        ("review.reconsideration.total", "review.<block>.total"),
        ("sections.5.empty", "sections.<number>.empty"),
        ("years.applications.total.carried", "years.applications.<column>.carried"),
        ("applications.new.unplaced", "<table>.<line>.unplaced"),
    ],
)
def test_a_finding_leads_to_its_rule(name: str, rule: str) -> None:
    found = rules.explain(name)
    assert found is not None
    assert found.id == rule


def test_an_unknown_name_has_no_rule() -> None:
    assert rules.explain("weather.sunny") is None


def test_a_total_without_parts_is_not_checked() -> None:
    total_only = dict.fromkeys(COLUMNS[:-1], None) | {"total": 5}
    parts_only = line(2, 3) | {"total": None}
    assert names(rules.evaluate(report(applications={"new": total_only, "carried_in": parts_only}))) == []


def test_the_blame_for_a_broken_sum() -> None:
    broken = report(applications={"new": line(1) | {"total": 2}})
    assert [finding.blame for finding in rules.evaluate(broken)] == ["source"]
    remark = replace(broken, cells=(CellNote("applications", "new", "total", "annotated", "2件"),))
    assert [finding.blame for finding in rules.evaluate(remark)] == ["unknown"]
    uncertain = replace(broken, findings=(Finding("applications.new.digits_merged", "warning", "reading", ""),))
    assert [finding.blame for finding in rules.evaluate(uncertain)] == ["reading"]
    elsewhere = replace(broken, findings=(Finding("applications.granted.digits_merged", "warning", "reading", ""),))
    assert [finding.blame for finding in rules.evaluate(elsewhere)] == ["source"]


def test_reevaluation_retains_findings_of_the_reading_and_renews_the_rest() -> None:
    noticed = Finding("tables.unknown_label", "warning", "reading", "“其它事项”")
    stale = Finding("applications.new.row_sum", "error", "source", "of a former parser")
    again = rules.reevaluate(replace(report(applications={"new": line(1)}), findings=(noticed, stale)))
    assert again.findings == (noticed,)


def test_a_report_without_findings_is_reevaluated_to_itself() -> None:
    sound = report(applications={"new": line(1)})
    assert rules.reevaluate(sound) is sound


def test_reevaluation_adds_what_is_broken_behind_what_was_noticed() -> None:
    noticed = Finding("tables.unknown_label", "warning", "reading", "“其它事项”")
    again = rules.reevaluate(replace(report(applications={"new": line(1) | {"total": 2}}), findings=(noticed,)))
    assert names(again.findings) == ["tables.unknown_label", "applications.new.row_sum"]


def test_a_finding_under_a_name_that_no_rule_has_stays() -> None:
    unknown = Finding("no.such.rule", "warning", "source", "of a later program")
    assert rules.reevaluate(replace(report(), findings=(unknown,))).findings == (unknown,)


@pytest.mark.parametrize("name", ["applicationsXnew.row_sum", "applications.new.row_sum.more", "x.applications.new"])
def test_a_name_that_only_resembles_a_rule_has_none(name: str) -> None:
    assert rules.explain(name) is None


def test_what_is_no_report_breaks_no_rule() -> None:
    assert rules.evaluate(replace(report(applications={"new": line(1) | {"total": 2}}), kind="lookalike")) == ()


def test_outcomes_larger_than_what_was_received_are_reported_where_sums_cannot_be_checked() -> None:
    applications = {"new": line(1), "carried_in": line(0), "granted": line(4)}
    assert names(rules.evaluate(report(applications=applications))) == ["applications.granted.exceeds_received"]


def test_a_negative_count() -> None:
    review = {"reconsideration": dict(zip(RESULTS, [-1, 1, 0, 0, 0], strict=True))}
    assert names(rules.evaluate(report(review=review))) == ["review.reconsideration.negative"]


def test_reviews_without_applications() -> None:
    applications = {"new": line(0), "carried_in": line(0)}
    review = {"reconsideration": dict(zip(RESULTS, [1, 0, 0, 0, 1], strict=True))}
    assert "review.without_applications" in names(rules.evaluate(report(applications=applications, review=review)))


@pytest.mark.parametrize(
    "said",
    [
        "结转2024年4件",
        "2022年结转3件",
        "结转至2024年办理4件",
        "4件已于2024年1月办结",
        "自2019年以来不断改进",
        "2024年2月全部办结",
    ],
)
def test_a_year_that_the_text_only_names_beside_its_own(said: str) -> None:
    opening = Section(1, "总体情况", f"收到政府信息公开申请40件，{said}。")
    reading = replace(report(), sections=(opening, *report().sections[1:]))
    assert "text.year" not in names(rules.evaluate(reading))


def test_text_of_another_year_only() -> None:
    opening = Section(1, "总体情况", "2022年，我镇认真落实条例。")
    reading = replace(report(), sections=(opening, *report().sections[1:]))
    assert names(rules.evaluate(reading)) == ["text.year"]


def test_years_that_follow() -> None:
    previous = report(
        2022, applications={"carried_out": line(1, 2)}, disclosure={"normative_documents": {"in_force": 5}}
    )
    documents = {"issued": 2, "repealed": 1, "in_force": 6}
    later = report(applications={"carried_in": line(1, 2)}, disclosure={"normative_documents": documents})
    assert rules.compare_years(previous, later) == ()


def test_years_that_do_not_follow() -> None:
    previous = report(
        2022,
        applications={"carried_out": line(1, 2)},
        disclosure={"normative_documents": {"in_force": 66}, "fees": 3.5},
        review={"reconsideration": dict(zip(RESULTS, [0, 0, 0, 9, 9], strict=True))},
    )
    later = report(
        applications={"carried_in": line(2, 1)},
        disclosure={"normative_documents": {"issued": 0, "repealed": 0, "in_force": 372}, "fees": 35000},
        review={"reconsideration": dict(zip(RESULTS, [1, 0, 0, 0, 1], strict=True))},
    )
    assert names(rules.compare_years(previous, later)) == [
        "years.applications.natural_person.carried",
        "years.applications.enterprise.carried",
        "years.disclosure.normative_documents.in_force",
        "years.disclosure.fees.jump",
        "years.review.reconsideration.pending",
    ]


def test_more_repealed_than_there_were() -> None:
    previous = report(2022, disclosure={"normative_documents": {"in_force": 2}})
    later = report(disclosure={"normative_documents": {"issued": 1, "repealed": 4, "in_force": 0}})
    assert "years.disclosure.normative_documents.repealed" in names(rules.compare_years(previous, later))


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("上年结转申请3件，结转下年度继续办理1件。", "text.carried.carried_in"),
        ("上年结转2件，结转下一年度4件。", "text.carried.carried_out"),
        ("上年结转2件，结转下一年度1件。", None),
    ],
)
def test_carried_over_counts_of_the_text_are_compared_with_the_table(words: str, rule: str | None) -> None:
    opening = Section(1, "总体情况", f"2023年，我镇收到政府信息公开申请。{words}")
    applications = {"new": line(1), "carried_in": line(2), "carried_out": line(1)}
    reading = replace(report(applications=applications), sections=(opening, *report().sections[1:]))
    assert [name for name in names(rules.evaluate(reading)) if name.startswith("text.carried")] == (
        [rule] if rule else []
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("收到政府信息公开申请4件，均已答复1件。", True),
        ("收到政府信息公开申请4件，均已答复5件。", True),
        ("收到政府信息公开申请4件，答复1件，其中予以公开1件。", True),
        ("收到4件政府信息公开申请，全部按时办结2件。", True),
        ("全年答复政府信息公开申请2件。", True),
        ("收到政府信息公开申请4件，当面答复1件。", False),
        ("收到政府信息公开申请4件，答复1件，另有两件撤回。", False),
        ("收到政府信息公开申请4件，答复1件；告知不予处理3件。", False),
        ("收到政府信息公开申请3件，答复1件。", False),
        ("通过线上渠道答复政府信息公开申请2件。", False),
        ("答复政府信息公开申请4件。", False),
    ],
)
def test_answered_counts_of_the_text_are_compared_with_the_table(words: str, expected: bool) -> None:
    parts = (Section(1, "总体情况", f"2023年，我镇{words}"), *report().sections[1:])
    applications = {"new": line(4), "carried_in": line(1), "outcome_total": line(4), "carried_out": line(1)}
    reading = replace(report(applications=applications), sections=parts, narrative=figures(parts, 2023))
    assert ("text.applications_answered" in names(rules.evaluate(reading))) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("收到申请4件，均已按时办结。", True),
        ("收到申请4件，除1件外均已按时办结。", False),
        ("上年结转的申请均已办结。收到申请4件，全部答复。", True),
    ],
)
def test_all_are_settled_only_where_all_are_meant(words: str, expected: bool) -> None:
    parts = (Section(1, "总体情况", f"2023年，我镇{words}"), *report().sections[1:])
    reading = replace(report(applications={"carried_out": line(1)}), sections=parts)
    assert ("text.all_settled" in names(rules.evaluate(reading))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("无", True), ("详见附件。", True), ("（一）存在问题", False), ("问题是公开内容还不够多。", False)],
)
def test_a_section_on_problems_with_few_characters_is_brief(text: str, expected: bool) -> None:
    parts = tuple(replace(s, text=text) if s.number == 5 else s for s in report().sections)
    assert ("sections.5.brief" in names(rules.evaluate(replace(report(), sections=parts)))) == expected


@pytest.mark.parametrize(
    ("ordinals", "expected"),
    [
        ("一二三四五六", False),
        ("二三四五六七", False),
        ("一二三三四五", True),
        ("一二三一二三", True),
        ("一二三五六七", True),
        ("一二三四 六", True),
        ("一二(五六七", True),
        ("      ", False),
        ("一(二三四五", False),
    ],
)
def test_numbers_of_headings(ordinals: str, expected: bool) -> None:
    marks = {" ": "", "(": "（五）"}
    printed = [f"{marks.get(o, f'{o}、')}{title}" for o, title in zip(ordinals, TITLES, strict=True)]
    blocks: list[Block] = [Paragraph(text) for title in printed for text in (title, "如下所述。")]
    assert bool(ordinals_misprinted(blocks, sections.read(blocks))) == expected


def test_numbers_of_recognised_headings_are_not_checked() -> None:
    scan = Table(((Cell("0", 0, 0, confidence=0.8),),))
    blocks: list[Block] = [*(Paragraph(f"{o}、{title}") for o, title in zip("一二三三五六", TITLES, strict=True)), scan]
    assert ordinals_misprinted(blocks[:-1], sections.read(blocks[:-1]))
    assert ordinals_misprinted(blocks, sections.read(blocks)) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"year": 2018}, False),
        ({"issuer": Issuer(level="township", township_code="410423001")}, False),
        ({"issuer": Issuer(level="township", township_code="110115403")}, False),
        ({"issuer": Issuer(level="township")}, False),
        ({"sections": report().sections}, False),
        ({"findings": (Finding("document.unread_parts", "warning", "reading", ""),)}, False),
    ],
)
def test_only_a_government_whose_six_sections_were_read_must_report_on_accountability(
    change: Any, expected: bool
) -> None:
    opening = Section(1, "总体情况", "我镇认真落实条例，主动公开群众关心的事项。" * 8)
    reading = replace(
        report(),
        issuer=Issuer(level="township", township_code="410425101"),
        sections=(opening, *report().sections[1:]),
    )
    assert ("text.accountability" in names(rules.evaluate(replace(reading, **change)))) == expected


def test_tables_copied_from_the_previous_year_are_reported() -> None:
    tables = {"applications": {"new": line(2, 1), "granted": line(2, 1)}, "disclosure": {"licences": 0}}
    assert names(rules.compare_years(report(2022, **tables), report(2023, **tables))) == [
        "years.applications.identical"
    ]


def test_what_two_years_may_well_share_is_not_copied() -> None:
    documents = {"issued": 0, "repealed": 0, "in_force": 3}
    one = {"new": line(1), "granted": line(1), "outcome_total": line(1)}
    tables = {"applications": one, "disclosure": {"normative_documents": documents}}
    assert rules.compare_years(report(2022, **tables), report(2023, **tables)) == ()


def test_documents_in_force_are_compared_within_one_form() -> None:
    previous = replace(report(2020, disclosure={"normative_documents": {"in_force": 3}}), form="2019")
    now = report(2021, disclosure={"normative_documents": {"issued": 0, "repealed": 8, "in_force": 9}})
    assert rules.compare_years(previous, now) == ()


@pytest.mark.parametrize(
    "opening",
    [
        "今年以来，我镇认真贯彻2019年修订的《中华人民共和国政府信息公开条例》。",
        "我镇按照《河南省2022年政务公开工作要点》推进工作。",
        "二〇二三年，我镇主动公开信息100条，比2022年增加10条。",
        "我镇落实2019年5月15日施行的条例。",
    ],
)
def test_years_that_the_text_only_names(opening: str) -> None:
    reading = replace(report(), sections=(Section(1, "总体情况", opening), *report().sections[1:]))
    assert names(rules.evaluate(reading)) == []


@pytest.mark.parametrize(
    "opening",
    [
        "2023年，收到政府信息公开申请4件，到期应答复的申请均已按时答复。",
        "2023年，规范申请办理流程，确保申请全部依法答复。",
        "2023年，收到政府信息公开申请4件，其中3件申请均已按时答复，1件在办。",
        "2023年，我镇对每一件申请都依法答复。",
        "2023年，收到政府信息公开申请4件，全部办结3件。",
        "2023年，新收申请4件。2022年收到申请12件，已全部办结。",
        "2023年，新收申请4件。去年收到的申请全部办结。",
        "2023年，新收申请4件。前年受理的申请均已办理完毕。",
    ],
)
def test_some_settled_are_not_all(opening: str) -> None:
    assert "text.all_settled" not in names(rules.evaluate(counted(opening, new=4, granted=3, carried_out=1)))


@pytest.mark.parametrize(
    ("opening", "new"),
    [
        ("2023年，收到政府信息公开申请4件，其中1件申请人主动撤回，实际办理3件。", 3),
        ("2023年，收到政府信息公开申请3件。延期答复政府信息公开申请1件。", 3),
        ("2023年，收到政府信息公开申请3件。提前答复政府信息公开申请2件。", 3),
        ("2023年，收到政府信息公开申请5件，答复3件。另2件属信访事项，不作为申请处理。", 5),
        ("2023年，收到政府信息公开申请3件。办理行政复议2件，其中上年结转1件。", 3),
    ],
)
def test_counts_that_agree_with_the_table_after_all(opening: str, new: int) -> None:
    assert names(rules.evaluate(counted(opening, new=new, granted=new))) == []


def counted(opening: str, **totals: int) -> Report:
    """A report whose section 1 says this, and whose table of applications has these totals."""
    section = Section(1, "总体情况", opening)
    lines = {"carried_in": 0, "carried_out": 0, "outcome_total": totals["granted"], **totals}
    table = {key: line(number) for key, number in lines.items()}
    reading = report(applications=table)
    expected = figures([section], 2023, of="township")
    return replace(reading, sections=(section, *reading.sections[1:]), narrative=expected)


def test_two_readers_differences_are_reported_by_line() -> None:
    fast = report(applications={"new": line(1) | {"total": 2}}, disclosure={"licences": 3})
    tolerant = report(applications={"new": line(1)}, disclosure={"licences": 3})
    assert compare_readings(fast, fast) == ()
    found = compare_readings(fast, tolerant)
    assert [(finding.rule, finding.blame) for finding in found] == [("readers.applications.new", "reading")]
    assert "total 2 and 1" in found[0].detail
    assert needs_second_reading(rules.reevaluate(fast))
    assert not needs_second_reading(rules.reevaluate(tolerant))
