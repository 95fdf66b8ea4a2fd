"""Instants between Python and SQL. No clock is read here.

In Python an instant is an aware `datetime`. SQL columns hold it as ISO 8601 text in UTC (`parsed_at`, `finished_at`, …)
or as milliseconds since 1970 (`fetched_at` of captures); all conversions are here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""The one time zone of China; deadlines end at midnight in it."""

_DAY, _TO_CHINA = (hours * 3_600_000 for hours in (24, 8))


def text(instant: datetime) -> str:
    """An aware instant as `2026-01-31T16:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def known_until(known_at: datetime | None) -> str:
    """The latest instant of a reading to consider, as text; without `known_at` a text that sorts after all instants."""
    return text(known_at) if known_at else "9"


def milliseconds(instant: datetime) -> int:
    """An aware instant as milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def from_milliseconds(milliseconds: int) -> datetime:
    """The inverse of `milliseconds`: an aware datetime in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def instant(written: str) -> datetime:
    """The inverse of `text`: an aware datetime."""
    return datetime.fromisoformat(written)


def china_day(moment: datetime) -> date:
    """The calendar day in China at an instant."""
    return moment.astimezone(CHINA).date()


def china_day_number(milliseconds: int) -> int:
    """The same of an instant in milliseconds since 1970, as the number of days since then."""
    return (milliseconds + _TO_CHINA) // _DAY


def end_of_day(day: date) -> datetime:
    """The instant at which a day ends in China."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), CHINA)
