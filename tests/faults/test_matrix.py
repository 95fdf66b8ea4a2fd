"""Every fault on every family: no such night is `ok`, nobody is accused because of it, and the next one is `ok` again.

`docs/faults.md` holds the table; NIANBAO_WRITE_DOCS=1 with `-m matrix -n 0` writes it anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.play import Cell, play
from tests.sites.faults import KINDS, FaultKind
from tests.sites.script import season

TABLE = Path(__file__).parents[2] / "docs" / "faults.md"
SITES = sorted(site.id for site in season() if not site.options.get("unlisted"))
OVERCOME = {"garbled": "decoded by its bytes", "not_modified": "what was kept stands for it"}
"""Faults that may leave a night `ok`, as the crawler reads what the site says all the same."""
VERDICT = {
    **dict.fromkeys(("refused", "reset", "slow", "truncated", "unavailable", "server_error"), "unreachable"),
    **dict.fromkeys(("empty_body", "maintenance", "api_error"), "unreachable"),
    **dict.fromkeys(("forbidden", "precondition", "cookie_521", "not_allowed", "accepted", "too_many"), "blocked"),
    **dict.fromkeys(("cookie_script", "waf_page", "captcha"), "blocked"),
    "soft_404": "soft_404",
}
DIAGONAL: tuple[tuple[str, FaultKind], ...] = (("langao", "cookie_521"), ("guzhang", "truncated"), ("xiwu", "soft_404"))


@pytest.mark.parametrize(("site", "fault"), DIAGONAL)
def test_a_fault_night_is_not_ok(site: str, fault: FaultKind) -> None:
    for cell in play(site, [fault], ["lists"]):
        assert wrong(cell) == []


@pytest.mark.matrix
@pytest.mark.parametrize("site", SITES)
def test_the_whole_matrix(site: str) -> None:
    cells = play(site, where=["lists"])
    assert [f"{cell.fault}: {what}" for cell in cells for what in wrong(cell)] == []
    shown = row(cells)
    if os.environ.get("NIANBAO_WRITE_DOCS"):
        write(site, shown)
    assert shown in TABLE.read_text("utf-8"), f"{TABLE} is not up to date: set NIANBAO_WRITE_DOCS=1"


def wrong(cell: Cell) -> list[str]:
    """What is not as it has to be."""
    found: list[str] = []
    if not cell.touched:
        return found
    if cell.outcome == "ok" and cell.fault not in OVERCOME:
        found.append("the night is ok")
    if cell.after != "ok":
        found.append(f"the night after is {cell.after}")
    if cell.fault != "refused" and cell.asked != cell.captured:
        found.append(f"{cell.asked} requests, {cell.captured} captures")
    if cell.outcome != "ok" and (cell.accused or cell.withdrawn):
        found.append("absence was concluded")
    expected = VERDICT.get(cell.fault)
    if expected and expected not in cell.struck and cell.fault != "refused":
        found.append(f"no capture is {expected}: {cell.struck}")
    return found


def row(cells: list[Cell]) -> str:
    """One line of the table: the outcome of each fault's night, `-` where the fault changed no answer."""
    said = {cell.fault: cell.outcome if cell.touched else "-" for cell in cells}
    return f"| {cells[0].family} ({cells[0].site}) | " + " | ".join(said.get(kind, "-") for kind in KINDS) + " |"


def write(site: str, shown: str) -> None:
    """Put a site's line in its place."""
    head = [f"| family (site) | {' | '.join(KINDS)} |", "| --- |" + " --- |" * len(KINDS)]
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else [*INTRODUCTION.splitlines(), "", *head]
    kept = [line for line in lines if f" ({site}) " not in line]
    TABLE.write_text("\n".join([*kept, shown]) + "\n", "utf-8")


INTRODUCTION = """# Faults
What a night comes to when all lists of a site answer with a fault (`tests/sites/faults.py`), by family. Written by
`NIANBAO_WRITE_DOCS=1 pytest -m slow -n 0 tests/faults`, and checked by the same tests. `ok` stands only where the
crawler reads the list all the same (bytes of another charset, 304); `-` where the fault changes no answer of this
site. Every night after is `ok` again, and no fault night accuses a township."""
