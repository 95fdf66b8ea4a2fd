"""The archive's closed sets as pages show them: their order, and marks that distinguish them without colour.

Their names stand in the message catalogue under `word-SET-VALUE`, what they mean under `word-SET-VALUE-means`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERDICTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "on_time": "✓",
        "late": "+",
        "not_published": "✕",
        "seen_after_gap": "≈",
        "cannot_tell": "?",
        "pending": "…",
        "exempt": "–",
    }
)
"""The verdicts with their marks, in the order in which they are shown."""

OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ok": "✓",
        "partial": "◐",
        "blocked": "⊘",
        "unreachable": "⌁",
        "broken": "✕",
        "killed": "†",
    }
)
"""How a run ends at a site."""

TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "disclosure": "主动公开政府信息情况",
        "applications": "收到和处理政府信息公开申请情况",
        "review": "政府信息公开行政复议、行政诉讼情况",
    }
)
"""The statutory tables under their own titles."""
