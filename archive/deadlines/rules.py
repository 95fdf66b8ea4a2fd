"""Rules as data: which date binds whom, by which document. Read from TOML, stored in the archive beside its verdicts.

Knows areas, years, kinds of unit and validity; does not know who met a deadline.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from archive.deadlines.case import Rule
from archive.messages import Argument
from archive.messages.coded import CodedError, reason
from archive.storage import toml
from archive.storage.database import Archive
from archive.storage.toml import Place

BUILT_IN = Path(__file__).with_name("deadlines.toml")
Binding = Literal["named", "custom"]


def _not_empty(text: str) -> Argument | None:
    return None if text else reason("wrong-empty")


_ROWS = """
SELECT s.site, coalesce(strftime('%Y', max(r.started) / 1000.0, 'unixepoch', '+8 hours'), '9999') AS year,
    coalesce(t.fields, s.settings) AS fields
FROM sites AS s LEFT JOIN visits AS r USING (site) LEFT JOIN site_settings AS t ON t.settings = r.settings
WHERE s.county_code = ? GROUP BY s.site, strftime('%Y', r.started / 1000.0, 'unixepoch', '+8 hours')
ORDER BY s.site, year
"""
"""The rows of the registry as they last were in each year."""


class RuleError(CodedError):
    """A rules file that cannot be used. The message names the file, the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One `[[rule]]`. `years` are the first and last reporting years, `valid` the first and last days of the document,
    each with 0 or "" for an open end; `area` are leading digits of division codes, `kinds` ends of units' names.
    """

    name: Annotated[str, _not_empty]
    month_day: Annotated[str, _not_empty]
    basis: Annotated[str, _not_empty]
    binding: Binding = "named"
    years: tuple[int, int] = (0, 0)
    area: str = ""
    kinds: tuple[str, ...] = ()
    url: str | None = None
    valid: tuple[str, str] = ("", "")

    def problem(self) -> tuple[str, Argument] | None:
        """What makes the rule useless: a day that no year has."""
        try:
            self.due_on(2023)
        except ValueError:
            return "", reason("wrong-month-day", day=repr(self.month_day))
        return None

    def due_on(self, year: int) -> date:
        """The last day for a report about `year`; 29 February is the 28th where the year has none."""
        month, day = (int(part) for part in self.month_day.split("-"))
        if (month, day) == (2, 29):
            return date(year + 1, 3, 1) - timedelta(days=1)
        return date(year + 1, month, day)

    def binds(self, year: int, county: str, unit: str) -> bool:
        """Whether it sets the date for this unit (by its name) in this county and reporting year."""
        first, last = self.years
        due = self.due_on(year).isoformat()
        return (
            first <= year <= (last or year)
            and county.startswith(self.area)
            and (not self.kinds or unit.endswith(self.kinds))
            and self.valid[0] <= due <= (self.valid[1] or due)
        )

    def applied(self, year: int) -> Rule:
        """The rule applied to one reporting year."""
        return Rule(self.name, self.due_on(year), self.basis, self.url, self.binding)


class Rulebook:
    """All rules, in the order of their files."""

    def __init__(self, standards: Sequence[Standard]) -> None:
        self.standards = tuple(standards)

    def rule(self, year: int, county: str, unit: str, deadline: Mapping[str, str] | None = None) -> Rule:
        """The rule that sets the date. `deadline` is that of the county's row in the registry, which comes before all.

        Raises RuleError where it names a rule that is not there.
        """
        deadline = deadline or {}
        if deadline.get("month_day"):
            basis = deadline.get("basis") or "sites.toml"
            return Standard("county", deadline["month_day"], basis, url=deadline.get("url")).applied(year)
        fitting = [standard for standard in self.standards if standard.binds(year, county, unit)]
        named = deadline.get("rule") or "default"
        if named != "default":
            fitting = [self.named(named)]
        if not fitting:
            raise RuleError("wrong-no-rule-for", unit=unit, county=county, year=year)
        return max(enumerate(fitting), key=lambda numbered: (*_narrowness(numbered[1]), numbered[0]))[1].applied(year)

    def named(self, name: str) -> Standard:
        """The rule of that name. Raises RuleError."""
        for standard in self.standards:
            if standard.name == name:
                return standard
        known = ", ".join(standard.name for standard in self.standards)
        raise RuleError("wrong-no-deadline-rule", rule=name, known=known)


class CountyDeadline:
    """A county's own `deadline` out of the registry, by reporting year.

    A row binds the years whose reports fell due while it read so: what a notice sets this January turns no report of
    last year into a late one. Where several rows set a date, the first of them does, by the site's name.
    """

    def __init__(self, archive: Archive, county: str) -> None:
        self._county = county
        self._rows: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for site, year, fields in archive.rows(_ROWS, county):
            self._rows.setdefault(site, []).append((int(year), json.loads(fields)))

    def rule(self, book: Rulebook, year: int, unit: str) -> Rule:
        """The rule that sets the date for a unit of this name. Raises RuleError."""
        for rows in self._rows.values():
            row = next((fields for since, fields in reversed(rows) if since <= year + 1), rows[0][1])
            deadline = row.get("deadline") or {}
            if deadline.get("month_day") or deadline.get("rule", "default") != "default":
                rule = book.rule(year, self._county, unit, deadline)
                if _bound(row.get("valid_from"), row.get("valid_until"), rule.due_on):
                    return rule
        return book.rule(year, self._county, unit)


def _bound(first: str | None, until: str | None, due_on: date) -> bool:
    """Whether a row of the registry was the right one on the day due; it is written into the archive as text."""
    day = due_on.isoformat()
    return (first in (None, "None") or str(first) <= day) and (until in (None, "None") or day < str(until))


def _narrowness(standard: Standard) -> tuple[int, bool]:
    return len(standard.area), bool(standard.kinds)


def load(more: Path | None = None) -> Rulebook:
    """The built-in rules, and those of the user's file after them. Raises RuleError."""
    standards = [*_built_in(), *(_read(more) if more else ())]
    seen = set[str]()
    for standard in standards:
        if standard.name in seen:
            raise RuleError("wrong-rule-twice", path=more, rule=standard.name)
        seen.add(standard.name)
    return Rulebook(standards)


