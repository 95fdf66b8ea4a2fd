"""Which counties are visited tonight: more nights around the deadline, fewer in summer. Rules as data.

A missed night needs no record: a county not visited for longer than its period allows is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated
from zlib import crc32

from archive.messages.coded import reason
from archive.storage import toml
from archive.storage.toml import Place, at_least
from crawler.runtime.config import ConfigError

BUILT_IN = Path(__file__).with_name("schedule.toml")


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days from the nearest deadline (inclusive), and the nights between two visits within it."""

    first: int = field(metadata={"key": "from"})
    last: int = field(metadata={"key": "to"})
    every: Annotated[int, at_least(1)]


def load(path: Path | None = None) -> list[Period]:
    """The periods of a file, or the built-in ones. Raises ConfigError."""
    path = path or BUILT_IN
    place = Place(path, ConfigError)
    table = toml.read(path, ConfigError, reason("purpose-schedule"), missing=reason("wrong-no-schedule"))
    rows = toml.tables(table, "period", place)
    if not rows:
        raise place.failed(reason("wrong-no-period"))
    return [
        toml.build(Period, row, replace(place, row=reason("row-period", number=at))) for at, row in enumerate(rows, 1)
    ]


def nights_between(periods: Sequence[Period], today: date, deadlines: Sequence[date]) -> int:
    """How many nights may pass between two visits on this day; 1 (every night) outside of all periods."""
    nearest = min(((today - due).days for due in deadlines), key=abs)
    return next((period.every for period in periods if period.first <= nearest <= period.last), 1)


def due(county: str, today: date, every: int, last: date | None, *, whole: bool, killed: bool = False) -> bool:
    """Whether a county is visited tonight; `last` is the day of its last visit, `whole` whether that was complete.

    `killed`: it was none, as our own process ended early; it is made up for at once.
    """
    if last is None or last > today or killed:
        return True
    since = (today - last).days
    turn = (today.toordinal() + crc32(county.encode())) % every == 0
    return since >= 1 and (not whole or since >= every or (turn and 2 * since >= every))
