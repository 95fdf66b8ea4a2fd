"""Boxes that touch, against the comparison of each with each."""

from __future__ import annotations

import random

import pytest

from archive.extract.page import touching
from archive.extract.page.rulings import Ruling, frames
from archive.extract.page.touching import Box


def _slowly(boxes: list[Box], tolerance: float) -> list[set[int]]:
    found: list[set[int]] = []
    for i, box in enumerate(boxes):
        near = {i, *(j for j, other in enumerate(boxes) if _touch(box, other, tolerance))}
        joined = [group for group in found if group & near]
        found = [group for group in found if not group & near] + [near.union(*joined)]
    return found


def _touch(a: Box, b: Box, tolerance: float) -> bool:
    return all(a[i] - tolerance <= b[i + 2] and b[i] - tolerance <= a[i + 2] for i in (0, 1))


def _drawn(chance: random.Random) -> list[Box]:
    size = chance.choice([20, 60, 200])
    boxes: list[Box] = []
    for _ in range(chance.randrange(1, 40)):
        x, y, length = chance.randrange(size), chance.randrange(size), chance.randrange(1, size // 2)
        thick = chance.choice([0.0, 0.0, 0.5])
        boxes.append((x, y, x + length, y + thick) if chance.random() < 0.5 else (x, y, x + thick, y + length))
    return boxes


@pytest.mark.parametrize("tolerance", [0.5, 1.0, 2.0])
def test_groups_are_those_of_comparing_each_with_each(tolerance: float) -> None:
    chance = random.Random(7)
    for _ in range(60):
        boxes = _drawn(chance)
        groups: dict[int, set[int]] = {}
        for i, group in enumerate(touching.groups(boxes, tolerance)):
            groups.setdefault(group, set()).add(i)
        assert sorted(map(sorted, groups.values())) == sorted(map(sorted, _slowly(boxes, tolerance))), boxes


def test_a_frame_round_another_is_no_table() -> None:
    """Not even in a grid of many cells, of which one holds it."""
    outer = [Ruling(0, y, 300, y) for y in (0, 100, 200)] + [Ruling(x, 0, x, 200) for x in (0, 150, 300)]
    inner = [Ruling(160, y, 290, y) for y in (110, 150)] + [Ruling(x, 110, x, 150) for x in (160, 290)]
    around, within = frames([*outer, *inner], 1.0)
    assert around.encloses(within)
    assert not within.encloses(around)
