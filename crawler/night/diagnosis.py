"""What a machine has of all that nights need or can use, and how to get what it lacks. Asks no site, writes nothing."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal, get_args

from archive import messages
from archive.captures import nights
from archive.extract.sandbox import confinement, engine
from archive.extract.sandbox.confinement import Wall
from archive.messages import Argument
from archive.storage.database import Archive, payload_path
from archive.storage.errors import ArchiveError
from archive.storage.instants import text
from crawler.browser.installed import executable
from crawler.notify.channel import Channel, ChannelError, configured_channels
from crawler.notify.senders import sender
from crawler.runtime import clock_check
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.deadline_rules import rulebook
from crawler.runtime.sites import lint

State = Literal["ok", "missing", "wrong"]
"""`missing` costs a feature, `wrong` keeps nights from running or from being trusted."""

ROOM: Final = 2 * 10**9
"""Bytes of disk that a season of one province takes, with room for a backup."""


class Diagnosis(StrEnum):
    """What was found; the sentences stand under these codes in `archive/messages`."""

    CONFIGURATION_READ = "configuration_read"
    CONTACT_MISSING = "contact_missing"
    SECRETS_READABLE = "secrets_readable"
    PERMISSIONS_FINE = "permissions_fine"
    REGISTRY_READ = "registry_read"
    REGISTRY_EMPTY = "registry_empty"
    REGISTRY_WRONG = "registry_wrong"
    ARCHIVE_OPENS = "archive_opens"
    ARCHIVE_NOT_THERE_YET = "archive_not_there_yet"
    ARCHIVE_WRONG = "archive_wrong"
    FOLDER_UNWRITABLE = "folder_unwritable"
    DISK_ENOUGH = "disk_enough"
    DISK_LOW = "disk_low"
    CLOCK_ALONE = "clock_alone"
    CLOCK_AFTER_LAST_NIGHT = "clock_after_last_night"
    CLOCK_BEFORE_LAST_NIGHT = "clock_before_last_night"
    WALLS_UP = "walls_up"
    WALLS_MISSING = "walls_missing"
    BROWSER_FOUND = "browser_found"
    BROWSER_MISSING = "browser_missing"
    OFFICE_FOUND = "office_found"
    OFFICE_MISSING = "office_missing"
    EXTRA_FOUND = "extra_found"
    EXTRA_MISSING = "extra_missing"
    CHANNEL_READY = "channel_ready"
    CHANNEL_UNUSABLE = "channel_unusable"
    NO_CHANNEL = "no_channel"


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """One thing that was looked at: its state, the code of its sentence and the sentence's arguments."""

    about: str
    state: State
    code: Diagnosis
    args: Mapping[str, Argument] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        """What was found, and where something lacks, the remedy."""
        return messages.sentence(self.code, self.args, lang)

    def words(self, lang: str) -> dict[str, str]:
        """The arguments, each in words."""
        return {name: messages.argument(value, lang) for name, value in self.args.items()}


EXTRAS: Final = {
    "browser": ("playwright", "scrapy_playwright"),
    "ocr": ("rapidocr", "onnxruntime", "cv2"),
    "parquet": ("pyarrow",),
    "copies": ("numpy",),
    "walls": ("pyseccomp",),
    "warc": ("warcio",),
    "archives": ("libarchive",),
    "xls": ("python_calamine", "xlrd"),
}
"""The optional dependencies of pyproject.toml, each with the modules that it brings."""


def diagnose(config: Config, now: datetime) -> Iterator[Diagnosed]:
    """Look at everything, in the order in which a new user needs it."""
    for examined in (_configuration, _permissions, _registry, _archive, _disk):
        yield from examined(config)
    yield _clock(config, now)
    yield _walls()
    yield from _programs(config)
    yield from map(_extra, EXTRAS)
    yield from _channels(config)


def _configuration(config: Config) -> Iterator[Diagnosed]:
    yield Diagnosed("configuration", "ok", Diagnosis.CONFIGURATION_READ, {"path": str(config.path)})
    if not config.contact:
        yield Diagnosed("contact", "wrong", Diagnosis.CONTACT_MISSING, {"path": str(config.path)})


def _permissions(config: Config) -> Iterator[Diagnosed]:
    """Whether the archive's folder can be written, and secrets can be read by nobody else."""
    folder = config.archive.parent
    inline = [channel for channel in configured_channels(config) if _holds_secret(channel)]
    exposed = inline and config.path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    if not os.access(folder, os.W_OK):
        yield Diagnosed("permissions", "wrong", Diagnosis.FOLDER_UNWRITABLE, {"folder": str(folder)})
    elif not exposed:
        yield Diagnosed("permissions", "ok", Diagnosis.PERMISSIONS_FINE, {"folder": str(folder)})
    if exposed:
        named = {"path": str(config.path), "channel": inline[0].name}
        yield Diagnosed("permissions", "wrong", Diagnosis.SECRETS_READABLE, named)


def _holds_secret(channel: Channel) -> bool:
    """Whether the configuration holds the channel's address, which only of a file says nothing that others may not."""
    return not channel.is_in_environment and not channel.address.lower().startswith("file:")


