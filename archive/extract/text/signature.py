"""The signature under a report's text: a date on its own line, the signing office by it, perhaps an annex behind it."""

from __future__ import annotations

from typing import Final

from archive import patterns
from archive.extract.report.numbers import normalise

_DAY: Final = r"[\d一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾廿卅]{1,3}"
_YEAR: Final = r"(?:20\d\d|[二贰][〇零○O0][〇零○O0一二三四五六七八九壹贰叁肆伍陆柒捌玖]{2})"
_BETWEEN: Final = r"\-/、·—–"
_OFFICE: Final = r".{2,30}(?:人民政府|办事处|委员会|管委会|办公室|政府|[镇乡])(?:办公室)?"
# such as 冢头镇人民政府 or 解放街道办事处党政办公室
_SIGNATORY: Final = patterns.lazy(rf"{_OFFICE}\s*(?:[(（]?盖?章?[)）]?)")
_LABEL: Final = r"(?:(?:成文|落款|报告|编制|签发)?(?:日期|时间)\s*:)"
# such as 2024年1月15日 or 2024/1/9 or 20240115 or （2024年元月20日） or 日期：2024年1月20日 or 2024年1月20日印发
_SIGNED: Final = patterns.lazy(
    rf"[(]?(?:{_OFFICE}|{_LABEL}|公元)?\s*"
    rf"(?:{_YEAR}\s*[年.{_BETWEEN}]\s*(?:元|{_DAY})\s*[月.{_BETWEEN}]\s*{_DAY}\s*+[日号]?+|20\d{{6}})"
    r"\s*+(?:印发|发布|公布|公开)?+\s*+(?:\d{1,2}:\d{2}(?::\d{2})?+)?+\s*+(?:[(]盖?章[)])?+[)]?+[。.]?+\s*+"
)
# such as 附件：统计表 or 附表1
_ANNEX: Final = patterns.lazy(r"\s*[(（]?附\s*(?:件|表|录|[：:])")
_DEPTH: Final = 5
"""Lines from the end, or from the annex, up to which a signature is sought."""


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """The last section's text without the signature, and the signature's lines; () where there is none."""
    lines = text.split("\n")
    annex = next((at for at, line in enumerate(lines) if _ANNEX.match(line)), len(lines))
    dated = _dated(lines, len(lines))
    dated = _dated(lines, annex) if dated is None else dated
    if dated is None:
        return text, ()
    start = dated - 1 if dated and _SIGNATORY.fullmatch(lines[dated - 1].strip()) else dated
    return "\n".join((*lines[:start], *lines[dated + 1 :])).strip(), tuple(lines[start : dated + 1])


def _dated(lines: list[str], end: int) -> int | None:
    """The last of the lines before `end` that is a date, with or without an office before it."""
    return next(
        (at for at in range(end - 1, max(-1, end - 1 - _DEPTH), -1) if _SIGNED.fullmatch(normalise(lines[at]))), None
    )
