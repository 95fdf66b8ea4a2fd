"""Something is wrong with the archive itself: integrity, backup, publishing or the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.alerts.kinds.kind import AlertKind, Condition, Evidence, Situation, Terms


def conditions(situation: Situation) -> Iterator[Condition]:
    """One condition for all that the night found wrong."""
    if situation.ailments:
        yield Condition("archive_needs_attention", "archive", {"ailments": list(situation.ailments)})


def terms(evidences: Sequence[Evidence]) -> Terms:
    """All ailments, joined as English and as Chinese sentences are."""
    ailments = evidences[0]["ailments"]
    return {"ailments": "; ".join(ailments), "ailments_zh": "；".join(ailments)}


KIND = AlertKind(
    name="archive_unhealthy",
    order=90,
    severity="urgent",
    subject="archive",
    reasons=("archive_needs_attention",),
    conditions=conditions,
    opens="integrity, backup, publishing or the clock",
    closes="when the next night finds it mended",
    terms=terms,
    announces_end=True,
)