def _registry(config: Config) -> Iterator[Diagnosed]:
    try:
        usable, wrong = lint(config)
        rulebook(config)
    except ConfigError as error:
        yield Diagnosed("registry", "wrong", Diagnosis.REGISTRY_WRONG, {"error": error.sentence.argument})
        return
    for problem in wrong:
        yield Diagnosed("registry", "wrong", Diagnosis.REGISTRY_WRONG, {"error": problem.sentence.argument})
    if not wrong and not usable:
        yield Diagnosed("registry", "missing", Diagnosis.REGISTRY_EMPTY, {"path": str(config.sites)})
    elif not wrong:
        yield Diagnosed("registry", "ok", Diagnosis.REGISTRY_READ, {"path": str(config.sites), "rows": str(usable)})


def _archive(config: Config) -> Iterator[Diagnosed]:
    path = config.archive
    if not path.exists():
        yield Diagnosed("archive", "missing", Diagnosis.ARCHIVE_NOT_THERE_YET, {"path": str(path)})
        return
    try:
        with Archive.read(path):
            size = f"{_bytes(config) / 10**6:.0f}"
        yield Diagnosed("archive", "ok", Diagnosis.ARCHIVE_OPENS, {"path": str(path), "megabytes": size})
    except ArchiveError as error:
        yield Diagnosed("archive", "wrong", Diagnosis.ARCHIVE_WRONG, {"error": error.sentence.argument})


def _bytes(config: Config) -> int:
    files = (config.archive, payload_path(config.archive))
    return sum(file.stat().st_size for file in files if file.exists())


def _disk(config: Config) -> Iterator[Diagnosed]:
    """Room for the archive to grow, and beside it for a backup of its size."""
    wanted = ROOM + _bytes(config)
    for folder in dict.fromkeys((config.archive.parent, config.nightly.backup_folder or config.archive.parent)):
        if not folder.is_dir():
            continue
        free = shutil.disk_usage(folder).free
        sizes = {"folder": str(folder), "free": f"{free / 10**9:.1f}", "wanted": f"{wanted / 10**9:.1f}"}
        enough = free >= wanted
        yield Diagnosed(
            "disk", "ok" if enough else "wrong", Diagnosis.DISK_ENOUGH if enough else Diagnosis.DISK_LOW, sizes
        )


def _clock(config: Config, now: datetime) -> Diagnosed:
    last = _last_instant(config.archive)
    if last is None:
        return Diagnosed("clock", "ok", Diagnosis.CLOCK_ALONE, {"now": text(now)})
    behind = last - now > clock_check.MAX_DEVIATION
    code = Diagnosis.CLOCK_BEFORE_LAST_NIGHT if behind else Diagnosis.CLOCK_AFTER_LAST_NIGHT
    return Diagnosed("clock", "wrong" if behind else "ok", code, {"now": text(now), "last": text(last)})


def _last_instant(path: Path) -> datetime | None:
    """The last instant that the archive knows; None where there is no archive to be read."""
    if not path.is_file():
        return None
    try:
        with Archive.read(path) as archive:
            return nights.last_instant(archive)
    except ArchiveError:
        return None


def _walls() -> Diagnosed:
    if missing := missing_walls():
        return Diagnosed("walls", "missing", Diagnosis.WALLS_MISSING, {"missing": ", ".join(missing)})
    return Diagnosed("walls", "ok", Diagnosis.WALLS_UP, {"walls": ", ".join(get_args(Wall))})


def missing_walls() -> list[str]:
    """The walls around readers of documents that this machine lacks."""
    up = confinement.probe()
    return [wall for wall in get_args(Wall) if wall not in up]


def _programs(config: Config) -> Iterator[Diagnosed]:
    chromium = executable(config.browser.executable)
    office = shutil.which(engine.ENGINE)
    for about, program, found, missing in (
        ("chromium", chromium, Diagnosis.BROWSER_FOUND, Diagnosis.BROWSER_MISSING),
        ("libreoffice", office, Diagnosis.OFFICE_FOUND, Diagnosis.OFFICE_MISSING),
    ):
        if program and Path(program).exists():
            yield Diagnosed(about, "ok", found, {"program": str(program)})
        else:
            yield Diagnosed(about, "missing", missing)


def _extra(name: str) -> Diagnosed:
    lacking = [module for module in EXTRAS[name] if find_spec(module) is None]
    if lacking:
        return Diagnosed(name, "missing", Diagnosis.EXTRA_MISSING, {"extra": name, "modules": ", ".join(lacking)})
    return Diagnosed(name, "ok", Diagnosis.EXTRA_FOUND, {"extra": name})


def _channels(config: Config) -> Iterator[Diagnosed]:
    """Whether each channel's address can be used; nothing is sent (`nianbao alerts test` does)."""
    channels = configured_channels(config)
    if not channels:
        yield Diagnosed("alerts", "missing", Diagnosis.NO_CHANNEL)
    for channel in channels:
        try:
            sender(channel.resolved(os.environ))
        except ChannelError as error:
            named: dict[str, Argument] = {"channel": channel.name, "error": error.sentence.argument}
            yield Diagnosed("alerts", "wrong", Diagnosis.CHANNEL_UNUSABLE, named)
        else:
            yield Diagnosed("alerts", "ok", Diagnosis.CHANNEL_READY, {"channel": channel.name})
