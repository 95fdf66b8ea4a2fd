"""The language in which a person at this terminal reads sentences."""

from __future__ import annotations

import os

from archive import messages


def preferred() -> str:
    """A language of `archive.messages`, by the locale's variables (POSIX: LC_ALL, LC_MESSAGES, LANG); else English."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    written = locale.partition("_")[0].partition(".")[0].lower()
    return written if written in messages.LANGUAGES else "en"
