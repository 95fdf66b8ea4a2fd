"""All remarks on a draft, in the order in which a writer goes through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.drafts import consistency, mending, registry
from archive.drafts.draft import Draft
from archive.drafts.remark import WEIGHTS, Remark, Weight
from archive.drafts.rules import MODULES
from archive.extract.report import forms
from archive.extract.report.model import Number

RULES = MODULES
"""The modules of the drafting rules, imported so that their checks are registered."""

_LAST = 99
_SAID_BY = {"identity.year.disagrees": frozenset({"period", "other_year", "signed_early"})}
"""Rules that say no more than others which name the passage."""


@dataclass(frozen=True, slots=True)
class Review:
    """A draft and what there is to say of it, the most urgent first and then in the order of the text."""

    draft: Draft
    remarks: tuple[Remark, ...]

    @property
    def counts(self) -> dict[Weight, int]:
        """How many remarks there are of each weight."""
        counted = Counter(remark.weight for remark in self.remarks)
        return {weight: counted[weight] for weight in WEIGHTS}

    @property
    def numbers(self) -> int:
        """How many numbers of the tables were read."""
        return sum(1 for _ in _numbers(self.draft))


def of(draft: Draft) -> Review:
    """What a careful colleague would say of a draft."""
    found = mending.with_fixes(draft.report, (*consistency.remarks(draft), *registry.check(draft)))
    rules = {remark.rule for remark in found}
    told = (remark for remark in found if not rules & _SAID_BY.get(remark.rule, frozenset()))
    return Review(draft, tuple(sorted(told, key=_rank)))


def _rank(remark: Remark) -> tuple[int, int]:
    section = remark.place.section
    return WEIGHTS.index(remark.weight), _LAST if section is None else section


def _numbers(draft: Draft) -> Iterator[Number]:
    for table in forms.TABLES:
        for line in draft.report.tables.get(table, {}).values():
            cells = line.values() if isinstance(line, Mapping) else [line]
            yield from (number for number in cells if number is not None)
