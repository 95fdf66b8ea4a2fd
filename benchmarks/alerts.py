"""A night with fifty thousand alerts: opened, queued, written and sent, on a copy of an archive of `benchmarks.nation`.

usage: python -m benchmarks.alerts ARCHIVE [--alerts 50000]

So many verdicts are made missed deadlines of this year's. Each step is told in seconds of processor, its memory, and
what it comes to for an alert, beside the same with a tenth of the alerts: a step that grows with the square shows.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from archive.alerts import lifecycle, outbox
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from benchmarks.merging import copied
from crawler.notify import delivery
from crawler.notify.channel import Channel

NOW = datetime(2026, 3, 9, 12, tzinfo=CHINA)

_MISSED = """
UPDATE status SET verdict = 'not_published', due_at = '2026-01-31T16:00:00.000Z', first_seen = NULL, report = NULL,
    (reason, evidence) = (SELECT reason, evidence FROM status WHERE verdict = 'not_published' LIMIT 1)
WHERE (township_code, year) IN (SELECT township_code, year FROM status ORDER BY year DESC, township_code LIMIT ?)
"""


def night(source: Path, folder: Path, count: int) -> dict[str, float]:
    """The seconds of each step of a night with so many new alerts."""
    path = copied(source, folder / f"{count}.db")
    with Archive.open(path) as archive:
        db = archive.connection
        db.execute("PRAGMA synchronous = OFF")
        for table in ("notifications", "alerts", "watching", "sendings"):
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT INTO watching VALUES ('2020-01-01T00:00:00.000Z')")
        db.execute(_MISSED, (count,))
        channels = [Channel("file", f"file://{folder / f'{count}.jsonl'}")]
        edges: list[lifecycle.Edge] = []
        sent: list[delivery.Delivery] = []
        taken = {
            "opened": _seconds(lambda: edges.extend(lifecycle.update(archive, NOW))),
            "seen again": _seconds(lambda: lifecycle.update(archive, NOW + timedelta(hours=1))),
            "queued": _seconds(lambda: outbox.enqueue(archive, channels, edges, NOW)),
            "written and sent": _seconds(lambda: sent.extend(delivery.deliver(archive, channels, NOW, {}))),
        }
        told = archive.one("SELECT count(*) FROM notifications WHERE state = 'sent'")[0]
    path.unlink()
    with (folder / f"{count}.jsonl").open("rb") as file:  # a gigabyte
        messages = sum(1 for _ in file)
    steps = ", ".join(f"{step} {seconds} s" for step, seconds in taken.items())
    print(f"- {len(edges):,} alerts, {told:,} of them sent in {messages} messages: {steps}", flush=True)
    return taken | {"alerts": len(edges)}


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return round(time.process_time() - began, 2)


def main() -> None:
    """Print what each step takes, and per alert beside a tenth of them, as a part of `docs/scale.md`."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archive", type=Path)
    options.add_argument("--alerts", type=int, default=50_000)
    given = options.parse_args()
    print(
        "\n## A night with many alerts\n`python -m benchmarks.alerts`, opened, digested and sent to a file channel:\n"
    )
    with tempfile.TemporaryDirectory(dir=given.archive.parent) as name:
        few, many = (night(given.archive, Path(name), count) for count in (given.alerts // 10, given.alerts))
    for step in ("opened", "seen again", "queued", "written and sent"):
        each = [1000 * night[step] / night["alerts"] for night in (few, many)]
        print(
            f"- {step}: {each[0]:.2f} ms an alert with {few['alerts']:.0f}, {each[1]:.2f} ms with {many['alerts']:.0f}"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"- at most {memory:.0f} MB of memory; it was 3.4 GB while each alert's evidence was held as dictionaries")


if __name__ == "__main__":
    main()
