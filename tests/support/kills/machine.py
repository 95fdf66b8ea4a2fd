"""Nights on a machine that fails, and one more on a machine that does not: `python -m tests.support.kills.machine`.

The disk is full after so many bytes, files, memory or descriptors run out, two nights run at once, names do not
resolve, the clock goes back and forth. Prints what was lost.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click

from archive.maintenance.verify import verify
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError
from crawler.night import nightly
from crawler.runtime.clock import Clock
from crawler.runtime.config import load
from tests.support.alerts.servers import Http, http
from tests.support.kills.nights import MISSED, NOW, context, prepared
from tests.support.small_disk import leave

HEAD = "| what fails | nights | ended by themselves | alerts lost | told twice | unsound | same verdicts |"


class Jumped(Clock):
    """A machine's clock, which nobody set by `--now`, so many days off."""

    def __init__(self, days: int) -> None:
        super().__init__(NOW + timedelta(days=days))

    @property
    def is_set(self) -> bool:
        return False


def right(_degree: int) -> Clock:
    """The clock of a machine that is right."""
    return Clock(NOW)


@dataclass(frozen=True, slots=True)
class Failure:
    """A way to fail, with a number that says how hard: `within` is called in the night's process, by whose clock."""

    name: str
    degrees: tuple[int, ...]
    within: Callable[[int], None]
    clock: Callable[[int], Clock] = right


def limited(kind: int) -> Callable[[int], None]:
    """The kernel refuses more than this of a resource."""
    return lambda most: resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def nothing(_degree: int) -> None:
    """Nothing in the process fails."""


FAILURES = (
    Failure("files end after so many bytes", (0, 4096, 50_000, 200_000, 1_000_000), limited(resource.RLIMIT_FSIZE)),
    Failure("descriptors", (4, 8, 12, 16, 24, 32), limited(resource.RLIMIT_NOFILE)),
    Failure("address space", (150_000_000, 250_000_000, 350_000_000), limited(resource.RLIMIT_AS)),
    Failure("two nights at once", (2,), nothing),
    Failure("names do not resolve", (1,), nothing),
    Failure("a site's name does not resolve", (1,), nothing),
    Failure("the clock goes back so many days", (1, 30, 400, 10_000), nothing, lambda days: Jumped(-days)),
    Failure("the clock goes forth so many days", (1, 30, 400, 10_000), nothing, Jumped),
    Failure("a full disk (tmpfs)", (0, 20_000, 100_000, 500_000, 2_000_000), nothing),
)


def work(config: str, failure: Failure, degree: int) -> None:
    """The night in a process of its own; a night that refuses to begin has ended by itself."""
    failure.within(degree)
    with suppress(ArchiveError):
        nightly.run(load(Path(config)), failure.clock(degree))


def play(failure: Failure, degree: int, base: Path, web: Http, scratch: Path) -> tuple[int, int, int, int, bool]:
    """A night that fails, then one that does not: 1 for one that ended by itself, and what the head names."""
    shutil.copytree(base, scratch, dirs_exist_ok=True)
    config = load(scratch / "nianbao.toml")
    written = config.path.read_text(encoding="utf-8")
    rows = config.sites.read_text(encoding="utf-8")
    if failure.name.startswith("names"):
        config.path.write_text(written.replace("127.0.0.1", "nowhere.invalid"), encoding="utf-8")
    if failure.name.startswith("a site"):
        config.sites.write_text(rows.replace("until =", "from ="), encoding="utf-8")
    ballast = leave(scratch, degree) if "tmpfs" in failure.name else None
    web.posts.clear()
    processes = [
        context().Process(target=_by_name, args=(str(config.path), failure.name, degree))
        for _ in range(degree if failure.name.startswith("two") else 1)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if ballast:
        ballast.unlink()
    config.path.write_text(written, encoding="utf-8")
    config.sites.write_text(rows, encoding="utf-8")
    nightly.run(load(config.path), Clock(NOW + timedelta(days=1)))
    told = [
        (a["alert"], a["edge"]) for _, body, _ in web.posts for a in body["alerts"] if a["kind"] == "missed_deadline"
    ]
    with Archive.read(config.archive) as archive:
        missed = archive.one("SELECT count(*) FROM status WHERE verdict = 'not_published'")[0]
        problems = len([*verify(archive)])
    ended = int(all((process.exitcode or 0) >= 0 for process in processes))
    return ended, MISSED - len({alert for alert, _ in told}), len(told) - len(set(told)), problems, missed == MISSED


def _by_name(config: str, name: str, degree: int) -> None:
    """What a process is given has to be picklable, and a function made by another is not."""
    work(config, next(one for one in FAILURES if one.name == name), degree)


@contextmanager
def place(failure: Failure) -> Iterator[Path | None]:
    """A folder for one night; for a full disk a file system of its own, None where only root could make it."""
    with tempfile.TemporaryDirectory(prefix="nianbao-machine-") as folder:
        if "tmpfs" not in failure.name:
            yield Path(folder)
            return
        mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]
        if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def rows() -> Iterator[str]:
    """The table, a line a way to fail."""
    with tempfile.TemporaryDirectory() as name, http() as web:
        base = Path(name) / "base"
        base.mkdir()
        prepared(base, f"http://127.0.0.1:{web.port}")
        for failure in FAILURES:
            sums = [0, 0, 0, 0, 0]
            nights = 0
            for degree in failure.degrees:
                with place(failure) as folder:
                    if folder is None:
                        continue
                    nights += 1
                    sums = [a + b for a, b in zip(sums, play(failure, degree, base, web, folder), strict=True)]
            told = "skipped: only root can mount it | - | - | - | - | -"
            yield f"| {failure.name} | {' | '.join(map(str, (nights, *sums))) if nights else told} |"


def main() -> None:
    """Print the table."""
    click.echo(HEAD + "\n" + "|---" * 7 + "|")
    for row in rows():
        click.echo(row)


if __name__ == "__main__":
    main()
