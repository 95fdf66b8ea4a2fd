"""No code decides by the words of a sentence: what is compared, searched for or matched are codes.

A sentence is known by two English words with a space between them. Covered are comparisons, `in`, the methods that
search a text, regular expressions, `case` patterns and, in SQL, comparisons, LIKE, GLOB and IN; constants are followed,
those of other modules too. Migrations are history: what they match once is a closed set.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGES = ("archive", "crawler", "spiders")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SCRIPTS = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.sql") if "schema" not in path.parts
)  # fmt: skip

PROSE = re.compile(r"[A-Za-z]{2,}'? [A-Za-z]{2,}")
SEARCHES = {
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "partition",
    "rpartition",
    "find",
    "index",
    "count",
}
PATTERNS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "split"}
COMPARED = re.compile(r"(?:=|<>|\bIS(?: NOT)?|\bLIKE|\bGLOB|\binstr\([^',]*,)\s*'([^']*)'", re.IGNORECASE)
MEMBERS = re.compile(r"\bIN \(([^)]*)\)", re.IGNORECASE)
QUERY = re.compile(r"\b(?:SELECT|UPDATE|INSERT|DELETE|WHERE|AND)\b")

ALLOWED: Mapping[tuple[str, str], str] = {
    ("archive/storage/errors.py", "not a database"): "SQLite's own message: its errors have no finer code",
    ("archive/storage/errors.py", "unable to open"): "SQLite's own message",
    ("archive/storage/errors.py", "no such table"): "SQLite's own message",
    ("archive/storage/errors.py", "no such column"): "SQLite's own message",
    ("crawler/fetch/transport.py", "certificate verify failed"): "OpenSSL's own message: pyOpenSSL hands on no code",
}
"""Texts of others, by file and text, with the reason."""

PAGES = {
    "crawler/fetch/response_verdict.py": "what sites and firewalls print",
    "spiders/families/articles.py": "what pages print that have no article",
    "spiders/proof/page_whole.py": "errors that pages print among their items",
}
"""Modules whose regular expressions read the pages of others."""


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_decides_by_a_sentence(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        found = compared_in_sql(text)
    else:
        found = compared(ast.parse(text), _all_constants(), patterns=name not in PAGES)
    assert [words for words in found if PROSE.search(words) and (name, words) not in ALLOWED] == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ('if detail == "not modified": pass', "not modified"),
        ('if "not read:" in note: pass', "not read:"),
        ('HOME = "redirected to the home page"\nx = one.detail == HOME', "redirected to the home page"),
        ('reason.startswith(f"page {number} shows no list")', " shows no list"),
        ('_X = re.compile("A table was left out|garbled")', "A table was left out|garbled"),
        ('match detail:\n case "shows no list": pass', "shows no list"),
        ("rows(\"SELECT 1 FROM news WHERE detail GLOB 'had changed though*'\")", "had changed though*"),
        ("rows(\"SELECT 1 FROM news WHERE detail IN ('gone', 'not modified')\")", "not modified"),
        ('kind = {"shows no list": 1}[detail]', "shows no list"),
    ],
)
def test_such_code_is_found(code: str, sentence: str) -> None:
    assert sentence in [words for words in compared(ast.parse(code)) if PROSE.search(words)]


@pytest.mark.parametrize(
    "code",
    ["from crawler.fetch.verdict import HOME\nx == HOME", "from crawler import verdict\nx in verdict.HOME"],
    ids=["name imported", "module imported"],
)
def test_a_sentence_that_another_module_defines_is_found(code: str) -> None:
    shared: dict[str, list[ast.expr]] = {"verdict.HOME": [ast.Constant("redirected to the home page")]}
    assert list(compared(ast.parse(code), shared)) == ["redirected to the home page"]


@pytest.mark.parametrize("code", ['raise ValueError("shows no list")', 'detail = "shows no list"', 'log("a b") == 3'])
def test_a_sentence_that_is_only_said_is_not(code: str) -> None:
    assert [words for words in compared(ast.parse(code)) if PROSE.search(words)] == []


def compared(
    tree: ast.Module, shared: Mapping[str, list[ast.expr]] | None = None, *, patterns: bool = True
) -> Iterator[str]:
    """The texts that code compares or searches for; `shared` are the constants of all modules, as `module.NAME`."""
    shared = shared or {}
    constants = {**shared, **dict(_imported(tree, shared)), **_constants(tree)}
    for node in ast.walk(tree):
        for operand in _operands(node, patterns=patterns):
            yield from _texts(operand, constants)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and QUERY.search(node.value):
            yield from compared_in_sql(node.value)


def compared_in_sql(script: str) -> Iterator[str]:
    """The texts that a query compares with; what it writes (SET, RAISE) is not compared."""
    script = re.sub(r"^\s*--.*$", "", script, flags=re.MULTILINE)
    script = re.sub(r"\bSET\b.*?(?=\bWHERE\b|\Z)", "", script, flags=re.DOTALL)
    yield from COMPARED.findall(script)
    for members in MEMBERS.findall(script):
        yield from re.findall(r"'([^']*)'", members)


def _constants(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """The literals that a module gives a name to, by that name."""
    return {
        target.id: [node.value]
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        if isinstance(node.value, ast.Constant | ast.JoinedStr | ast.Tuple)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


@cache
def _all_constants() -> Mapping[str, list[ast.expr]]:
    """The constants of all modules as `module.NAME`: one may define what another compares."""
    found: dict[str, list[ast.expr]] = {}
    for path in MODULES:
        for name, values in _constants(ast.parse(path.read_text(encoding="utf-8"))).items():
            found.setdefault(f"{path.parent.name if path.stem == '__init__' else path.stem}.{name}", []).extend(values)
    return found


def _imported(tree: ast.Module, shared: Mapping[str, list[ast.expr]]) -> Iterator[tuple[str, list[ast.expr]]]:
    """Constants that a module imports by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            for alias in node.names:
                yield alias.asname or alias.name, shared.get(f"{node.module.rpartition('.')[2]}.{alias.name}", [])


def _operands(node: ast.AST, *, patterns: bool) -> list[ast.expr]:
    """The parts of an expression that decide by their text."""
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    if isinstance(node, ast.MatchValue):
        return [node.value]
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        return [key for key in node.value.keys if key is not None]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        deciding = SEARCHES | (PATTERNS if patterns else set())
        return node.args[:1] if node.func.attr in deciding else []
    return []


def _texts(node: ast.expr, constants: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """The literal texts of an operand; a call's arguments are not compared, but what it returns."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name | ast.Attribute):
        for value in constants.get(ast.unparse(node), ()):
            yield from _texts(value, {})
    elif isinstance(node, ast.JoinedStr | ast.BoolOp):
        for part in node.values:
            yield from _texts(part, constants)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for part in node.elts:
            yield from _texts(part, constants)
    elif isinstance(node, ast.BinOp):
        yield from _texts(node.left, constants)
        yield from _texts(node.right, constants)
