"""Lists drawn at random: such as go on are never proved whole, and such as are whole are proved."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.lists import complete, going_on
from tests.support.lists.reading import Drawn, read

DRAWS = 25
"""Lists a seed: `python -m tests.support.lists` draws as many as wanted, and prints both numbers."""
SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_that_goes_on_is_read_to_its_end_or_not_called_whole(seed: int) -> None:
    random = Random(seed)
    for _ in range(DRAWS):
        drawn = going_on.draw(random)
        found = read(drawn)
        assert found.all_found or not found.proved, drawn.name


@pytest.mark.parametrize("seed", SEEDS)
def test_a_whole_list_is_proved_whatever_stands_beside_it(seed: int) -> None:
    random = Random(seed)
    for _ in range(DRAWS):
        drawn = complete.draw(random)
        found = read(drawn)
        assert found.proved, (drawn.name, found.lacks)


def test_a_list_that_nothing_goes_on_from_is_proved_without_a_browser() -> None:
    whole = complete.draw(Random(0))
    assert read(Drawn("whole", whole.pages)).all_found
