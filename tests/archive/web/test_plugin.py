from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[import-untyped]

from archive.web import plugin, queries, serve


class Plain:
    """An archive as `datasette FILE…` serves it: by Datasette alone, which finds the plugin by its entry point."""

    def __init__(self, runner: asyncio.Runner, *files: Path) -> None:
        self._runner = runner
        self.datasette = Datasette([str(file) for file in files])

    def get(self, path: str) -> Any:
        return self._runner.run(self.datasette.client.get(path, headers={"Accept-Language": "en"}))


@pytest.fixture(scope="module")
def plain(archive: Path, tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner) -> Plain:
    return Plain(runner, Path(shutil.copy(archive, tmp_path_factory.mktemp("plain") / "nianbao.db")))


def test_datasette_finds_the_plugin_once(archive: Path) -> None:
    (found,) = [point for point in entry_points(group="datasette") if point.name == "nianbao"]
    assert found.load() is plugin
    serve.app(archive)
    assert [one for one in pm.get_plugins() if one is plugin] == [plugin]


@pytest.mark.parametrize("path", ["/", "/-/county/999901", "/-/report/999901001/2023", "/-/feed.atom"])
def test_plain_datasette_shows_the_pages(plain: Plain, path: str) -> None:
    answer = plain.get(path)
    assert answer.status_code == 200
    assert "/-/report/" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_plain_datasette_has_queries_and_descriptions(plain: Plain) -> None:
    assert plain.get("/nianbao/late_by_county.json?year=&county=&_shape=array").json()
    assert plain.get("/nianbao/search_sections.json?q=如下&county=&year=&_shape=array").json()
    page = plain.get("/nianbao").text
    assert "late_by_county" in page
    assert "search_data" not in page.split("hidden")[0]


def test_the_style_is_served_from_the_package(plain: Plain) -> None:
    page = plain.get("/").text
    sheet = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    answer = plain.get(sheet)
    assert answer.headers["content-type"].startswith("text/css")
    assert ".nb" in answer.text
    assert plain.get("/-/nianbao/nothing.css").status_code == 404


@pytest.mark.parametrize("name", ["other.db", "nianbao.db"])
def test_what_is_no_archive_is_datasettes_alone(tmp_path: Path, runner: asyncio.Runner, name: str) -> None:
    with sqlite3.connect(tmp_path / name) as other:
        other.execute("CREATE TABLE things (thing TEXT)")
    other.close()
    served = Plain(runner, tmp_path / name)
    page = served.get("/").text
    assert "/-/nianbao/" not in page
    assert "things" in served.get(f"/{Path(name).stem}").text
    assert served.get("/-/search").status_code == 404
    assert "x-frame-options" not in served.get("/").headers


PLUGINS = Path(__file__).parents[3] / ".venv.plugins"
ALPHA = Path(__file__).parents[3] / ".venv.alpha"


def _asked(archive: Path, folder: Path, packages: Path, *paths: str) -> Any:
    """What plain Datasette answers with the packages of a folder before those of this environment."""
    copy = Path(shutil.copy(archive, folder / "nianbao.db"))
    command = [sys.executable, "-m", "tests.support.web.plain", str(copy), *paths]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(packages)}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(not (ALPHA / "datasette").is_dir(), reason="`make alpha` installs it")
def test_the_newest_alpha_shows_the_pages(archive: Path, tmp_path: Path) -> None:
    ours = ("/", "/-/county/999901", "/-/report/999901001/2023", "/-/map", "/-/map.csv", "/-/feed.atom")
    theirs = (
        "/nianbao",
        "/nianbao/status?year__gte=2022&_facet=verdict",
        "/nianbao/counties/999901",
        "/nianbao/complete_checks",
    )
    asked = tuple(f"/nianbao/{name}" for name in queries.load())
    data = ("/nianbao/status.json", "/nianbao/status.csv", "/-/report/999901001/2023.json")
    failing = {"/nope": 404, "/-/county/000000": 404, "/nianbao/status?_sort=nope": 400, "/nianbao/status?nope=1": 400}
    own = "/nianbao/-/query?sql=select+*+from+status"
    found = _asked(archive, tmp_path, ALPHA, *ours, *theirs, *asked, *data, *failing, own)
    assert found["datasette"].startswith("1.0a")
    statuses = {path: answer["status"] for path, answer in found["answers"].items()}
    assert statuses == dict.fromkeys((*ours, *theirs, *asked, *data, own), 200) | failing
    assert "/-/report/" in found["answers"]["/"]["text"]
    pages = [found["answers"][path]["text"] for path in (*theirs, *asked, *failing, own)]
    assert [re.findall('<html lang="([^"]*)"', page) for page in pages] == [["zh-CN"]] * len(pages)
    assert all("跳到正文" in page and "<script" not in page for page in pages)
    assert all(f'href="/nianbao/{name}"' in found["answers"]["/nianbao"]["text"] for name in queries.load())
    assert "listing_states" not in found["answers"]["/nianbao"]["text"], "it is hidden"
    assert "规定期限的依据" in found["answers"][theirs[1]]["text"], "columns are described"


@pytest.mark.slow
@pytest.mark.skipif(not (PLUGINS / "datasette_vega").is_dir(), reason="`make plugins` installs them")
def test_plugins_that_people_use_stand_beside_it(archive: Path, tmp_path: Path) -> None:
    paths = ("/", "/-/county/999901", "/-/report/999901001/2023", "/-/feed.atom", "/nianbao/status", "/robots.txt")
    found = _asked(archive, tmp_path, PLUGINS, *paths)
    assert {"nianbao", "datasette-vega", "datasette-cluster-map", "datasette-block-robots"} <= set(found["plugins"])
    assert {path: answer["status"] for path, answer in found["answers"].items()} == dict.fromkeys(paths, 200)
    assert "datasette_vega" in found["answers"]["/nianbao/status"]["text"]
    assert "Disallow" in found["answers"]["/robots.txt"]["text"]
