"""What renames the parser and what does not."""

import pytest

from archive.extract.parser_name import tree_digest

BEFORE = '''
"""A module."""
from __future__ import annotations
from archive.extract.report import numbers
from archive.extract.report.cells import Cell

def total(cells: list[Cell], *, strict: bool = False) -> int:
    """The sum of the cells."""
    found = 0
    for cell in cells:  # each one
        found += numbers.read(cell.raw)
    return found
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""A module."""', '"""Another docstring."""'),
        ('    """The sum of the cells."""\n', ""),
        ("  # each one", ""),
        ("found", "sum_so_far"),
        ("cells: list[Cell]", "cells: Sequence[Cell]"),
        ("report import numbers", "other import numbers"),
        ("numbers", "digits"),
        ("from archive.extract.report.cells import Cell\n", ""),
        ("import numbers", "import numbers as n"),
    ],
    ids=lambda text: text.strip().replace("\n", " ")[:40],
)
def test_prose_places_and_local_names_do_not_rename_the_parser(old: str, new: str) -> None:
    after = BEFORE.replace(old, new)
    if new == "import numbers as n":
        after = after.replace("numbers.read", "n.read")
    assert after != BEFORE
    assert tree_digest(after) == tree_digest(BEFORE)


def test_the_order_of_functions_does_not_rename_the_parser() -> None:
    assert tree_digest("def a(): return 1\ndef b(): return 2") == tree_digest("def b(): return 2\ndef a(): return 1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("found = 0", "found = 1"),
        ("+=", "-="),
        ("numbers.read", "numbers.write"),
        ("cell.raw", "cell.text"),
        ("strict: bool = False", "strict: bool = True"),
        ("return found", "return len(cells)"),
        ("return found", "return cells"),
        ("def total", "def sums"),
        ("cells: list", "cellz: list"),
    ],
)
def test_what_the_code_does_renames_the_parser(old: str, new: str) -> None:
    assert tree_digest(BEFORE.replace(old, new)) != tree_digest(BEFORE)


def test_swapped_local_variables_rename_the_parser() -> None:
    text = "def f():\n    a = 1\n    b = 2\n    return {}"
    assert tree_digest(text.format("a - b")) != tree_digest(text.format("b - a"))
