"""Labels for the archive's closed sets, English and Chinese, each with a mark that distinguishes it without colour."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from archive.messages import text


@dataclass(frozen=True, slots=True)
class Wording:
    """How a value of a closed set is shown: its key, both names, a mark of one or two characters, and its meaning."""

    key: str
    english: str
    chinese: str
    mark: str
    meaning: str


def _by_key(*labels: Wording) -> MappingProxyType[str, Wording]:
    return MappingProxyType({label.key: label for label in labels})


VERDICTS = _by_key(
    Wording("on_time", "on time", "按时", "✓", "seen, or credibly dated, before the deadline passed"),
    Wording("late", "late", "逾期", "+", "a complete check after the deadline did not show it yet"),
    Wording(
        "not_published",
        "not published",
        "到期未见",
        "✕",
        "complete checks on two nights after the deadline did not show it",
    ),
    Wording(
        "seen_after_gap",
        "seen, date unproved",
        "已见，日期未证",
        "≈",
        "there now, and no complete check proves since when",
    ),
    Wording(
        "cannot_tell", "cannot tell", "无法判断", "?", "no complete check since the deadline, so nothing is claimed"
    ),
    Wording("pending", "not yet due", "未到期", "…", "the deadline has not passed"),
    Wording("exempt", "exempt", "不适用", "–", "the unit was not in force on the day the report fell due"),
)
"""The verdicts, in the order in which they are shown."""

OUTCOMES = _by_key(
    Wording("ok", "ok", "正常", "✓", "every list seen whole"),
    Wording("partial", "partial", "不完整", "◐", "something of the site was not seen; absence is not concluded"),
    Wording("blocked", "blocked", "被拦截", "⊘", "the site refused us; absence is not concluded"),
    Wording("unreachable", "unreachable", "无法访问", "⌁", "no answer came; absence is not concluded"),
    Wording("broken", "broken", "异常", "✕", "the site no longer looks as we know it; absence is not concluded"),
    Wording("killed", "killed", "中断", "†", "the run never closed; absence is not concluded"),
)
"""How a run ends at a site."""

CHANGES = MappingProxyType(
    {
        "appeared": "first seen 首次出现",
        "figures": "figures changed 数字变更",
        "text": "text changed 文字变更",
        "withdrawn": "withdrawn 撤下",
        "restored": "restored 恢复",
        "title": "title changed 标题变更",
        "claimed_on": "claimed date changed 发布日期变更",
        "address": "another address 新增网址",
        "column": "column changed 栏目变更",
    }
)
"""The kinds of changes."""

BLAMES = MappingProxyType(
    {
        "source": "the printed document 原文有误",
        "reading": "perhaps our reading 可能误读",
        "unknown": "not clear 原因未明",
    }
)
"""What a finding is blamed on."""

JUDGEMENTS = MappingProxyType(
    {
        "confirmed": "confirmed by a person 人工确认",
        "dismissed": "dismissed by a person 人工排除",
    }
)
"""What a person said of a finding."""

TABLES = MappingProxyType(
    {
        "disclosure": "主动公开政府信息情况",
        "applications": "收到和处理政府信息公开申请情况",
        "review": "政府信息公开行政复议、行政诉讼情况",
    }
)
"""The statutory tables under their own titles."""


def alert_kind(kind: str) -> str:
    """A kind of alert in English words, from the message catalogue."""
    return text(f"alert-{kind}-name")
