"""Wrong inputs of all kinds, and what is said of each: `python -m tests.support.wrong_inputs` writes the table."""

from __future__ import annotations

import io
import os
import shlex
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from archive.storage.database import Archive
from crawler import cli
from tests.support.paths import ROOT

PAGES = {"en": ROOT / "docs" / "operating" / "wrong-inputs.md", "zh": ROOT / "docs" / "zh" / "wrong-inputs.md"}
BEGIN, END = "<!-- table -->\n", "<!-- /table -->"
HEADS = {"en": "| what was written | status | what is said |", "zh": "| 输入 | 状态 | 提示 |"}
LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
CONTACT = 'contact = "ops@example.org"\n'
SITE = '[[site]]\nid = "langao"\ncounty = "610925"\nstart = ["http://www.langao.example.gov.cn/"]\n'


@dataclass(frozen=True, slots=True)
class Wrong:
    """An input: how the page shows it, the command, and what stands in the two files."""

    shown: str
    command: Sequence[str] = ("sites",)
    config: str = ""
    sites: str = SITE


CONFIGURATION = (
    'archiv = "x.db"',
    'contact = "nobody"',
    "contact = 5",
    "[politeness]\ndelay = nan",
    "[politeness]\ndelay = -1",
    '[politeness]\ndelay = "3"',
    "[politeness]\nworkers = 0",
    "[politeness]\nworkers = 2.5",
    "[nightly]\nbackups = -1",
    "[nightly]\npublish = 5",
    "[limits]\nsite_seconds = 0",
    "[browser]\nmemory = 10000000",
    '[web]\naddress = "nianbao.example.org"',
    "[web]\ncheck_megabytes = 1000",
    'lang = "fr"',
    "[politness]\ndelay = 3",
    'alerts = "mailto://user:SECRET@example.org"',
    '[alerts]\nchannels = "mailto://user:SECRET@example.org"',
    '[alerts]\nchannels = ["nonsense"]',
    '[alerts]\nchannels = ["env:mailto://user:SECRET@example.org"]',
    '[alerts]\nchannels = [{ url = "env:X", counties = "36" }]',
    '[alerts]\nchannels = [{ url = "env:X", counties = ["无此县"] }]',
    '[alerts]\nchannels = [{ url = "env:X", countis = ["36"] }]',
    '[alerts]\nchannels = [{ url = "env:X", kinds = ["late"] }]',
    '[alerts]\nchannels = [{ url = "env:X", severity = "loud" }]',
    'sites = "\\u0000"',
    "contact = ",
    "[politeness]\ndelay = true",
    "[politeness]\ndelay = 1979-05-27",
    'archive = ""',
    'archive = "."',
    'archive = "~nosuch/nianbao.db"',
    'archive = "nianbao.toml"',
    'sites = "/dev/zero"',
    '[nightly]\npublish = "nianbao.db"',
    '[nightly]\npublish = "sites.toml"',
    '[nightly]\npublish = "/dev/null"',
    '[nightly]\nmetrics = "nianbao.payloads.db"',
    '[nightly]\nbackup_folder = "nianbao.toml"',
    '[nightly]\ndataset = "."',
    '[nightly]\ndataset = "backups"',
    '[nightly]\nheartbeat = "ftp://www.example.org/"',
    '[web]\naddress = "https://user:SECRET@nianbao.example.org"',
    '[web]\naddress = "https://nianbao.example.org:99999"',
    '[cluster]\nscheduler = "nonsense"',
    "contact = [[[[[[…",
)
HUGE = {"contact = [[[[[[…": f"contact = {'[' * 5000}"}
"""What is written out where the page shows only how it begins."""
REGISTRY = (
    SITE.replace("county =", "countey ="),
    SITE.replace("610925", "999999"),
    SITE.replace("http://www.langao.example.gov.cn/", "www.langao.example.gov.cn"),
    SITE.replace('["http://www.langao.example.gov.cn/"]', "[]"),
    SITE.replace("http://www", "http://[www"),
    SITE.replace("http://www", "http://user:SECRET@www"),
    f'{SITE}hosts = ["other.example.gov.cn"]\n',
    f"{SITE}expect = -1\n",
    f'{SITE}family = "nosuch"\n',
    f'{SITE}deadline = {{ month_day = "02-31", basis = "x" }}\n',
    f'{SITE}deadline = {{ month_day = "W05-1", basis = "x" }}\n',
    SITE.replace(".cn/", ".cn/ndbg list.html"),
    f"{SITE}from = 2026-02-01\nuntil = 2026-01-01\n",
    SITE + SITE,
)
COMMANDS = (
    "",
    "nosuch",
    "status --year 12026",
    "status --year x",
    "status --county 无此县",
    "status --county 999999",
    "status --now yesterday",
    "history 999999999 2025",
    "history 无此镇 2025",
    "alerts ack",
    "alerts ack nosuch",
    "alerts mute site:nosuch --note x",
    "alerts mute county:610925 --note x --until 2020-01-01",
    "alerts mute county:610925",
    "alerts test",
    "serve --port 99999",
    "reparse --workers 0",
    "reparse --workers 99999999999",
    "export xml out",
    "export csv out --county 999999",
    "identify 年报 --county x",
    "parse nosuch.html",
    "check nosuch.html",
    "sites check nosuch",
    "sites add ftp://www.example.gov.cn/",
    "backup",
    "restore nosuch.db",
    "crawl nosuch",
    "crawl --now 0001-01-01",
    "init new",
    "init new --contact nobody",
    "init sites.toml --contact ops@example.org",
    "init new --contact ops@example.org --url www.example.gov.cn",
    "init new --contact ops@example.org --county 无此县",
    "init new --contact ops@example.org --at 25:00",
    "init new --contact ops@example.org --channel bogus://SECRET",
    "init new --contact ops@example.org --channel dingtalk://SECRET?gateway=relay",
    "sites add --from nosuch.txt",
    "sites add --yaer",
    "sites add http://user:SECRET@www.example.gov.cn/",
    "status --year ２０２５",
    "status --year 2_025",
    "status --published",
    "serve --port ８００１",
    "serve --processes 1000",
    "parse /dev/zero",
    "review import /dev/zero",
    "check sites.toml --html nianbao.db",
    "review --csv nianbao.db",
    "init new --contact ops@example.org --at 02:30:15",
    "init new --contact ops@example.org --delay 1_0",
    "check sites.toml --lang fr",
    "backup --verify .",
    "merge nianbao.toml",
)
EMPTY = (
    ("status", "--county", ""),
    ("alerts", "ack", ""),
    ("sites", "check", ""),
    ("history", "", "2025"),
    ("parse", "a\0b"),
)


