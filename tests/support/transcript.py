"""A new user's first ten minutes, as they come out: commands in an empty folder, against a sample site on loopback.

`python -m tests.support.transcript` writes them into the pages for operators, in both languages.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.season import PROGRAM, night
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites

PAGES = {"en": ROOT / "docs" / "operating" / "ten-minutes.md", "zh": ROOT / "docs" / "zh" / "ten-minutes.md"}
LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
HOST, FOLDER = "http://www.langao.example.gov.cn", "/srv/nianbao"
BEFORE, EVE, AFTER = night(1, 29), night(2, 1), night(2, 2)
MORNING = AFTER + timedelta(hours=6)
STEPS: tuple[tuple[str, datetime | None], ...] = (
    (f"init . --contact ops@example.org --url {HOST}/xxgk.htm --county 岚皋县", BEFORE),
    ("nightly", BEFORE),
    ("nightly", EVE),
    ("nightly", AFTER),
    ("sites", MORNING),
    ("status --year 2025 --county 岚皋县", MORNING),
    ("alerts", MORNING),
    ("history 610925114 2025", None),
    ("verify", None),
)
"""Each command after the program's name, and its instant where that matters; three nights pass."""


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Each step's name in the page, and its block: the command as a user writes it, and what was printed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SampleSites([site("langao")], now=BEFORE) as served,
    ):
        for number, (step, at) in enumerate(STEPS):
            served.now = at or MORNING
            said = _run(step, at, Path(folder), served.site("langao").base_url, language)
            yield f"step-{number}", f"```console\n$ nianbao {step}\n{said}\n```"


def written(page: str, language: str) -> str:
    """The page with all its steps as they come out now."""
    for name, block in blocks(language):
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, _, rest = page.partition(begin)
        page = f"{head}{begin}{block}\n{end}{rest.partition(end)[2]}"
    return page


def _run(step: str, at: datetime | None, folder: Path, base: str, language: str) -> str:
    quick = ("--delay", "0") if step.startswith("init") else ()
    arguments = [part.replace(HOST, base) for part in shlex.split(step)]
    named = [] if step.startswith("init") else ["--config", "nianbao.toml"]
    dated = ["--now", at.isoformat()] if at else []
    done = subprocess.run(
        [*PROGRAM, *named, *arguments, *quick, *dated],
        cwd=folder,
        env={**os.environ, "LC_ALL": LOCALES[language], "COLUMNS": "100", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return _stable(done.stdout.replace(base, HOST), folder)


def _stable(said: str, folder: Path) -> str:
    """Without what chance and this machine chose: keys, durations, sizes, paths, walls around readers."""
    said = said.replace(shlex.join(PROGRAM), "nianbao").replace(str(folder), FOLDER)
    said = re.sub(r"\b(20\d{6})-[0-9a-z]{10}\b", r"\1-1a2b3c4d5e", said)
    said = re.sub(r"\b(\d{8}T\d{6})-[0-9a-z]{10}\b", r"\1-4d5e6f7g8h", said)
    said = re.sub(r"(capture|采集记录) [0-9a-z]{15}", r"\1 1kg8h2m4nq6s8t0", said)
    said = re.sub(r"\bnianbao-[0-9a-f]{12}", "nianbao-0123456789ab", said)
    said = re.sub(r"(Walls of the readers\n +).*", r"\1all up", said)
    said = re.sub(r"(读取进程的隔离\n +).*", r"\1齐全", said)
    said = re.sub(r"\b\d+\.\d+ (s|MB|GB|kB|秒)", r"… \1", said)
    return "\n".join(line.rstrip() for line in said.strip().splitlines())


def main() -> None:
    """Write the pages."""
    for language, path in PAGES.items():
        path.write_text(written(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
