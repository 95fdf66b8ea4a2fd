"""The parser's name: a digest of what its code does and of its data, so that what reads the same keeps its name.

The name follows the syntax tree. Comments, docstrings, type annotations, the names of local variables and modules, and
the files in which functions lie do not count; statements, names of functions and fields, and every byte of the data
files do. The engines that this machine has count, too: what a missing engine could not read is read once it is there.

`former_parsers.toml` lists parsers that read every document as today's does, though their code had other names. A
document that one of them read last need not be read again. The list holds for one state of the code (`confirmed`); any
change of the code ends it, until `python -m archive.extract.parser_name` confirms it anew.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from archive.extract.dispatch import engines

_ARCHIVE: Final = Path(__file__).parents[1]
_FORMER: Final = Path(__file__).with_name("former_parsers.toml")
_SOURCES: Final = ("extract", "gazetteer", "patterns.py", "storage/toml.py")
_NOT_READING: Final = frozenset(
    {
        "extract/sandbox",
        "extract/facsimile",
        "extract/parser_pool.py",
        "extract/preload.py",
        "extract/parser_name.py",
        "extract/former_parsers.toml",
        "gazetteer/build.py",
    }
)
"""Files there that change no report: the sandbox, the facsimiles, this list, the generator of the gazetteer's file."""


@cache
def today() -> str:
    """The name of the parser as it is, with the engines of this machine: `nianbao-` and twelve hexadecimal digits."""
    return _name(code_digest())


@cache
def reading_alike() -> frozenset[str]:
    """Today's name and those of all former parsers that read every document the same, with the same engines."""
    former = tomllib.loads(_FORMER.read_text(encoding="utf-8"))
    if former["confirmed"] != code_digest():
        return frozenset({today()})
    installed = " ".join(engines.present())
    by_bytes = {table[installed] for table in former["named_by_bytes"].values() if installed in table}
    return frozenset({today(), *map(_name, former["code"]), *by_bytes})


@cache
def code_digest() -> str:
    """The digest of the code and the data, without the engines.

    It takes a second, so it is cached beside the compiled modules.
    """
    files = sorted(_files())
    raw = blake2b(digest_size=16)
    for path in files:
        raw.update(path.as_posix()[len(_ARCHIVE.as_posix()) + 1 :].encode() + b"\0" + path.read_bytes())
    cached = Path(importlib.util.cache_from_source(__file__)).with_name(f"parser_name.{raw.hexdigest()}")
    with suppress(OSError):
        return cached.read_text(encoding="ascii")
    digest = _digest(files)
    with suppress(OSError):  # a folder that cannot be written costs that second at each start
        _write(cached, digest)
    return digest


def tree_digest(source: str) -> bytes:
    """The digest of what one module's source does; equal for sources that differ only in names and in prose."""
    tree = _Normaliser(_internal_modules(ast.parse(source))).visit(ast.parse(source))
    return b"".join(sorted(_hash(ast.dump(statement).encode()) for statement in tree.body))


def _digest(files: list[Path]) -> str:
    """One digest over all statements and data files, whatever file they lie in."""
    parts: list[bytes] = []
    for path in files:
        if path.suffix == ".py":
            statements = tree_digest(path.read_text(encoding="utf-8"))
            parts += [statements[start : start + 16] for start in range(0, len(statements), 16)]
        else:
            parts.append(_hash(path.read_bytes()))
    return _hash(b"".join(sorted(parts))).hex()


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _name(code: str) -> str:
    digest = blake2b(f"{code} {' '.join(engines.present())}".encode(), digest_size=6)
    return f"nianbao-{digest.hexdigest()}"


def _files() -> Iterator[Path]:
    for source in _SOURCES:
        yield from _below(_ARCHIVE / source, source)


def _below(path: Path, relative: str) -> Iterator[Path]:
    """The files there that count; `relative` is the path from `_ARCHIVE`."""
    if path.is_file():
        yield path
        return
    for entry in os.scandir(path):
        inside = f"{relative}/{entry.name}"
        if inside in _NOT_READING or entry.name == "__pycache__":
            continue
        yield from _below(Path(entry.path), inside) if entry.is_dir() else iter([Path(entry.path)])


def _write(path: Path, text: str) -> None:
    """Write a file that appears whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    for stale in path.parent.glob("parser_name.*"):
        if stale.suffixes[-1] != ".pyc":
            stale.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii", delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)


def _internal_modules(tree: ast.Module) -> dict[str, str]:
    """Local name -> original name, of everything that the module imports from the parser itself."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "archive":
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
    return found


class _Normaliser(ast.NodeTransformer):
    """Removes docstrings, annotations and imports of the parser's modules, and numbers local variables."""

    def __init__(self, internal: dict[str, str]) -> None:
        self._internal = internal
        self._local: dict[str, str] | None = None

    def visit_Module(self, node: ast.Module) -> ast.AST:
        node.body = [statement for statement in node.body if not _is_prose(statement)]
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [statement for statement in node.body if not _is_prose(statement)]
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.body = [statement for statement in node.body if not _is_prose(statement)] or [ast.Pass()]
        node.returns = None
        outermost = self._local is None
        if outermost:
            self._local = _locals(node)
        self.generic_visit(node)
        if outermost:
            self._local = None
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return None if (node.module or "").split(".")[0] == "archive" else node

    def visit_If(self, node: ast.If) -> ast.AST | None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return None
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """`numbers.read` is `read`, from whatever module it comes."""
        if (
            isinstance(node.value, ast.Name)
            and node.value.id in self._internal
            and not self._numbered_local(node.value.id)
        ):
            return ast.Name(node.attr, node.ctx)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._numbered_local(node.id) or self._internal.get(node.id, node.id)
        return node

    def _numbered_local(self, name: str) -> str | None:
        """The number that replaces the name of a local variable; None for other names."""
        return (self._local or {}).get(name)


def _is_prose(statement: ast.stmt) -> bool:
    """Whether a statement is a docstring."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _locals(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    """The local variables of a function by their number. Parameters keep their names, as callers may use them."""
    nodes = list(ast.walk(function))
    outside = {arg.arg for node in nodes if isinstance(node, ast.arguments) for arg in _arguments(node)}
    outside |= {name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    stored = (node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return {name: f"local {number}" for number, name in enumerate(dict.fromkeys(stored)) if name not in outside}


def _arguments(node: ast.arguments) -> list[ast.arg]:
    single = [arg for arg in (node.vararg, node.kwarg) if arg]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *single]


def _confirm() -> None:
    """Confirm the list of former parsers for the code as it is now, and add the code confirmed before to it."""
    text = _FORMER.read_text(encoding="utf-8")
    former = tomllib.loads(text)
    before, now = former["confirmed"], code_digest()
    if before == now:
        return
    listed = [*former["code"], before] if before else former["code"]
    lines = "".join(f'    "{digest}",\n' for digest in dict.fromkeys(listed) if digest != now)
    head, _, rest = text.partition("confirmed = ")
    _, _, rest = rest.partition("]\n")
    _FORMER.write_text(f'{head}confirmed = "{now}"\ncode = [\n{lines}]\n{rest}', encoding="utf-8")


if __name__ == "__main__":
    _confirm()
