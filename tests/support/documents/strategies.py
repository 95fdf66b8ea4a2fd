"""Random reports whose figures obey every sum of the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from archive.extract.report import forms

COLUMNS = forms.load("2021").tables["applications"].column_keys
RESULTS = forms.load("2021").tables["review"].column_keys
BLOCKS = forms.load("2021").tables["review"].line_keys
COUNT = st.integers(0, 40)

Tables = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """The three tables of a report, in the shape of the contract, and the form they follow."""

    form: str
    tables: Tables


def applications(form: str, draw: st.DrawFn) -> Tables:
    (total, parts), *_ = forms.load(form).tables["applications"].sums
    lines: Tables = {}
    sparse = draw(st.booleans())
    small = st.sampled_from([0, 0, 0, 0, 1, 2, 13]) if sparse else COUNT
    for part in parts:
        lines[part] = {column: draw(small) for column in COLUMNS[:-1]}
    lines[total] = {column: sum(lines[part][column] for part in parts) for column in COLUMNS[:-1]}
    lines["carried_out"] = {column: draw(st.integers(0, 5)) for column in COLUMNS[:-1]}
    everything = {column: lines[total][column] + lines["carried_out"][column] for column in COLUMNS[:-1]}
    lines["carried_in"] = {column: draw(st.integers(0, everything[column])) for column in COLUMNS[:-1]}
    lines["new"] = {column: everything[column] - lines["carried_in"][column] for column in COLUMNS[:-1]}
    for line in lines.values():
        line["total"] = sum(line.values())
    return {key: lines[key] for key in forms.load(form).tables["applications"].line_keys}


def review(draw: st.DrawFn) -> Tables:
    blocks: Tables = {}
    for block in BLOCKS:
        parts = [draw(st.integers(0, 12)) for _ in RESULTS[:-1]]
        blocks[block] = dict(zip(RESULTS, [*parts, sum(parts)], strict=True))
    return blocks


def disclosure(form: str, draw: st.DrawFn) -> Tables:
    lines: Tables = {}
    fee = st.one_of(COUNT, st.integers(1, 10**8).map(lambda cents: cents / 100).filter(lambda value: value % 1 != 0))
    for line in forms.load(form).tables["disclosure"].lines:
        cells = {column: draw(fee if column == "amount" else COUNT) for column in line.columns}
        lines[line.key] = next(iter(cells.values())) if len(cells) == 1 else cells
    return lines


@st.composite
def figures(draw: st.DrawFn, forms_: tuple[str, ...] = ("2021", "2019")) -> Figures:
    """A report's consistent figures."""
    form = draw(st.sampled_from(forms_))
    return Figures(
        form,
        {"disclosure": disclosure(form, draw), "applications": applications(form, draw), "review": review(draw)},
    )
