"""Seasons at lists drawn at random: nobody who published is accused, and who is absent without doubt is found."""

from __future__ import annotations

import pytest

from tests.support.nights.drawn_seasons import Season, draw


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_wrongly_accused_and_no_absence_without_doubt_is_missed(seed: int) -> None:
    assert Season(draw(seed)).play() == ([], [])
