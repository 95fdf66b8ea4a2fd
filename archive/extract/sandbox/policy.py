"""What one document may cost: the policy of limits for every program that has documents read in worker processes.

The sizes that bound a document's content (`archive.extract.layout.limits`) hold inside a worker; these bound the
worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PATIENCE: Final = 10
"""How many times the seconds of processor time a document may take by the clock."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of a worker process, and how often a document may crash one.

    `seconds` bounds the processor time of one document, anew after each heartbeat (`archive.extract.layout.heartbeat`);
    by the clock it may take `PATIENCE` times as long, as the machine may be busy with other things.
    `memory` bounds the address space that the worker takes, in bytes. After a crash the document is tried again,
    `attempts` times in all: the crash may not have been caused by this document.
    """

    seconds: float = 60.0
    memory: int = 3 * 1024**3
    attempts: int = 2


DEFAULT = Policy()
