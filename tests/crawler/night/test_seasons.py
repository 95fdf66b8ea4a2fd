"""Seasons at random: no wrong accusation ever, every missed deadline found, nothing reported twice.

`HYPOTHESIS_PROFILE=search NIANBAO_SEASONS=250 pytest -s -n 0 tests/crawler/night/test_seasons.py` plays as many by
hand, others every time, and prints what they came to.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.nights.season_machine import PLAYED, SeasonMachine

SEASONS = int(os.environ.get("NIANBAO_SEASONS", "15"))


def test_seasons_at_random() -> None:
    run_state_machine_as_test(
        SeasonMachine,
        settings=settings(
            max_examples=SEASONS,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    shown = "".join(f"\n  {what}: {times}" for what, times in sorted(PLAYED.items()))
    print(f"\nplayed:{shown}\nwrong accusations: {PLAYED['wrong accusations']}")  # noqa: T201 - the summary
    assert PLAYED["wrong accusations"] == 0
    assert PLAYED["not_published"]
    assert PLAYED["nights"] > SEASONS
