"""Something is wrong with the archive itself: integrity, backup, publishing or the clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive import messages
from archive.alerts.kinds.kind import AlertKind, Condition, Evidence, Situation, Terms
from archive.captures.reasons import Reason
from archive.messages import Argument


def conditions(situation: Situation) -> Iterator[Condition]:
    """One condition for all that the night found wrong."""
    if situation.ailments:
        yield Condition("archive_needs_attention", "archive", evidence(situation.ailments))


def terms(evidences: Sequence[Evidence]) -> Terms:
    """All ailments as one sentence in English and one in Chinese; a former program stored the English ones only."""
    ailments = evidences[0]["ailments"]
    reasons = evidences[0].get("ailment_reasons", ailments)
    return {"ailments": messages.sentences(ailments), "ailments_zh": messages.sentences(reasons, "zh")}


def evidence(ailments: Sequence[Reason]) -> dict[str, list[Argument]]:
    """The ailments as the evidence of an alert: English sentences, and their codes with arguments."""
    return {"ailments": [str(ailment) for ailment in ailments], "ailment_reasons": [one.to_json() for one in ailments]}


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
