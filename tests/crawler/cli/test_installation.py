"""Another package under one of our names is named with its folder and the remedy, before anything is done."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.cli import installation
from tests.support.paths import SAMPLE_PAGE
from tests.support.season import PROGRAM

ROOT = Path(installation.__file__).parents[2]


@pytest.mark.parametrize("name", ["archive", "spiders"])
@pytest.mark.parametrize("file", ["{name}/__init__.py", "{name}.py"])
def test_a_foreign_package_stops_the_program(tmp_path: Path, name: str, file: str) -> None:
    path = tmp_path / file.format(name=name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise RuntimeError('was imported')\n", encoding="utf-8")
    decoy = path.parent if path.name == "__init__.py" else path
    done = subprocess.run(
        [*PROGRAM, "status"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert done.stderr.startswith(f"nianbao: the package `{name}` that Python finds is {decoy}, ")
    assert str(ROOT / name) in done.stderr
    assert "`uv tool install nianbao` or `pipx install nianbao`" in done.stderr


@pytest.mark.slow  # an address that nobody answers is asked again, after pauses
def test_a_package_in_the_current_folder_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "archive.py").write_text("print('was imported')\n", encoding="utf-8")
    (tmp_path / "nianbao.toml").write_text("contact = 'ops@example.org'\n", encoding="utf-8")
    row = "[[site]]\nid = 'langao'\ncounty = '610925'\nstart = ['http://127.0.0.1:9/']\nprivate_addresses = true\n"
    (tmp_path / "sites.toml").write_text(row, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-P", "-m", "crawler.cli"]
        return subprocess.run([*program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

    parsed = run("parse", str(SAMPLE_PAGE))
    assert (json.loads(parsed.stdout)["kind"], parsed.stderr) == ("report", "")
    crawled = run("crawl", "--json")
    assert "was imported" not in crawled.stdout + crawled.stderr
    assert json.loads(crawled.stdout)[0]["outcome"] == "unreachable"


@pytest.mark.parametrize("file", ["crawler/__init__.py", "crawler.py"])
def test_a_foreign_crawler_stops_the_command(tmp_path: Path, file: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise RuntimeError('was imported')\n", encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).parent / "nianbao", "status"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert done.stderr.startswith(f"nianbao: the package `crawler` that Python finds is {path}, ")


def test_our_own_packages_are_accepted() -> None:
    assert installation.foreign_package() is None


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "PACKAGES", ("no_such_package_anywhere",))
    assert "`no_such_package_anywhere` that Python finds is missing" in (installation.foreign_package() or "")


def test_a_worker_that_loads_the_command_again_does_not_run_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """`multiprocessing` runs the file of the program in each worker, under the name `__mp_main__`."""
    monkeypatch.setattr(sys, "argv", ["nianbao", "--version"])
    runpy.run_path(str(ROOT / "deploy" / "nianbao"), run_name="__mp_main__")
