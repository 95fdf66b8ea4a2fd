"""`scrapy shell`: by robots.txt, the address guard, and the row that covers the address. Records nothing."""

from __future__ import annotations

from argparse import Namespace

from scrapy.commands import shell
from scrapy.utils.url import guess_scheme

from crawler.cli.scrapy_commands import prepare, reported, settings_of


class Command(shell.Command):
    """Scrapy's `shell` under this project's configuration."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Fetch as Scrapy does, if the configuration says who we are."""
        with reported(self):
            prepare(settings_of(self), guess_scheme(args[0]) if args else None)
            super().run(args, opts)
