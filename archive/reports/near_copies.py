"""Finds reports that share much of their text with an older one, of another township or another year.

Compared by overlapping runs of characters (shingles). Numbers, place names and white space are ignored, and so are
shingles that many reports have: phrases of the law and of the form. The share is counted over the remaining,
distinctive text. Candidates come from MinHash (datasketch); each is then counted exactly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

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

PERMUTATIONS = 128
CANDIDATE = 0.2
"""Estimated containment in the older text, from which on a pair is counted exactly."""


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


def find(texts: Iterable[ComparedText]) -> list[Copy]:
    """For each text the older one with which it shares most, where the share is at least `SHARE`.

    Raises ArchiveError where datasketch is not installed.
    """
    ordered = sorted(texts, key=lambda text: (text.order, text.version))
    shingles = {text.version: _shingles(text.text) for text in ordered}
    frequency = Counter(shingle for found in shingles.values() for shingle in found)
    limit = max(COMMON_TO, len(ordered) // 50)
    distinctive = {version: {s for s in found if frequency[s] <= limit} for version, found in shingles.items()}
    found = []
    for text, candidates in _candidates(ordered, distinctive):
        counted = [_count(text, source, distinctive) for source in candidates]
        best = max(counted, key=lambda copy: (copy.share, copy.source), default=None)
        if best and best.share >= SHARE and best.length >= LEAST:
            found.append(best)
    return found


def renew(archive: Archive) -> int:
    """Rewrite `copied_from` from the reports' current versions. Returns the number of copies."""
    return _write(archive, find(_texts(archive)))


def _write(archive: Archive, found: Sequence[Copy]) -> int:
    with archive.transaction() as db:
        db.execute("DELETE FROM copied_from")
        db.executemany(
            "INSERT INTO copied_from (version, source, share, common, length) VALUES (?, ?, ?, ?, ?)",
            [(copy.version, copy.source, copy.share, copy.common, copy.length) for copy in found],
        )
    return len(found)


def renew_if_possible(archive: Archive) -> int | None:
    """`renew`, or None where the extra that it needs is not installed: nothing else depends on it."""
    found = find_if_possible(archive)
    return None if found is None else _write(archive, found)


def find_if_possible(archive: Archive) -> list[Copy] | None:
    """The near-copies among the current versions, or None where the extra that it needs is not installed."""
    return None if find_spec("datasketch") is None else find(_texts(archive))


def _texts(archive: Archive) -> list[ComparedText]:
    """The normalised text of every current version, ordered by year, then by when it was first seen."""
    rows = archive.rows(
        "SELECT c.version, c.year, c.first_seen, c.township, c.county, group_concat(s.text, char(10)) AS words"
        " FROM current_versions AS c JOIN sections AS s USING (version) GROUP BY c.version"
    )
    return [
        ComparedText(
            row["version"],
            normalise(row["words"], (row["township"], row["township"].rstrip("镇乡街道"), row["county"])),
            (row["year"], row["first_seen"]),
        )
        for row in rows
    ]


def _shingles(text: str) -> set[str]:
    return {text[start : start + LENGTH] for start in range(len(text) - LENGTH + 1)}


def _candidates(
    ordered: list[ComparedText], distinctive: Mapping[str, set[str]]
) -> Iterable[tuple[ComparedText, list[str]]]:
    """Each text with the older versions that may share text with it."""
    try:
        from datasketch import MinHash, MinHashLSHEnsemble  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise ArchiveError("wrong-no-datasketch") from error
    comparable = [text for text in ordered if distinctive[text.version]]
    if not comparable:
        return
    sketches = {text.version: MinHash(num_perm=PERMUTATIONS, seed=1) for text in comparable}
    for version, sketch in sketches.items():
        sketch.update_batch([shingle.encode() for shingle in distinctive[version]])
    index = MinHashLSHEnsemble(threshold=CANDIDATE, num_perm=PERMUTATIONS, num_part=8)
    index.index((version, sketch, len(distinctive[version])) for version, sketch in sketches.items())
    older = set[str]()
    for text in comparable:
        found = index.query(sketches[text.version], len(distinctive[text.version]))
        yield text, sorted(version for version in found if version in older)
        older.add(text.version)


def _count(text: ComparedText, source: str, distinctive: Mapping[str, set[str]]) -> Copy:
    """Count the distinctive characters of a text, and those of them that the source has, too."""
    text_shingles, shared = distinctive[text.version], distinctive[text.version] & distinctive[source]
    length, common = _covered(text.text, text_shingles), _covered(text.text, shared)
    return Copy(text.version, source, round(common / length, 4) if length else 0.0, common, length)


def _covered(text: str, shingles: set[str]) -> int:
    """How many characters are within at least one of the shingles."""
    count, reached = 0, 0
    for start in range(len(text) - LENGTH + 1):
        if text[start : start + LENGTH] in shingles:
            count += start + LENGTH - max(start, reached)
            reached = start + LENGTH
    return count
