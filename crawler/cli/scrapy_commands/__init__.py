"""Scrapy's own commands that fetch, held to this project's configuration and registry.

Scrapy finds a module here by the setting COMMANDS_MODULE and takes it for its own command of that name. An error is
one line on stderr and an exit status, as with `nianbao`: 2 for wrong usage or configuration, 3 for what was
not done.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings, Settings

from archive.storage.errors import ArchiveError
from crawler.runtime.config import Config, ConfigError, load
from crawler.runtime.sites import covering
from crawler.site_run.worker import site_settings
from spiders.registry import Site


@contextmanager
def reported(command: ScrapyCommand) -> Iterator[None]:
    """Report an error in one line, and set the command's exit status."""
    try:
        yield
    except ConfigError as error:
        sys.stderr.write(f"scrapy: {error}\n")
        command.exitcode = 2
    except ArchiveError as error:
        sys.stderr.write(f"scrapy: {error}\n")
        command.exitcode = 3


def settings_of(command: ScrapyCommand) -> Settings:
    """The settings that a command runs with; Scrapy has set them before it runs one."""
    return cast(Settings, command.settings)


def configured(settings: BaseSettings) -> Config:
    """The configuration, put into Scrapy's settings. Raises ConfigError where it cannot be used or has no contact."""
    config = load(Path(settings["NIANBAO_CONFIG"]))
    values = {
        "NIANBAO_SITES": str(config.sites),
        "USER_AGENT": config.user_agent,
        "DOWNLOAD_DELAY": config.politeness.delay,
    }
    settings.setdict(values, priority="project")
    return config


def apply_row(settings: BaseSettings, site: Site) -> None:
    """Apply the settings of a registry row to Scrapy's; the command line's own settings stay."""
    settings.setdict(site_settings(site), priority="spider")


def prepare(settings: BaseSettings, url: str | None) -> None:
    """Put the configuration, and the row that covers an address, into Scrapy's settings. Raises ConfigError."""
    config = configured(settings)
    site = covering(config, url) if url else None
    if site:
        apply_row(settings, site)
