"""Questions for people: which are asked, how heavy they are, and that an answer opens what waited for it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.captures import answers, record
from archive.captures.answers import Question, Subject
from archive.captures.facts import PROVES, Fact, Finding, Observation, OpenRow
from archive.captures.record import CheckedList
from archive.deadlines import answering, question_sheet, status
from archive.deadlines.answering import AnswerError, AnswerState, Given, understood
from archive.deadlines.questions import as_json, open_questions
from archive.deadlines.reasons import REMEDIED
from archive.messages import LANGUAGES, text
from tests.support.archives import doubts, proofs
from tests.support.archives.doubts import END, ENDS_UNCLEAR, NOW, ROW_OPEN, ROW_URL, WAY_OPEN, say, verdicts
from tests.support.archives.samples import COUNTY, LIST, NEIGHBOUR, TOWNSHIP, Nights, said

SECOND = "http://www.nanjing.example.gov.cn/nb/second.html"
FARM = "350627498"
FARM_URL = "http://www.nanjing.example.gov.cn/nb/202501/t20250120_9.html"
EARLIER = NOW - timedelta(hours=1)


def test_the_end_of_a_list_is_asked_with_all_verdicts_that_wait_for_it(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    [asked] = open_questions(nights.archive, NOW)
    assert (asked.question, asked.url, asked.links) == (Question.LIST_ENDS, LIST, (LIST,))
    assert asked.weight == verdicts(nights, "pager_unclear") > 1
    shown = as_json(asked)
    assert shown["county"] in shown["asks"]
    assert "下一页" in shown["missing"]


def test_an_answer_opens_the_verdicts_and_stands_in_their_evidence(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    say(nights, END, shape="s1", note="seen in a browser")
    assert open_questions(nights.archive, NOW) == []
    assert nights.verdict() == "not_published"
    evidence = nights.archive.one("SELECT evidence FROM status WHERE township_code = ?", TOWNSHIP)[0]
    assert '"person": "Li Hua"' in evidence
    assert '"note": "seen in a browser"' in evidence


def test_a_no_is_an_answer_too_until_the_list_has_another_shape(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    say(nights, END, "no", EARLIER, shape="s1")
    assert (open_questions(nights.archive, NOW), nights.verdict()) == ([], "cannot_tell")
    say(nights, END, "no", shape="another")
    assert [asked.question for asked in open_questions(nights.archive, NOW)] == [Question.LIST_ENDS]


def test_a_question_that_a_machine_has_to_precede_opens_nothing(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR, WAY_OPEN)
    assert [(asked.question, asked.weight) for asked in open_questions(nights.archive, NOW)] == [("list_ends", 0)]


@pytest.mark.parametrize("observation", [Observation.LIST_NOT_READ, Observation.PROOF_MISSING])
def test_nobody_is_asked_for_the_end_of_a_list_that_was_not_read(tmp_path: Path, observation: Observation) -> None:
    nights = doubts.archive(tmp_path, Finding(Fact.LIST_ENDS, observation))
    assert open_questions(nights.archive, NOW) == []


@pytest.mark.parametrize(
    ("observation", "asked"), [(Observation.PAGER_UNCLEAR, [LIST, SECOND]), (Observation.LIST_NOT_READ, [])]
)
def test_all_lists_have_to_end(tmp_path: Path, observation: Observation, asked: list[str]) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    site_run = nights.archive.one("SELECT max(site_run) FROM site_runs")[0]
    record.store_listing_check(nights.archive, site_run, CheckedList(SECOND, (NEIGHBOUR,), complete=True))
    proofs.prove(nights.archive, site_run, SECOND, but=[Finding(Fact.LIST_ENDS, observation, {"words": "下一页"})])
    status.materialise(nights.archive, NOW)
    assert sorted(str(one.url) for one in open_questions(nights.archive, NOW)) == asked


def test_a_row_is_asked_once_for_all_that_it_may_concern(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ROW_OPEN)
    [asked] = open_questions(nights.archive, NOW)
    assert (asked.question, asked.url, asked.year) == (Question.ROW, ROW_URL, 2025)
    assert (asked.weight, [unit.code for unit in asked.units]) == (2, [TOWNSHIP, "350627101"])


def test_a_row_without_an_address_is_asked_by_its_list_and_its_words(tmp_path: Path) -> None:
    words = "山城镇2025年-报告"
    row = replace(ROW_OPEN, rows=(OpenRow(words, None, (TOWNSHIP,)),))
    nights = doubts.archive(tmp_path, row)
    [asked] = open_questions(nights.archive, NOW)
    assert asked.url == f"{LIST}#:~:text={quote('山城镇2025年')}%2D{quote('报告')}", "browsers show the words there"
    assert (asked.title, asked.weight) == (words, 1)
    given = Given("row", "no", COUNTY, TOWNSHIP, "2025", asked.url)
    answers.store(nights.archive, understood(nights.archive, given, "Li Hua", NOW))
    status.materialise(nights.archive, NOW)
    assert (open_questions(nights.archive, NOW), nights.verdict()) == ([], "not_published")


@pytest.mark.parametrize(
    ("subject", "weighs"),
    [
        (Subject(Question.OF_TODAY, COUNTY), 2),
        (Subject(Question.PLACE, COUNTY, township_code=TOWNSHIP), 1),
        (Subject(Question.PLAUSIBLE, COUNTY, year=2025), 2),
    ],
    ids=lambda value: str(getattr(value, "question", value)),
)
def test_what_is_asked_of_a_county(tmp_path: Path, subject: Subject, weighs: int) -> None:
    nights = doubts.archive(tmp_path, withdrawn=[subject])
    [asked] = open_questions(nights.archive, NOW)
    assert (asked.question, asked.links) == (subject.question, (LIST,))
    assert asked.weight >= weighs
    say(nights, subject)
    assert open_questions(nights.archive, NOW) == []


def test_the_heaviest_question_comes_first_and_a_county_or_year_narrows_them(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ROW_OPEN, withdrawn=[Subject(Question.OF_TODAY, COUNTY)])
    asked = open_questions(nights.archive, NOW)
    assert [one.question for one in asked] == [Question.OF_TODAY, Question.ROW]
    assert asked[0].weight > asked[1].weight
    assert open_questions(nights.archive, NOW, "110101") == []
    assert open_questions(nights.archive, NOW, COUNTY, 2020) == []


def with_a_farm_that_published(folder: Path) -> Nights:
    """A farm, which owes nothing by rule, has a report for 2024."""
    nights = doubts.archive(folder)
    with nights.archive.transaction() as db:
        db.execute("INSERT INTO townships VALUES (?, ?, '示例农场', NULL, NULL, NULL)", (FARM, COUNTY))
    site_run = nights.begin(15)
    issuer = {**said()["issuer"], "name": "示例农场", "township_code": FARM}
    nights.document(site_run, FARM_URL, said(year=2024, issuer=issuer, title="示例农场2024年度报告"))
    nights.finish(site_run)
    status.materialise(nights.archive, NOW)
    return nights


@pytest.mark.parametrize(("says", "exempt"), [("yes", False), ("no", True)])
def test_whether_a_unit_owes_is_asked_where_it_published_before(
    tmp_path: Path, says: answers.Says, exempt: bool
) -> None:
    nights = with_a_farm_that_published(tmp_path)
    [asked] = open_questions(nights.archive, NOW)
    assert (asked.question, asked.units, asked.links) == (Question.OWES, ((FARM, "示例农场"),), (FARM_URL,))
    assert asked.weight == 1
    say(nights, Subject(Question.OWES, COUNTY, township_code=FARM), says)
    assert [one for one in open_questions(nights.archive, NOW) if one.question is Question.OWES] == []
    row = nights.archive.one("SELECT verdict FROM status WHERE township_code = ? AND year = 2025", FARM)
    assert (row[0] == "exempt") is exempt


def test_without_a_verdict_nothing_is_asked(tmp_path: Path) -> None:
    assert open_questions(doubts.archive(tmp_path).archive, NOW) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Given("ends", "yes", COUNTY), "no kind of question"),
        (Given("list_ends", "maybe", COUNTY, url=LIST), "no answer"),
        (Given("list_ends", "yes", None, url=LIST), "--county"),
        (Given("list_ends", "yes", "999999", url=LIST), "no county 999999"),
        (Given("list_ends", "yes", COUNTY), "needs the url"),
        (Given("list_ends", "yes", COUNTY, url="http://x.example.gov.cn/"), "no list of county"),
        (Given("list_ends", "yes", COUNTY, year="2025", url=LIST), "not about one year"),
        (Given("row", "yes", COUNTY, year="2025", url=ROW_URL), "--township"),
        (Given("row", "no", COUNTY, year="2025", url="http://x.example.gov.cn/"), "--township"),
        (Given("row", "no", COUNTY, TOWNSHIP, "25", ROW_URL), "no year"),
        (Given("row", "no", COUNTY, TOWNSHIP, "2025", "javascript:x"), "no address"),
        (Given("place", "no", COUNTY, "110101001"), "no unit"),
        (Given("owes", "no", COUNTY), "--township"),
        (Given("of_today", "yes", COUNTY, until="soon"), "no day"),
        (Given("of_today", "yes", COUNTY, until="2020-01-01"), "is past"),
        (Given("list_ends", "withdraw", COUNTY, url=LIST), "nothing to take back"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_remedy(tmp_path: Path, given: Given, says: str) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    with pytest.raises(AnswerError, match=says):
        understood(nights.archive, given, "Li Hua", NOW)


def test_an_answer_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="--person"):
        understood(doubts.archive(tmp_path).archive, Given("of_today", "yes", COUNTY), " ", NOW)


def test_an_answer_to_a_lists_end_keeps_the_shape_that_the_list_has(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    [found] = understood(nights.archive, Given("list_ends", "yes", COUNTY, url=LIST), "Li Hua", NOW)
    assert (found.subject, found.shape) == (END, "s1")


def test_a_no_without_a_unit_is_for_every_unit_of_the_question(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ROW_OPEN)
    given = Given("row", "no", COUNTY, year="2025", url=ROW_URL)
    found = understood(nights.archive, given, "Li Hua", NOW)
    assert [one.subject.township_code for one in found] == [TOWNSHIP, "350627101"]
    answers.store(nights.archive, found)
    back = understood(nights.archive, Given("row", "withdraw", COUNTY, year="2025", url=ROW_URL), "Li Hua", NOW)
    assert {one.subject.township_code: one.says for one in back} == dict.fromkeys((TOWNSHIP, "350627101"), "withdrawn")


def test_what_has_become_of_answers(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    say(nights, END, "no", EARLIER, shape="s1")
    say(nights, END, "yes", shape="s1")
    owes = Subject(Question.OWES, COUNTY, township_code=TOWNSHIP)
    say(nights, owes, "yes", EARLIER)
    say(nights, owes, "withdrawn")
    say(nights, Subject(Question.LIST_ENDS, COUNTY, url=LIST + "?2"), shape="s1")
    given = [one for one in answers.every(nights.archive, COUNTY) if one.person == "Li Hua"]
    found = dict(zip([(one.subject.question, one.says, one.subject.url) for one in given],
                     answering.states(nights.archive, given, NOW), strict=True))  # fmt: skip
    assert found[Question.LIST_ENDS, "yes", LIST] is AnswerState.COUNTS
    assert found[Question.LIST_ENDS, "no", LIST] is AnswerState.REPLACED
    assert found[Question.OWES, "yes", None] is AnswerState.TAKEN_BACK
    assert found[Question.OWES, "withdrawn", None] is AnswerState.TAKES_BACK


def sheet_with(nights_sheet: bytes, **cells: str) -> bytes:
    """The sheet with the cells of its first row filled in."""
    rows = list(csv.DictReader(io.StringIO(nights_sheet.decode("utf-8-sig"), newline="")))
    rows[0] |= cells
    filled = io.StringIO(newline="")
    writer = csv.DictWriter(filled, question_sheet.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return filled.getvalue().encode("gbk" if cells.get("note") == "gbk" else "utf-8")


def test_a_sheet_that_was_written_is_read_back(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ROW_OPEN)
    sheet = question_sheet.write(open_questions(nights.archive, NOW))
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert question_sheet.read(nights.archive, sheet, "Li Hua", NOW) == []
    found = question_sheet.read(nights.archive, sheet_with(sheet, says="No", note="notice"), "Li Hua", NOW)
    assert [(one.subject.township_code, one.says, one.note) for one in found] == [
        (TOWNSHIP, "no", "notice"),
        ("350627101", "no", "notice"),
    ]


def test_no_title_of_a_page_is_a_formula_in_the_sheet(tmp_path: Path) -> None:
    sheet = question_sheet.write(open_questions(doubts.archive(tmp_path, ROW_OPEN).archive, NOW)).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(sheet, newline=""))
    assert row["title"] == "'=年度报告"
    assert not [cell for cell in row.values() if cell.startswith("=")]


def test_every_bad_row_of_a_sheet_is_named_with_its_line(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path, ENDS_UNCLEAR)
    head = "question,county_code,township_code,year,url,says\n"
    rows = [f"list_ends,{COUNTY},,,{LIST},yes", f"list_ends,{COUNTY},,,,yes", f"of_today,{COUNTY},,,,perhaps"]
    with pytest.raises(question_sheet.SheetError) as refused:
        question_sheet.read(nights.archive, (head + "\n".join(rows)).encode(), "Li Hua", NOW)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["line 3", "line 4"]


def test_a_sheet_says_one_thing_of_a_question(tmp_path: Path) -> None:
    nights = doubts.archive(tmp_path)
    sheet = f"question,county_code,says\nof_today,{COUNTY},yes\nof_today,{COUNTY},no\n".encode()
    with pytest.raises(question_sheet.SheetError, match="line 3: answers what line 2 does"):
        question_sheet.read(nights.archive, sheet, "Li Hua", NOW)


@pytest.mark.parametrize(
    ("sheet", "says"),
    [(b"a,b\n1,2\n", "no column county_code, question, says"), ("question,县".encode("gbk"), "CSV UTF-8")],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, sheet: bytes, says: str) -> None:
    with pytest.raises(question_sheet.SheetError, match=says):
        question_sheet.read(doubts.archive(tmp_path).archive, sheet, "Li Hua", NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_and_what_shows_it_has_words(language: str) -> None:
    for code in (*(f"fact-{fact}" for fact in Fact), *PROVES):
        assert text(code, language)
    for question in Question:
        assert text(f"question-{question}-yes", language)
        assert text(f"question-{question}-no", language)
    assert {found for found in Observation if found not in PROVES} <= REMEDIED
