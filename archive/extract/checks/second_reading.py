"""Whether a document needs a second, more tolerant reader, and which of the two reports is taken.

Works on the two reports only; which readers there are is decided in `archive.extract.parser`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.extract.checks.rules import reevaluate
from archive.extract.report.model import Finding, Report, TableName

_SEVERE: Final = frozenset({"error", "warning"})
_TABLE_PREFIXES: Final = ("applications.", "review.", "disclosure.", "tables.", "statistics.")


def needs_second_reading(report: Report) -> bool:
    """Whether figures of the report do not add up, or rows or cells of a table could not be placed."""
    return report.kind == "report" and any(_is_about_tables(finding) for finding in report.findings)


def compare_readings(fast: Report, tolerant: Report) -> tuple[Finding, ...]:
    """A finding for each line of a table that two readers of the same bytes read differently."""
    fast_cells, tolerant_cells = dict(fast.values()), dict(tolerant.values())
    differing: dict[tuple[TableName, str], list[str]] = {}
    for cell in dict.fromkeys([*fast_cells, *tolerant_cells]):
        fast_value, tolerant_value = fast_cells.get(cell, "absent"), tolerant_cells.get(cell, "absent")
        if fast_value != tolerant_value:
            table, line, column = cell
            differing.setdefault((table, line), []).append(f"{column or line} {fast_value} and {tolerant_value}")
    return tuple(
        Finding(f"readers.{table}.{line}", "warning", "reading", f"Read as {'; '.join(cells)}.")
        for (table, line), cells in differing.items()
    )


def settle(fast: Report, tolerant: Report) -> Report:
    """The better report of the two: with more tables, then with fewer broken sums, else the fast reader's.

    Its findings state what the two read differently, which was taken, and why.
    """
    differing = (*_compare_outside_tables(fast, tolerant), *compare_readings(fast, tolerant))
    if not differing:
        return fast
    ranks = _rank(fast), _rank(tolerant)
    taken, name = (tolerant, "tolerant") if ranks[1] < ranks[0] else (fast, "fast")
    why = f"the fast one {_describe_rank(ranks[0])}, the tolerant one {_describe_rank(ranks[1])}"
    explained = tuple(
        replace(found, detail=f"{found.detail} The {name} reader's was taken: {why}.") for found in differing
    )
    return reevaluate(replace(taken, findings=(*taken.findings, *explained)))


def _rank(report: Report) -> tuple[bool, int, int]:
    """(is no report, minus the number of tables, broken sums): lower is better."""
    broken = sum(1 for found in report.findings if found.severity == "error" and found.rule.startswith(_TABLE_PREFIXES))
    return report.kind != "report", -len(report.tables), broken


def _describe_rank(rank: tuple[bool, int, int]) -> str:
    no_report, tables, broken = rank
    return "found no report" if no_report else f"found {-tables} tables and {broken} broken sums"


def _compare_outside_tables(fast: Report, tolerant: Report) -> Iterator[Finding]:
    """A finding for each difference outside of the tables: kind, year, issuer and sections."""
    for name, fast_value, tolerant_value in (
        ("kind", fast.kind, tolerant.kind),
        ("year", fast.year, tolerant.year),
        ("issuer", fast.issuer.township_code, tolerant.issuer.township_code),
    ):
        if fast_value != tolerant_value:
            yield Finding(
                f"readers.{name}", "warning", "reading", f"The {name} was read as {fast_value} and {tolerant_value}."
            )
    fast_texts, tolerant_texts = (
        {section.number: "".join(section.text.split()) for section in report.sections} for report in (fast, tolerant)
    )
    for number in sorted({*fast_texts, *tolerant_texts}):
        fast_value, tolerant_value = fast_texts.get(number), tolerant_texts.get(number)
        if fast_value != tolerant_value:
            sizes = " and ".join(
                "absent" if text is None else f"{len(text)} characters" for text in (fast_value, tolerant_value)
            )
            yield Finding(f"readers.section{number}", "warning", "reading", f"Section {number} was read as {sizes}.")


def _is_about_tables(finding: Finding) -> bool:
    return finding.severity in _SEVERE and finding.rule.startswith(_TABLE_PREFIXES) and finding.rule != "tables.picture"
