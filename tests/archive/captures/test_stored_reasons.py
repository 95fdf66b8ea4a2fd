"""A stored row gives its sentence in any language, by the code and the arguments beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.captures import attempts, nights, record
from archive.captures.reasons import (
    CaptureReason,
    ListCheckReason,
    NightReason,
    SiteRunNote,
    SiteRunReason,
    because,
    sentence_of_all,
    sentence_of_document,
    sentence_of_stored,
    sentence_of_stored_list,
)
from archive.captures.record import CheckedList, Fetched
from archive.storage.instants import china_day
from tests.support.archives.samples import LIST, NIGHT, Nights

PAGE_EMPTY = because(ListCheckReason.PAGE_EMPTY, number=3)
TIMEOUT = because(CaptureReason.TIMEOUT, error=": 30 s")
FALSE_304 = because(CaptureReason.FALSE_NOT_MODIFIED, day="2026-01-19")
REASONS = [
    because(SiteRunReason.LIST_INCOMPLETE, start=LIST, cause=PAGE_EMPTY),
    because(SiteRunReason.ATTEMPT_FAILED, verdict="unreachable", url=LIST, detail=TIMEOUT),
    because(SiteRunReason.NO_LIST_FOUND, causes=[because(SiteRunNote.SEE_SITES_CHECK), TIMEOUT]),
    because(SiteRunNote.FURTHER_REASONS, number=2),
]
IN_CHINESE = (
    f"列表未能完整读取：{LIST}（第 3 页没有内容）；无法访问：{LIST}（超时未答复: 30 s）；"
    "未找到政府信息公开工作年度报告的列表：请运行 `nianbao sites check`；超时未答复: 30 s；另有 2 条原因"
)


@pytest.fixture
def seen(tmp_path: Path) -> Nights:
    """An archive with a site run that failed in several ways; its capture of an unchanged list is packed."""
    archived = Nights(tmp_path)
    site_run = archived.begin(0)
    failed, changed = Fetched("listing", LIST, NIGHT, "unreachable"), Fetched("listing", LIST, NIGHT, "ok")
    for attempt, why in ((failed, TIMEOUT), (changed, FALSE_304)):
        explained = replace(attempt, reason=CaptureReason(why.code), reason_args=why.stored_args, detail=str(why))
        record.record(archived.archive, site_run, explained)
    check = CheckedList(LIST, (), complete=False, incomplete_because=PAGE_EMPTY)
    record.store_listing_check(archived.archive, site_run, check)
    done, detail = NIGHT + timedelta(minutes=9), sentence_of_all(REASONS)
    record.finish_site(archived.archive, site_run, done, "partial", detail, reasons=REASONS)
    return archived


def test_a_listing_check_gives_its_sentence_in_both_languages(seen: Nights) -> None:
    code, args, sentence = seen.archive.one("SELECT reason_code, reason_args, reason FROM listing_checks")
    assert sentence_of_stored(code, args, "en", None) == sentence == "page 3 is empty"
    assert sentence_of_stored(code, args, "zh", sentence) == "第 3 页没有内容"


@pytest.mark.parametrize("table", ["captures", "fetches"])
def test_a_capture_gives_its_sentence_whether_packed_or_not(seen: Nights, table: str) -> None:
    assert seen.archive.one("SELECT count(*) FROM repeats")[0] == 1
    rows = [*seen.archive.rows(f"SELECT reason, reason_args, detail FROM {table} ORDER BY capture")]
    assert [sentence_of_stored(code, args, "en", None) for code, args, _ in rows] == [row["detail"] for row in rows]
    assert [sentence_of_stored(code, args, "zh", None) for code, args, _ in rows] == [
        "超时未答复: 30 s",
        "内容其实已经改变，而服务器在 2026-01-19 称没有变化",
    ]


def test_an_attempt_is_read_back_with_its_arguments(seen: Nights) -> None:
    assert [attempt.because for attempt in attempts.of_site_run(seen.archive, 1)] == [TIMEOUT, FALSE_304]


def test_a_site_run_gives_all_reasons_in_both_languages(seen: Nights) -> None:
    row = seen.archive.one("SELECT reason, reasons, detail FROM site_runs")
    assert row["reason"] == json.loads(row["reasons"])[0]["reason"] == "list_incomplete"
    assert sentence_of_stored_list(row["reasons"], "en", None) == row["detail"]
    assert sentence_of_stored_list(row["reasons"], "zh", row["detail"]) == IN_CHINESE


def test_a_night_and_a_run_of_a_wrong_clock_give_theirs(seen: Nights) -> None:
    run = seen.archive.one("SELECT run FROM runs")[0]
    nights.begin(seen.archive, china_day(NIGHT), NIGHT, [run])
    failed = because(NightReason.STEP_FAILED, step="backup", error="full")
    nights.finish(seen.archive, china_day(NIGHT), NIGHT, [failed, because(NightReason.RUNS_IN_FUTURE, runs=1)])
    row = seen.archive.one("SELECT ailments, ailment_reasons FROM nights")
    assert json.loads(row["ailments"])[0] == "backup: full"
    assert sentence_of_stored_list(row["ailment_reasons"], "zh", None) == (
        "步骤 backup 失败：full；时钟：有 1 次抓取的时间晚于今晚，其检查不再作为依据"
    )
    doubt = seen.archive.one("SELECT reason, detail FROM untrusted_runs")
    assert sentence_of_stored(doubt["reason"], None, "en", None) == doubt["detail"]


def test_rows_of_a_former_program_keep_their_sentence_where_its_arguments_are_not_stored() -> None:
    assert sentence_of_stored("page_empty", None, "zh", "page 3 is empty") == "page 3 is empty"
    assert sentence_of_stored("challenge_page", None, "zh", "a challenge page") == "返回的是验证页面，不是正文"
    assert sentence_of_stored_list(None, "zh", "list not seen whole") == "list not seen whole"
    assert sentence_of_stored(None, None, "zh", None) is None


def test_a_document_gives_its_sentence_by_its_code_and_the_words_of_its_reader() -> None:
    assert sentence_of_document("guide", "a guide", "zh") == "指南"
    assert sentence_of_document("guide", "a guide", "en") == "a guide"
    assert sentence_of_document("file_broken", "the PDF cannot be opened: EOF", "zh") == (
        "文件损坏或无法打开；the PDF cannot be opened: EOF"
    )
    assert sentence_of_document(None, None, "zh") is None