def store(archive: Archive, book: Rulebook) -> None:
    """Write the rules into the archive, so that its verdicts can be recomputed from it alone."""
    rows = [(position, s.name, json.dumps(asdict(s), ensure_ascii=False)) for position, s in enumerate(book.standards)]
    before = [tuple(row) for row in archive.rows("SELECT place, name, terms FROM deadline_rules ORDER BY place")]
    if before != rows:
        with archive.transaction() as db:
            db.execute("DELETE FROM deadline_rules")
            db.executemany("INSERT INTO deadline_rules VALUES (?, ?, ?)", rows)


def stored(archive: Archive) -> Rulebook:
    """The rules that the archive holds; the built-in ones where it holds none."""
    rows = [json.loads(row[0]) for row in archive.rows("SELECT terms FROM deadline_rules ORDER BY place")]
    return Rulebook([_standard(row, archive.path) for row in rows]) if rows else load()


@cache
def _built_in() -> tuple[Standard, ...]:
    return tuple(_read(BUILT_IN))


def _read(path: Path) -> list[Standard]:
    table = toml.read(path, RuleError, reason("purpose-rules"), missing=reason("wrong-no-rules"))
    return [_standard(row, path) for row in toml.tables(table, "rule", Place(path, RuleError))]


def _standard(row: Mapping[str, Any], path: Path) -> Standard:
    name = row.get("name", "?") if isinstance(row, Mapping) else "?"
    return toml.build(Standard, row, Place(path, RuleError, reason("row-rule", name=name)))
