"""What a night does without the network: judging, copies and messages, killed in a process of its own."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from random import Random

from archive.alerts import lifecycle, outbox
from archive.maintenance.verify import verify
from archive.storage.database import Archive
from crawler.night import nightly
from crawler.notify import delivery
from crawler.notify.channel import channels
from crawler.runtime.clock import Clock
from crawler.runtime.config import Config, load
from tests.support.alerts.servers import Mails, http, smtp
from tests.support.archives.samples import COUNTY, NIGHT, Nights
from tests.support.kills.trial import Trial, kill, wait_at_random

NOW = NIGHT + timedelta(days=13, hours=1)
MISSED = 10
"""Townships that are missed in that night."""
ROW = """
[[site]]
id = "nanjing"
county = "{county}"
start = ["http://www.nanjing.example.gov.cn/nb/index.html"]
until = "2026-01-31"
"""


def prepared(folder: Path, hook: str) -> Config:
    """An archive in which ten townships are missed tonight, and nothing left to crawl; `hook` is a web address."""
    nights = Nights(folder)
    nights.night(0, None, listed=False)
    lifecycle.update(nights.archive, NIGHT)
    for day in (12, 13):
        nights.night(day, None, listed=False)
    nights.archive.close()
    (folder / "sites.toml").write_text(ROW.format(county=COUNTY))
    path = folder / "nianbao.toml"
    path.write_text(
        f'contact = "ops@example.org"\n[alerts]\nchannels = ["{hook.replace("http:", "json:")}/hook"]\n'
        f'[nightly]\npublish = "public/nianbao.db"\nbackups = 2\nheartbeat = "{hook}/beat"\n'
    )
    return load(path)


def remains(config: Config) -> dict[str, object]:
    """What a night leaves, without what chance and the clock of the machine chose."""
    folder = config.archive.parent
    with Archive.read(config.archive) as archive:
        return {
            "files": sorted(
                str(path.relative_to(folder))
                for path in folder.rglob("*")
                if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
            ),
            "alerts": sorted(tuple(row) for row in archive.rows("SELECT kind, subject, closed_at FROM alerts")),
            "told": sorted(tuple(row) for row in archive.rows("SELECT edge, state FROM notifications")),
            "sendings": archive.one("SELECT count(*) FROM sendings")[0],
            "nights": [tuple(row) for row in archive.rows("SELECT night, finished_at IS NULL, ailments FROM nights")],
            "status": [tuple(row) for row in archive.rows("SELECT * FROM status")],
        }


@dataclass
class _Process:
    process: ForkServerProcess

    @property
    def pid(self) -> int | None:
        return self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode


def context() -> ForkServerContext:
    """How a night gets a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _disturb(work: Callable[..., None], given: tuple[object, ...], chance: Random, seconds: float, most: int) -> int:
    """Run it in processes of their own, killed at random instants until one ends by itself; how many kills."""
    for kills in range(most):
        process = context().Process(target=work, args=(*given, kills))
        process.start()
        if not wait_at_random(_Process(process), chance, seconds, lambda: 0, 1):
            process.join()
            return kills
        kill(process.pid or 0)
        process.join()
    return most


def night(config: str, minute: int) -> None:
    """The night, in a process of its own."""
    nightly.run(load(Path(config)), Clock(NOW + timedelta(minutes=minute)))


@dataclass
class WholeNights:
    """Whole nights: judging, backup, publishing, messages, summary."""

    part: str = "nightly"
    kills: int = 5
    stack: ExitStack = field(default_factory=ExitStack)
    seconds: float = 0.0

    def begin(self, folder: Path) -> None:
        """A night that is not disturbed."""
        folder.mkdir()
        self.web = self.stack.enter_context(http())
        self.base = folder / "base"
        self.base.mkdir()
        prepared(self.base, f"http://127.0.0.1:{self.web.port}")
        config = load(Path(shutil.copytree(self.base, folder / "undisturbed")) / "nianbao.toml")
        began = time.monotonic()
        nightly.run(config, Clock(NOW))
        self.seconds = time.monotonic() - began
        self.wanted = remains(config)

    def end(self) -> None:
        """Stop serving."""
        self.stack.close()

    def play(self, folder: Path, seed: int) -> Trial:
        """One trial in an empty folder."""
        shutil.copytree(self.base, folder, dirs_exist_ok=True)
        config = load(folder / "nianbao.toml")
        self.web.posts.clear()
        kills = _disturb(night, (str(config.path),), Random(f"night {seed}"), self.seconds, self.kills)
        nightly.run(config, Clock(NOW + timedelta(minutes=self.kills)))
        unmarked = Counter(
            (alert["alert"], alert["edge"])
            for _, body, _ in self.web.posts
            if not body["again"]
            for alert in body["alerts"]
        )
        posted = {alert["alert"] for _, body, _ in self.web.posts for alert in body["alerts"]}
        found = remains(config)
        with Archive.read(config.archive) as archive:
            problems = [one for one in verify(archive) if one.check != "reports"]
        same = all(found[key] == value for key, value in self.wanted.items())
        twice = sum(times - 1 for times in unmarked.values())
        return Trial(self.part, seed, kills, MISSED - len(posted), twice, len(problems), same)


def _deliver(path: str, address: str, minute: int) -> None:
    with Archive.open(Path(path)) as archive:
        delivery.deliver(archive, channels([address]), NOW + timedelta(minutes=minute), {})


@dataclass
class Mailings:
    """Mail to a real server: each alert arrives; one that may have arrived already is marked as a repetition."""

    part: str = "mail"
    kills: int = 4
    stack: ExitStack = field(default_factory=ExitStack)
    seconds: float = 0.0

    def begin(self, folder: Path) -> None:
        """An archive with ten alerts in the outbox."""
        folder.mkdir()
        self.post = self.stack.enter_context(smtp())
        self.address = f"mailto://127.0.0.1:{self.post.port}?from=tar@example.org&to=a@example.org&mode=insecure"
        self.base = folder / "base"
        self.base.mkdir()
        path = prepared(self.base, "http://127.0.0.1:9").archive
        with Archive.open(path) as archive:
            outbox.enqueue(archive, channels([self.address]), lifecycle.update(archive, NOW), NOW)
        began = time.monotonic()
        _deliver(str(shutil.copytree(self.base, folder / "undisturbed") / path.name), self.address, 0)
        self.seconds = 1.5 * (time.monotonic() - began)

    def end(self) -> None:
        """Stop serving."""
        self.stack.close()

    def play(self, folder: Path, seed: int) -> Trial:
        """One trial in an empty folder."""
        path = shutil.copytree(self.base, folder, dirs_exist_ok=True) / "nianbao.db"
        self.post.came.clear()
        kills = _disturb(_deliver, (str(path), self.address), Random(f"mail {seed}"), self.seconds, self.kills)
        _deliver(str(path), self.address, self.kills)
        with Archive.read(path) as archive:
            told = [tuple(row) for row in archive.rows("SELECT edge, state FROM notifications")]
            waiting = archive.one("SELECT count(*) FROM sendings")[0]
        lost = sum(1 for _, state in told if state != "sent") + (0 if self.post.came else MISSED)
        return Trial(self.part, seed, kills, lost, _unmarked_repetitions(self.post), waiting, len(told) == MISSED)


def _unmarked_repetitions(post: Mails) -> int:
    """Mails that came again without the same Message-ID and the mark of a repetition."""
    return sum(
        not (mail["message-id"] == post.came[0]["message-id"] and "重发" in str(mail["subject"]))
        for mail in post.came[1:]
    )
