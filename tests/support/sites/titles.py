"""Titles as county sites print them, for reports and for what only looks like one."""

from __future__ import annotations

from random import Random
from typing import Literal

Kind = Literal["report", "repost", "department", "county", "lookalike", "notice", "guide", "rule"]

_REPORT = (
    "{county}{name}{body}{year}年政府信息公开工作年度报告",
    "{county}{name}{body}{year}年政府信息公开工作年度报告",
    "{name}{year}年政府信息公开工作年度报告",
    "{year}年{name}政府信息公开工作年度报告",
    "{year}年{county}{name}政府信息公开年度报告",
    "{county}{name}{year}年度政府信息公开工作报告",
    "{name}{body}关于{year}年政府信息公开工作的年度报告",
    "{year}年度{name}政府信息公开工作年度报告",
    "{county}{name}{year}年政务公开工作年度报告",
    "{name}{year}年度政府信息公开年度工作年度报告",
)

_ABOUT_ONE = (
    "【图解】一图读懂{name}{year}年政府信息公开工作年度报告",
    "《{name}{body}{year}年政府信息公开工作年度报告》解读",
    "关于{name}{year}年政府信息公开工作年度报告的文字解读",
)

_ABOUT_ALL = (
    "图解：{county}{year}年政府信息公开工作年度报告",
    "《{county}{year}年政府信息公开工作年度报告》政策解读",
)

_OTHER: dict[Kind, tuple[str, ...]] = {
    "department": ("{county}{name}{year}年政府信息公开工作年度报告", "{county}{name}{year}年度政府信息公开年度报告"),
    "county": ("{county}人民政府{year}年政府信息公开工作年度报告", "{county}{year}年政府信息公开工作年度报告"),
    "notice": (
        "关于做好{year}年度政府信息公开工作年度报告编制和发布工作的通知",
        "关于报送{year}年政府信息公开工作年度报告的通知",
    ),
    "guide": ("{county}人民政府信息公开指南（{year}年版）",),
    "rule": ("{county}政府信息公开工作年度报告发布制度（{year}年修订）",),
}


def title(kind: Kind, county: str, name: str, year: int, rng: Random) -> str:
    """A title of that kind; `name` is the township's or the department's."""
    body = "" if kind == "department" else "办事处" if name.endswith("街道") else "人民政府"
    return rng.choice(_patterns(kind, name)).format(county=county, name=name, body=body, year=year)


def _patterns(kind: Kind, name: str) -> tuple[str, ...]:
    if kind in ("report", "repost"):
        return _REPORT
    if kind == "lookalike":
        return _ABOUT_ONE if name else _ABOUT_ALL
    return _OTHER[kind]
