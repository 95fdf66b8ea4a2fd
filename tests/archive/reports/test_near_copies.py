"""Near-copies between townships and years, by their own words only."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.reports import copied_from
from archive.reports.near_copies import ComparedText, find, normalise
from tests.support.archives.samples import NIGHT, Nights, said

pytest.importorskip("numpy")

LAW = "根据中华人民共和国政府信息公开条例要求编制本报告由总体情况主动公开依申请公开等部分组成" * 3


def own(seed: int, length: int = 400) -> str:
    return "".join(random.Random(seed).choices([chr(0x4E00 + n) for n in range(900)], k=length))


def texts(*words: str) -> list[ComparedText]:
    return [ComparedText(f"v{number}", text, (number,)) for number, text in enumerate(words)]


def test_a_copy_names_the_older_one_and_the_share() -> None:
    (copy,) = find(texts(own(1), own(2), own(1)[:300] + own(3)[:100]))
    assert (copy.version, copy.source) == ("v2", "v0")
    assert 0.7 < copy.share < 0.8
    assert copy.length == 400


def test_phrases_of_the_law_are_nobodys_own() -> None:
    assert find(texts(*(LAW + own(seed) for seed in range(10)))) == []


def test_numbers_and_names_do_not_hide_a_copy() -> None:
    first = normalise("山城镇2024年主动公开213条。" + own(1), ["山城镇"])
    second = normalise("丰田镇2025年主动公开9条。" + own(1), ["丰田镇"])
    assert find(texts(first, second))[0].share == 1.0


def test_too_little_text_proves_nothing() -> None:
    assert find(texts(own(1, 60), own(1, 60))) == []


def test_in_the_archive(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    run = nights.begin(0)
    nights.document(run, "http://a.example/1", said(text=own(1), year=2024))
    nights.document(run, "http://a.example/2", said(text=own(1), year=2025))
    nights.finish(run)
    assert copied_from.renew(nights.archive, NIGHT) == 1
    row = nights.archive.one("SELECT * FROM copies")
    assert (row["year"], row["source_year"], row["share"]) == (2025, 2024, 1.0)


def test_a_source_much_longer_than_its_copy_is_found() -> None:
    (copy,) = find(texts(own(1, 2400), own(2), own(1, 2400)[:300] + own(3)[:100]))
    assert (copy.version, copy.source) == ("v2", "v0")


def test_a_source_is_found_though_later_copies_share_more() -> None:
    """A text whose own half was copied by later ones: what it shares with its source is not rarer than that."""
    copied = own(1)[:220] + own(2, 1200)[:180]
    later = [own(2, 1200)[20 * number : 20 * number + 150] + own(100 + number, 100) for number in range(4)]
    found = {copy.version: copy.source for copy in find(texts(own(1), copied, *later))}
    assert found["v1"] == "v0"


def test_shares_are_those_of_the_characters() -> None:
    first, second = own(1), own(2)
    (copy,) = find(texts(first, first[:100] + second[:100] + first[200:300]))
    assert (copy.common, copy.length, copy.share) == (200, 300, 0.6667)
