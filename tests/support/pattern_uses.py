"""By which methods each compiled expression of the project is used, read from the source: where may its text begin?

An expression that is only matched begins at one place, one that is searched for begins everywhere.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from tests.support.paths import ROOT

SEARCH: Final = "finditer"
"""Stands for every method that begins everywhere."""
_ONE_PLACE: Final = frozenset({"match", "fullmatch"})
_EVERYWHERE: Final = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})


def ways(where: str, packages: Iterable[str]) -> frozenset[str]:
    """The methods for the expression that is compiled at `file:line`; that of searching where this cannot be told."""
    file, _, line = where.partition(":")
    names = _names(tuple(packages))
    name = next((name for name, first, last in _assigned(file) if first <= int(line) <= last), None)
    found = names.get(_key(file, name), frozenset()) if name else frozenset()
    return found or frozenset({SEARCH})


@cache
def _assigned(file: str) -> tuple[tuple[str, int, int], ...]:
    """The names of a module that are bound to one compiled expression, each with its first and last line."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    bound = [
        *(
            (target, node.value)
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        ),
        *((node.arg, node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword)),
    ]
    return tuple(
        (name, value.lineno, value.end_lineno or value.lineno)
        for target, value in bound
        if value and _is_compiled(value) and (name := target.id if isinstance(target, ast.Name) else target)
        if isinstance(name, str)
    )


def _is_compiled(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("re.compile", "patterns.lazy")


@cache
def _names(packages: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Each name with the methods called of it anywhere; a use of another kind counts as a search."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in (path for package in packages for path in (ROOT / package).rglob("*.py")):
        for name, way in _uses(ast.parse(path.read_text(encoding="utf-8"))):
            found[_key(str(path.relative_to(ROOT)), name)].add(way)
    return {name: frozenset(methods) for name, methods in found.items()}


def _key(file: str, name: str) -> str:
    """A private name is one of its module."""
    return f"{file}:{name}" if name.startswith("_") else name


def _uses(tree: ast.AST) -> Iterator[tuple[str, str]]:
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := _name(node.value)):
            called.add(id(node.value))
            if node.attr in _ONE_PLACE | _EVERYWHERE:
                yield name, node.attr if node.attr in _ONE_PLACE else SEARCH
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            yield node.id, SEARCH


def _name(value: ast.expr) -> str | None:
    if isinstance(value, ast.Name):
        return value.id
    return value.attr if isinstance(value, ast.Attribute) else None
