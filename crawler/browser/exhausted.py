"""What came of showing a page to its end, as a value and as its capture's request records it. Starts no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spiders.pages.page import Page
from spiders.pages.scripts import named_total
from spiders.proof.checked_pages import Rendering

STATE_SEPARATOR = "\n<!--#state-->\n"
"""What stands between the states of a page in its capture: what a click replaced is part of what the page showed."""


@dataclass(slots=True)
class Exhausted:
    """What came of it: the states of the page, the controls used, those whose use changed nothing, what failed.

    `ended` is False where the page still showed more when the rounds were over.
    """

    states: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    in_vain: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    ended: bool = False

    @property
    def html(self) -> str:
        """All states, in their order."""
        return STATE_SEPARATOR.join(self.states)


def how_it_went(found: Exhausted, shape: str, stated: Sequence[int]) -> dict[str, str]:
    """The fields that a capture's request gets, as `archive.captures.rendering` describes them."""
    fields = {"shape": shape, "ended": "yes" if found.ended else ""}
    fields |= {"used": "\n".join(found.used), "failures": "\n".join(dict.fromkeys(found.failures))}
    fields |= {"in_vain": "\n".join(sorted(found.in_vain))}
    fields |= {"stated": " ".join(map(str, sorted(set(stated))))}
    return {name: value for name, value in fields.items() if value}


def rendering_of(
    url: str, text: str, request: Mapping[str, str], charset: str = "utf-8"
) -> tuple[Page, Rendering | None]:
    """The last state of a page out of its capture, and how it was shown to its end; None where it was not."""
    if request.get("for") != "proof":
        return Page(url, text, charset), None
    *states, last = text.split(STATE_SEPARATOR)
    return Page(url, last, charset), Rendering(
        "ended" in request,
        tuple(filter(None, request.get("failures", "").split("\n"))),
        tuple(filter(None, request.get("used", "").split("\n"))),
        tuple(Page(url, state, charset) for state in states),
        tuple(map(int, request.get("stated", "").split())),
        frozenset(filter(None, request.get("in_vain", "").split("\n"))),
    )


def totals_of_answer(body: bytes) -> list[int]:
    """The totals of items that an answer in JSON states; none where it is none."""
    try:
        return list(_totals(json.loads(body)))
    except (ValueError, RecursionError):
        return []


def _totals(value: object) -> Iterator[int]:
    if isinstance(value, dict):
        for name, inside in value.items():
            number = int(inside) if isinstance(inside, int | str) and str(inside).isdigit() else None
            total = named_total(name, number) if number is not None else None
            if total is not None and total.unit == "items":
                yield total.number
            yield from _totals(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _totals(inside)
