"""Titles that a list shows only in part."""

import pytest

from spiders.walk.identity import completed_title


@pytest.mark.parametrize(
    ("shown", "whole"),
    [
        ("城关镇2025年政府信…", "城关镇2025年政府信息公开工作年度报告"),
        ("城关镇2025年政府信息公开工作年...", "城关镇2025年政府信息公开工作年度报告"),
        ("城关镇2025年信息公开…", "城关镇2025年信息公开工作年度报告"),
        ("城关镇人民政府2025年度…", "城关镇人民政府2025年度政府信息公开工作年度报告"),
        ("城关镇召开防汛…", None),
        ("城关镇2025年政府信息公开工作年度报告", None),
        ("城关镇2025年政府信", None),
    ],
)
def test_a_cut_title_is_completed_where_it_breaks_off_in_a_report_s(shown: str, whole: str | None) -> None:
    assert completed_title(shown) == whole
