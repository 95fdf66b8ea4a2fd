"""A season against the sample sites: what `nianbao demo` shows.

Serves the sites on loopback, plays the nights one after the other, and prints what the archive knows at the end.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive.alerts import lifecycle
from archive.deadlines import reasons, status, status_rows
from archive.storage.database import Archive, payload_path
from archive.storage.instants import CHINA
from crawler.cli.language import current, enumerated, say
from crawler.cli.output import in_words, show
from crawler.cli.started import command
from crawler.night import site_processes
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, load
from tests.support.sites.registry import registry
from tests.support.sites.script import site
from tests.support.sites.server import SampleSites

COUNTIES = ("nanjing", "yunhe", "langao")
YEAR = 2025
NIGHTS = tuple(
    datetime(2026, month, day, 2, 30, tzinfo=CHINA)
    for month, day in (
        (1, 10),
        (1, 20),
        (1, 29),
        (2, 1),
        (2, 2),
        (2, 3),
        (2, 7),
        (2, 13),
        (2, 21),
        (3, 5),
        (3, 20),
        (4, 5),
    )
)

PROVENANCE = """
SELECT t.name AS township, a.line, a.total AS figure, c.url, c.fetched_at, substr(c.payload, 1, 16) AS sha256,
    l.url AS listing
FROM applications AS a
JOIN versions AS v USING (version)
JOIN reports AS r USING (report)
JOIN townships AS t ON t.code = r.township_code
JOIN captures AS c ON c.capture = v.capture
LEFT JOIN captures AS l ON l.capture = c.via
WHERE a.line = 'new' AND a.total > 0 AND r.year = ?
ORDER BY a.total DESC LIMIT 3
"""


def main(folder: Path, *, serve: bool = False, nights: Sequence[datetime] = NIGHTS) -> int:
    """Play the season into `folder` and print status, alerts and the way back from a figure to its bytes."""
    logging.getLogger("nianbao").setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    with SampleSites([site(name) for name in COUNTIES], now=nights[0]) as sites:
        config = prepare(folder, sites)
        for night in nights:
            _play(config, sites, night)
        _report(config, nights[-1] + timedelta(hours=5))
    if serve:
        from crawler.cli import serving

        serving.run(config.archive, "127.0.0.1", 8001)
    else:
        print("\n" + say("demo-look-around", command=f"{command(config.path)} serve"))
    return 0


def prepare(folder: Path, sites: SampleSites) -> Config:
    """An empty archive's configuration and registry in `folder`, for the sites as they are served."""
    path = folder / "nianbao.toml"
    path.write_text(
        'archive = "nianbao.db"\nsites = "sites.toml"\ncontact = "demo@example.org"\n'
        "[politeness]\ndelay = 0.0\nworkers = 3\n",
        encoding="utf-8",
    )
    (folder / "sites.toml").write_text(registry(sites), encoding="utf-8")
    config = load(path.absolute())
    for stale in (config.archive, payload_path(config.archive)):
        for file in stale.parent.glob(f"{stale.name}*"):
            file.unlink()
    return config


def _play(config: Config, sites: SampleSites, night: datetime) -> None:
    sites.now = night
    began = time.perf_counter()
    results = site_processes.crawl(config, (), Clock(night))
    morning = night + timedelta(hours=5)
    with Archive.open(config.archive) as archive:
        edges = lifecycle.update(archive, morning)
        known = Counter(standing.judgement.verdict for standing in status.compute(archive, morning, year=YEAR))
    outcomes = Counter(in_words("outcome", result.outcome) for result in results).most_common()
    requests = sum(result.requests for result in results)
    seconds = time.perf_counter() - began
    verdicts = [(in_words("verdict", verdict), count) for verdict, count in sorted(known.items())]
    counts = {"opened": sum(e.edge == "opened" for e in edges), "closed": sum(e.edge == "closed" for e in edges)}
    ended = {"day": f"{night:%Y-%m-%d}", "seconds": f"{seconds:4.1f}", "requests": f"{requests:4}"}
    print(say("demo-night", **ended, sites=_counted(outcomes), **counts, year=YEAR, verdicts=_counted(verdicts)))


def _counted(named: Sequence[tuple[str, int]]) -> str:
    return enumerated(say("night-counted", count=count, name=name) for name, count in named)


def _report(config: Config, morning: datetime) -> None:
    with Archive.read(config.archive) as archive:
        standings = [status_rows.as_json(standing) for standing in status.compute(archive, morning, year=YEAR)]
        telling = [{**s, "why": _why(s)} for s in standings if s["verdict"] != "on_time" or s["backdated"]]
        print(say_heading("demo-not-on-time", year=YEAR, others=len(standings) - len(telling)))
        show(
            telling,
            ("township_code", "township", "verdict", "first_seen", "claimed_on", "days_late", "why"),
            as_json=False,
        )
        print(say_heading("demo-alerts"))
        rows = archive.rows(
            "SELECT alert, kind, subject, opened_at FROM alerts WHERE closed_at IS NULL ORDER BY opened_at, subject"
        )
        show(rows, ("alert", "kind", "subject", "opened_at"), as_json=False)
        print(say_heading("demo-provenance"))
        show(
            archive.rows(PROVENANCE, YEAR),
            ("township", "figure", "url", "fetched_at", "sha256", "listing"),
            as_json=False,
        )


def say_heading(code: str, **args: int) -> str:
    """A heading between blank lines."""
    return f"\n{say(code, **args)}\n"


def _why(standing: Mapping[str, Any]) -> str:
    """The reason of a verdict in this terminal's language."""
    evidence = standing["evidence"]
    return reasons.sentence(evidence["reason"], evidence["reason_args"], current())
