"""No regular expression of the project takes time that grows faster than the text, by the methods that use it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support import patterns
from tests.support.patterns import STEEP, Expression, growth


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:a|ab|b)*c",  # exponential
        r"公开(?:共|共计|计)*\s*\d",  # exponential, as two ways lead through each word
        r"a(?:\s*\d+)*\s*x",  # exponential
        r"\d+\s*\d+\s*\d+x",  # the fourth power
        r"\d+条",  # the square, as a search begins anew at every digit
        r"《[^》]*》",
        r"开[^。]*报告",
        r"\s*x",
    ],
)
def test_what_takes_too_long_is_found(pattern: str) -> None:
    assert any(ratio > STEEP for ratio in _ratios(pattern))


@pytest.mark.parametrize(
    "pattern", [r"公开(?:共|共计|计)*+\s*\d", r"(?<!\d)\d+条", r"[^。]{0,30}公开", r"《[^》]{0,200}》"]
)
def test_what_does_not_is_not(pattern: str) -> None:
    assert any(ratio < STEEP for ratio in _ratios(pattern))


def _ratios(pattern: str) -> Iterator[float]:
    """The growth of an expression, measured several times: a busy machine hides or feigns it now and then."""
    return (growth(Expression(pattern, 0, "here")).ratio for _ in range(5))


@pytest.mark.slow
def test_every_expression_of_the_project_is_linear() -> None:
    command = [sys.executable, "-m", patterns.__name__]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = [json.loads(line) for line in done.splitlines()]
    assert len(found) > 300
    assert [(one["where"], one["begins"]) for one in found if one["ratio"] > STEEP] == []
