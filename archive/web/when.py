"""Instants as pages show them: in China's time, with the exact instant in the markup."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from archive.storage.instants import CHINA, instant
from archive.web.language import t


def moment(written: str | None) -> Markup:
    """An instant of the archive as `2024-01-31 21:00`, China time; nothing for None."""
    if not written:
        return Markup("")
    shown = instant(written).astimezone(CHINA)
    return Markup('<time datetime="{}" title="{} (UTC)">{:%Y-%m-%d %H:%M}</time>').format(written, written, shown)


def moment_of_row(written: str) -> Markup:
    """The same in a table of many rows, in the fewest bytes."""
    shown = instant(written).astimezone(CHINA)
    return Markup('<time title="{} (UTC)">{:%Y-%m-%d %H:%M}</time>').format(written, shown)


def due_day(due_at: str) -> date:
    """The day at whose end a deadline passes."""
    at = instant(due_at).astimezone(CHINA)
    return date.fromordinal(at.date().toordinal() - 1) if (at.hour, at.minute) == (0, 0) else at.date()


def short_day(day: date) -> str:
    """A day without its year, as `31 Jan` or `1月31日`."""
    return t("page-day", day=day.day, month=day.month)
