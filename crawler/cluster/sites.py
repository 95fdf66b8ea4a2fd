"""Sites of a night on the workers of a cluster: each is cut out, visited elsewhere, and joined as it goes.

The archive's machine is the only one that writes the archive. What a site has captured comes back every few seconds, so
that a worker that dies costs no more than the requests in flight: the next process resumes where it was.
"""

from __future__ import annotations

import logging
import threading
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from itertools import count
from typing import Any

from archive.captures.reasons import Reason
from archive.maintenance import parts
from archive.storage.database import Archive
from crawler.cluster import machine
from crawler.cluster.connection import Cluster, ConnectionLostError, Worker
from crawler.cluster.machine import SiteSeen, SiteTask
from crawler.runtime.config import Config, Limits
from crawler.site_run.supervisor import CHECK_EVERY_SECONDS
from crawler.site_run.worker import SiteOrder

TRIES = 3
"""How many workers may be lost under a site; then it is visited by this machine."""
COLLECTIONS = 10
"""How often what a site has captured is asked for within its lease."""

log = logging.getLogger("nianbao")

Locally = Callable[[SiteOrder, Limits], Reason | None]
"""Visits a site by a process on this machine; the reason where it was stopped before its end."""


class SitesElsewhere:
    """Visits sites on a cluster's workers; where the cluster fails, `locally`."""

    def __init__(self, cluster: Cluster, config: Config, locally: Locally) -> None:
        self._cluster = cluster
        self._config = config
        self._locally = locally
        self._rows = _registry_rows(config)
        self._writing = threading.Lock()
        self._at_home = threading.BoundedSemaphore(config.politeness.workers)
        self._numbers = count(1)

    @property
    def places(self) -> int:
        """How many sites are visited at a time."""
        return self._cluster.places

    def visit(self, order: SiteOrder, limits: Limits) -> Reason | None:
        """Visit a site to its end; the reason where it was stopped before."""
        for _ in range(TRIES):
            with self._cluster.place(machine.WAIT_SECONDS) as worker:
                if worker is None:
                    break
                seen = self._visit_on(worker, order, limits)
            if seen is not None:
                return seen.killed
            log.info("site %s: its worker is lost; it goes on from its last capture", order.site)
        with self._at_home:
            return self._locally(order, limits)

    def _visit_on(self, worker: Worker, order: SiteOrder, limits: Limits) -> SiteSeen | None:
        """Visit a site on a worker; None where the worker was lost, and no longer works on it."""
        task = self._task(worker, order, limits)
        heard = time.monotonic()
        try:
            key = f"nianbao-{order.run}-{order.site}-{next(self._numbers)}"
            future = self._cluster.submit(machine.visit, task, worker=worker, key=key)
            done = threading.Event()
            future.add_done_callback(lambda _: done.set())
            while not done.wait(self._cluster.lease / COLLECTIONS):
                if not self._cluster.is_there(worker):
                    break
                self._collect(worker, order)
                heard = time.monotonic()
            seen = self._result(future)
        except ConnectionLostError:
            seen = None
        if seen is None:
            time.sleep(max(0.0, heard + self._cluster.lease + CHECK_EVERY_SECONDS - time.monotonic()))
            return None
        with self._writing, Archive.open(self._config.archive) as archive:
            parts.join(archive, seen.part, order.run, order.site, seen.end)
        return seen

    def _task(self, worker: Worker, order: SiteOrder, limits: Limits) -> SiteTask:
        with Archive.read(self._config.archive) as archive:
            part = parts.cut(archive, order.run, order.site)
        return SiteTask(
            order.run,
            order.site,
            order.now,
            order.revisit,
            part,
            _configuration(self._config),
            self._rows[order.site],
            limits,
            self._cluster.lease,
            worker.folder,
        )

    def _collect(self, worker: Worker, order: SiteOrder) -> None:
        """Join what a site has captured since the last time."""
        with self._writing, Archive.open(self._config.archive) as archive:
            held = parts.held(archive, order.run, order.site)
        part = self._cluster.ask(worker, machine.collect, order.run, order.site, held)
        if part is not None:
            with self._writing, Archive.open(self._config.archive) as archive:
                parts.join(archive, part, order.run, order.site)

    def _result(self, future: Any) -> SiteSeen | None:
        """What a task that is done returned; None where its worker is lost."""
        if future.status != "finished":
            if future.status == "error":
                log.warning("a site's task failed: %s", future.exception(timeout=1))
            future.cancel()
            return None
        seen: SiteSeen | None = future.result(timeout=self._cluster.lease)
        return seen


def _registry_rows(config: Config) -> dict[str, Mapping[str, object]]:
    """The rows of the registry as they are written, by id."""
    table = tomllib.loads(config.sites.read_text(encoding="utf-8"))
    return {row["id"]: row for row in table["site"]}


def _configuration(config: Config) -> dict[str, object]:
    """What of the configuration a site's process needs, as a table of TOML. Paths of this machine are none of it."""
    browser = {key: value for key, value in asdict(config.browser).items() if value is not None and key != "executable"}
    return {
        "contact": config.contact,
        "politeness": asdict(config.politeness),
        "limits": asdict(config.limits),
        "browser": browser,
    }
