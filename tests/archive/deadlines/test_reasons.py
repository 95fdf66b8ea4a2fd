"""Every reason has its sentence in each language, and SQL knows the same reasons as the code."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.captures.facts import PROVES, Observation
from archive.deadlines import reasons, status
from archive.deadlines.reasons import (
    CODES,
    REMEDIED,
    Ambiguity,
    Arguments,
    Caveat,
    Code,
    Reason,
    Witness,
    remedy,
    sentence,
)
from archive.messages import text
from archive.storage.database import Archive

ARGUMENTS: Arguments = {
    "nights": 2, "ambiguity": "unknown_issuer", "url": "http://a/1", "year": 2025, "published_on": "2027-01-05",
    "name": "丰田镇", "title": "南靖县2025年年度报告", "count": 3, "number": 2, "words": "下一页",
    "items": 6, "hours": 30, "published": 4, "owing": 12, "missing": 9, "before": 1, "claimed": "2026-01-16",
    "host": "b.gov.cn", "hosts": "b.gov.cn",
    "lacking": "2026-02-03", "person": "李", "day": "2026-02-05", "after": "2026-02-04", "articles": 40,
}  # fmt: skip

ENGLISH: dict[Code, str] = {
    Reason.NOT_IN_FORCE: "the unit was not in force on the day the report fell due",
    Reason.NOT_IN_FORCE_BUT_PUBLISHED: (
        "the unit was not in force on the day the report fell due; a report is there all the same"
    ),
    Reason.NOT_DUE_YET: "the deadline has not passed",
    Reason.LISTED_NOT_READ_YET: "listed, but not read yet; the deadline has not passed",
    Reason.LISTED_BEFORE_DEADLINE: "listed before the deadline",
    Reason.SEEN_BEFORE_DEADLINE: "seen before the deadline",
    Reason.CLAIM_NOT_CONTRADICTED: (
        "first seen within two days of the deadline, and the date it claims contradicts no check of ours"
    ),
    Reason.ABSENT_AFTER_DEADLINE: "a complete check after the deadline did not show it",
    Reason.PUBLISHED_AFTER_DEADLINE: (
        "it names a day of publication after the deadline, and a complete check since then did not show it"
    ),
    Reason.LIST_MAY_LAG: "the day that it claims lies before the deadline, and lists lag behind by a day",
    Reason.NO_CHECK_BEFORE_SIGHTING: "there now, and no complete check tells since when",
    Reason.LISTED_UNREADABLE: "listed, but the document could not be read",
    Reason.NO_CHECK_SINCE_DEADLINE: "no complete check since the deadline",
    Reason.ABSENT_ON_ONE_NIGHT: "one complete check after the deadline did not show it; a second night decides",
    Reason.ABSENT_ON_NIGHTS: "complete checks on 2 nights after the deadline did not show it",
    Reason.COUNTY_NOT_WATCHED: "no site of its county is watched; add a row to sites.toml",
    Reason.DUE_LONG_BEFORE_FIRST_CHECK: "fell due long before our first complete check; it is not listed now",
    Reason.AMBIGUITY_GONE: (
        "whose report hangs at http://a/1 could not be told; gone since, and a second night decides"
    ),
    Caveat.NAMED_BUT_READ_OTHERWISE: "a list names its report, but what stands there reads as something else",
    Caveat.LIST_NOT_CHECKED: "the list that shows it was not among those looked at before",
    Caveat.OTHER_ENTRY_ADDRESSES: (
        "the site is searched from other addresses since; the lists looked at before prove nothing"
    ),
    Caveat.NO_REPORT_IN_COUNTY: (
        "no unit of the county shows a report of that year: they may hang where nobody looked"
    ),
    Ambiguity.UNKNOWN_ISSUER: "whose report hangs at http://a/1 could not be told",
    Ambiguity.UNKNOWN_YEAR: "for which year its report at http://a/1 is could not be told",
    Ambiguity.YEAR_NOT_OVER: "its report at http://a/1 names the year 2025, which was not over yet",
    Ambiguity.YEAR_LONG_OVER: "its report at http://a/1 names the year 2025 and came out on 2027-01-05",
    Ambiguity.SEVERAL_UNDER_ONE_NAME: (
        "different reports for 2025 hang under the name of 丰田镇, one of them at http://a/1"
    ),
    Ambiguity.NAMES_THIS_TOWNSHIP: (
        "the report at http://a/1 bears the name of 丰田镇 and names this township in its text"
    ),
    Ambiguity.COUNTY_REPORT_TWICE: (
        "南靖县2025年年度报告 hangs there 3 times; one may be a township's: http://a/1"
    ),
    Ambiguity.OTHER_NAME_IN_OWN_LIST: (
        "a list of its own shows a report under another name: 南靖县2025年年度报告 at http://a/1"
    ),
    Ambiguity.FORMER_READING: "an earlier reading of a document that hangs there took it for this report",
    Ambiguity.UNDER_RELATED_UNIT: (
        "a report of that year is there under the name of 丰田镇, merged with it or renamed"
    ),
}  # fmt: skip
"""The sentences as archives and alerts have had them since the first version."""


@pytest.mark.parametrize("code", ENGLISH)
def test_english_sentences_stay_as_they_were(code: Code) -> None:
    assert sentence(code, ARGUMENTS) == ENGLISH[code]


@pytest.mark.parametrize("code", [*CODES, *Witness])
def test_chinese_sentences_name_what_the_english_ones_name(code: Code | Witness) -> None:
    english, chinese = sentence(code, ARGUMENTS), sentence(code, ARGUMENTS, "zh")
    assert re.search("[一-鿿]{3}", chinese)
    named = [str(value) for name, value in ARGUMENTS.items() if name != "ambiguity" and str(value) in english]
    assert [value for value in named if value not in chinese] == []


def test_chinese_sentences_use_the_terms_of_county_offices() -> None:
    assert sentence(Reason.ABSENT_ON_NIGHTS, {"nights": 2}, "zh") == "应公开未见：到期后 2 夜完整查看均未见"
    assert sentence(Reason.ABSENT_AFTER_DEADLINE, {}, "zh").startswith("逾期")
    assert sentence(Reason.NO_CHECK_SINCE_DEADLINE, {}, "zh").endswith("暂无法判断")


def test_no_two_reasons_share_a_code_or_a_sentence() -> None:
    assert len(set(CODES)) == len(CODES)
    for language in ("en", "zh"):
        assert len({sentence(code, ARGUMENTS, language) for code in CODES}) == len(CODES)


def test_an_unknown_code_or_language_and_a_missing_argument_are_errors() -> None:
    with pytest.raises(KeyError):
        text("unheard_of")
    with pytest.raises(KeyError):
        text(Reason.NOT_DUE_YET, "fr")
    with pytest.raises(ValueError, match="absent_on_nights"):
        text(Reason.ABSENT_ON_NIGHTS)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", sorted(REMEDIED))
def test_a_missing_fact_has_a_remedy_in_a_sentence(code: Code, language: str) -> None:
    advice = remedy(code, language)
    assert advice
    assert advice[-1] in ".。"


@pytest.mark.parametrize("code", [found for found in Observation if found not in PROVES])
def test_every_missing_fact_has_a_remedy(code: Observation) -> None:
    assert code in REMEDIED


def test_the_table_of_reasons_is_filled_from_the_code(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        status.materialise(archive, datetime(2026, 2, 2, tzinfo=UTC))
        assert {row[0] for row in archive.rows("SELECT reason FROM verdict_reasons")} == set(CODES)
        with pytest.raises(sqlite3.IntegrityError):
            archive.connection.execute(
                "INSERT INTO status SELECT '1', 2025, '1', 'late', '', '', NULL, NULL, NULL, 0, NULL, '', 'any other'"
            )


def test_a_stored_reason_is_a_sentence_where_its_arguments_are_known() -> None:
    absent = reasons.sentence_of_stored("absent_on_nights", '{"nights": 3}', "zh")
    assert absent == "应公开未见：到期后 3 夜完整查看均未见"
    assert reasons.sentence_of_stored("seen_before_deadline", None, "zh") == "到期前已见"
    for reason, arguments in (("absent_on_nights", None), ("no_such_reason", "{}"), ("absent_on_nights", "[")):
        assert reasons.sentence_of_stored(reason, arguments, "zh") is None
