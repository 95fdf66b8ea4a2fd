"""Side by side: this project crawling sample sites, reading and storing included, and a bare Scrapy spider that only
downloads the same addresses with the same settings, one process a site both ways. Prints the ratio of their times, for
the sample sites as they are and for one as large as the largest county.

usage: python benchmarks/crawl.py [--rounds 5] [--only sample|large]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from archive.captures import record  # noqa: E402
from archive.storage.database import Archive  # noqa: E402
from archive.storage.instants import CHINA  # noqa: E402
from crawler.runtime import config as configuration  # noqa: E402
from crawler.runtime.session import register  # noqa: E402
from crawler.runtime.sites import chosen  # noqa: E402

NOW = datetime(2026, 3, 1, 2, tzinfo=CHINA)
SERVERS = {
    "sample": ("the sample sites as they are", ["tests.support.sites", "--now", NOW.isoformat()]),
    "large": ("the largest county, five years", ["benchmarks.large_site"]),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """Where one set of sites is crawled, and how."""

    folder: Path
    site: str

    def ours(self, name: str) -> tuple[float, list[str], int, int]:
        """Crawl into a fresh archive: (seconds, addresses fetched, versions made, bytes)."""
        config = self.folder / f"{self.site}-{name}.toml"
        config.write_text(
            f'archive = "{config.stem}.db"\nsites = "sites.toml"\ncontact = "bench@example.org"\n'
            "[politeness]\ndelay = 0.0\nworkers = 1\n",
            encoding="utf-8",
        )
        loaded = configuration.load(config)
        with Archive.open(loaded.archive) as archive:
            run = record.begin_run(archive, NOW, "benchmark", {})
            register(archive, chosen(loaded, [self.site], NOW.date())[0])
        seconds = _timed("crawler.site_run.worker", str(config), run, self.site, "--now", NOW.isoformat())
        with Archive.read(config.with_suffix(".db")) as archive:
            return (
                seconds,
                [row[0] for row in archive.rows("SELECT url FROM captures ORDER BY capture")],
                archive.one("SELECT count(*) FROM versions")[0],
                archive.one("SELECT sum(bytes) FROM site_runs")[0],
            )

    def bare(self, urls: Sequence[str]) -> float:
        """Seconds that the bare spider takes for the same addresses."""
        listed = self.folder / f"{self.site}-urls.json"
        listed.write_text(json.dumps(urls), encoding="utf-8")
        return _timed("benchmarks.bare_spider", str(listed))


def main() -> None:
    """Serve, crawl both ways in turn, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=SERVERS)
    asked = parser.parse_args()
    for name in [asked.only] if asked.only else SERVERS:
        with _served(SERVERS[name][1]) as registry, tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "sites.toml").write_text(registry, encoding="utf-8")
            benches = [Bench(Path(folder), row["id"]) for row in tomllib.loads(registry)["site"]]
            compare(SERVERS[name][0], benches, asked.rounds)


def compare(title: str, benches: Sequence[Bench], rounds: int) -> None:
    """Warm the server's cache, learn the addresses, then run both in turn."""
    warm = {bench: bench.ours("warm") for bench in benches}
    spent = [
        (sum(bench.ours(str(number))[0] for bench in benches), sum(bench.bare(warm[bench][1]) for bench in benches))
        for number in range(rounds)
    ]
    ratios = sorted(ours / bare for ours, bare in spent)
    pages, versions, size = (
        sum(count) for count in zip(*((len(u), v, b) for _, u, v, b in warm.values()), strict=True)
    )
    print(f"{title}: {len(benches)} site(s), {pages} pages, {versions} reports read into versions, {size / 1e6:.1f} MB")
    for name, seconds in zip(
        ("nianbao, read and stored", "bare Scrapy, download only"), zip(*spent, strict=True), strict=True
    ):
        median = statistics.median(seconds)
        print(f"  {name:28} median {median:6.2f} s   {pages / median:6.0f} pages/s")
    print(f"  ratio: median {statistics.median(ratios):.2f}, from {ratios[0]:.2f} to {ratios[-1]:.2f}")


def _timed(module: str, *arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True)
    return time.perf_counter() - began


@contextmanager
def _served(command: Sequence[str]) -> Iterator[str]:
    """The registry that the server of these sites prints, while it runs."""
    with subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield "".join(iter(server.stdout.readline, "# served\n"))
        finally:
            server.kill()


if __name__ == "__main__":
    main()
