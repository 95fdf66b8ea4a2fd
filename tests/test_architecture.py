"""Imports point one way: the crawler knows spiders and archive, and these two know neither it nor one another."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

MAY_KNOW = {"archive": {"archive"}, "spiders": {"spiders"}, "crawler": {"crawler", "archive", "spiders"}}
SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|VACUUM|ATTACH|WITH)\b\s+\S")
SCRAPYS_OWN = {
    "verbatim_url",
    "dont_retry",
    "download_latency",
    "download_slot",
    "redirect_times",
    "redirect_urls",
    "retry_times",
}
ROOMS = {"archive", "spiders", "crawler", "tests", "benchmarks"}


@pytest.mark.parametrize("room", MAY_KNOW)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] in ROOMS - MAY_KNOW[room]
    ]
    assert wrong == []


def test_the_reader_does_without_scrapy() -> None:
    for path in [*(ROOT / "archive").rglob("*.py"), *(ROOT / "spiders" / "families").rglob("*.py")]:
        assert not {name for name in _imported(path) if name.split(".")[0] in {"scrapy", "twisted"}}, path


@pytest.mark.parametrize("room", ["crawler", "spiders"])
def test_sql_is_written_in_the_archive_only(room: str) -> None:
    """The crawler asks by functions of `archive`, whose results have types."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {found[0]!r}"
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := SQL.search(node.value))
    ]
    assert wrong == []


def test_the_crawler_runs_no_statement_of_its_own() -> None:
    """Not by `Archive.one`, `Archive.rows` or a connection either, whatever the statement is."""
    methods = {"one", "rows", "execute", "executemany", "executescript", "transaction", "connection"}
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: .{node.attr}"
        for room in ("crawler", "spiders")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in methods
    ]
    assert wrong == []


def test_requests_carry_typed_values_and_scrapys_own_keys_only() -> None:
    """What is ours travels in `spiders.walk.errand.Errand` and `crawler.fetch.exchange.Exchange`."""
    wrong = [
        f"{path.relative_to(ROOT)}: meta[{key!r}]"
        for room in ("crawler", "spiders")
        for path in (ROOT / room).rglob("*.py")
        for key in _meta_keys(path)
        if key not in SCRAPYS_OWN and not key.startswith("playwright")
    ]
    assert wrong == []


def _meta_keys(path: Path) -> Iterator[str]:
    """The strings by which a module reads or writes the meta of requests."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Subscript) and _is_meta(node.value):
            keys = [node.slice]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_meta(node.func.value):
            keys = node.args[:1]
        elif isinstance(node, ast.keyword) and node.arg == "meta" and isinstance(node.value, ast.Dict):
            keys = [key for key in node.value.keys if key is not None]
        else:
            continue
        yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _is_meta(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "meta"


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_the_mutation_tool_names_modules_tests_and_lines_that_exist() -> None:
    table = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))
    for module in table["module"]:
        source = (ROOT / module["path"]).read_text(encoding="utf-8")
        lines = {line.strip() for line in source.splitlines()}
        assert {entry["line"] for entry in module.get("equivalent", ())} <= lines, module["path"]
        assert [test for test in module["tests"] if not (ROOT / test).exists()] == []


def test_temporary_folders_name_their_owner() -> None:
    """What a killed process leaves behind is removed by the next one, so only `owned_folders` makes folders."""
    makers = re.compile(r"\bmkdtemp\b|\bTemporaryDirectory\b")
    wrong = [
        str(path.relative_to(ROOT))
        for room in MAY_KNOW
        for path in (ROOT / room).rglob("*.py")
        if path.name != "owned_folders.py" and makers.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
