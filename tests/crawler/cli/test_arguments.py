"""How arguments are taken: abbreviated options, options before an action, help of an action, completion."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from archive.storage.database import Archive
from crawler import cli
from crawler.cli.command import grouped
from crawler.cli.program import VERBS
from tests.support.season import PROGRAM, nianbao

ACTIONS = [
    "alerts ack", "alerts mute", "alerts unmute", "alerts test", "review answer", "review import", "review answers",
    "findings confirm", "findings dismiss", "findings withdraw",
    "sites add", "sites check", "export warc",
    "export csv", "export parquet", "export wacz", "export xlsx",
]  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration of an empty archive with two sites."""
    path = tmp_path / "nianbao.toml"
    path.write_text('contact = "ops@example.org"\n', encoding="utf-8")
    row = '[[site]]\nid = "{}"\ncounty = "{}"\nstart = ["http://{}.example.gov.cn/"]\n'
    rows = [row.format(name, code, name) for name, code in (("langao", "610925"), ("nanjing", "350627"))]
    (tmp_path / "sites.toml").write_text("".join(rows), encoding="utf-8")
    Archive.open(tmp_path / "nianbao.db").close()
    return path


def usage_error(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that these arguments get."""
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    return printed.err


@pytest.mark.parametrize("action", ACTIONS)
def test_help_of_an_action_is_about_that_action(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    verb, name = action.split()
    assert cli.main([verb, name, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"Usage: nianbao {action} ")
    assert f"example: nianbao {action}" in text
    assert cli.main([verb, "--help", name]) == 0
    assert capsys.readouterr().out == text


@pytest.mark.parametrize("verb", ["alerts", "sites", "export"])
def test_help_of_a_verb_lists_its_actions(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([verb, "--help"]) == 0
    text = capsys.readouterr().out
    for action in (action.split()[1] for action in ACTIONS if action.startswith(verb)):
        assert f"\n    {action} " in text


def test_every_action_is_tested() -> None:
    from crawler.cli.program import program

    assert {
        f"{verb} {action}"
        for verb in VERBS
        for action in getattr(program.get_command(None, verb), "commands", ())  # type: ignore[arg-type]
    } == set(ACTIONS)


def test_long_options_may_be_abbreviated(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--conf", str(config), "status", "--js", "--ye=2025", "--pub", "--as", "2026-02-01"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_an_abbreviation_of_two_options_names_both(capsys: pytest.CaptureFixture[str]) -> None:
    said = usage_error(capsys, "alerts", "--n", "x", "ack")
    assert "nianbao alerts: ambiguous option: --n could match --now, --note; " in said


def test_an_option_whose_name_begins_another_is_itself() -> None:
    assert list(grouped(["--at", "1", "--at-l=2", "x"], {"--at": True, "--at-least": True})) == [
        ["--at", "1"],
        ["--at-least=2"],
        ["x"],
    ]


def test_what_follows_two_dashes_is_no_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["parse", "--", "--strict"]) == 3
    assert "--strict: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("ack", "nope", "--note", "x"), ("--note", "x", "ack", "nope"), ("--json", "ack", "--note=x", "nope")]
)
def test_options_may_stand_before_the_action(config: Path, arguments: tuple[str, ...]) -> None:
    done = nianbao(config, "alerts", *arguments)
    assert done.returncode == 3
    assert "no alert has the id nope" in done.stderr


def test_a_mute_is_opened_and_ended(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = ["--config", str(config), "alerts"]
    assert cli.main([*named, "mute", "county:610925"]) == 2
    assert "alerts mute: say why with --note" in capsys.readouterr().err
    assert cli.main([*named, "mute", "county:610925", "--note", "moves", "--until", "2030-01-01"]) == 0
    assert cli.main([*named, "unmute", "county:610925"]) == 0
    assert capsys.readouterr().out == "muted county:610925\nended 1 mutes of county:610925\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "csv", ""), "argument DEST: no file or folder is given"),
        (("parse", ""), "argument PATH: no file or folder is given"),
        (("serve", "--host", ""), "argument --host: no host is given"),
        (("alerts", "--county", "350627"), "nianbao alerts: unrecognized arguments: --county; "),
        (("status", "--bogus"), "nianbao status: unrecognized arguments: --bogus; `nianbao status --help`"),
        (("status", "--yaer", "1"), "unrecognized arguments: --yaer (did you mean --year?)"),
        (("status", "2025"), "nianbao status: unrecognized arguments: 2025; "),
        (("status", "--year"), "nianbao status: argument --year: expected one argument; "),
        (("status", "--year", "x"), "nianbao status: argument --year: 'x' is no whole number; "),
        (("status", "--json=1"), "nianbao status: argument --json: takes no value; "),
        (("parse",), "nianbao parse: the following arguments are required: PATH; "),
        (("history", "x"), "nianbao history: the following arguments are required: YEAR; "),
        (("history",), "nianbao history: the following arguments are required: TOWNSHIP, YEAR; "),
        (("export",), "nianbao export: the following arguments are required: format, DEST; "),
        (("export", "csv"), "nianbao export csv: the following arguments are required: DEST; "),
        (("alerts", "open"), "argument action: invalid choice: 'open' (choose from 'ack', 'mute', 'unmute', 'test')"),
        (("crawls",), "nianbao: argument VERB: invalid choice: 'crawls' (choose from 'init', 'demo', 'sites', "),
        ((), "nianbao: the following arguments are required: VERB; `nianbao --help`"),
    ],
)
def test_a_wrong_argument_is_named_with_its_verb(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in usage_error(capsys, *arguments)


@pytest.mark.parametrize(
    "arguments",
    [("--workers", "0"), ("--rules", "--double"), ("--rules", "--into", "new.db"), ("--rules", "--workers", "2")],
    ids=" ".join,
)
def test_reparse_refuses_what_makes_no_sense(
    config: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert arguments[0] in usage_error(capsys, "--config", str(config), "reparse", *arguments)


def test_a_folder_that_is_missing_is_no_name_for_a_backup(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--config", str(config), "backup", f"{tmp_path}/copies/"]) == 3
    assert "there is no such folder" in capsys.readouterr().err
    (tmp_path / "copies").mkdir()
    assert cli.main(["--config", str(config), "backup", f"{tmp_path}/copies/"]) == 0
    assert (tmp_path / "copies" / "nianbao.db").is_file()
    assert capsys.readouterr().out == f"{tmp_path}/copies/nianbao.db: complete, with nianbao.payloads.db beside it\n"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nianbao a", ["alerts"]),
        ("nianbao alerts ", ["ack", "mute", "unmute", "test"]),
        ("nianbao status --pub", ["--published"]),
        ("nianbao --config {config} crawl l", ["langao"]),
        ("nianbao --config {config} sites check ", ["langao", "nanjing"]),
        ("nianbao --config {config} status --county ", ["610925", "350627"]),
        ("nianbao --config none.toml crawl ", []),
    ],
)
def test_the_shell_completes(config: Path, words: str, found: list[str]) -> None:
    line = words.format(config=config)
    done = subprocess.run(
        PROGRAM,
        env={
            **os.environ,
            "_NIANBAO_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split(" ")) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert [reply.removeprefix("plain,") for reply in done.stdout.split()] == found
    assert done.stderr == ""


def test_no_command_of_a_registry_gets_into_the_shell(tmp_path: Path) -> None:
    ids = ("5", '"$(reboot)"', '"a b"', '"a\\u001b[2J"', '"langao"')
    (tmp_path / "sites.toml").write_text("\n".join(f"[[site]]\nid = {written}\n" for written in ids))
    (tmp_path / "nianbao.toml").touch()
    asked = {"_NIANBAO_COMPLETE": "bash_complete", "COMP_WORDS": "nianbao crawl ", "COMP_CWORD": "2"}
    done = subprocess.run(
        PROGRAM, env={**os.environ, **asked}, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("plain,langao\n", "")


@pytest.mark.parametrize("asked", [{}, {"COMP_WORDS": "nianbao", "COMP_CWORD": "x"}])
def test_what_does_not_ask_as_a_shell_does_is_told_nothing(asked: dict[str, str]) -> None:
    odd = {"_NIANBAO_COMPLETE": "bash_complete", **asked}
    done = subprocess.run(PROGRAM, env={**os.environ, **odd}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def test_a_verb_is_imported_only_when_it_is_called() -> None:
    script = (
        "import sys; from crawler import cli; cli.main(['parse', '--help']);"
        " print(sorted(m for m in sys.modules if m.startswith('crawler.cli.')"
        f" and m.split('.')[-1] in {VERBS!r}), any(m.split('.')[0] in ('scrapy', 'rich', 'lxml') for m in sys.modules))"
    )
    done = subprocess.run([*PROGRAM[:1], "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['crawler.cli.verbs.reports.parse'] False"


@pytest.mark.slow
def test_scrapy_is_imported_only_by_the_processes_of_sites() -> None:
    script = "import sys, crawler.night.nightly; sys.exit(not sys.modules.keys().isdisjoint(('scrapy', 'twisted')))"
    assert subprocess.run([*PROGRAM[:1], "-c", script], check=False).returncode == 0
