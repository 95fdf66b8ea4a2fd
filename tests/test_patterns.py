"""No regular expression of the project takes time that grows faster than the square of a text's length."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support import patterns
from tests.support.patterns import CUBIC, Expression, growth


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:a|ab|b)*c",  # exponential
        r"公开(?:共|共计|计)*\s*\d",  # exponential, as two ways lead through each word
        r"a(?:\s*\d+)*\s*x",  # exponential
        r"\d+\s*\d+\s*\d+x",  # the fourth power
    ],
)
def test_what_takes_too_long_is_found(pattern: str) -> None:
    assert growth(Expression(pattern, 0, "here")).ratio > CUBIC


@pytest.mark.parametrize("pattern", [r"公开(?:共|共计|计)*+\s*\d", r"(?<!\d)\d+条", r"[^。]{0,30}公开", r"\s*x"])
def test_what_does_not_is_not(pattern: str) -> None:
    assert growth(Expression(pattern, 0, "here")).ratio < CUBIC


@pytest.mark.slow
def test_every_expression_of_the_project_is_bounded() -> None:
    command = [sys.executable, "-m", patterns.__name__]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = [json.loads(line) for line in done.splitlines()]
    assert len(found) > 300
    assert [(one["where"], one["begins"]) for one in found if one["ratio"] > CUBIC] == []
