"""What runs on a worker of the cluster: a site's process on a part of the archive, and the reading of documents.

The archive's machine asks for what a site has captured every few seconds (`collect`), and that renews the site's lease:
where nobody asks, as the scheduler or the network is gone, the process is stopped, so that a site is never visited from
two machines at a time.
"""

from __future__ import annotations

import atexit
import multiprocessing
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import tomli_w
from distributed import get_worker

from archive.captures.reasons import Reason
from archive.extract import parser_name
from archive.extract.layout.document import Unreadable
from archive.extract.parser import Order
from archive.extract.parser_pool import ParserPool
from archive.extract.report.model import Report
from archive.extract.sandbox.policy import Policy
from archive.maintenance import parts
from archive.maintenance.parts import Part, SiteRunEnd
from archive.storage import owned_folders
from archive.storage.database import Archive
from crawler.runtime.config import Limits
from crawler.site_run import supervisor
from crawler.site_run.worker import SiteOrder


@dataclass(frozen=True, slots=True)
class Machine:
    """What has to be the same on every machine, and its clock."""

    nianbao: str
    parser: str
    clock: datetime


@dataclass(frozen=True, slots=True)
class SiteTask:
    """A site to be visited: what its process must know.

    `configuration` and `row` are tables as TOML has them, of `nianbao.toml` and the registry. `lease` is after how many
    seconds without `collect` the process is stopped; `worker` is the folder of the worker that this was cut
    for, as what it holds is out of date for any other.
    """

    run: str
    site: str
    now: datetime | None
    revisit: bool
    part: Part
    configuration: Mapping[str, object]
    row: Mapping[str, object]
    limits: Limits
    lease: float
    worker: str


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """What a site's process has seen in all: `killed` is why it was stopped, `end` None where it did not conclude."""

    part: Part
    end: SiteRunEnd | None
    killed: Reason | None


class LeaseExpiredError(Exception):
    """Nobody asks for what a site has captured: the archive's machine is gone, or has given the site to another."""


@dataclass(slots=True)
class _Visit:
    """A site's process under way, on the archive at `path`."""

    path: Path
    lease: float
    renewed: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise LeaseExpiredError where nobody asks any longer."""
        if time.monotonic() - self.renewed > self.lease:
            raise LeaseExpiredError


WAIT_SECONDS = 120.0
"""Seconds to wait for a worker with a place free, as all may be starting anew; then the archive's machine does it."""

_UNDER_WAY: dict[tuple[str, str], _Visit] = {}
_MAKING = threading.Lock()


def describe() -> Machine:
    """What has to agree between this machine and the archive's."""
    return Machine(version("nianbao"), parser_name.today(), datetime.now(UTC))


def visit(task: SiteTask) -> SiteSeen | None:
    """Visit a site in a process of its own. None where this is not the worker that the task was made for.

    Raises LeaseExpiredError.
    """
    if get_worker().local_directory != task.worker:
        return None
    with owned_folders.temporary("nianbao-site-") as folder:
        path = folder / "nianbao.db"
        parts.lay(task.part, path, _empty_archive())
        order = SiteOrder(_configured(folder, task), task.run, task.site, task.now, task.revisit, apart=True)
        with _under_way(task, path) as current:
            mark = f"{task.run}/{task.site}/{uuid4().hex}"
            killed = supervisor.run(order.command, mark, task.limits, current.check)
        with Archive.open(path) as archive:
            seen = parts.cut_seen(archive, task.run, task.site, readings_after=task.part.last_document)
            return SiteSeen(seen, parts.ended(archive, task.run, task.site), killed)


def collect(run: str, site: str, held: frozenset[str]) -> Part | None:
    """What a site under way here has captured beyond `held`; None where it is not under way. Renews its lease."""
    current = _UNDER_WAY.get((run, site))
    if current is None:
        return None
    current.renewed = time.monotonic()
    with Archive.read(current.path) as archive:
        return parts.cut_seen(archive, run, site, held)


def read(order: Order, policy: Policy, workers: int, double: bool) -> Report | Unreadable:
    """Read a document in one of this machine's confined processes."""
    return _pool(policy, workers, double).read(order)


@contextmanager
def _under_way(task: SiteTask, path: Path) -> Iterator[_Visit]:
    key = (task.run, task.site)
    current = _UNDER_WAY[key] = _Visit(path, task.lease)
    try:
        yield current
    finally:
        if _UNDER_WAY.get(key) is current:
            del _UNDER_WAY[key]


def _configured(folder: Path, task: SiteTask) -> Path:
    """The configuration of a site's process, in its folder."""
    (folder / "sites.toml").write_text(tomli_w.dumps({"site": [task.row]}), encoding="utf-8")
    path = folder / "nianbao.toml"
    path.write_text(tomli_w.dumps(task.configuration), encoding="utf-8")
    return path


def _empty_archive() -> Path:
    """An archive with nothing but the gazetteer, made once in each worker."""
    with _MAKING:
        return _make_empty_archive()


@cache
def _make_empty_archive() -> Path:
    path = owned_folders.until_exit("nianbao-empty-") / "empty.db"
    parts.make_empty(path)
    return path


def _pool(policy: Policy, workers: int, double: bool) -> ParserPool:
    with _MAKING:
        return _make_pool(policy, workers, double)


@cache
def _make_pool(policy: Policy, workers: int, double: bool) -> ParserPool:
    multiprocessing.current_process().daemon = False  # as Dask starts a worker, it may have no processes of its own
    pool = ParserPool(workers, policy, double=double)
    atexit.register(pool.close)
    return pool
