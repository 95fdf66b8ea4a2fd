"""Counts that the text states twice and differently: applications received, reconsiderations, lawsuits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive.drafts.draft import Draft
from archive.drafts.registry import drafting, remark
from archive.drafts.remark import Place, Remark
from archive.extract.report.model import Figure, Section
from archive.extract.text import stated_indicators

_WHOLE: Final = ("applications_received", "reconsiderations", "litigations")
"""What a report counts once and as a whole. What was made public it counts in parts, too."""


@drafting("stated_twice")
def _stated_twice(draft: Draft) -> Iterator[Remark]:
    """One remark for each matter: the first two counts that differ."""
    found: dict[str, list[tuple[int, Figure]]] = {name: [] for name in _WHOLE}
    for passage in draft.passages():
        section = Section(passage.section, "", passage.text)
        for figure in stated_indicators.stated(section, draft.year, of=draft.report.issuer.level):
            if figure.indicator in found:
                found[figure.indicator].append((passage.section, figure))
    for counts in found.values():
        other = next((one for one in counts if one[1].value != counts[0][1].value), None)
        if other:
            first, second = counts[0][1].quote, other[1].quote
            yield remark(Place(other[0], quotes=(second,)), first=first, second=second)
