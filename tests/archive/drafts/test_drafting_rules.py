"""The drafting rules: for each a draft that it remarks on, and beside it drafts of which it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from archive.drafts import registry, review
from archive.drafts.draft import Draft
from archive.extract.report.model import CellNote, Issuer, NoReportReason, Report, Section
from tests.support.documents.renderers import HEADINGS

TEXTS = {
    1: "2025年，我镇主动公开政府信息213条，按期答复申请。",
    2: "",
    3: "",
    4: "",
    5: "存在的主要问题是公开的内容还不够丰富，下一步将改进工作。",
    6: "没有收取信息处理费。",
}
OPENING = ("郏县冢头镇人民政府2025年政府信息公开工作年度报告", "本报告根据《中华人民共和国政府信息公开条例》编制。")


def draft(
    texts: Mapping[int, str | None] = {},
    *,
    opening: tuple[str, ...] = OPENING,
    previous: Report | None = None,
    **head: Any,
) -> Draft:
    """A draft without fault, but for what is given; a section with None is left out."""
    sections = tuple(
        Section(number, HEADINGS[number - 1], text) for number, text in {**TEXTS, **texts}.items() if text is not None
    )
    report = Report(
        "report",
        title=opening[0],
        year=2025,
        issuer=Issuer("郏县冢头镇人民政府", "township", "410425101", "410425", "exact"),
        form="2021",
        signed_on=date(2026, 1, 12),
        sections=sections,
        media_type="text/html",
    )
    return Draft(replace(report, **head), opening, {}, previous)


def opening(line: str) -> Draft:
    return draft(opening=(OPENING[0], OPENING[1], line))


def titled(title: str, **head: Any) -> Draft:
    return draft(opening=(title, OPENING[1]), **head)


def cells(*notes: tuple[str, str, str]) -> Draft:
    """Cells of the line 予以公开: (column, state, text)."""
    found: Any = tuple(CellNote("applications", "granted", column, state, raw) for column, state, raw in notes)  # type: ignore[arg-type]
    return draft(cells=found)


def signed(line: str) -> Draft:
    return replace(draft(), closing=(line,))


LAST_YEAR = draft().report
SIXTY = draft({1: "2020年，我镇按照国办公开办函〔2019〕60号的要求公开213条。"})

CASES: dict[str, tuple[list[Draft], list[Draft]]] = {
    "not_a_report": ([draft(kind="lookalike", reason_code=NoReportReason.EXPLANATION)], [draft()]),
    "unreadable": ([draft(kind="unreadable", sections=())], [draft()]),
    "title_year": (
        [
            titled("郏县冢头镇人民政府政府信息公开工作年度报告"),
            titled("郏县冢头镇人民政府2052年政府信息公开工作年度报告", year=2025),
        ],
        [titled("冢头镇２０２５年年报"), titled("二〇二五年年报")],
    ),
    "title_unit": (
        [
            titled("2025年年报", issuer=Issuer()),
            titled("（单位全称）2025年政府信息公开工作年度报告"),
            titled("××镇2025年年报"),
            titled("2025年政府信息公开工作年度报告"),
        ],
        [draft(), draft(opening=("郏县冢头镇人民政府", "2025年政府信息公开工作年度报告", OPENING[1]))],
    ),
    "basis": (
        [draft(opening=(OPENING[0], "现将工作情况报告如下。"))],
        [draft(), draft({1: "依照《条例》的规定，我镇做了工作。"}, opening=(OPENING[0],))],
    ),
    "unsigned": (
        [draft(signed_on=None), replace(signed("2026年1月"), report=draft(signed_on=None).report)],
        [
            draft(),
            draft(signed_on=None, published_on=date(2026, 1, 20)),
            replace(signed("2026年1月30日"), report=draft(signed_on=None).report),
        ],
    ),
    "signed_early": (
        [
            draft(signed_on=date(2025, 1, 12)),
            draft(signed_on=date(2025, 12, 31)),
            replace(draft(signed_on=None), closing=("冢头镇人民政府", "2027年1月12日")),
        ],
        [draft(signed_on=date(2026, 1, 1))],
    ),
    "period": (
        [
            opening("统计期限为2024年1月1日至2024年12月31日。"),
            opening("数据自2024年1月1日起到12月31日止。"),
            opening("统计期限为2025年1月1日至2025年11月30日。"),
            opening("统计期限自2025年1月1日起至2026年1月1日止。"),
        ],
        [opening("统计期限为2025年1月1日至2025年12月31日。"), opening("2025年1月1日起至12月31日")],
    ),
    "other_year": (
        [
            draft({1: "2024年，我镇主动公开政府信息213条。"}),
            draft({5: "2023年我镇公开不够及时。"}),
            draft({1: "我镇在2026年公开了政府信息213条。"}),
            draft({1: "2024年，我镇主动公开政府信息213条，较2023年增加20条。"}),
            draft({1: "截至2024年12月31日，我镇主动公开政府信息213条。"}),
            draft({1: "收到政府信息公开申请9件，结转2025年1件。"}),
            draft({5: "2025年，我镇将加强培训。"}),
        ],
        [
            draft({1: "2025年比2024年多公开13条。"}),
            draft({1: "较2024年增长一成。"}),
            draft({1: "修订了《政府信息公开条例（2024年版）》。"}),
            draft({5: "2026年，我镇将加强培训。"}),
            draft({1: "截至2024年底结转的申请均已办结。"}),
            draft({1: "2024年，我镇收到9件，2025年收到12件，增长三成。"}),
            draft({1: "2024年，我镇印发了《政务公开办法》，累计发布12条。"}),
            draft({1: "收到政府信息公开申请9件，上年结转2025年1件，结转2026年1件。"}),
            draft({1: "2025年，我镇将公开纳入考核。"}),
            draft({6: "没有收取信息处理费。\n2026年1月"}),
        ],
    ),
    "no_such_day": (
        [
            draft({1: "2025年2月30日召开会议。"}),
            draft({1: "2025年13月1日召开会议。"}),
            draft({1: "2025年13月召开会议。"}),
            signed("2026年1月32日"),
        ],
        [draft({1: "2024年2月29日召开会议。"}), draft({1: "2025年12月召开会议。"}), signed("2026年1月31日")],
    ),
    "stated_twice": (
        [
            draft({1: "我镇收到政府信息公开申请9件。\n（二）收到政府信息公开申请10件。"}),
            draft({1: "收到政府信息公开申请9件。", 3: "未收到政府信息公开申请。"}),
            draft({1: "发生行政复议1件。\n无行政复议、行政诉讼。"}),
        ],
        [
            draft({1: "我镇收到政府信息公开申请9件。\n（二）共收到政府信息公开申请9件。"}),
            draft({1: "收到政府信息公开申请9件，其中网络申请7件，信函申请2件。"}),
            draft({1: "收到政府信息公开申请9件，2024年收到政府信息公开申请6件。"}),
            draft({1: "主动公开政府信息213条。公开财政信息20条。"}),
        ],
    ),
    "blank_cells": ([cells(("enterprise", "blank", ""))], [cells(("enterprise", "dash", "/")), draft()]),
    "dash_cells": ([cells(("enterprise", "dash", "/"))], [cells(("enterprise", "blank", "")), draft()]),
    "words_in_cells": ([cells(("enterprise", "annotated", "3件"))], [draft()]),
    "processing_fee": (
        [draft({6: "无。"}), draft({6: ""})],
        [
            draft(),
            draft({6: None}),
            titled("冢头镇2020年政府信息公开工作年度报告", sections=draft({6: "无。"}).report.sections),
        ],
    ),
    "problems_and_improvements": (
        [
            draft({5: "我镇的公开内容还存在不足之处，数量少而且不够及时。"}),
            draft({5: "我镇将进一步加强业务培训，完善各项制度和工作流程。"}),
        ],
        [
            draft(),
            draft({5: "无"}),
            draft({5: "一是内容少；二是形式单一；三是更新慢。改进：一是加强培训；二是按月更新。"}),
        ],
    ),
    "last_year_file": (
        [
            draft(previous=LAST_YEAR),
            draft(previous=replace(LAST_YEAR, year=2024, issuer=Issuer("安良镇", "township", "410425102"))),
            draft(previous=Report("unreadable")),
        ],
        [draft(), draft(previous=replace(LAST_YEAR, year=2024))],
    ),
    "self_name": (
        [draft({1: "2025年，我乡做了工作。"}), draft({1: "2025年，我街道做了工作。"}), draft({5: "本局将改进。"})],
        [draft({1: "2025年，我县各乡镇做了工作。"}), draft({1: "本委员会和我镇做了工作。"})],
    ),
    "other_unit": (
        [draft({1: "2025年，安良镇公开信息213条。"}), signed("郏县安良镇人民政府")],
        [
            draft({1: "2025年，冢头镇公开信息213条。"}),
            draft({1: "学习《安良镇工作办法》。"}),
            signed("郏县冢头镇人民政府"),
        ],
    ),
    "doubled_words": (
        [draft({1: "我镇进一步进一步加强培训。"}), draft({1: "及时更新的的信息。"}), draft({1: "公开126条条。"})],
        [
            draft({1: "一件一件办理，逐项逐项落实。"}),
            draft({1: "2025年年底，3月月底。"}),
            draft({1: "研究研究，等等。"}),
            draft({1: "一百一百"}),
            draft({1: "县人民政府政府信息公开专栏、政务公开公开栏、2025年度年度报告。"}),
        ],
    ),
    "doubled_sentence": (
        [draft({1: "我镇严格按照条例的规定及时公开各类信息。", 5: "我镇严格按照条例的规定及时公开各类信息。"})],
        [draft({1: "我镇工作顺利。", 5: "我镇工作顺利。"}), draft({1: OPENING[0]})],
    ),
    "doubled_punctuation": (
        [draft({1: "我镇认真落实，，按期答复。"}), draft({1: "按期答复。，"}), draft({1: "认真落实，,按期答复。"})],
        [draft({1: "我镇认真落实……按期答复——“好。”"})],
    ),
    "torn_sentence": (
        [draft({1: "我镇认真落实条例的规定，"}), draft({1: "我镇认真落实。\n，按期答复。"})],
        [draft({1: "我镇认真落实。"}), draft({1: "我镇认真落实条例的规定，"}, media_type="application/pdf")],
    ),
    "full_stop": (
        [
            draft({1: "2025年，我镇认真落实条例的规定，主动公开各类政府信息，按期答复公众提出的政府信息公开申请"}),
            draft({1: "（一）主动公开。及时更新机构\n职能和财政信息。"}),
        ],
        [
            draft({1: "（一）主动公开。"}),
            draft({1: "（一）主动公开政府信息的情况"}),
            draft({1: "2025年，我镇认真落实条例的规定，主动公开各类政府信息，按期答复公众提出的政府信息公开申请。"}),
        ],
    ),
    "brackets": (
        [
            draft({1: "详见网站（政务公开栏目，并按期答复。"}),
            draft({1: "落实《条例的规定。"}),
            draft({1: "做到“应公开尽公开。"}),
            draft({1: "详见网站）栏目（目录。"}),
        ],
        [
            draft({1: "1）公开及时；2）内容准确。"}),
            draft({1: "详见网站(政务公开栏目）。"}),
            draft({1: "请与党政办联系（电话：0375-5151616），或来信（邮编：467100）。"}),
            draft({1: "公开213条（网站150条、公众号63），占比（2025）。"}),
        ],
    ),
    "subheading_numbers": (
        [
            draft({1: "（一）主动公开\n（三）依申请公开"}),
            draft({1: "（一）主动公开\n（二）依申请公开\n（二）监督保障"}),
        ],
        [draft({1: "（一）主动公开\n（二）依申请公开"}), draft({1: "（一）甲\n（二）乙\n（一）丙\n（二）丁"})],
    ),
    "points_numbers": (
        [draft({5: "问题：一是内容少；三是不及时。"})],
        [draft({5: "问题：一是内容少；二是不及时。改进：一是增加内容；二是抓紧时间。"}), draft({5: "这一是非问题。"})],
    ),
    "half_width": (
        [draft({1: "我镇高度重视,认真落实."}), draft({1: "(一)主动公开"}), draft({1: '推进"五公开"。'})],
        [draft({1: "公开1,240条，占9.5%（Word.docx）。"}), draft({1: "网址 www.jiaxian.gov.cn，见(a)。"})],
    ),
    "number_brackets": (
        [draft({1: "按照国办公开办函[2021]30号的要求。"})],
        [draft({1: "按照国办公开办函〔2021〕30号的要求。"})],
    ),
    "older_basis": (
        [opening("根据《条例》（国务院令第492号）编制。"), opening("按照国办公开办函〔2019〕60号的要求编制。")],
        [opening("根据《条例》（国令第711号）编制。"), titled("冢头镇2020年年报", sections=SIXTY.report.sections)],
    ),
    "wide_digits": ([draft({1: "网站发布２０８条。"})], [draft({1: "网站发布208条。"})]),
}


def said(draft: Draft) -> set[str]:
    return {remark.rule for remark in review.of(draft).remarks if remark.rule in registry.rules()}


def test_every_rule_has_a_function_and_a_case() -> None:
    assert set(registry.rules()) == set(registry.CHECKS) == set(CASES)


def test_of_a_draft_without_fault_there_is_nothing_to_say() -> None:
    assert said(draft()) == set()


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_remarks_on_what_it_is_for_and_on_nothing_near(rule: str) -> None:
    wrong, right = CASES[rule]
    assert [rule in said(each) for each in wrong] == [True] * len(wrong)
    assert [rule in said(each) for each in right] == [False] * len(right)
