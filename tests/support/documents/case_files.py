"""Inputs of form cases: a document as it is, or the changes of a base document that show what the case is about.

The file of changes is named `input.html.toml`:

    base = "report.html"

    [[change]]
    replace = '''
    <tr><td>行政许可</td><td colspan="3">12</td></tr>'''
    by = '''
    <tr><td>行政许可</td><td colspan="3">/</td></tr>'''

`replace` are whole lines that the base has once; changes stand in the order of the base. Base documents lie in
`form_cases/bases`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from tests.support.paths import FORM_CASES

BASES = FORM_CASES / "bases"
WORTHWHILE = 0.4
"""Changes longer than this share of a document are not worth it: the document is stored as it is."""

_Block = tuple[int, int, int, int]
"""Lines of the base, from and up to, and lines of the document in their place."""


def suffix(path: Path) -> str:
    """The suffix of the document: `.html` of `input.html` and of `input.html.toml`."""
    return Path(path.stem).suffix if path.suffix == ".toml" else path.suffix


def content(path: Path) -> bytes:
    """The document's bytes. Raises ValueError where a change does not fit its base."""
    if path.suffix != ".toml":
        return path.read_bytes()
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    base, at, parts = _text(BASES / case["base"]), 0, []
    for change in case.get("change", []):
        old, new = change["replace"], change["by"]
        if base.count(old) != 1 or base.find(old) < at or old == new:
            raise ValueError(f"{path}: the base must have once, behind the change before, and otherwise: {old}")
        parts += [base[at : base.find(old)], new]
        at = base.find(old) + len(old)
    return "".join([*parts, base[at:]]).encode()


def write(folder: Path, data: bytes, kind: str) -> Path:
    """Store a document as a case's input, as changes of a base where that says it shortly. Returns the file."""
    path = folder / f"input{kind}.toml"
    written = [_as_changes(base, data) for base in sorted(BASES.glob(f"*{kind}"))]
    shortest = min((changes for changes in written if changes is not None), key=len, default=None)
    if shortest is not None and len(shortest.encode()) <= WORTHWHILE * len(data):
        path.write_bytes(shortest.encode())
        return path
    path = folder / f"input{kind}"
    path.write_bytes(data)
    return path


def _text(path: Path) -> str:
    """The text with its line ends as they are."""
    return path.read_bytes().decode()


def _as_changes(base: Path, data: bytes) -> str | None:
    """The document as changes of a base; None where it is no UTF-8, or does not go into the quotes of TOML."""
    try:
        old, new = _text(base).split("\n"), data.decode().split("\n")
    except UnicodeDecodeError:
        return None
    changes = [("\n".join(old[a:b]), "\n".join(new[c:d])) for a, b, c, d in _blocks(old, new)]
    if any("'''" in text or "\r" in text for change in changes for text in change):
        return None
    written = [f"[[change]]\nreplace = '''\n{before}'''\nby = '''\n{after}'''\n" for before, after in changes]
    return "\n".join([f'base = "{base.name}"\n', *written])


def _blocks(old: list[str], new: list[str]) -> Iterator[_Block]:
    """The lines that differ, with as many around them as make them occur once in the base."""
    whole = "\n".join(old)
    pending: _Block | None = None
    for tag, *ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        a, b, c, d = ends
        while a == b or c == d or whole.count("\n".join(old[a:b])) != 1:
            a, b, c, d = (a - 1, b, c - 1, d) if a > 0 and c > 0 else (a, b + 1, c, d + 1)
        if pending is not None and a <= pending[1]:
            a, c = pending[0], pending[2]
        elif pending is not None:
            yield pending
        pending = a, b, c, d
    if pending is not None:
        yield pending
