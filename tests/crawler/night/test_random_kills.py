"""The program behind docs/kills.md: a trial loses nothing, and its page adds up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.kills.__main__ import BEGINS, ENDS, PAGE
from tests.support.kills.nights import Mailings, WholeNights


@pytest.mark.slow
@pytest.mark.parametrize("part", [WholeNights(), Mailings()], ids=lambda part: str(part.part))
def test_a_trial_loses_nothing(part: WholeNights | Mailings, tmp_path: Path) -> None:
    part.begin(tmp_path / "whole")
    try:
        folder = tmp_path / "trial"
        folder.mkdir()
        trial = part.play(folder, 1)
        assert (trial.lost, trial.twice, trial.unsound, trial.same) == (0, 0, 0, True)
    finally:
        part.end()


def test_the_page_adds_up_and_nothing_was_lost() -> None:
    page = PAGE.read_text(encoding="utf-8").partition(BEGINS)[2].partition(ENDS)[0]
    sums = re.search(r"\*\*(\d+) kills: (\d+) lost, (\d+) twice, (\d+) unsound", page)
    rows = re.findall(r"^\| \w+ \| \d+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| \d+ \|$", page, re.MULTILINE)
    assert sums
    assert [sum(int(row[place]) for row in rows) for place in range(4)] == [int(one) for one in sums.groups()]
    assert int(sums[1]) > 500
    assert sums.groups()[1:] == ("0", "0", "0")
