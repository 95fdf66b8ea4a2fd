"""Side by side: this project crawling sample sites, reading and storing included, and a bare Scrapy spider that only
downloads the same addresses with the same settings, one process a site both ways. Prints the ratios of their times and
of the processor's, for the sample sites as they are and for one as large as the largest county. `--former` names a
checkout of another version, whose crawls take their turns, too. Checkouts are compiled first, as installations are.

usage: python benchmarks/crawl.py [--rounds 5] [--only sample|large] [--former FOLDER]
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from archive.storage.database import Archive  # noqa: E402
from archive.storage.instants import CHINA  # noqa: E402
from crawler.runtime.process import tree  # noqa: E402

_PR_SET_CHILD_SUBREAPER = 36
NOW = datetime(2026, 3, 1, 2, tzinfo=CHINA)
PACKAGES = ("archive", "crawler", "spiders")
SERVERS = {
    "sample": ("the sample sites as they are", ["tests.support.sites", "--now", NOW.isoformat()]),
    "large": ("the largest county, five years", ["benchmarks.large_site"]),
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of the processor, all processes together."""

    clock: float
    processor: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.processor + other.processor)


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a crawl fetched: the addresses of each site in their order, versions made, bytes."""

    addresses: Mapping[str, Sequence[str]]
    versions: int
    size: int

    @property
    def pages(self) -> int:
        """How many addresses were fetched."""
        return sum(map(len, self.addresses.values()))


def ours(folder: Path, name: str, checkout: Path = ROOT) -> tuple[Spent, Crawl]:
    """`nianbao crawl` of all sites into a fresh archive, one after the other; of this version or another checkout's."""
    config = folder / f"{name}.toml"
    config.write_text(
        f'archive = "{config.stem}.db"\nsites = "sites.toml"\ncontact = "bench@example.org"\n'
        "[politeness]\ndelay = 0.0\nworkers = 1\n",
        encoding="utf-8",
    )
    spent = _timed("crawler.cli", "--config", str(config), "crawl", "--now", NOW.isoformat(), checkout=checkout)
    addresses: dict[str, list[str]] = {}
    with Archive.read(config.with_suffix(".db")) as archive:
        for site, url in archive.rows("SELECT site, url FROM captures ORDER BY capture"):
            addresses.setdefault(site, []).append(url)
        versions, size = archive.one("SELECT (SELECT count(*) FROM versions), (SELECT sum(bytes) FROM site_runs)")
    return spent, Crawl(addresses, versions, size)


def bare(folder: Path, crawl: Crawl) -> Spent:
    """The bare spider at the same addresses, one site after the other."""
    spent = Spent(0.0, 0.0)
    for site, urls in crawl.addresses.items():
        listed = folder / f"{site}-urls.json"
        listed.write_text(json.dumps(urls), encoding="utf-8")
        spent += _timed("benchmarks.bare_spider", str(listed))
    return spent


def main() -> None:
    """Serve, crawl both ways in turn, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=SERVERS)
    parser.add_argument("--former", type=Path)
    asked = parser.parse_args()
    _adopt()
    for checkout in filter(None, (ROOT, asked.former)):
        subprocess.run([sys.executable, "-m", "compileall", "-q", *PACKAGES], cwd=checkout, check=False)
    for name in [asked.only] if asked.only else SERVERS:
        with _served(SERVERS[name][1]) as registry, tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "sites.toml").write_text(registry, encoding="utf-8")
            compare(SERVERS[name][0], Path(folder), asked.rounds, asked.former)


def compare(title: str, folder: Path, rounds: int, former: Path | None = None) -> None:
    """Warm the server's cache, learn the addresses, then run all in turn."""
    _, crawl = ours(folder, "warm")
    kinds: dict[str, Callable[[str], Spent]] = {
        "bare Scrapy, download only": lambda _: bare(folder, crawl),
        "nianbao, read and stored": lambda number: ours(folder, number)[0],
    }
    if former is not None:
        kinds["the other version of it"] = lambda number: ours(folder, f"former-{number}", former)[0]
    spent = [{name: run(str(number)) for name, run in kinds.items()} for number in range(rounds)]
    told = f"{crawl.versions} reports read into versions, {crawl.size / 1e6:.1f} MB"
    print(f"{title}: {len(crawl.addresses)} site(s), {crawl.pages} pages, {told}")
    first, *others = kinds
    for name in kinds:
        clock, processor = map(statistics.median, zip(*(astuple(taken[name]) for taken in spent), strict=True))
        pace = crawl.pages / clock
        print(f"  {name:27} median {clock:6.2f} s   {pace:6.0f} pages/s   {processor:6.2f} s of processor")
    for name in others:
        for kind in ("clock", "processor"):
            ratios = sorted(getattr(taken[name], kind) / getattr(taken[first], kind) for taken in spent)
            least, most = ratios[0], ratios[-1]
            print(f"  {name}: ratio by {kind} {statistics.median(ratios):.2f}, from {least:.2f} to {most:.2f}")


def _timed(module: str, *arguments: str, checkout: Path = ROOT) -> Spent:
    began, before = time.perf_counter(), _of_children()
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}  # of its modules, in its readers as well
    subprocess.run(command, cwd=checkout, env=environment, stdout=subprocess.DEVNULL, check=False)
    clock = time.perf_counter() - began
    _reap()
    return Spent(clock, _of_children() - before)


def _adopt() -> None:
    """Have processes whose parents are gone become children of this one, so that what they took is counted."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _reap() -> None:
    """Wait until only the sites' server is left, which is a child, too: readers end a moment after the crawl."""
    while len(tree(os.getpid())) > 2:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.05)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
