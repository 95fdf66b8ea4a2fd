"""Which function checks which drafting rule. Each rule is one entry of `rules.toml`, which also gives its weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from archive.drafts.draft import Draft
from archive.drafts.remark import Place, Remark, Weight
from archive.storage import toml

RULES_FILE = Path(__file__).with_name("rules.toml")
CODE = "draft-{}"
"""The id of a rule's sentence in the catalogue; with `-why` behind it, the id of its reason."""


@dataclass(frozen=True, slots=True)
class DraftRule:
    """A drafting rule: what it asks for, in English, and how much it matters."""

    id: str
    weight: Literal["correct", "confirm", "improve", "unread"]
    text: str


Check = Callable[[Draft], Iterator[Remark]]

CHECKS: dict[str, Check] = {}
"""The function of each rule that has been imported."""


def drafting(rule: str) -> Callable[[Check], Check]:
    """Make a function the check of one rule; what it yields carries the rule's name, code and weight."""

    def register(check: Check) -> Check:
        if rule in CHECKS:
            raise ValueError(f"two functions check the rule {rule}")
        CHECKS[rule] = check
        return check

    return register


def remark(place: Place | None = None, **args: str | int) -> Remark:
    """What a check yields: where something stands, and the arguments of the sentence."""
    return Remark("", "", Weight.IMPROVE, {name: str(value) for name, value in args.items()}, place or Place())


@cache
def rules() -> dict[str, DraftRule]:
    """All drafting rules by their ids, in the order of their file. Raises ValueError."""
    place = toml.Place(RULES_FILE, ValueError)
    rows = toml.tables(toml.read(RULES_FILE, ValueError, "drafting rules", missing="add it"), "rule", place)
    return {rule.id: rule for rule in (toml.build(DraftRule, row, place) for row in rows)}


def check(draft: Draft) -> Iterator[Remark]:
    """The remarks of every rule that is registered."""
    for rule in rules().values():
        for found in CHECKS[rule.id](draft):
            yield replace(found, rule=rule.id, code=CODE.format(rule.id.replace("_", "-")), weight=Weight(rule.weight))
