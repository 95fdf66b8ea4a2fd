"""Invented figures of a report, consistent as the form demands and from year to year. Pure, seeded by code and year.

The shape is that of `tables` in the contract. What is carried out of a year is carried into the next; normative
documents in force follow from those issued and repealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

Tables = Mapping[str, Mapping[str, Any]]

COLUMNS = (
    "natural_person",
    "enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_organization",
    "other_organization",
    "total",
)
_ORGANISATIONS = frozenset(COLUMNS[1:6])
OUTCOMES = (
    "granted",
    "partly_granted",
    "denied_state_secret",
    "denied_prohibited_by_law",
    "denied_security_stability",
    "denied_third_party_rights",
    "denied_internal_affairs",
    "denied_process_information",
    "denied_enforcement_file",
    "denied_administrative_inquiry",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_still_unclear",
    "rejected_petition",
    "rejected_repeat",
    "rejected_publication",
    "rejected_excessive",
    "rejected_confirmation",
    "other_not_corrected",
    "other_fee_unpaid",
    "other_other",
)
LINES = ("new", "carried_in", *OUTCOMES, "outcome_total", "carried_out")
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other", "pending", "total")

_LIKELY = {
    "granted": 9,
    "partly_granted": 3,
    "unavailable_not_held": 5,
    "rejected_petition": 2,
    "denied_third_party_rights": 1,
}
_FIRST_YEAR = 2015


def figures_2021(code: str, year: int, revised: bool = False) -> Tables:
    """The three tables of the form in force since 2021. `revised` adds one granted application and three licences."""
    rng = Random(f"{code}/{year}/disclosure")
    documents = _documents(code, year)
    return {
        "disclosure": {
            "regulations": {"issued": 0, "repealed": 0, "in_force": 0},
            "normative_documents": documents,
            "licences": rng.choice((0, rng.randint(3, 60), rng.randint(60, 900))) + 3 * revised,
            "penalties": rng.choice((0, 0, rng.randint(1, 40))),
            "coercive_measures": rng.choice((0, 0, 0, rng.randint(1, 6))),
            "fees": rng.choice((0, 0, round(rng.uniform(0.2, 40), 2), round(rng.uniform(1, 9), 4))),
        },
        "applications": _applications(code, year, revised),
        "review": _review(code, year),
    }


def figures_2019(code: str, year: int, revised: bool = False) -> Tables:
    """The three tables of the form for 2019 and 2020, where （六）其他处理 is one line."""
    rng = Random(f"{code}/{year}/disclosure")
    documents = _documents(code, year)
    applications = dict(_applications(code, year, revised))
    others = [applications.pop(f"other_{kind}") for kind in ("not_corrected", "fee_unpaid", "other")]
    summed = {column: sum(line[column] for line in others) for column in COLUMNS}
    order = [line for line in LINES if not line.startswith("other_")]
    order.insert(order.index("outcome_total"), "other")
    applications["other"] = summed
    return {
        "disclosure": {
            "regulations": {"made": 0, "published": 0, "in_force": 0},
            "normative_documents": {
                "made": documents["issued"],
                "published": documents["issued"],
                "in_force": documents["in_force"],
            },
            "licences": _services(rng, 30, 3 * revised),
            "other_services": _services(rng, 20),
            "penalties": _services(rng, 12),
            "coercive_measures": _services(rng, 4),
            "fees": {"items_last_year": rng.randint(0, 3), "change": 0},
            "procurement": {"projects": rng.randint(1, 9), "amount": _as_read(round(rng.uniform(2e4, 3e6), 2))},
        },
        "applications": {line: applications[line] for line in order},
        "review": _review(code, year),
    }


def _as_read(amount: float) -> float:
    return int(amount) if amount.is_integer() else amount


def with_blanks(tables: Tables) -> Tables:
    """The figures as they read where zeros of organisations were left blank: None in their place."""
    lines = {
        line: {column: None if not value and column in _ORGANISATIONS else value for column, value in values.items()}
        for line, values in tables["applications"].items()
    }
    return {**tables, "applications": lines}


def items_disclosed(code: str, year: int) -> dict[str, int]:
    """How many items went out by which way; `all` is their sum. Told in the text only."""
    rng = Random(f"{code}/{year}/items")
    ways = {"site": rng.randint(40, 420), "wechat": rng.randint(20, 600), "board": rng.randint(12, 90)}
    return ways | {"all": sum(ways.values())}


def _services(rng: Random, most: int, more: int = 0) -> dict[str, int]:
    items = rng.randint(0, most)
    return {
        "items_last_year": items,
        "change": rng.choice((0, 0, 1, -1)) if items else 0,
        "decisions": items * 7 + more,
    }


def _documents(code: str, year: int) -> dict[str, int]:
    in_force, issued, repealed = 3, 0, 0
    for one in range(_FIRST_YEAR, year + 1):
        rng = Random(f"{code}/{one}/documents")
        issued, repealed = rng.choice((0, 0, 1, 2)), rng.choice((0, 0, 0, 1))
        repealed = min(repealed, in_force)
        in_force += issued - repealed
    return {"issued": issued, "repealed": repealed, "in_force": in_force}


def _new(code: str, year: int) -> tuple[int, int]:
    """Applications of natural persons and of enterprises."""
    rng = Random(f"{code}/{year}/new")
    return rng.choice((0, 0, 1, 2, 3, 5, rng.randint(6, 14))), rng.choice((0, 0, 0, 1, 2))


def _carried_out(code: str, year: int) -> int:
    people, _ = _new(code, year)
    return 1 if people >= 2 and Random(f"{code}/{year}/carried").random() < 0.4 else 0


def _line(people: int, firms: int) -> dict[str, int]:
    return {**dict.fromkeys(COLUMNS, 0), "natural_person": people, "enterprise": firms, "total": people + firms}


def _applications(code: str, year: int, revised: bool) -> Mapping[str, dict[str, int]]:
    rng = Random(f"{code}/{year}/outcomes")
    people, firms = _new(code, year)
    carried_in, carried_out = _carried_out(code, year - 1), _carried_out(code, year)
    lines = {line: _line(0, 0) for line in LINES}
    for column, many in (("natural_person", people + carried_in - carried_out), ("enterprise", firms)):
        for outcome in rng.choices(list(_LIKELY), list(_LIKELY.values()), k=many):
            lines[outcome][column] += 1
    people, lines["granted"]["natural_person"] = people + revised, lines["granted"]["natural_person"] + revised
    lines["new"], lines["carried_in"], lines["carried_out"] = (
        _line(people, firms),
        _line(carried_in, 0),
        _line(carried_out, 0),
    )
    for outcome in OUTCOMES:
        lines[outcome] = _line(lines[outcome]["natural_person"], lines[outcome]["enterprise"])
        for column in COLUMNS:
            lines["outcome_total"][column] += lines[outcome][column]
    return lines


def _review(code: str, year: int) -> Mapping[str, dict[str, int]]:
    rng = Random(f"{code}/{year}/review")
    blocks = {block: dict.fromkeys(RESULTS, 0) for block in BLOCKS}
    for block in blocks.values():
        for result in rng.choices(RESULTS[:4], k=rng.choice((0, 0, 0, 0, 1, 2))):
            block[result] += 1
            block["total"] += 1
    return blocks
