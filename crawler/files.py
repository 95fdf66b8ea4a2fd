"""Documents on disk, read as the archive would read them: each in a confined process. Writes nothing."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from archive.extract.parser import Order
from archive.extract.report.model import Context
from archive.storage.instants import china_day
from crawler.site_run.reader import Reader


@dataclass(frozen=True, slots=True)
class Unopened:
    """A path that gave no document; `why` names it and the remedy."""

    why: str


Said = dict[str, Any] | Unopened
"""What a document says, in the shape of `nianbao parse`, or why there was none."""


def parse(
    paths: Sequence[Path], now: datetime, *, county: str | None = None, url: str | None = None, seconds: float = 60.0
) -> Iterator[Said]:
    """What each document says, in the order given, as many at a time as there are cores; a folder gives all its files.

    A document that takes more than `seconds` or too much memory, or crashes its parser, is unreadable, with the reason.
    """
    context = Context(county_code=county, url=url, today=china_day(now))
    files = [file for path in paths for file in _files(path)]
    workers = min(len(files), os.cpu_count() or 1)
    with closing(Reader(workers, seconds=seconds)) as reader, ThreadPoolExecutor(workers) as threads:
        ahead = (threads.submit(_read, reader, file, context) for file in files)
        under_way: deque[Future[Said]] = deque(islice(ahead, 2 * workers))
        while under_way:
            yield under_way.popleft().result()
            under_way.extend(islice(ahead, 1))


def _read(reader: Reader, file: Path | Unopened, context: Context) -> Said:
    if isinstance(file, Unopened):
        return file
    try:
        data = file.read_bytes()
    except OSError as error:
        return Unopened(f"{file}: cannot be read ({error.strerror}); check the path and its permissions")
    return {**reader.read_now(Order(data, context, name=file.name)), "path": str(file)}


def _files(path: Path) -> Sequence[Path | Unopened]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.is_file())
    return inside or [Unopened(f"{path}: there is no file in this folder; name one that holds documents")]
