"""Every fault on every family: no such night is `ok`, nobody is accused because of it, and the next one is `ok` again.

`docs/faults.md` holds the tables; NIANBAO_WRITE_DOCS=1 with `-m matrix` writes them anew.
"""

from __future__ import annotations

import fcntl
import os
import re

import pytest

from tests.support.nights.fault_nights import Cell, Struck, play
from tests.support.paths import ROOT
from tests.support.sites.faults import KINDS, FaultKind
from tests.support.sites.script import season

TABLE = ROOT / "docs" / "faults.md"
SITES = sorted(site.id for site in season() if not site.options.get("unlisted"))
OVERCOME = {
    "garbled": "decoded by its bytes",
    "not_modified": "what was kept stands for it",
    "frozen": "lists are asked for without conditions while something is owed",
}
"""Faults that may leave a night `ok`, as the crawler reads what the site says all the same."""
NO_FAULT = ("documents", "empty_listing")
"""A report that loses the menu beside it is still a report."""

VERDICT = {
    **dict.fromkeys(("refused", "reset", "slow", "truncated", "unavailable", "server_error"), "unreachable"),
    **dict.fromkeys(("empty_body", "maintenance", "api_error"), "unreachable"),
    **dict.fromkeys(("forbidden", "precondition", "cookie_521", "not_allowed", "accepted", "too_many"), "blocked"),
    **dict.fromkeys(("cookie_script", "waf_page", "captcha"), "blocked"),
    "soft_404": "soft_404",
}
PLAYED = ("danzhai", "langao", "nanjing", "yunhe")
"""Sites that always meet faults; the others take minutes each, by hand."""
DIAGONAL: tuple[tuple[str, FaultKind], ...] = (("langao", "cookie_521"), ("guzhang", "truncated"), ("xiwu", "soft_404"))


@pytest.mark.slow
@pytest.mark.parametrize(("site", "fault"), DIAGONAL)
def test_a_fault_night_is_not_ok(site: str, fault: FaultKind) -> None:
    for cell in play(site, [fault], ["lists"]):
        assert wrong(cell) == []


@pytest.mark.parametrize(
    "site", [pytest.param(site, marks=pytest.mark.slow if site in PLAYED else pytest.mark.matrix) for site in SITES]
)
def test_every_site_on_some_fault_nights(site: str) -> None:
    """Each site meets three faults, so that each of them is met by two sites."""
    first = SITES.index(site) * 3
    faults = [KINDS[(first + place) % len(KINDS)] for place in range(3)]
    cells = play(site, faults)
    assert [f"{cell.where}, {cell.fault}: {what}" for cell in cells for what in wrong(cell)] == []


@pytest.mark.matrix
@pytest.mark.parametrize("site", SITES)
def test_the_whole_matrix(site: str) -> None:
    cells = play(site)
    assert [f"{cell.where}, {cell.fault}: {what}" for cell in cells for what in wrong(cell)] == []
    shown = {place: row([cell for cell in cells if cell.where == place]) for place in HEADS}
    if os.environ.get("NIANBAO_WRITE_DOCS"):
        write(site, shown)
    written = TABLE.read_text("utf-8")
    assert all(line in written for line in shown.values()), f"{TABLE} is not up to date: set NIANBAO_WRITE_DOCS=1"


def wrong(cell: Cell) -> list[str]:
    """What is not as it has to be."""
    found: list[str] = []
    if not cell.touched:
        return found
    if cell.outcome == "ok" and cell.fault not in OVERCOME and (cell.where, cell.fault) != NO_FAULT:
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


def write(site: str, shown: dict[Struck, str]) -> None:
    """Put a site's lines in their places."""
    with TABLE.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = _tables(file.read())
        file.truncate(0)
        file.write(INTRODUCTION + "\n")
        for place, (heading, words) in HEADS.items():
            lines = {**known.get(heading, {}), site: shown[place]}
            head = [f"| family (site) | {' | '.join(KINDS)} |", "| --- |" + " --- |" * len(KINDS)]
            file.write("\n".join(["", f"## {heading}", words, "", *head, *sorted(lines.values())]) + "\n")


def _tables(text: str) -> dict[str, dict[str, str]]:
    """The lines of each table by site, under the table's heading."""
    found = {}
    for part in text.split("\n## ")[1:]:
        heading, *lines = part.splitlines()
        named = {line: re.match(r"\| \w+ \((\w+)\) ", line) for line in lines}
        found[heading] = {name[1]: line for line, name in named.items() if name and name[1] != "site"}
    return found


HEADS: dict[Struck, tuple[str, str]] = {
    "lists": ("Lists", "Every list of the site, and every page that leads to one, answers with the fault."),
    "documents": ("Documents", "Every report and every file asked for that night answers with the fault."),
}

INTRODUCTION = """# Faults
What a night comes to when a site answers with a fault (`tests/support/sites/faults.py`), by family: the night of the
deadline, while something is owed. Written by `NIANBAO_WRITE_DOCS=1 pytest -m matrix tests/crawler/night` and checked by
the same tests; CI plays a part of it every time. `ok` appears only where the crawler reads the page all the same
(bytes of another charset, a 304 for a page that it has stored); `-` where the server's answers were the same with the
fault as without. The next night is `ok` again, each request of the night has its capture, and no township is accused
because of it.

`frozen` (every condition is answered "not modified") is `-` here, as nothing is asked by condition while something is
owed. On other nights it is believed for seven days at most, and the checks of that time then prove nothing
(`tests/crawler/night/test_trouble.py`)."""
