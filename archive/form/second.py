"""When a second, more tolerant reader should look at the same bytes, and what its reading says of the first one's.

Knows two readings of one document; which readers there are is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from archive.form.reading import Finding, Number, Reading, TableName

_DOUBTFUL: Final = frozenset({"error", "warning"})
_WORDS: Final = ("applications.", "review.", "disclosure.", "tables.", "statistics.")


def needs_second_reading(reading: Reading) -> bool:
    """Whether the figures do not add up, or rows or cells of a table could not be placed."""
    return reading.kind == "report" and any(_in_tables(finding) for finding in reading.findings)


def compare_readings(fast: Reading, tolerant: Reading) -> tuple[Finding, ...]:
    """What two readers of the same bytes read differently, a finding for each line of a table."""
    first, second = dict(_cells(fast)), dict(_cells(tolerant))
    differing: dict[tuple[TableName, str], list[str]] = {}
    for place in dict.fromkeys([*first, *second]):
        one, other = first.get(place, "absent"), second.get(place, "absent")
        if one != other:
            table, line, column = place
            differing.setdefault((table, line), []).append(f"{column or line} {one} and {other}")
    return tuple(
        Finding(f"readers.{table}.{line}", "warning", "reading", f"Read as {'; '.join(cells)}.")
        for (table, line), cells in differing.items()
    )


def _in_tables(finding: Finding) -> bool:
    return finding.severity in _DOUBTFUL and finding.rule.startswith(_WORDS) and finding.rule != "tables.picture"


def _cells(reading: Reading) -> Iterator[tuple[tuple[TableName, str, str], Number | None]]:
    for table, lines in reading.tables.items():
        for line, value in lines.items():
            if isinstance(value, Mapping):
                yield from (((table, line, column), number) for column, number in value.items())
            else:
                yield (table, line, ""), value
