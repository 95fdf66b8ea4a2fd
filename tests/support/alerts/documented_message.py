"""A night's message with sample data, as docs/alerts.md and docs/mail.png show it.

`python -m tests.support.alerts.documented_message docs/mail.png` takes the picture with Chromium.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from archive.alerts import kinds, lifecycle, outbox
from archive.alerts.text.digest import Entry
from archive.alerts.text.message import Message
from archive.deadlines.rules import load
from archive.storage.instants import CHINA, text
from crawler.notify.channel import channels
from tests.support.archives.samples import NIGHT, Nights

NOW = NIGHT + timedelta(days=17)
DUE = datetime(2026, 2, 1, tzinfo=CHINA)
SITE = "https://www.langao.example.gov.cn/xxgk/ndbg.htm"


def message(folder: Path) -> Message:
    """Nanjing is seen again after an outage over the deadline; elsewhere some single things happened."""
    nights = Nights(folder)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    for day in range(1, 18):
        nights.night(day, None, listed=False, outcome="ok" if day > 15 else "unreachable")
    edges = lifecycle.update(nights.archive, NOW)
    outbox.enqueue(nights.archive, channels(["json://127.0.0.1/"]), edges, NOW)
    entries = outbox.waiting(nights.archive, "json", NOW, set())
    nights.archive.close()
    return Message([*entries, *_single()], NOW, "zh")


def _single() -> list[Entry]:
    rule = load().rule(2025, "610925", "官元镇")
    seen = {"at": text(DUE + timedelta(hours=2.5)), "url": SITE}
    verdict = {
        "rule": rule.name,
        "basis": rule.basis,
        "due_at": text(rule.due_at),
        "look_before": seen,
        "look_after": None,
        "first_seen": text(DUE + timedelta(days=3, hours=2.5)),
        "claimed_on": "2026-01-30",
        "days_late": 3,
    }
    at = text(NOW)

    def entry(number: int, kind: str, code: str, name: str, told: dict[str, Any]) -> Entry:
        subject = f"township:{code}/2025"
        (reason,) = kinds.known()[kind].reasons
        return Entry(f"20260206-00000{number}", "opened", kind, reason, subject, name, "610925", "岚皋县", at, told)

    return [
        entry(1, "published_late", "610925104", "官元镇", verdict),
        entry(2, "backdated", "610925104", "官元镇", verdict),
        entry(3, "withdrawn", "610925110", "蔺河镇", {"at": at, "capture": "1khy51q2mg0rj1m"}),
        entry(4, "arithmetic", "610925112", "四季镇", {"findings": ["applications.granted: 3 + 2 = 5, 印作 6"]}),
    ]


def picture(html: str, target: Path) -> None:
    """The page as Chromium renders it, with all its digests unfolded beside it."""
    chromium = which("chromium") or which("google-chrome")
    assert chromium, "no Chromium here"
    with TemporaryDirectory() as folder:
        page = Path(folder) / "mail.html"
        page.write_text(html, "utf-8")
        command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={folder}/profile", "--window-size=1000,860", f"--screenshot={target.absolute()}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=60)


def main() -> None:
    """Take the picture."""
    with TemporaryDirectory() as folder:
        picture(message(Path(folder)).html, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
