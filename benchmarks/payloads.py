"""The payload store beside warcio writing the same captures: seconds and bytes.

usage: python -m benchmarks.payloads [ARCHIVE] [--times N]

Captures come from an archive (its distinct payloads, with their addresses); `--times` makes more of them by marking
each copy, as nights of a site do. All write to the same disk and keep every byte; the payload store has each on the
disk before the next, so warcio is measured both with and without that.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from io import BytesIO
from pathlib import Path
from time import perf_counter

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.captures.record import scope
from archive.storage.database import Archive
from archive.storage.payloads import Payloads

Capture = tuple[str, str, bytes]
"""Kind, address, bytes."""


def captures(path: Path, times: int) -> list[Capture]:
    """The distinct payloads of an archive, each several times with a mark that makes it another page."""
    with Archive.read(path) as archive:
        rows = archive.rows(
            "SELECT min(kind) AS kind, min(url) AS url, payload FROM captures WHERE size > 0 GROUP BY payload"
        )
        found = [(row["kind"], row["url"], archive.payloads.get(bytes.fromhex(row["payload"]))) for row in rows]
    return [
        (kind, url, data + (f"<!-- {number} -->".encode() if number else b""))
        for number in range(times)
        for kind, url, data in found
    ]


def store(path: Path, found: list[Capture]) -> None:
    """Write into a payload file, each synced to the disk as in a crawl."""
    payloads = Payloads.open(path)
    for kind, url, data in found:
        payloads.put(data, scope(kind, url))  # type: ignore[arg-type]
    payloads.close()


def synced_warc(path: Path, found: list[Capture]) -> None:
    """Write into a gzipped WARC, each record synced to the disk."""
    warc(path, found, synced=True)


def warc(path: Path, found: list[Capture], *, synced: bool = False) -> None:
    """Write into a gzipped WARC."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        for _, url, data in found:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(data), length=len(data), http_headers=headers
            )
            writer.write_record(record)
            if synced:
                file.flush()
                os.fsync(file.fileno())


def main() -> None:
    """Write both and print seconds, bytes and ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("archive", type=Path, nargs="?", default=Path("demo/nianbao.db"))
    options.add_argument("--times", type=int, default=5)
    given = options.parse_args()
    found = captures(given.archive, given.times)
    plain = sum(len(data) for _, _, data in found)
    print(f"{len(found)} captures, {plain:,} bytes")
    results = []
    ways = (
        ("payload store", store, "p.db"),
        ("warcio", warc, "w.warc.gz"),
        ("warcio, synced", synced_warc, "s.warc.gz"),
    )
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for name, write, file in ways:
            began = perf_counter()
            write(Path(folder) / file, found)
            seconds, size = perf_counter() - began, (Path(folder) / file).stat().st_size
            results.append((seconds, size))
            print(
                f"{name}: {seconds:.2f} s, {len(found) / seconds:,.0f} a second, {size:,} bytes, {plain / size:.1f} : 1"
            )
    ours = results[0]
    for (name, *_), (seconds, size) in zip(ways[1:], results[1:], strict=True):
        print(f"payload store / {name}: time {ours[0] / seconds:.2f}, bytes {ours[1] / size:.2f}")


if __name__ == "__main__":
    main()
