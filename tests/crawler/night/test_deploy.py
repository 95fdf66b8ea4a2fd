"""What lies in `deploy/`: units as systemd reads them, the cron line as cron runs it, a container file as it stands."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler.night.diagnosis import missing_walls
from tests.support.paths import ROOT
from tests.support.season import Season, night

DEPLOY = ROOT / "deploy"


CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
COPIED = [
    path
    for line in CONTAINER.splitlines()
    if line.startswith("COPY ") and "--from" not in line
    for path in line.split()[1:-1]
]
"""What of the checkout the container file copies."""

METRICS_AND_STEPS = re.findall(
    r'^\s+(?:\()?"([a-z]+(?:_[a-z]+)*)",? ?(?:"[A-Z]|$)',
    (ROOT / "crawler" / "night" / "summary.py").read_text("utf-8"),
    re.MULTILINE,
)
"""The names of metrics in the summary's module."""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_units_are_sound(tmp_path: Path) -> None:
    """`systemd-analyze verify`, with an existing program in place of the installed one."""
    for name in ("nianbao.service", "nianbao.timer"):
        said = (DEPLOY / name).read_text().replace("/opt/nianbao/.venv/bin/nianbao", sys.executable)
        (tmp_path / name).write_text(said.replace("file:/opt/nianbao/deploy/README.md", f"file:{DEPLOY}/README.md"))
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    elapses = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=1", "*-*-* 02:30:00 Asia/Shanghai"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "18:30:00 UTC" in elapses.stdout


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("systemd-analyze") or not find_spec("pyseccomp"), reason="no systemd, no seccomp")
@pytest.mark.parametrize("unit", ["nianbao.service", "nianbao-web.service"])
def test_readers_have_the_same_walls_under_the_units(unit: str) -> None:
    """systemd 252 has the calls of Landlock in none of its groups: a unit that does not name them takes a wall away."""
    command = [sys.executable, "-m", "tests.support.crawler.unit_calls", str(DEPLOY / unit)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == missing_walls()


def _service(unit: str) -> configparser.SectionProxy:
    """What a unit says of its service; of a key that is there twice, the last."""
    read = configparser.RawConfigParser(strict=False, delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(DEPLOY / unit)
    return read["Service"]


def test_the_pages_have_the_walls_of_the_night_and_ask_nobody() -> None:
    night, web = _service("nianbao.service"), _service("nianbao-web.service")
    walls = [key for key in night if key.startswith(("Protect", "Private", "Restrict", "SystemCall", "Capability"))]
    assert len(walls) > 15
    assert {key: web[key] for key in walls} == {key: night[key] for key in walls}
    assert (web["IPAddressDeny"], web["IPAddressAllow"]) == ("any", "localhost")


def test_the_service_may_touch_the_archive_and_nothing_else() -> None:
    service = _service("nianbao.service")
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    assert service["ReadWritePaths"] == service["WorkingDirectory"] == "/var/lib/nianbao"
    assert service["MemoryMax"]
    assert service["SuccessExitStatus"] == "1"
    assert "OnCalendar=*-*-* 02:30:00 Asia/Shanghai" in (DEPLOY / "nianbao.timer").read_text()


def test_the_cron_line_runs_in_crons_bare_environment(tmp_path: Path) -> None:
    """Its command under `env -i sh -c`, with this checkout in place of the installed one."""
    season = Season.begin(tmp_path, night(1, 20), ("langao",))
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if line and not line.startswith("#")]
    variables = [line for line in lines if re.match(r"[A-Z_]+=", line)]
    (entry,) = [line for line in lines if line not in variables]
    *when, user, command = entry.split(None, 6)
    assert (when, user) == (["30", "2", "*", "*", "*"], "nianbao")
    assert "CRON_TZ=Asia/Shanghai" in variables
    assert "%" not in command, "cron ends a command at %"
    program = f"{shlex.quote(sys.executable)} -m crawler.cli"
    command = command.replace("/opt/nianbao/.venv/bin/nianbao nightly", f"{program} nightly --now 2026-01-20T02:30")
    command = command.replace("/var/lib/nianbao", str(tmp_path))
    bare = ["env", "-i", "HOME=/nonexistent", "LOGNAME=nianbao", "PATH=/usr/bin:/bin", "SHELL=/bin/sh"]
    bare += [f"NIANBAO_CONFIG={season.config.path}"]
    done = subprocess.run([*bare, "/bin/sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    season.end()
    log = (tmp_path / "nightly.log").read_text("utf-8")
    assert done.returncode in (0, 1), log
    assert (done.stdout, done.stderr) == ("", "")
    assert "nianbao, night of 2026-01-20" in log
    assert "nightly: crawl took" in log


@pytest.mark.parametrize("path", COPIED)
def test_the_container_file_copies_what_there_is(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_container_file_copies_and_starts_the_whole_program() -> None:
    text = CONTAINER
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(packages) <= set(COPIED), "a package is not copied"
    assert {project["project"]["readme"], *project["project"]["license-files"]} <= set(COPIED)
    (entry,) = re.findall(r'^ENTRYPOINT \["([^"]+)"\]$', text, re.MULTILINE)
    scripts = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-scripts"]
    assert Path(entry).name in scripts.values()
    assert set(scripts) <= set(COPIED), "the command is not copied"
    assert Path(entry).parents[2].as_posix() in text, "where the packages are installed"
    (verb,) = re.findall(r'^CMD \["(\w+)"\]$', text, re.MULTILINE)
    shown = subprocess.run(
        [sys.executable, "-m", "crawler.cli", verb, "--help"], capture_output=True, cwd=ROOT, check=False
    )
    assert shown.returncode == 0
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(set(bases)) == 1, "built and run on the same Python"
    assert re.search(r"^USER (?!root)", text, re.MULTILINE)


def test_the_container_has_everything_compiled() -> None:
    """Nothing is compiled where it runs: the file system is read-only there, and each site has a process of its own."""
    _, stage, running = CONTAINER.split("\nFROM ")
    assert "PYC_INVALIDATION_MODE=unchecked-hash" in stage
    assert re.search(r"^RUN uv sync .*--compile-bytecode", stage, re.MULTILINE)
    before_user, _ = running.split("\nUSER ")
    assert re.search(r"^RUN python -m compileall .*unchecked-hash.*/usr/local/lib/python3", before_user, re.MULTILINE)


UV = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".venv.uv" / "bin"))


@pytest.mark.skipif(not UV, reason="no uv here")
def test_the_containers_install_line_is_one_that_uv_takes() -> None:
    (line,) = re.findall(r"^RUN (uv sync .*)$", CONTAINER, re.MULTILINE)
    (usual,) = re.findall(r'^ARG EXTRAS="(.*)"$', CONTAINER, re.MULTILINE)
    (more,) = re.findall(r'--build-arg EXTRAS="(.*)"', CONTAINER)
    line = line.replace("${EXTRAS}", usual)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {word for word in f"{usual} {more}".split() if not word.startswith("--")}
    assert "browser" in extras
    assert extras <= set(project["optional-dependencies"])
    command = [UV or "", *shlex.split(line)[1:], "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    options = {word for word in line.split() if word.startswith("--")}
    assert all(option in done.stdout for option in options)


@pytest.mark.parametrize("name", METRICS_AND_STEPS)
def test_the_readme_names_every_metric(name: str) -> None:
    assert f"`{name}" in (DEPLOY / "README.md").read_text("utf-8")
