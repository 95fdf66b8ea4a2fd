"""Finds reports that share much of their text with an older one, of another township or another year.

Compared by overlapping runs of characters (shingles). Numbers, place names and white space are ignored, and so are
shingles that many reports have: phrases of the law and of the form. The share is counted over the remaining,
distinctive text. Candidates come from a sample of the shingles; each is then counted exactly.

What this takes of the memory does not grow with the archive: texts are read one at a time, the numbers of reports that
have a shingle are counted in a table of fixed size, and the sample is in a temporary file of SQLite.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    Hashes = numpy.typing.NDArray[numpy.uint64]

LENGTH = 8
"""Characters of a shingle."""

COMMON_TO = 6
"""A shingle in more reports than this, and in more than one in fifty, is a common phrase and not distinctive.

Text that a township repeats for more years than this counts as a phrase, too: a missed copy is better than a false one.
"""

SHARE = 0.5
"""The share of a report's distinctive text, from which on it counts as copied."""

LEAST = 120
"""Distinctive characters below which no copy is reported."""

SAMPLE = 8
"""One shingle in so many tells candidates: of half of the least text that counts, seven on average."""

ASKED, CANDIDATES = 4_000, 8
"""Of a text's sampled shingles those that fewest texts have are looked up, as long as all together name no more texts
than this; so many candidates are counted."""

SLOTS = 1 << 24
"""Numbers of reports that are counted apart. Shingles that share one count as more common than they are: their own
number is two thousand times as large on an archive of any size, so that hardly a copy is missed for it."""

MOST = 65_535
"""The largest number of a slot."""

LATELY = 64
"""Texts whose shingles are kept, as a source is often one for its neighbours."""


