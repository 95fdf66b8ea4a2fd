"""The results of a night, filled in step by step, for the summary and the metrics."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from archive.captures.reasons import Reason
from archive.captures.site_runs import SiteResult
from archive.deadlines.case import Verdict
from crawler.notify.delivery import Delivery


@dataclass
class Night:
    """The results of a night, for the summary and the metrics.

    `failed_before` are sites that an earlier start in the same night did not see whole, and that this one left alone.
    `unread` counts documents that the machine failed to read, tonight or before, and that are to be read again.
    `sites_in_force` is None where the night ended before they were counted. `unusable` are channels whose
    address cannot be used, whether or not there was something to tell.
    `missing_walls` are those around readers of documents that this machine lacks.
    """

    day: date
    started_at: datetime
    missed: int = 0
    sites: list[SiteResult] = field(default_factory=list)
    not_due: int = 0
    failed_before: list[str] = field(default_factory=list)
    unread: int = 0
    missing_walls: list[str] = field(default_factory=list)
    sites_in_force: int | None = None
    unusable: list[str] = field(default_factory=list)
    verdicts: dict[tuple[int, Verdict], int] = field(default_factory=dict)
    opened: int = 0
    closed: int = 0
    open_kinds: dict[str, int] = field(default_factory=dict)
    unseen: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    waiting: int = 0
    backup: Path | None = None
    published: Path | None = None
    archive_bytes: int = 0
    ailments: list[Reason] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    finished_at: datetime | None = None

    @property
    def needs_a_person(self) -> bool:
        """Whether something is left that needs attention, as no later night repairs it."""
        return bool(
            self.ailments
            or self.unseen
            or self.failed_before
            or self.unusable
            or self.sites_in_force == 0
            or any(site.outcome != "ok" for site in self.sites)
            or any(delivery.state == "failed" for delivery in self.deliveries)
        )
