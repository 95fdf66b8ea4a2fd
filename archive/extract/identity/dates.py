"""Dates that a document claims: when it was signed, and when its page says it was published.

A claim can be false: frozen clocks, template leftovers and impossible dates are recognised and not taken. URLs are
never evidence of publication, for a migration renames them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from archive import patterns
from archive.extract.identity.years import EARLIEST, arabic
from archive.extract.layout.document import Meta
from archive.extract.report.model import Finding

Trust = Literal["strong", "weak"]

_CHINESE_NUMBER = {digit: value for value, digit in enumerate("零一二三四五六七八九十")}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# such as 2026年02月03日
_WRITTEN = patterns.lazy(rf"(?<!\d)((?:19|20)\d\d)年({_NUMBER})月({_NUMBER})[日号]?")
_FORMAL = str.maketrans(
    dict(zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True)) | {"廿": "二十", "卅": "三十"}
)
# such as 2024-01-19 or 2024/1/9 or 2024、1、9
_SEPARATED = patterns.lazy(r"(?<!\d)((?:19|20)\d\d)([-/.、·—–])(\d{1,2})\2(\d{1,2})(?!\d)")
# such as the blanks of 2024. 01. 20
_GAP_AT_SIGN = patterns.lazy(r"(?<=\d)\s*+([-/.、·—–])\s*+(?=\d)")
# such as 20260120
_DIGITS_ONLY = patterns.lazy(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_SPLIT_DIGITS = patterns.lazy(r"(?<=\d) +(?=\d)")
_TIME = patterns.lazy(r"(?:(?<!\s)\s++)?\d{1,2}:\d{2}(?::\d{2})?")
_MAY_BEGIN = patterns.lazy(r"[\d二贰]")
"""A character that the year of every date begins with or contains."""
_MAY_HOLD = patterns.lazy(r"月|\d{8}|\d\s*[-/.、·—–－／．]\s*\d")
"""What every date contains, in half-width or full-width characters."""
_INSTANT = patterns.lazy(r"((?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|\+00:?00)")
"""An instant in Greenwich, as programs print it (RFC 3339)."""
_GAP = patterns.lazy(r"(?:(?<!\s)\s++)?([年月日号])\s*+")
_CLOCK = patterns.lazy(r"星期|周[一二三四五六日]|农历|今天是")

_PUBLICATION = (
    "发布日期",
    "发布时间",
    "发布日时间",
    "公开日期",
    "公开时间",
    "公布日期",
    "公布时间",
    "上网日期",
    "上网时间",
    "发表时间",
)
_UNQUALIFIED = ("日期", "时间")
_WRITING = (
    "发文日期",
    "发文时间",
    "生成日期",
    "公文生成日期",
    "成文日期",
    "成文时间",
    "撰写时间",
    "撰写日期",
    "印发日期",
    "落款日期",
    "形成日期",
)
_PUBLICATION_TAGS = (
    "pubdate",
    "publishdate",
    "publish_date",
    "publicationdate",
    "article:published_time",
    "publishtime",
)

_TITLE = patterns.lazy(r"(?>.*?公\s*开).*(?:报\s*告|年\s*报)")
_LABELLED = patterns.lazy(r"[::].")
_LONGEST = 200
"""The most characters of a signature line, however widely it is spaced."""
_LONGEST_PRINTED = 60
"""The most characters of a signature line without white space: an organ, a date and perhaps a time."""
# such as 解放街道办事处 or 柳河镇人民政府
_ORGAN = patterns.lazy(r"(?:政府|办事处|委员会|管委会|办公室|街道|[镇乡局])(?:[((].{0,100}[))])?[:：]?$")


@dataclass(frozen=True, slots=True)
class Published:
    """The publication date that a page claims.

    `trust` is `strong` where the page itself names it the date of publication, `weak` where its label can mean
    another day (日期, 成文日期). `findings` are about all claims, taken or not.
    """

    on: date | None = None
    label: str | None = None
    trust: Trust | None = None
    findings: tuple[Finding, ...] = ()


def dates(text: str) -> tuple[date, ...]:
    """All dates printed in a text, in order: 2024-01-19, 2024年1月26日, 二〇二四年一月二十日, 2024/1/5, 20240126."""
    if not _MAY_BEGIN.search(text):
        return ()
    text = _INSTANT.sub(_to_china_date, text) if "T" in text else text
    return tuple(day for _, day in sorted(_find_dates(_normalise(text)), key=lambda found: found[0]))


@lru_cache(maxsize=256)
def parse_date(text: str) -> date | None:
    """The first date printed in a text, None where there is none."""
    return next(iter(dates(text)), None)


def _to_china_date(instant: re.Match[str]) -> str:
    """The day of an instant in China, where it is eight hours later."""
    try:
        return (datetime.fromisoformat(instant[1]) + timedelta(hours=8)).date().isoformat()
    except ValueError:
        return instant[0]


def _normalise(text: str) -> str:
    plain = arabic(text).replace("元月", "1月").translate(_FORMAL)
    return _SPLIT_DIGITS.sub("", _GAP_AT_SIGN.sub(r"\1", _GAP.sub(r"\1", _TIME.sub(";", plain))))


def _find_dates(text: str) -> Iterator[tuple[int, date]]:
    for found in _WRITTEN.finditer(text):
        yield from _valid_date(found.start(), found[1], found[2], found[3])
    for found in _SEPARATED.finditer(text):
        yield from _valid_date(found.start(), found[1], found[3], found[4])
    for found in _DIGITS_ONLY.finditer(text):
        yield from _valid_date(found.start(), *found.groups())


def _valid_date(at: int, year: str, month: str, day: str) -> Iterator[tuple[int, date]]:
    try:
        yield at, date(int(year), _to_number(month), _to_number(day))
    except ValueError:
        return


def _to_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    return (_CHINESE_NUMBER.get(tens, 1) * 10 if ten else 0) + _CHINESE_NUMBER.get(units, 0)


def signed_on(lines: Sequence[str], *, today: date | None = None) -> date | None:
    """The date under a text or under its cover letter.

    It is alone on a line below the organ that signs, or behind the organ on the same line, and never above the title.
    `lines` are the document's first and last lines, in order.
    """
    previous_line = ""
    found: date | None = None
    title = next((at for at, line in enumerate(lines) if _TITLE.match(line)), 0)
    for line in (line.strip() for line in lines[title:]):
        if line:
            day = _signature(line, previous_line)
            found = day if day and (today is None or day <= today) else found
            previous_line = line
    return found


def _signature(line: str, previous_line: str) -> date | None:
    """The date of a signature line: a date alone below an organ, or an organ and a date; else None."""
    if len(line) > _LONGEST or not _MAY_HOLD.search(line) or len("".join(line.split())) > _LONGEST_PRINTED:
        return None
    normalised = _normalise(line)
    days = tuple(day for _, day in _find_dates(normalised))
    if len(days) != 1 or _CLOCK.search(normalised) or len(normalised) > 45:
        return None
    rest = normalised
    for pattern in (_WRITTEN, _SEPARATED, _DIGITS_ONLY):
        rest = pattern.sub("", rest, count=1)
    rest = re.sub(r"^[\s()。,]+|[\s()。,]+$", "", rest)
    organ = rest or arabic(previous_line).rstrip()
    return days[0] if _ORGAN.search(organ) and not _LABELLED.search(organ) else None


def published(metadata: Iterable[Meta], *, year: int | None, today: date | None) -> Published:
    """The date of publication in a page's metadata, with findings about false claims.

    Order of precedence: a label that names publication, a meta tag, an unqualified label, the date of writing. `year`
    is the reporting year.
    """
    findings: list[Finding] = []
    claims: list[tuple[int, date, Meta]] = []
    for meta in metadata:
        rank = _rank(meta)
        day = parse_date(meta.value) if rank is not None else None
        if rank is None or day is None or _CLOCK.search(meta.value):
            continue
        if finding := _impossible(day, meta, rank, year, today):
            findings.append(finding)
        else:
            claims.append((rank, day, meta))
    if not claims:
        return Published(findings=tuple(findings))
    rank, day, meta = min(claims, key=lambda claim: claim[0])
    findings += _report_disagreement(claims, rank, day, meta)
    if year is not None and day.year <= year:
        detail = f"{_label(meta)} {day} lies before the end of the reporting year {year}"
        findings.append(Finding("dates.published.before_year_end", "warning", "source", detail))
    return Published(day, _label(meta), "strong" if rank < 2 else "weak", tuple(findings))


def names_publication(label: str | None) -> bool:
    """Whether a label (`Published.label`) names the date of publication explicitly."""
    return label is not None and (label in _PUBLICATION or label.lower() in _PUBLICATION_TAGS)


def _label(meta: Meta) -> str:
    """The label as it is printed, without the spaces, colons and brackets about it."""
    return _strip_label(meta.key)


@lru_cache(maxsize=1024)
def _strip_label(key: str) -> str:
    return re.sub(r"[\s:\[\]【】]", "", arabic(key))


def _rank(meta: Meta) -> int | None:
    if meta.source not in ("meta", "label"):
        return None
    key = _label(meta)
    if meta.source == "meta":
        return 1 if key.lower() in _PUBLICATION_TAGS else None
    groups = ((_PUBLICATION, 0), (_UNQUALIFIED, 2), (_WRITING, 3))
    return next((rank for labels, rank in groups if key in labels), None)


def _impossible(day: date, meta: Meta, rank: int, year: int | None, today: date | None) -> Finding | None:
    """A finding on a date that cannot be right; under a label of publication it may lie within the reporting year."""
    if today is not None and day > today:
        return Finding("dates.published.future", "warning", "source", f"{_label(meta)} {day} lies in the future")
    first = EARLIEST + 1 if year is None else year if rank == 0 else year + 1
    if day.year < first:
        return Finding(
            "dates.published.impossible", "info", "source", f"{_label(meta)} {day} is too early to be its publication"
        )
    return None


def _report_disagreement(claims: list[tuple[int, date, Meta]], rank: int, day: date, meta: Meta) -> list[Finding]:
    other_claims = {(_label(claim), when) for claim_rank, when, claim in claims if claim_rank <= 1 and when != day}
    if rank > 1 or not other_claims:
        return []
    stated = ", ".join(f"{key} {when}" for key, when in sorted(other_claims))
    return [
        Finding(
            "dates.published.disagrees",
            "info",
            "source",
            f"{_label(meta)} {day} is taken, but the page says {stated} too",
        )
    ]
