"""A report as it is laid out: headings, paragraphs and grids, before any markup.

Knows the statutory labels of the forms of 2021 and 2019 and how their cells are merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.sites.figures import BLOCKS, COLUMNS, RESULTS, Tables


@dataclass(frozen=True, slots=True)
class Box:
    """A printed cell and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


Rows = tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Prose:
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    rows: Rows


Block = Heading | Prose | Grid

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("（一）予以公开", (("granted", ""),)),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", (("partly_granted", ""),)),
    (
        "（三）不予公开",
        (
            ("denied_state_secret", "1.属于国家秘密"),
            ("denied_prohibited_by_law", "2.其他法律行政法规禁止公开"),
            ("denied_security_stability", "3.危及“三安全一稳定”"),
            ("denied_third_party_rights", "4.保护第三方合法权益"),
            ("denied_internal_affairs", "5.属于三类内部事务信息"),
            ("denied_process_information", "6.属于四类过程性信息"),
            ("denied_enforcement_file", "7.属于行政执法案卷"),
            ("denied_administrative_inquiry", "8.属于行政查询事项"),
        ),
    ),
    (
        "（四）无法提供",
        (
            ("unavailable_not_held", "1.本机关不掌握相关政府信息"),
            ("unavailable_needs_creation", "2.没有现成信息需要另行制作"),
            ("unavailable_still_unclear", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "（五）不予处理",
        (
            ("rejected_petition", "1.信访举报投诉类申请"),
            ("rejected_repeat", "2.重复申请"),
            ("rejected_publication", "3.要求提供公开出版物"),
            ("rejected_excessive", "4.无正当理由大量反复申请"),
            ("rejected_confirmation", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    (
        "（六）其他处理",
        (
            ("other_not_corrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
            ("other_fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
            ("other_other", "3.其他"),
        ),
    ),
    ("（七）总计", (("outcome_total", ""),)),
)
_ONE_OTHER = ("（六）其他处理", (("other", ""),))
_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_RESULT_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def disclosure_2021(values: Mapping[str, Any]) -> Grid:
    rows = [
        (Box("第二十条第（一）项", columns=4),),
        _row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        _row("规章", *(values["regulations"][key] for key in ("issued", "repealed", "in_force"))),
        _row("行政规范性文件", *(values["normative_documents"][key] for key in ("issued", "repealed", "in_force"))),
        (Box("第二十条第（五）项", columns=4),),
        _wide("信息内容", "本年处理决定数量"),
        _wide("行政许可", values["licences"]),
        (Box("第二十条第（六）项", columns=4),),
        _wide("信息内容", "本年处理决定数量"),
        _wide("行政处罚", values["penalties"]),
        _wide("行政强制", values["coercive_measures"]),
        (Box("第二十条第（八）项", columns=4),),
        _wide("信息内容", "本年收费金额（单位：万元）"),
        _wide("行政事业性收费", values["fees"]),
    ]
    return Grid(tuple(rows))


def disclosure_2019(values: Mapping[str, Any]) -> Grid:
    made = ("made", "published", "in_force")
    services = ("items_last_year", "change", "decisions")
    rows = [
        (Box("第二十条第（一）项", columns=4),),
        _row("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        _row("规章", *(values["regulations"][key] for key in made)),
        _row("规范性文件", *(values["normative_documents"][key] for key in made)),
        (Box("第二十条第（五）项", columns=4),),
        _row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        _row("行政许可", *(values["licences"][key] for key in services)),
        _row("其他对外管理服务事项", *(values["other_services"][key] for key in services)),
        (Box("第二十条第（六）项", columns=4),),
        _row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        _row("行政处罚", *(values["penalties"][key] for key in services)),
        _row("行政强制", *(values["coercive_measures"][key] for key in services)),
        (Box("第二十条第（八）项", columns=4),),
        (Box("信息内容"), Box("上一年项目数量"), Box("本年增/减", columns=2)),
        (
            Box("行政事业性收费"),
            Box(str(values["fees"]["items_last_year"])),
            Box(str(values["fees"]["change"]), columns=2),
        ),
        (Box("第二十条第（九）项", columns=4),),
        (Box("信息内容"), Box("采购项目数量"), Box("采购总金额", columns=2)),
        (
            Box("政府集中采购"),
            Box(str(values["procurement"]["projects"])),
            Box(f"{values['procurement']['amount']}元", columns=2),
        ),
    ]
    return Grid(tuple(rows))


def applications(values: Mapping[str, Mapping[str, int | None]], hole: str) -> Grid:
    """The table of applications; with one line of （六） where the values have `other`, and `hole` for None."""

    def numbers(line: Mapping[str, int | None]) -> tuple[Box, ...]:
        return tuple(Box(hole if line[column] is None else str(line[column])) for column in COLUMNS)

    groups = [
        _ONE_OTHER if label == "（六）其他处理" and "other" in values else (label, lines) for label, lines in GROUPS
    ]
    depth = sum(len(lines) for _, lines in groups)
    rows: list[tuple[Box, ...]] = [
        (Box(_CORNER, 3, 3), Box("申请人情况", columns=7)),
        (Box("自然人", 2), Box("法人或其他组织", columns=5), Box("总计", 2)),
        tuple(Box(label) for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
        (Box("一、本年新收政府信息公开申请数量", columns=3), *numbers(values["new"])),
        (Box("二、上年结转政府信息公开申请数量", columns=3), *numbers(values["carried_in"])),
    ]
    left: tuple[Box, ...] = (Box("三、本年度办理结果", depth),)
    for group, lines in groups:
        for place, (line, label) in enumerate(lines):
            head = (
                (Box(group, columns=2),)
                if not label
                else (*((Box(group, len(lines)),) if place == 0 else ()), Box(label))
            )
            rows.append((*left, *head, *numbers(values[line])))
            left = ()
    rows.append((Box("四、结转下年度继续办理", columns=3), *numbers(values["carried_out"])))
    return Grid(tuple(rows))


def review(values: Mapping[str, Mapping[str, int]]) -> Grid:
    return Grid(
        (
            (Box("行政复议", columns=5), Box("行政诉讼", columns=10)),
            (
                *(Box(label, 2) for label in _RESULT_LABELS),
                Box("未经复议直接起诉", columns=5),
                Box("复议后起诉", columns=5),
            ),
            tuple(Box(label) for label in _RESULT_LABELS * 2),
            tuple(Box(str(values[block][result])) for block in BLOCKS for result in RESULTS),
        )
    )


def grids(tables: Tables, hole: str) -> tuple[Grid, Grid, Grid]:
    """The grids of sections two, three and four, with `hole` printed where a figure is None."""
    old = "other" in tables["applications"]
    first = disclosure_2019 if old else disclosure_2021
    return first(tables["disclosure"]), applications(tables["applications"], hole), review(tables["review"])


def _row(*values: object) -> tuple[Box, ...]:
    return tuple(Box(str(value)) for value in values)


def _wide(label: str, value: object) -> tuple[Box, ...]:
    return (Box(label), Box(str(value), columns=3))