def cases() -> Iterator[Wrong]:
    """All of them."""
    yield from (Wrong(text, config=HUGE.get(text, text)) for text in CONFIGURATION)
    yield from (Wrong(_difference(text), sites=text) for text in REGISTRY)
    yield Wrong('deadline = { rule = "nosuch" }', ("nightly",), sites=f'{SITE}deadline = {{ rule = "nosuch" }}\n')
    yield from (Wrong(f"nianbao {text}".strip(), command=text.split()) for text in COMMANDS)
    yield from (Wrong(f"nianbao {shlex.join(words)}".replace("\0", "␀"), command=words) for words in EMPTY)


def said(wrong: Wrong, folder: Path) -> tuple[int, str]:
    """The exit status and what was printed, in a folder with an archive without reports."""
    own = "" if wrong.config.startswith("contact") else CONTACT
    (folder / "nianbao.toml").write_text(f"{own}{wrong.config}\n", encoding="utf-8")
    (folder / "sites.toml").write_text(wrong.sites, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        status = cli.main(["--config", "nianbao.toml", *wrong.command])
    return status, (err.getvalue() or out.getvalue()).strip().replace(f"{folder}/", "").replace(f"{folder}", ".")


def table(language: str) -> str:
    """The table, in one of the languages: the environment's locale is set to it."""
    os.environ["LC_ALL"] = LOCALES[language]
    rows = [HEADS[language], "| --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        Archive.open(folder / "nianbao.db").close()
        for wrong in cases():
            status, line = said(wrong, folder)
            rows.append(f"| `{_cell(wrong.shown)}` | {status} | {_cell(line)} |")
    return "\n".join(rows)


def written(page: str, language: str) -> str:
    """The page with its table as it should be."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}{table(language)}\n{END}{rest.partition(END)[2]}"


def _difference(sites: str) -> str:
    """What a registry has that the good one has not."""
    if sites == SITE + SITE:
        return "the same row twice"
    return "; ".join(line for line in sites.splitlines() if line not in SITE.splitlines())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the pages."""
    for language, path in PAGES.items():
        path.write_text(written(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
