"""Seasons at random over real HTTP: no wrong accusation ever, every missed deadline found, nothing reported twice.

By hand, `HYPOTHESIS_PROFILE=search NIANBAO_COUNTY_SEASONS=10 NIANBAO_COUNTY_MINUTES=15 pytest -s -m slow
tests/crawler/night/test_county_seasons.py` plays seasons, others every time, until the minutes are over, and prints
what they came to.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.nights.county_machine import PLAYED, CountyMachine
from tests.support.nights.player import Player

MINUTES = float(os.environ.get("NIANBAO_COUNTY_MINUTES", "0"))
SEASONS = int(os.environ.get("NIANBAO_COUNTY_SEASONS", "2"))


@pytest.fixture
def player() -> Iterator[Player]:
    begun = Player()
    yield begun
    begun.end()


@pytest.mark.slow
def test_seasons_over_http(player: Player) -> None:
    class Machine(CountyMachine):
        pass

    Machine.player = player
    ends = time.monotonic() + MINUTES * 60
    while True:
        _play(Machine)
        if time.monotonic() >= ends:
            break
    shown = "".join(f"\n  {what}: {times}" for what, times in sorted(PLAYED.items()))
    print(f"\nplayed:{shown}\nwrong accusations: {PLAYED['wrong accusations']}")  # noqa: T201 - the summary
    assert PLAYED["nights"] >= SEASONS
    assert PLAYED["wrong accusations"] == 0


def _play(machine: type[CountyMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEASONS,
            stateful_step_count=8,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
