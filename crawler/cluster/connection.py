"""The cluster as the archive's machine sees it: the scheduler, its workers, and which of them have a place free.

Listens nowhere. Workers of another version, or with another clock, get nothing to do.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from archive.storage.instants import CHINA
from crawler.runtime.config import Config, ConfigError

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")

CONNECT_SECONDS = 30
"""Seconds for the scheduler to answer at the start, and for a first worker to be there."""
CLOCK_SLACK = timedelta(minutes=2)
"""How far a worker's clock may be from ours: captures are dated by it."""

log = logging.getLogger("nianbao")


class ConnectionLostError(Exception):
    """The scheduler, or a worker, does not answer any more."""


@dataclass(slots=True)
class Worker:
    """A worker: its address, its folder, another one each time it is started, and its places, some of them taken."""

    address: str
    folder: str
    places: int
    taken: int = 0


class Cluster:
    """A connection to a scheduler. Safe to use from several threads."""

    def __init__(self, client: Client, lease: float) -> None:
        self._client = client
        self.lease = lease
        self._workers: dict[str, Worker] = {}
        self._refused: set[str] = set()
        self._changed = threading.Condition()
        self.lost = False

    @property
    def places(self) -> int:
        """How many tasks the workers take at a time."""
        return sum(worker.places for worker in self.workers())

    def workers(self) -> list[Worker]:
        """The workers that are there and agree with this machine."""
        # without a scheduler there are no "workers" in it
        found = self._call(lambda: self._client.scheduler_info(n_workers=-1)["workers"])
        with self._changed:
            here = {str(row["local_directory"]): (address, row) for address, row in found.items()}
            for gone in self._workers.keys() - here.keys():
                del self._workers[gone]
            new = {name: address for name, (address, _) in here.items() if name not in self._workers}
            for name in self._agreeing({n: a for n, a in new.items() if n not in self._refused}):
                address, row = here[name]
                self._workers[name] = Worker(address, name, int(row["nthreads"]))
            return list(self._workers.values())

    @contextmanager
    def place(self, wait_seconds: float) -> Iterator[Worker | None]:
        """A place on the worker with most of them free; None where none is to be had in this time."""
        worker = self._take(wait_seconds)
        try:
            yield worker
        finally:
            if worker is not None:
                with self._changed:
                    worker.taken -= 1
                    self._changed.notify_all()

    def is_there(self, worker: Worker) -> bool:
        """Whether this start of a worker is still known to the scheduler."""
        return any(other.folder == worker.folder for other in self.workers())

    def submit(self, call: Callable[..., T], *args: object, worker: Worker | None = None, key: str) -> Any:
        """A task, on one worker or on any."""
        only = {"workers": [worker.address], "allow_other_workers": False} if worker else {}
        return self._call(lambda: self._client.submit(call, *args, pure=False, key=key, **only))

    def ask(self, worker: Worker, call: Callable[..., T], *args: object) -> T:
        """Call something on a worker beside its tasks. Raises ConnectionLostError where it does not answer."""
        answers: Mapping[str, T] = self._call(lambda: self._client.run(call, *args, workers=[worker.address]))
        return answers[worker.address]

    def _call(self, call: Callable[[], T]) -> T:
        if self.lost:
            raise ConnectionLostError
        try:
            return call()
        except ConnectionLostError:
            raise
        except Exception as error:  # whatever a worker raises is its failure
            if self._client.status != "running":
                self.lost = True
                log.warning("the scheduler is gone (%s); what is left is done on this machine", error)
            raise ConnectionLostError from error

    def _take(self, wait_seconds: float) -> Worker | None:
        ends = time.monotonic() + wait_seconds
        while time.monotonic() < ends:
            with suppress(ConnectionLostError):
                self.workers()
            if self.lost:
                return None
            with self._changed:
                free = [worker for worker in self._workers.values() if worker.taken < worker.places]
                if free:
                    chosen = max(free, key=lambda worker: worker.places - worker.taken)
                    chosen.taken += 1
                    return chosen
                self._changed.wait(1.0)
        return None

    def _agreeing(self, new: Mapping[str, str]) -> list[str]:
        """Which of these workers (address by folder) may work for this machine."""
        from crawler.cluster import machine

        if not new:
            return []
        own = machine.describe()
        found = self._call(lambda: self._client.run(machine.describe, workers=list(new.values()), on_error="return"))
        agreeing = []
        for name, address in new.items():
            if why := _disagreement(own, found.get(address)):
                self._refused.add(name)
                log.warning("worker %s gets nothing to do: %s", address, why)
            else:
                agreeing.append(name)
        return agreeing


def _disagreement(own: Any, found: Any) -> str | None:
    """Why a machine may not work for this one; None where it may."""
    if not hasattr(found, "parser"):
        return f"it has no nianbao of this version ({type(found).__name__}: {found})"
    if (found.nianbao, found.parser) != (own.nianbao, own.parser):
        return (
            f"it has nianbao {found.nianbao} with parser {found.parser}, here {own.nianbao} with {own.parser};"
            " install the same version with the same extras on both"
        )
    if abs(found.clock - datetime.now(UTC)) > CLOCK_SLACK:
        return f"its clock says {found.clock.astimezone(CHINA):%Y-%m-%d %H:%M:%S %Z}; set it right"
    return None


@contextmanager
def cluster_of(config: Config) -> Iterator[Cluster | None]:
    """The cluster that is configured; None where there is none, or none that can be used: the night goes on without.

    Raises ConfigError where Dask is not installed.
    """
    with ExitStack() as stack:
        cluster = None
        if config.cluster.scheduler:
            try:
                cluster = stack.enter_context(_connected(config.cluster.scheduler, config.cluster.lease))
            except ConnectionLostError as error:
                log.warning("%s: %s; all is done on this machine", config.cluster.scheduler, error)
        yield cluster


@contextmanager
def _connected(scheduler: str, lease: float) -> Iterator[Cluster]:
    """A connection to the scheduler at this address, with at least one worker. Raises ConnectionLostError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError("wrong-no-dask") from error
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConnectionLostError(f"no scheduler answers there ({error})") from error
    try:
        cluster = Cluster(client, lease)
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        if not cluster.workers():
            raise ConnectionLostError("it has no worker of this version")
        yield cluster
    finally:
        with suppress(OSError, TimeoutError, RuntimeError):
            client.close(timeout=2)
