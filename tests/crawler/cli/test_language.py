"""The command line in two languages: who chooses, that nothing is left untranslated, and that English never changes."""

from __future__ import annotations

import io
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from archive import messages
from archive.captures.reasons import NightReason, because
from archive.captures.site_runs import SiteResult
from archive.maintenance.verification import Problem
from archive.messages import Argument
from archive.messages.coded import CodedError, Sentence
from crawler import cli
from crawler.cli import help_lines, language
from crawler.cli.program import NAME, program
from crawler.cli.streams import LinesInWords
from crawler.night import summary
from crawler.night.night_results import Night
from crawler.notify.delivery import Delivery
from crawler.runtime.config import ConfigError
from tests.support.archives import doubts
from tests.support.archives.doubts import ENDS_UNCLEAR, NOW
from tests.support.archives.samples import COUNTY, TOWNSHIP, Nights, said
from tests.support.paths import ROOT

HELP = Path(__file__).with_name("help.txt")
"""What `--help` prints in English, of all verbs: scripts and manuals may rely on it."""
CODED = ("cli", "demo", "log", "night", "noun", "nouns", "proof", "site", "usage", "verify", "wrong")
"""How codes of sentences begin that are named in the code as they stand."""
MADE = ("errno-", "column-", "value-", "noun-", "nouns-", "counted-", "help-", "night-step-")
"""How codes begin that the code puts together; `help-` is held by the test of all help."""
FILES = ("errors", "errors_configuration", "help", "night_summary", "terminal", "verification")
# such as "what is there"; not `nianbao alerts`, 'Li Hua', --note, or an address
ENGLISH = re.compile(r"(?<![\w`/'.-])[A-Za-z]+[a-z] [a-z]{2,}(?![\w/])")
LITERAL = re.compile(r"^nianbao [a-z ]+：|`[^`]*`|^\$.*|^用法.*|'[^']*'|https?://\S+|pip install \S+")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal whose locale is Chinese."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    language.choose([])
    yield
    monkeypatch.undo()
    language.choose([])


def english_in(text: str) -> list[str]:
    """The sentences of a text that are English."""
    lines = [line for line in text.splitlines() if not line.startswith("示例")]
    return [found for line in lines for found in ENGLISH.findall(LITERAL.sub("", line))]


def verbs(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of a command and of all below it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from verbs(below, (*path, name))


def help_of(path: tuple[str, ...], width: int = 100) -> str:
    return CliRunner().invoke(program, [*path, "--help"], prog_name=NAME, terminal_width=width).output


def test_english_help_is_as_it_was() -> None:
    shown = "\n".join(f"$ nianbao {' '.join(path)}\n{help_of(path)}" for path in verbs(program))
    if os.environ.get("NIANBAO_WRITE_DOCS"):
        HELP.write_text(shown, encoding="utf-8")
    assert shown == HELP.read_text(encoding="utf-8"), "NIANBAO_WRITE_DOCS=1 writes it anew"


@pytest.mark.usefixtures("chinese")
def test_chinese_help_has_no_english_and_fits_the_terminal() -> None:
    for path in verbs(program):
        shown = help_of(path, width=80)
        assert shown.startswith("用法：")
        assert english_in(shown) == [], path
        examples = ("示例", "用法")
        assert max(cell_len(line) for line in shown.splitlines() if not line.startswith(examples)) <= 80, path


def test_what_verbs_do_is_said_in_their_docstrings_too() -> None:
    for path in verbs(program):
        command: click.Command = program
        for name in path:
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), name)
            assert found is not None
            command = found
        assert (command.help or "").strip() == messages.text("-".join(("help", *(path or ("nianbao",)))))


