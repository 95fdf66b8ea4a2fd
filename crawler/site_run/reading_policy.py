"""What one document may take, by the configuration's `[limits]`. Imports no reader."""

from __future__ import annotations

from archive.extract.sandbox.policy import Policy
from crawler.runtime.config import Limits

MEGABYTE = 1024 * 1024


def policy(limits: Limits) -> Policy:
    """The limits of the process that reads."""
    return Policy(seconds=limits.document_seconds, memory=limits.document_memory * MEGABYTE)
