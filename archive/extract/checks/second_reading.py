"""When a second, more tolerant reader should look at the same bytes, and what its reading says of the first one's.

Knows two readings of one document; which readers there are is not its business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from archive.extract.checks.rules import reevaluate
from archive.extract.report.model import Finding, Number, Report, TableName

_DOUBTFUL: Final = frozenset({"error", "warning"})
_WORDS: Final = ("applications.", "review.", "disclosure.", "tables.", "statistics.")


def needs_second_reading(reading: Report) -> bool:
    """Whether the figures do not add up, or rows or cells of a table could not be placed."""
    return reading.kind == "report" and any(_in_tables(finding) for finding in reading.findings)


def compare_readings(fast: Report, tolerant: Report) -> tuple[Finding, ...]:
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


def settle(fast: Report, tolerant: Report) -> Report:
    """Of two readings of the same bytes the one with more tables, then that with fewer broken sums, else the fast one.

    Its findings tell what the two read differently, which of them was taken, and why.
    """
    differing = (*_whole(fast, tolerant), *compare_readings(fast, tolerant))
    if not differing:
        return fast
    ranks = _rank(fast), _rank(tolerant)
    taken, name = (tolerant, "tolerant") if ranks[1] < ranks[0] else (fast, "fast")
    why = f"the fast one {_told(ranks[0])}, the tolerant one {_told(ranks[1])}"
    told = tuple(replace(found, detail=f"{found.detail} The {name} reader's was taken: {why}.") for found in differing)
    return reevaluate(replace(taken, findings=(*taken.findings, *told)))


def _rank(reading: Report) -> tuple[bool, int, int]:
    """The lower, the better: no report, tables less, broken sums."""
    broken = sum(1 for found in reading.findings if found.severity == "error" and found.rule.startswith(_WORDS))
    return reading.kind != "report", -len(reading.tables), broken


def _told(rank: tuple[bool, int, int]) -> str:
    other, tables, broken = rank
    return "found no report" if other else f"found {-tables} tables and {broken} broken sums"


def _whole(fast: Report, tolerant: Report) -> Iterator[Finding]:
    """What differs outside of the tables: what the document is, whose, for which year, and its sections."""
    for name, one, other in (
        ("kind", fast.kind, tolerant.kind),
        ("year", fast.year, tolerant.year),
        ("issuer", fast.issuer.township_code, tolerant.issuer.township_code),
    ):
        if one != other:
            yield Finding(f"readers.{name}", "warning", "reading", f"The {name} was read as {one} and {other}.")
    texts, texts_too = (
        {section.number: "".join(section.text.split()) for section in reading.sections} for reading in (fast, tolerant)
    )
    for number in sorted({*texts, *texts_too}):
        one, other = texts.get(number), texts_too.get(number)
        if one != other:
            sizes = " and ".join("absent" if text is None else f"{len(text)} characters" for text in (one, other))
            yield Finding(f"readers.section{number}", "warning", "reading", f"Section {number} was read as {sizes}.")


def _in_tables(finding: Finding) -> bool:
    return finding.severity in _DOUBTFUL and finding.rule.startswith(_WORDS) and finding.rule != "tables.picture"


def _cells(reading: Report) -> Iterator[tuple[tuple[TableName, str, str], Number | None]]:
    for table, lines in reading.tables.items():
        for line, value in lines.items():
            if isinstance(value, Mapping):
                yield from (((table, line, column), number) for column, number in value.items())
            else:
                yield (table, line, ""), value