@pytest.mark.parametrize(
    ("variables", "lang", "chosen"),
    [
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_TW"}, "en", "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "zh", "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.GB18030"}, None, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "C.UTF-8"}, "zh", "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, None, "en"),
        ({"LC_ALL": "POSIX"}, "zh", "en"),
        ({}, None, "en"),
        ({}, "zh", "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh", "zh"),
        ({"LANG": "de_DE.UTF-8"}, None, "en"),
    ],
)
@pytest.mark.parametrize("option", [["--config", "FILE", "status"], ["--config=FILE", "status"], ["--conf", "FILE"]])
def test_the_locale_goes_before_the_configuration(
    variables: Mapping[str, str], lang: str | None, chosen: str, option: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "nianbao.toml"
    path.write_text(f'lang = "{lang}"\n' if lang else "", encoding="utf-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    language.choose([part.replace("FILE", str(path)) for part in option])
    assert language.current() == chosen
    monkeypatch.undo()
    language.choose([])


@pytest.mark.usefixtures("chinese")
def test_a_terminal_without_chinese_letters_gets_english(monkeypatch: pytest.MonkeyPatch) -> None:
    assert language.current() == "zh"
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    language.choose([])
    assert language.current() == "en"


def sources() -> Iterator[str]:
    for path in [
        *(ROOT / "crawler").rglob("*.py"),
        *(ROOT / "archive").rglob("*.py"),
        *(ROOT / "spiders").rglob("*.py"),
    ]:
        yield path.read_text(encoding="utf-8")
    yield (ROOT / "tests" / "support" / "sites" / "demo.py").read_text(encoding="utf-8")


def test_every_code_has_a_sentence_and_every_sentence_is_said() -> None:
    begins = "|".join((*CODED, "help", "row", "kind", "purpose", "the", "no", "clock", "code"))
    named = {
        code for text in sources() for code in re.findall(rf"""["']((?:{begins})-[a-z][a-z0-9-]*[a-z0-9])["']""", text)
    }
    there = {
        code
        for name in FILES
        for code in re.findall(
            r"^([a-z][\w-]*) =", (messages.HERE / "en" / f"{name}.ftl").read_text("utf-8"), re.MULTILINE
        )
    }
    made = {code for code in there if code.startswith(MADE)}
    made |= {f"cli-finding-{says}" for says in ("confirmed", "dismissed", "withdrawn")}
    assert {code for code in named if code.split("-")[0] in CODED and not messages.has(code)} == set()
    assert there - named - made == set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose archive has verdicts, an open question and a registry."""
    doubts.archive(tmp_path, ENDS_UNCLEAR).archive.close()
    (tmp_path / "nianbao.toml").write_text('contact = "ops@example.org"\n', encoding="utf-8")
    start = "http://www.example.gov.cn/nb/"
    (tmp_path / "sites.toml").write_text(f'[[site]]\nid = "x"\ncounty = "{COUNTY}"\nstart = ["{start}"]\n', "utf-8")
    return tmp_path


COMMANDS = (
    ("status",),
    ("history", TOWNSHIP, "2024"),
    ("alerts",),
    ("alerts", "--mutes"),
    ("sites",),
    ("sites", "check"),
    ("review",),
    ("review", "answers"),
    ("findings",),
    ("doctor",),
    ("identify", "冢头镇2023年政府信息公开工作年度报告"),
    ("identify", "某局2023年工作总结"),
    ("identify", "冢头乡2023年政府信息公开工作年度报告", "--county", "410425"),
    ("identify", "胡集乡2024年政府信息公开工作年度报告", "--url", "http://a.gov.cn/?fbtime=2020"),
    ("alerts", "ack", "20260203-nosuch"),
    ("alerts", "mute", "county:999999", "--note", "x"),
    ("crawll",),
    ("status", "--yeer", "2025"),
    ("status", "--year", "x"),
    ("restore", "nosuch.db"),
)
TIMED = {"status", "alerts", "sites", "review", "doctor"}


@pytest.mark.usefixtures("chinese")
def test_what_verbs_print_in_chinese_has_no_english(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for command in COMMANDS:
        now = ["--now", NOW.isoformat()] if command[0] in TIMED else []
        cli.main(["--config", "nianbao.toml", *command, *now])
        printed = capsys.readouterr()
        shown = (printed.out + printed.err).replace(str(folder), "").replace("nianbao.toml", "")
        assert re.search("[一-鿿]", shown), command
        assert english_in(shown) == [], command


@pytest.mark.usefixtures("chinese")
def test_findings_are_said_in_chinese_with_the_reports_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nights = Nights(tmp_path)
    rule, detail = "sections.1.brief", "Section 1 has few words."
    finding = {"rule": "applications.new.row_sum", "severity": "error", "blame": "source", "detail": detail}
    nights.night(1, said(12, findings=[finding, {**finding, "rule": rule}]))
    nights.archive.close()
    (tmp_path / "nianbao.toml").write_text('contact = "ops@example.org"\n', encoding="utf-8")
    cli.main(["--config", str(tmp_path / "nianbao.toml"), "findings"])
    row, *_ = (line for line in capsys.readouterr().out.splitlines() if "applications.new.row_sum" in line)
    assert detail not in row
    assert "错误" in row
    assert english_in(row) == []


@pytest.mark.usefixtures("chinese")
def test_json_is_not_translated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = (("status",), ("alerts",), ("sites",), ("review",), ("doctor",))
    read = ["--config", str(folder / "nianbao.toml")]

    def printed() -> list[str]:
        for command in commands:
            cli.main([*read, *command, "--json", "--now", NOW.isoformat()])
        return re.sub(r"\d+\.\d+", "…", capsys.readouterr().out).splitlines()  # the room on the disk

    in_chinese = printed()
    os.environ["LC_ALL"] = "C.UTF-8"
    assert printed() == in_chinese


def a_night() -> Night:
    """A night in which everything happened that a summary can tell of."""
    night = Night(datetime(2026, 2, 2, tzinfo=UTC).date(), datetime(2026, 2, 1, 18, 30, tzinfo=UTC))
    night.missed, night.unseen, night.unread, night.opened, night.closed = 2, 3, 4, 5, 6
    night.failed_before = [f"site{number}" for number in range(12)]
    cause: Argument = {"reason": "page_empty", "args": {"number": 3}}
    reasons: list[Argument] = [{"reason": "list_incomplete", "args": {"start": "/nb/", "cause": cause}}]
    night.sites = [SiteResult("a", "ok", None, 3, 4), SiteResult("b", "partial", "not whole", 5, 6, None, reasons)]
    night.verdicts = {(2025, "not_published"): 2, (2025, "on_time"): 7, (2024, "late"): 1}
    night.open_kinds = {"missed_deadline": 2}
    night.deliveries = [Delivery("wecom", "sent", 3, 1, 1), Delivery("mail", "failed", error="550")]
    night.missing_walls = ["landlock"]
    night.ailments = [because(NightReason.STEP_FAILED, step="backup", error="ENOSPC")]
    night.seconds = {"crawl": 1.25}
    return night


def test_a_nights_summary_in_both_languages() -> None:
    told = summary.in_words(a_night(), "en")
    assert "3 open alerts that nobody has acknowledged: `nianbao alerts`" in told
    assert "2025: 2 not_published, 7 on_time" in told
    assert "wecom: sent, 3 told in 1 parts, 1 of them again: the former sending broke off" in told
    told = summary.in_words(a_night(), "zh")
    assert "2025 年度：应公开未见 2，按时公开 7" in told
    assert "b：部分查看：列表未能完整读取：/nb/（第 3 页没有内容）" in told
    assert english_in(told) == []
    assert '<html lang="zh-CN">' in summary.as_page(a_night(), "zh")


@pytest.mark.usefixtures("chinese")
def test_log_lines_are_worded_where_they_are_shown() -> None:
    said = Sentence.of("log-trying", url="http://x.gov.cn/", seconds="3")
    record = logging.LogRecord("nianbao", logging.INFO, "", 0, said, None, None)
    assert LinesInWords("%(message)s").format(record) == "正在试查 http://x.gov.cn/，每 3 秒一次请求"
    assert str(said) == "trying http://x.gov.cn/, one request every 3 s"


def test_what_verify_finds_is_said_in_both_languages() -> None:
    broken = Problem("payload", "1a2b", Sentence.of("verify-payload-broken", error=ValueError("cut")))
    assert broken.as_row() == {"check": "payload", "subject": "1a2b", "detail": "its bytes cannot be unpacked: cut"}
    assert broken.as_row("zh")["detail"] == "其内容无法解压：cut"


def test_an_error_within_an_error_is_in_the_same_language() -> None:
    inner = CodedError("wrong-place-code")
    outer = ConfigError("wrong-addresses-county", path=Path("a.txt"), line=3, county="99", error=inner)
    assert str(outer) == "a.txt: line 3: 99, which no county's code begins with; give up to six digits, as 410425"
    assert outer.sentence.in_language("zh").startswith("a.txt：第 3 行：99，没有县的代码以此开头")


@pytest.mark.parametrize("width", [20, 33, 80])
def test_lines_of_help_are_broken_by_their_width(width: int) -> None:
    text = "登记的网站及其状况；`add URL` 提出登记行，`check SITE` 试查一个网站（不写入），`check` 通读全部登记行。"
    lines = list(help_lines.wrapped(text, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。；：、）" for line in lines)
