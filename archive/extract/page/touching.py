"""Which of many boxes touch, directly or through others, in a time that grows with their number.

Boxes of the same sides that follow one another, such as the borders of all cells of a row, are one box. The others meet
in a sweep down the page: each is put into a tree of the page's widths, where boxes that are known to touch are kept as
the one of them that reaches farthest down. A grid of crossing lines would otherwise cost its number of crossings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Box = tuple[float, float, float, float]
_Member = tuple[float, float, int]
"""Where a box begins and ends between the sides that it shares with others, and its number."""


def groups(boxes: Sequence[Box], tolerance: float) -> list[int]:
    """For each box (left, top, right, bottom) the number of its group; boxes that are so close touch."""
    rows: dict[tuple[float, float], list[_Member]] = defaultdict(list)
    columns: dict[tuple[float, float], list[_Member]] = defaultdict(list)
    for number, (left, top, right, bottom) in enumerate(boxes):
        if right - left >= bottom - top:
            rows[top, bottom].append((left, right, number))
        else:
            columns[left, right].append((top, bottom, number))
    runs = [((left, top, right, bottom), held) for (top, bottom), left, right, held in _runs(rows, tolerance)]
    runs += [((left, top, right, bottom), held) for (left, right), top, bottom, held in _runs(columns, tolerance)]
    group_of = [0] * len(boxes)
    for (_, held), group in zip(runs, _swept([run for run, _ in runs], tolerance), strict=True):
        for number in held:
            group_of[number] = group
    return group_of


def _runs(
    beside: Mapping[tuple[float, float], list[_Member]], tolerance: float
) -> Iterator[tuple[tuple[float, float], float, float, list[int]]]:
    """Boxes that follow one another between the same sides: the sides, where they begin and end, and which they are."""
    for sides, members in beside.items():
        members.sort()
        begin, end, _ = members[0]
        held: list[int] = []
        for start, stop, number in members:
            if start - tolerance > end:
                yield sides, begin, end, held
                begin, end, held = start, stop, []
            elif stop > end:
                end = stop
            held.append(number)
        yield sides, begin, end, held


def _swept(boxes: Sequence[Box], tolerance: float) -> list[int]:
    found = _Groups(len(boxes))
    places = sorted({box[0] - tolerance for box in boxes} | {box[2] for box in boxes})
    tree = _Tree(len(places), found)
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i][1]):
        left, top, right, bottom = boxes[i]
        first, last = bisect_left(places, left - tolerance), bisect_left(places, right)
        tree.add(i, first, last, top - tolerance, bottom)
    return [found.of(i) for i in range(len(boxes))]


class _Groups:
    """A union of sets, by parents."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def of(self, i: int) -> int:
        parents = self._parents
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    def join(self, i: int, j: int) -> None:
        self._parents[self.of(i)] = self.of(j)


class _Tree:
    """A segment tree over places from left to right; node 1 is the whole, nodes 2n and 2n + 1 are the halves of n."""

    def __init__(self, places: int, found: _Groups) -> None:
        self._leaves = 1 << max(places - 1, 1).bit_length()
        self._across: dict[int, tuple[float, int]] = {}
        """Of the boxes that cover a node, the one that reaches farthest down, with its bottom."""
        self._within: dict[int, list[tuple[float, int]]] = {}
        """Boxes that cover a part of a node, with their bottoms; once a box covers the node, one is left of them."""
        self._found = found

    def add(self, i: int, first: int, last: int, top: float, bottom: float) -> None:
        """Put a box into the tree, joined with those there that reach down to its top; `last` is covered, too."""
        covered, above = self._nodes(first, last)
        for node in covered | above:
            if node in self._across and self._across[node][0] >= top:
                self._found.join(i, self._across[node][1])
        for node in covered:
            self._cover(node, i, top, bottom)
        for node in above:
            self._within.setdefault(node, []).append((bottom, i))

    def _cover(self, node: int, i: int, top: float, bottom: float) -> None:
        across = within = (bottom, i)
        for its_bottom, j in self._within.pop(node, ()):
            if its_bottom >= top:
                self._found.join(i, j)
                within = max(within, (its_bottom, j))
        self._within[node] = [within]
        self._across[node] = max(self._across.get(node, across), across)

    def _nodes(self, first: int, last: int) -> tuple[set[int], set[int]]:
        """The fewest nodes that make up a range of places, and all nodes above these."""
        covered, above = set[int](), set[int]()
        left, right = first + self._leaves, last + self._leaves + 1
        while left < right:
            if left & 1:
                covered.add(left)
                left += 1
            if right & 1:
                right -= 1
                covered.add(right)
            left, right = left // 2, right // 2
        for node in covered:
            node //= 2
            while node and node not in above:
                above.add(node)
                node //= 2
        return covered, above
