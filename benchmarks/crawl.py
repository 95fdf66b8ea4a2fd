"""Side by side: this project crawling a large sample site, reading and storing included, and a bare Scrapy spider that
only downloads the same addresses with the same settings. Prints the ratio of their times.

usage: python benchmarks/crawl.py [--rounds 5] [--concurrency 1]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from archive.clock import CHINA  # noqa: E402
from archive.store import Archive  # noqa: E402

NOW = datetime(2026, 3, 1, 2, tzinfo=CHINA)


def main() -> None:
    """Serve, crawl both ways in turn, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--concurrency", type=int, default=1, help="requests to the host at a time, for both")
    asked = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.large_site"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        row = "".join(iter(server.stdout.readline, "\n"))
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), row, asked.rounds, asked.concurrency)
    finally:
        server.kill()
        server.wait()


def compare(folder: Path, registry: str, rounds: int, concurrency: int) -> None:
    """Warm the server's cache, learn the addresses, then run both in turn."""
    (folder / "sites.toml").write_text(registry, encoding="utf-8")
    urls, pages, size = ours(folder, "warm", concurrency)[1:]
    (folder / "urls.json").write_text(json.dumps(urls), encoding="utf-8")
    bare(folder, concurrency)
    mine, theirs = [], []
    for number in range(rounds):
        mine.append(ours(folder, str(number), concurrency)[0])
        theirs.append(bare(folder, concurrency))
    ratios = sorted(m / t for m, t in zip(mine, theirs, strict=True))
    print(f"{len(urls)} pages, {pages} reports read into versions, {size / 1e6:.1f} MB, {concurrency} at a time")
    for name, seconds in (("nianbao, read and stored", mine), ("bare Scrapy, download only", theirs)):
        median = statistics.median(seconds)
        print(f"  {name:28} median {median:6.2f} s   {len(urls) / median:6.0f} pages/s")
    print(f"  ratio: median {statistics.median(ratios):.2f}, from {ratios[0]:.2f} to {ratios[-1]:.2f}")


def ours(folder: Path, name: str, concurrency: int) -> tuple[float, list[str], int, int]:
    """Crawl into a fresh archive: (seconds, addresses fetched, versions made, bytes)."""
    config = folder / f"{name}.toml"
    config.write_text(
        f'archive = "{name}.db"\nsites = "sites.toml"\ncontact = "bench@example.org"\n'
        "[politeness]\ndelay = 0.0\nworkers = 1\n",
        encoding="utf-8",
    )
    Archive.open(folder / f"{name}.db").close()
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.one_site", str(config), NOW.isoformat(), str(concurrency)]
    subprocess.run(command, cwd=ROOT, check=True)
    seconds = time.perf_counter() - began
    with Archive.read(folder / f"{name}.db") as archive:
        urls = [row[0] for row in archive.rows("SELECT url FROM captures ORDER BY capture")]
        return (
            seconds,
            urls,
            archive.one("SELECT count(*) FROM versions")[0],
            archive.one("SELECT sum(bytes) FROM site_runs")[0],
        )


def bare(folder: Path, concurrency: int) -> float:
    """Seconds that the bare spider takes for the same addresses."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.bare_spider", str(folder / "urls.json"), str(concurrency)],
        cwd=ROOT,
        check=True,
    )
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
