"""Break modules in one place at a time and print each mutant that the tests beside it do not notice: `make mutants`.

    python -m tests.mutants [PATH…]      the modules of tests/mutants.toml, or those named

The mutations are Cosmic Ray's. No file is touched: each mutant is put into a process of its own, which then runs the
tests. Left out are operators that a type error would catch, and mutants that differ only in an annotation
or in whether a dataclass is frozen. Exit status
1 where a mutant survives that tests/mutants.toml does not list as equivalent.
"""

from __future__ import annotations

import ast
import importlib
import os
import resource
import sys
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import hypothesis  # noqa: F401  every process below needs it; it is imported once
import pytest
from cosmic_ray import plugins  # type: ignore[import-untyped]
from cosmic_ray.ast import ast_nodes, get_ast  # type: ignore[import-untyped]
from cosmic_ray.mutating import mutate_code  # type: ignore[import-untyped]

from tests.support.paths import ROOT

CPU_SECONDS = 120
"""What the tests of one mutant may take; one that takes more loops forever, which is noticed."""

_ARITHMETIC = {"Add_Sub", "Sub_Add", "Mul_Add", "Div_Mul", "FloorDiv_Mul", "Mod_Add", "BitOr_BitAnd", "BitAnd_BitOr"}
_SAME = {"ReplaceComparisonOperator_Is_Eq", "ReplaceComparisonOperator_IsNot_NotEq"}
"""Operators that change nothing: `is` is used of None and members of an Enum only."""


@dataclass(frozen=True)
class Mutant:
    """A module broken in one place: by which operator, on which line, and its whole source."""

    operator: str
    line: int
    source: str

    def change(self, original: str) -> tuple[str, str]:
        """The line before and after."""
        before, after = (text.splitlines()[self.line - 1].strip() for text in (original, self.source))
        return before, after


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module that may behave otherwise."""
    tree, plain, seen = get_ast(source), _behaviour(source), set[str]()
    for name in filter(_is_wanted, plugins.operator_names()):
        operator = plugins.get_operator(name)()
        positions = [start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node)]
        for occurrence, (line, _) in enumerate(positions):
            mutated = mutate_code(source, operator, occurrence)
            if mutated is None or mutated in seen or _behaviour(mutated) in (plain, None):
                continue
            seen.add(mutated)
            yield Mutant(name.removeprefix("core/"), line, mutated)


def _is_wanted(name: str) -> bool:
    operator = name.removeprefix("core/")
    if plugins.get_operator(name).arguments() or operator in _SAME:
        return False
    return not operator.startswith("ReplaceBinary") or operator.rpartition("Operator_")[2] in _ARITHMETIC


def _behaviour(source: str) -> str | None:
    """The syntax tree without annotations and without the options of dataclasses; None of what is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # the `*` before keyword-only arguments was taken for a product
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.ClassDef):
            node.decorator_list = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return ast.dump(tree)


def survives(name: str, path: Path, source: str, tests: Sequence[str]) -> bool:
    """Whether all tests pass with this source in place of the module's."""
    child = os.fork()
    if child == 0:
        _run(name, path, source, tests)
    _, status = os.waitpid(child, 0)
    return status == 0


def _run(name: str, path: Path, source: str, tests: Sequence[str]) -> None:
    """Run the tests on a module of this source, and end the process: with status 0 where they pass."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    status = 1
    try:
        _install(name, path, source)
        status = pytest.main(["-x", "-q", "-n0", "-p", "no:cacheprovider", *tests])
    finally:
        os._exit(int(status))


def _install(name: str, path: Path, source: str) -> None:
    """Make a module of this source the one that every import of that name gets."""
    package, _, last = name.rpartition(".")
    module = ModuleType(name)
    module.__file__, module.__package__ = str(path), package
    sys.modules[name] = module
    exec(compile(source, str(path), "exec"), module.__dict__)
    setattr(importlib.import_module(package), last, module)


def survivors(path: str, tests: Sequence[str]) -> list[Mutant]:
    """The mutants of a module that its tests do not notice. Raises SystemExit where they fail on the module itself."""
    file = ROOT / path
    source, name = file.read_text(encoding="utf-8"), path.removesuffix(".py").replace("/", ".")
    if not survives(name, file, source, tests):
        raise SystemExit(f"{path}: its tests fail on the module as it is: {' '.join(tests)}")
    made = list(mutants(source))
    found = [mutant for mutant in made if survives(name, file, mutant.source, tests)]
    print(f"{path}: {len(made)} mutants, {len(found)} survive", flush=True)  # noqa: T201
    return found


def report(path: str, tests: Sequence[str], equivalent: Collection[tuple[str, str]]) -> int:
    """Print the survivors of one module. Returns how many of them are not known to be equivalent."""
    original, left = (ROOT / path).read_text(encoding="utf-8"), 0
    for mutant in survivors(path, tests):
        before, after = change = mutant.change(original)
        left += change not in equivalent
        what = "equivalent" if change in equivalent else "SURVIVES"
        print(f"  {what} {mutant.line}: {before}\n    -> {after}  ({mutant.operator})", flush=True)  # noqa: T201
    return left


def main(named: Sequence[str]) -> int:
    """Print the survivors of the modules named, or of all in tests/mutants.toml. Returns the exit status."""
    table = tomllib.loads((ROOT / "tests/mutants.toml").read_text(encoding="utf-8"))
    left = 0
    for module in table["module"]:
        if not named or module["path"] in named:
            known = {(entry["line"], entry["becomes"]) for entry in module.get("equivalent", ())}
            left += report(module["path"], module["tests"], known)
    return 1 if left else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
