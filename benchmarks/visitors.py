"""Many visitors at once: a served archive in a process of its own, asked over HTTP on loopback by fifty at a time.

usage: python -m benchmarks.visitors ARCHIVE [--visitors 50] [--pages 10] [--pause 1.0] [--processes 1 2]

Each visitor reads pages of a county of its own: the overview, the county, reports, a search, tables. A visitor asks for
the next page `--pause` seconds after the last one came; with 0, at once. Printed are the share of errors, the median,
the 95th percentile and the slowest answer, and pages a second; beside it the same for a page that asks for nothing.
All that for each number of processes that serve, beside the processor's time that they took.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from urllib.parse import urlencode

import httpx

from archive.storage.database import for_reading
from crawler.runtime.process import tree

PATIENCE = 60
"""Seconds until an answer counts as an error."""

PLAIN = "/nianbao?sql=SELECT+1"
WORDS = ("申请", "公开", "城关镇", "政务", "行政复议")


@dataclass(slots=True)
class Answers:
    """Seconds of each answer, and what was no answer."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def townships(archive: Path, count: int) -> list[tuple[str, str]]:
    """A township with its county for each visitor, spread over the archive; it has a report of every year."""
    with closing(sqlite3.connect(for_reading(archive), uri=True)) as db:
        found = db.execute(_WITH_ALL_YEARS).fetchall()
    return found[:: max(1, len(found) // count)][:count]


_WITH_ALL_YEARS = """
SELECT township_code, county_code FROM reports WHERE year BETWEEN 2017 AND 2025
GROUP BY township_code HAVING min(year) <= 2018 AND count(*) = max(year) - min(year) + 1 AND max(year) = 2025
"""


def walk(township: str, county: str, chance: Random) -> Iterator[str]:
    """The pages that a visitor reads, for ever."""
    while True:
        year = chance.randrange(2018, 2026)
        yield "/"
        yield f"/-/county/{county}"
        yield f"/-/report/{township}/{year}"
        yield f"/-/township/{township}"
        yield f"/-/search?{urlencode({'q': chance.choice(WORDS), 'county': county})}"
        yield f"/-/county/{county}/townships"
        yield f"/nianbao/status?county_code={county}"
        yield f"/nianbao/late_by_county?year={year}&county="
        yield f"/-/report/{township}/{max(2018, year - 1)}"
        yield f"/-/feed/{county}.atom"


@contextmanager
def served(archive: Path, processes: int) -> Iterator[tuple[str, int]]:
    """The archive served by so many processes; yields its address, and the first of them."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crawler.cli", "serve", str(archive), "--port", str(port)]
    command += ["--processes", str(processes)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, port, processes)
            yield address, server.pid
        finally:
            server.terminate()


def _wait(address: str, port: int, processes: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _listening(port) == processes:
            httpx.get(f"{address}{PLAIN}", timeout=PATIENCE)
            return
        time.sleep(0.1)
    raise TimeoutError(address)


def _listening(port: int) -> int:
    """How many sockets listen at a port of loopback, by proc_net_tcp(5): state 0A is LISTEN."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


def processor_seconds(root: int) -> float:
    """Seconds of the processor that a process and all below it have taken."""
    ticks = 0
    for pid in tree(root):
        ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


async def visit(client: httpx.AsyncClient, pages: Iterator[str], count: int, pause: float, answers: Answers) -> None:
    """A visitor reads so many pages."""
    for _, page in zip(range(count), pages, strict=False):
        began = time.perf_counter()
        try:
            answer = await client.get(page, follow_redirects=True)
        except httpx.HTTPError as error:
            answers.errors.append(f"{page}: {error!r}")
        else:
            if answer.status_code != httpx.codes.OK:
                answers.errors.append(f"{page}: {answer.status_code}")
        answers.seconds.append(time.perf_counter() - began)
        await asyncio.sleep(pause)


async def all_at_once(address: str, walks: list[Iterator[str]], count: int, pause: float) -> tuple[Answers, float]:
    """All visitors; their answers, and how long it took."""
    answers, limits = Answers(), httpx.Limits(max_connections=None)
    began = time.perf_counter()
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
        await asyncio.gather(*(visit(client, pages, count, pause, answers) for pages in walks))
    return answers, time.perf_counter() - began


def said(name: str, answers: Answers, took: float) -> str:
    """One line of the result."""
    cut = quantiles(answers.seconds, n=20)
    return (
        f"{name}: {len(answers.seconds)} pages, {len(answers.errors)} errors, median {cut[9]:.2f} s,"
        f" p95 {cut[18]:.2f} s, slowest {max(answers.seconds):.2f} s, {len(answers.seconds) / took:.0f} pages a second"
    )


def main() -> None:
    """Print two lines for each number of processes: the plain page, and the walk."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archive", type=Path)
    options.add_argument("--visitors", type=int, default=50)
    options.add_argument("--pages", type=int, default=10)
    options.add_argument("--pause", type=float, default=1.0)
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    given = options.parse_args()
    theirs = townships(given.archive, given.visitors)
    kinds: dict[str, Callable[[int], Iterator[str]]] = {
        "SELECT 1": lambda _: iter([PLAIN] * given.pages),
        "pages": lambda number: walk(*theirs[number], Random(number)),
    }
    for processes in given.processes:
        with served(given.archive, processes) as (address, root):
            for name, pages in kinds.items():
                walks, before = [pages(number) for number in range(len(theirs))], processor_seconds(root)
                answers, took = asyncio.run(all_at_once(address, walks, given.pages, given.pause))
                spent = 1000 * (processor_seconds(root) - before) / len(answers.seconds)
                told = f"{processes} processes, {said(name, answers, took)}, {spent:.0f} ms of processor a page"
                print(told, *answers.errors[:5], sep="\n  ", flush=True)


if __name__ == "__main__":
    main()
