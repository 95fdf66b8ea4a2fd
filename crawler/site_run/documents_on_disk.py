"""Documents on disk, read as the archive would read them: each in a confined process. Writes nothing."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from archive.extract.parser import Order
from archive.extract.parser_pool import ParserPool
from archive.extract.report.model import Context, Report
from archive.extract.sandbox.policy import DEFAULT, Policy
from archive.messages.coded import Sentence, of_system
from archive.storage.instants import china_day
from crawler.runtime import files


@dataclass(frozen=True, slots=True)
class Unopened:
    """A path that gave no document; `why` names it and the remedy."""

    why: Sentence


@dataclass(frozen=True, slots=True)
class Parsed:
    """The report that the document at a path holds."""

    path: Path
    report: Report


Answer = Parsed | Unopened


def parse(
    paths: Sequence[Path], now: datetime, *, county: str | None = None, url: str | None = None, policy: Policy = DEFAULT
) -> Iterator[Answer]:
    """What each document holds, in the order given, as many at a time as there are cores; a folder gives all its files.

    A document that takes more than the policy allows, or crashes its parser, is unreadable, with the reason.
    """
    context = Context(county_code=county, url=url, today=china_day(now))
    found = [file for path in paths for file in _files(path)]
    workers = min(len(found), os.cpu_count() or 1)
    if len(found) == 1:  # no thread is needed, so that the worker may have what this process has imported
        with ParserPool(1, policy, start="fork") as pool:
            yield _read(pool, found[0], context)
        return
    with ParserPool(workers, policy) as pool, ThreadPoolExecutor(workers) as threads:
        ahead = (threads.submit(_read, pool, file, context) for file in found)
        under_way: deque[Future[Answer]] = deque(islice(ahead, 2 * workers))
        while under_way:
            yield under_way.popleft().result()
            under_way.extend(islice(ahead, 1))


def _read(pool: ParserPool, file: Path | Unopened, context: Context) -> Answer:
    if isinstance(file, Unopened):
        return file
    try:
        data = files.read(file)
    except OSError as error:
        return Unopened(Sentence.of("wrong-unreadable-file", file=file, error=of_system(error)))
    return Parsed(file, pool.report(Order(data, context, name=file.name)))


def _files(path: Path) -> Sequence[Path | Unopened]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.is_file())
    return inside or [Unopened(Sentence.of("wrong-empty-folder", path=path))]
