"""Log lines of every process of the program: China's time, and nothing of what sites wrote acts on a terminal."""

from __future__ import annotations

import logging
import sys
from datetime import datetime
from typing import Any

from archive.messages.printable import printable, with_lines
from archive.storage.instants import CHINA

_FORM = "%(asctime)s %(message)s"


class PrintableLines(logging.Formatter):
    """Formats records as lines that a terminal may show."""

    def __init__(self, form: str = _FORM) -> None:
        super().__init__(form)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        """The instant of a record in China's time, with the zone, as `2026-02-01T02:30:00+0800`."""
        return f"{datetime.fromtimestamp(record.created, CHINA):%Y-%m-%dT%H:%M:%S%z}"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """The line of a record."""
        return printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """A traceback, whose message may hold what a site wrote."""
        return with_lines(super().formatException(ei))


def to_standard_error(level: int | str, lines: logging.Formatter) -> None:
    """Write the records of this process to standard error, from this level on, unless something does so already."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)  # Scrapy's loggers have levels of their own
    handler.setFormatter(lines)
    logging.basicConfig(level=level, handlers=[handler])
