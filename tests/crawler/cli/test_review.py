"""`nianbao review`: questions listed, answered, taken back, and filled in as a sheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.captures import answers
from archive.storage.database import Archive
from crawler import cli
from tests.support.archives import doubts
from tests.support.archives.doubts import ENDS_UNCLEAR, NOW, ROW_OPEN, ROW_URL
from tests.support.archives.samples import COUNTY, LIST, TOWNSHIP, Nights

LATER = NOW + timedelta(hours=1)
"""The clock goes on from what `--now` says, so that a later command names a later instant."""

ANSWER_END = ("answer", "list_ends", "--county", COUNTY, "--url", LIST)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration of an archive whose list may go on."""
    doubts.archive(tmp_path, ENDS_UNCLEAR).archive.close()
    return configured(tmp_path)


def configured(folder: Path) -> Path:
    path = folder / "nianbao.toml"
    path.write_text('contact = "ops@example.org"\n', encoding="utf-8")
    return path


def review(config: Path, *arguments: str, now: datetime = NOW) -> int:
    return cli.main(["--config", str(config), "review", *arguments, "--now", now.isoformat()])


def verdict(config: Path) -> str:
    with Archive.read(config.with_name("nianbao.db")) as archive:
        return str(archive.one("SELECT verdict FROM status WHERE township_code = ? AND year = 2025", TOWNSHIP)[0])


def stored(config: Path) -> int:
    with Archive.read(config.with_name("nianbao.db")) as archive:
        return sum(answer.person == "Li Hua" for answer in answers.every(archive))


def test_a_question_is_one_line_with_its_weight_and_link(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(config) == 0
    line, total = capsys.readouterr().out.splitlines()
    assert line.split()[1] == "list_ends"
    assert line.endswith(LIST)
    assert int(line.split()[0]) > 1
    assert total == "1 open questions"


def test_grouped_by_county_the_line_stands_below_its_name(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(config, "--by-county") == 0
    assert capsys.readouterr().out.startswith(f"{COUNTY} 南靖县\n")


def test_the_limit_says_how_many_are_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subject = answers.Subject(answers.Question.OF_TODAY, COUNTY)
    doubts.archive(tmp_path, ROW_OPEN, withdrawn=[subject]).archive.close()
    assert review(configured(tmp_path), "--limit", "1") == 0
    assert "1 more without --limit" in capsys.readouterr().out


def test_questions_as_json(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(config, "--json", "--county", COUNTY) == 0
    [asked] = json.loads(capsys.readouterr().out)
    assert (asked["question"], asked["url"], asked["links"]) == ("list_ends", LIST, [LIST])
    assert asked["weight"] == len(asked["units"])


def test_an_answer_takes_effect_at_once_and_can_be_taken_back(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(config, *ANSWER_END, "yes", "--person", "Li Hua", "--note", "one page") == 0
    assert verdict(config) == "not_published"
    assert review(config, *ANSWER_END, "withdraw", "--person", "Li Hua", now=LATER) == 0
    assert verdict(config) == "cannot_tell"
    capsys.readouterr()
    assert review(config, "answers", "--county", COUNTY, "--json") == 0
    mine = [row for row in json.loads(capsys.readouterr().out) if row["person"] == "Li Hua"]
    assert [(row["says"], row["note"]) for row in mine if row["says"] == "yes"] == [("yes", "one page")]
    assert len(mine) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("answer",), "name the question"),
        ((*ANSWER_END, "yes"), "--person NAME"),
        ((*ANSWER_END, "perhaps", "--person", "Li Hua"), "write yes, no, withdraw"),
        (("import",), "review --csv FILE"),
    ],
)
def test_what_cannot_be_answered_is_wrong_usage(
    config: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    assert review(config, *arguments) == 2
    assert says in capsys.readouterr().err
    assert stored(config) == 0


def filled(sheet: Path, **cells: str) -> None:
    """Fill in cells of the sheet's first row, as a person would."""
    rows = list(csv.DictReader(io.StringIO(sheet.read_bytes().decode("utf-8-sig"), newline="")))
    rows[0] |= cells
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_who_answered_is_in_the_evidence(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert review(config, *ANSWER_END, "yes", "--person", "Li Hua", "--note", "one page") == 0
    capsys.readouterr()
    asked = ["status", "--county", COUNTY, "--year", "2025", "--json", "--now", LATER.isoformat()]
    assert cli.main(["--config", str(config), *asked]) == 0
    row = next(row for row in json.loads(capsys.readouterr().out) if row["township_code"] == TOWNSHIP)
    [end] = [fact for fact in row["evidence"]["looks"][-1]["proof"] if fact["fact"] == "list_ends"]
    assert (end["holds"], end["observation"]) == (True, "confirmed")
    assert (end["args"]["person"], end["args"]["note"]) == ("Li Hua", "one page")


def test_a_sheet_goes_out_and_comes_back(config: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "out.csv"
    assert review(config, "--csv", str(sheet)) == 0
    filled(sheet, says="yes", note="one page")
    assert review(config, "import", str(sheet), "--person", "Li Hua") == 0
    assert (verdict(config), stored(config)) == ("not_published", 1)


def test_nothing_of_a_sheet_with_a_bad_row_is_stored(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "answers.csv"
    rows = [f"list_ends,{COUNTY},,{LIST},yes", f"row,{COUNTY},2025,{ROW_URL},yes", f"rows,{COUNTY},,,no"]
    sheet.write_text("question,county_code,year,url,says\n" + "\n".join(rows), encoding="utf-8")
    assert review(config, "import", str(sheet), "--person", "Li Hua") == 2
    error = capsys.readouterr().err
    assert "line 3: yes to row is about one unit; name it" in error
    assert "line 4: 'rows' is no kind of question; write" in error
    assert stored(config) == 0


def test_an_archive_that_another_run_writes_takes_no_answer(config: Path) -> None:
    from archive.storage.database import sole_run

    with sole_run(config.with_name("nianbao.db")):
        assert review(config, *ANSWER_END, "yes", "--person", "Li Hua") == 3
    assert stored(config) == 0


def test_without_a_question_nothing_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Nights(tmp_path).archive.close()
    assert review(configured(tmp_path)) == 0
    assert capsys.readouterr().out == "0 open questions\n"
