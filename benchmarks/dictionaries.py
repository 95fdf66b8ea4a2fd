"""Does zstd with a trained dictionary pay? Bytes of the sample captures by four ways of packing them.

usage: python -m benchmarks.dictionaries ARCHIVE

Ways: each alone; the first of its scope (pages of one kind on one host) as raw dictionary, which is what the payload
file does; a dictionary trained for each site family, and one for each scope. A trained dictionary is counted with its
own bytes; it is trained on half of the captures, and all are packed with it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time

import zstandard

from archive.captures.record import scope
from archive.storage.database import Archive
from archive.storage.payloads import DICTIONARY_LIMIT, LEVEL

DICTIONARY = 64 * 1024
LEAST = 8
"""Samples below which zstd trains no dictionary."""

Page = tuple[str, str, bytes]
"""Family, scope, bytes."""


def pages(path: Path) -> list[Page]:
    """The distinct payloads of an archive in the order in which they came."""
    with Archive.read(path) as archive:
        rows = archive.rows(
            "SELECT min(c.capture), s.family, c.kind, c.url, c.payload FROM captures AS c JOIN sites AS s USING (site)"
            " WHERE c.size > 0 GROUP BY c.payload ORDER BY 1"
        )
        return [
            (row["family"], scope(row["kind"], row["url"]), archive.payloads.get(bytes.fromhex(row["payload"])))
            for row in rows
        ]


def alone(found: Iterable[Page]) -> int:
    """Each by itself."""
    return sum(len(zstandard.ZstdCompressor(level=LEVEL).compress(data)) for *_, data in found)


def first_of_scope(found: Iterable[Page]) -> int:
    """As the payload file does it."""
    bases: dict[str, zstandard.ZstdCompressionDict] = {}
    size = 0
    for _, name, data in found:
        base = bases.get(name)
        size += len(zstandard.ZstdCompressor(level=LEVEL, dict_data=base).compress(data))
        if base is None and len(data) <= DICTIONARY_LIMIT:
            bases[name] = zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return size


def trained(found: Iterable[Page], by: Callable[[Page], str]) -> int:
    """With a dictionary trained for each group, where it has pages enough."""
    groups: dict[str, list[bytes]] = defaultdict(list)
    for page in found:
        groups[by(page)].append(page[2])
    size = 0
    for members in groups.values():
        dictionary = None
        if len(members) >= LEAST:
            samples: list[bytes | bytearray | memoryview] = list(members[::2])
            dictionary = zstandard.train_dictionary(DICTIONARY, samples, level=LEVEL)
            size += len(dictionary.as_bytes())
        size += sum(len(zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary).compress(data)) for data in members)
    return size


def main() -> None:
    """Print bytes, ratio and seconds of processor time of each way."""
    options = argparse.ArgumentParser()
    options.add_argument("archive", type=Path)
    found = pages(options.parse_args().archive)
    plain = sum(len(data) for *_, data in found)
    print(f"{len(found)} payloads, {plain:,} bytes")
    ways: dict[str, Callable[[list[Page]], int]] = {
        "each alone": alone,
        "first of its scope, raw": first_of_scope,
        "trained by family": lambda all_of_them: trained(all_of_them, lambda page: page[0]),
        "trained by scope": lambda all_of_them: trained(all_of_them, lambda page: page[1]),
    }
    for name, way in ways.items():
        began = process_time()
        size = way(found)
        print(f"{name}: {size:,} bytes, {plain / size:.1f} : 1, {process_time() - began:.2f} s")


if __name__ == "__main__":
    main()
