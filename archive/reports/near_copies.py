"""Reports that share much of their own words with an older one, of another township or of another year.

Compared by overlapping runs of characters (shingles). Numbers, names of places and white space are put aside, and so is
what many reports have in common: the phrases of the law and of the form are nobody's own words. What is left over
decides; the share is told of those own words. Candidates come from MinHash (datasketch), every share is then counted.
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
"""A shingle that more reports have than this, and more than one in fifty, is a phrase and nobody's own words.

Words that a township repeats for more years than this count as a phrase, too: rather a copy missed than one made up.
"""

SHARE = 0.5
"""Of a report's own words, what must be another's before it counts as copied."""

LEAST = 120
"""Own characters below which there is too little to tell."""

PERMUTATIONS = 128
CANDIDATE = 0.2
"""Estimated share of the one in the other, however long that is, from which on a pair is counted exactly."""


@dataclass(frozen=True, slots=True)
class Text:
    """What to compare: the words of one version, and what orders it among others (the older comes first)."""

    version: str
    words: str
    order: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A version whose words are to a share those of an older one: `common` of `length` own characters."""

    version: str
    source: str
    share: float
    common: int
    length: int


def plain(text: str, names: Iterable[str] = ()) -> str:
    """The words without what differs between honest copies: white space, numbers, the names of the places."""
    text = re.sub(r"\s+", "", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return re.sub(r"[0-9０-９.．,，%％]+", "0", text)


def find(texts: Iterable[Text]) -> list[Copy]:
    """For each text the older one that it has most of its own words from, where that is a great share of them.

    Raises ArchiveError where datasketch is not installed.
    """
    ordered = sorted(texts, key=lambda text: (text.order, text.version))
    shingles = {text.version: _shingles(text.words) for text in ordered}
    spread = Counter(shingle for found in shingles.values() for shingle in found)
    limit = max(COMMON_TO, len(ordered) // 50)
    own = {version: {s for s in found if spread[s] <= limit} for version, found in shingles.items()}
    found = []
    for text, candidates in _candidates(ordered, own):
        counted = [_count(text, source, own) for source in candidates]
        best = max(counted, key=lambda copy: (copy.share, copy.source), default=None)
        if best and best.share >= SHARE and best.length >= LEAST:
            found.append(best)
    return found


def renew(archive: Archive) -> int:
    """Write `copied_from` anew from what every report says now. Returns how many copies there are."""
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
    """The near-copies among the reports as they stand, or None where the extra that it needs is not installed."""
    return None if find_spec("datasketch") is None else find(_texts(archive))


def _texts(archive: Archive) -> list[Text]:
    """The words of every report as it stands; the year orders them, then the date on which we first saw them."""
    rows = archive.rows(
        "SELECT c.version, c.year, c.first_seen, c.township, c.county, group_concat(s.text, char(10)) AS words"
        " FROM current_versions AS c JOIN sections AS s USING (version) GROUP BY c.version"
    )
    return [
        Text(
            row["version"],
            plain(row["words"], (row["township"], row["township"].rstrip("镇乡街道"), row["county"])),
            (row["year"], row["first_seen"]),
        )
        for row in rows
    ]


def _shingles(words: str) -> set[str]:
    return {words[start : start + LENGTH] for start in range(len(words) - LENGTH + 1)}


def _candidates(ordered: list[Text], own: Mapping[str, set[str]]) -> Iterable[tuple[Text, list[str]]]:
    """Each text with the older ones that may share words with it."""
    try:
        from datasketch import MinHash, MinHashLSHEnsemble  # type: ignore[import-untyped]
    except ModuleNotFoundError as error:
        raise ArchiveError("near-copies need datasketch; install it with `pip install 'nianbao[copies]'`") from error
    told = [text for text in ordered if own[text.version]]
    if not told:
        return
    sketches = {text.version: MinHash(num_perm=PERMUTATIONS, seed=1) for text in told}
    for version, sketch in sketches.items():
        sketch.update_batch([shingle.encode() for shingle in own[version]])
    index = MinHashLSHEnsemble(threshold=CANDIDATE, num_perm=PERMUTATIONS, num_part=8)
    index.index((version, sketch, len(own[version])) for version, sketch in sketches.items())
    older = set[str]()
    for text in told:
        found = index.query(sketches[text.version], len(own[text.version]))
        yield text, sorted(version for version in found if version in older)
        older.add(text.version)


def _count(text: Text, source: str, own: Mapping[str, set[str]]) -> Copy:
    """The characters of one's own words, and of those the ones that stand in the source, too."""
    mine, shared = own[text.version], own[text.version] & own[source]
    length, common = _covered(text.words, mine), _covered(text.words, shared)
    return Copy(text.version, source, round(common / length, 4) if length else 0.0, common, length)


def _covered(words: str, shingles: set[str]) -> int:
    """How many characters lie in one of the shingles at least."""
    count, reached = 0, 0
    for start in range(len(words) - LENGTH + 1):
        if words[start : start + LENGTH] in shingles:
            count += start + LENGTH - max(start, reached)
            reached = start + LENGTH
    return count