@dataclass(frozen=True, slots=True)
class ComparedText:
    """The normalised text of one version, and the key that orders versions from old to new."""

    version: str
    text: str
    order: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A version that shares `common` of its `length` distinctive characters with an older one, the `source`."""

    version: str
    source: str
    share: float
    common: int
    length: int


def normalise(text: str, names: Iterable[str] = ()) -> str:
    """The text without what differs between copies: white space, numbers (as 0), and the given place names."""
    text = re.sub(r"\s+", "", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return re.sub(r"[0-9０-９.．,，%％]+", "0", text)


def is_possible() -> bool:
    """Whether the extra is installed that this needs; nothing else depends on it."""
    return find_spec("numpy") is not None


def find(texts: Iterable[ComparedText]) -> list[Copy]:
    """For each text the older one with which it shares most, where the share is at least `SHARE`.

    Raises ArchiveError where numpy is not installed.
    """
    ordered = sorted(texts, key=lambda text: (text.order, text.version))
    words = {text.version: text.text for text in ordered}
    return list(_find([text.version for text in ordered], words.__getitem__))


def _find(versions: Sequence[str], text_of: Callable[[str], str]) -> Iterator[Copy]:
    """The same for versions in the order of their age, whose texts are read as they are needed."""
    if not is_possible():
        raise ArchiveError("wrong-no-numpy")
    shingles = _Shingles(versions, text_of)
    with closing(sqlite3.connect("")) as sample:  # a file that SQLite deletes once it is closed
        sample.execute(
            "CREATE TABLE sampled (shingle INTEGER, place INTEGER, PRIMARY KEY (shingle, place)) WITHOUT ROWID"
        )
        for place, version in enumerate(versions):
            found, rarest = shingles.sampled(version)
            rows = sample.execute(_CANDIDATES, (json.dumps(found[:rarest]), CANDIDATES))
            counted = [shingles.compared(version, versions[older]) for older, _ in rows.fetchall()]
            best = max(counted, key=lambda copy: (copy.share, copy.source), default=None)
            if best and best.share >= SHARE and best.length >= LEAST:
                yield best
            sample.executemany("INSERT INTO sampled VALUES (?, ?)", ((shingle, place) for shingle in found))


_CANDIDATES = (
    "SELECT place, count(*) AS n FROM json_each(?) AS j JOIN sampled AS s ON s.shingle = j.value"
    " GROUP BY place ORDER BY n DESC, place DESC LIMIT ?"
)


class _Shingles:
    """The shingles of all texts, by their hashes, and how many texts have each."""

    def __init__(self, versions: Sequence[str], text_of: Callable[[str], str]) -> None:
        import numpy

        self._numpy: Any = numpy
        self._limit = max(COMMON_TO, len(versions) // 50)
        self._counts = numpy.zeros(SLOTS, dtype=numpy.uint16)
        self._of = lru_cache(LATELY)(lambda version: self._hashed(text_of(version)))
        for version in versions:
            slots = numpy.unique(self._of(version) % SLOTS)
            self._counts[slots] += self._counts[slots] < MOST

    def sampled(self, version: str) -> tuple[list[int], int]:
        """The sampled distinctive shingles that other texts have, too, those of the fewest texts first; and how many of
        them are looked up.
        """
        np = self._numpy
        found = np.unique(self._of(version))
        found = found[found % SAMPLE == 0]
        counts = self._counts[(found % SLOTS).astype(np.int64)]
        shared = (counts > 1) & (counts <= self._limit)
        order = np.argsort(counts[shared], kind="stable")
        rarest = int((np.cumsum(counts[shared][order], dtype=np.int64) <= ASKED).sum())
        return [int(one) for one in found[shared][order]], rarest

    def compared(self, version: str, source: str) -> Copy:
        """Count the distinctive characters of a text, and those of them that the source has, too."""
        np = self._numpy
        hashes = self._of(version)
        distinctive = self._counts[(hashes % SLOTS).astype(np.int64)] <= self._limit
        length = self._covered(distinctive)
        common = self._covered(distinctive & np.isin(hashes, self._of(source)))
        return Copy(version, source, round(common / length, 4) if length else 0.0, common, length)

    def _covered(self, shared: Any) -> int:
        """How many characters are within at least one of the shingles at these places."""
        np = self._numpy
        ends = np.zeros(len(shared) + LENGTH, dtype=np.int64)
        ends[: len(shared)] += shared
        ends[LENGTH:] -= shared
        return int((np.cumsum(ends) > 0).sum())

    def _hashed(self, text: str) -> Hashes:
        """A hash of 63 bits of the shingle at each place of a text."""
        np = self._numpy
        characters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        count = max(0, len(characters) - LENGTH + 1)
        mixed = np.zeros(count, dtype=np.uint64)
        for offset in range(LENGTH):
            mixed = mixed * np.uint64(_FACTOR) + characters[offset : offset + count]
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(_MIXER)
        hashes: Hashes = (mixed ^ (mixed >> np.uint64(32))) >> np.uint64(1)
        return hashes


_FACTOR, _MIXER = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
"""Odd numbers without a pattern, those of SplitMix64."""


_ORDERED = (
    "SELECT version FROM reports AS r WHERE version IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM sections AS s WHERE s.version = r.version) ORDER BY year, first_seen, version"
)
_TEXT = (
    "SELECT t.name AS township, c.name AS county, group_concat(s.text, char(10)) AS words FROM reports AS r"
    " JOIN townships AS t ON t.code = r.township_code JOIN counties AS c ON c.code = r.county_code"
    " JOIN sections AS s USING (version) WHERE r.version = ?"
)


def find_in(archive: Archive) -> list[Copy]:
    """The near-copies among all current versions, by year, then by when they were first seen.

    Raises ArchiveError where numpy is not installed.
    """
    versions = [version for (version,) in archive.rows(_ORDERED)]
    return list(_find(versions, lambda version: _text(archive.one(_TEXT, version))))


def _text(row: Mapping[str, str]) -> str:
    """The normalised text of a version."""
    names = (row["township"], row["township"].rstrip("镇乡街道"), row["county"])
    return normalise(row["words"], names)
