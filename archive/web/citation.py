"""How to cite a report: issuer, title, address, when it was archived, the SHA-256 of the bytes, and as of when."""

from __future__ import annotations

from archive.storage.instants import CHINA, instant
from archive.web.ask import Ask, Row
from archive.web.language import t

_AS_OF = "SELECT at FROM judged"


async def as_of(ask: Ask) -> str | None:
    """The instant as of which the verdicts were written; None before the first."""
    row = await ask.one(_AS_OF)
    return row["at"] if row else None


def line(unit: Row, shown: Row, at: str | None) -> str:
    """The citation of a version. `unit` names the place, `shown` the version, `at` is as of when the archive speaks."""
    return t(
        "cite-line",
        issuer=f"{unit['county']}{unit['township']}",
        year=unit["year"],
        title=shown["title"] or t("cite-untitled"),
        url=shown["url"],
        archived=_day(shown["fetched_at"]),
        digest=shown["payload"] or "–",
        version=shown["version"],
        as_of=_day(at) if at else "–",
    )


def _day(at: str) -> str:
    return f"{instant(at).astimezone(CHINA):%Y-%m-%d %H:%M}"
