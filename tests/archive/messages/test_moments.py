"""Instants in sentences: China's time, with the zone."""

from __future__ import annotations

from archive.messages import text
from archive.messages.moments import in_china


def test_an_instant_in_a_sentence_is_in_chinas_time() -> None:
    assert text("wrong-mute-until-past", until="2026-01-31T16:00:00.000Z").count("2026-02-01 00:00 CST") == 1
    assert text("wrong-read-in-future", "zh", path="a.db", last="2026-01-31T16:00:00+00:00").count("CST") == 1


def test_what_only_looks_like_an_instant_stays() -> None:
    assert in_china("2026-13-01T25:00:00Z, 0001-01-01T00:00:00+14:00 and 2026-02-01") == (
        "2026-13-01T25:00:00Z, 0001-01-01T00:00:00+14:00 and 2026-02-01"
    )
