"""The outcome of a site run, from what it saw and from the site's own history. Pure.

`ok` is earned: every list ended where the page says that it ends, nothing that was listed failed to come, the number
of items is in line with earlier sound looks, and every report's township is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.captures.record import CaptureKind, CaptureVerdict, Outcome
from crawler.fetch.verdict import HOME

SHRINK = 0.8
"""A list with less than this share of the items that the last sound look had is doubted."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A fetch attempt as far as the outcome goes.

    `expected` tells of a document whose absence says nothing new: the lists no longer show it, or it was absent before.
    `part` marks what a browser's page asked for, `unshown` a page for which there was no browser, `moved` one that is
    gone and whose lists were found elsewhere.
    """

    kind: CaptureKind
    verdict: CaptureVerdict
    url: str
    detail: str | None
    expected: bool = False
    part: bool = False
    unshown: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the run left it; `before` counts the items of its last sound look, None where there was none.

    `exchanged` tells that it shows nothing of what it showed before.
    """

    start: str
    complete: bool
    items: int
    reason: str | None
    before: int | None
    exchanged: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an outcome rests on.

    `unresolved` are titles of reports whose township could not be told, `left_out` what the spider says it did not do,
    `items_before` counts what all lists of the last sound run showed, where one of tonight's is new.
    """

    attempts: Sequence[Attempt]
    columns: Sequence[Column]
    unresolved: Sequence[str] = ()
    left_out: Sequence[str] = ()
    crashed: str | None = None
    items_before: int | None = None


@dataclass(frozen=True, slots=True)
class Concluded:
    """An outcome and the sentence that explains it."""

    outcome: Outcome
    detail: str | None


def conclude(evidence: Evidence) -> Concluded:
    """The outcome of a site run."""
    if evidence.crashed:
        return Concluded("broken", evidence.crashed)
    trouble = _trouble(evidence)
    if not evidence.columns:
        return _nothing_found(evidence, trouble)
    doubts = [*_column_doubts(evidence), *trouble, *_name_doubts(evidence), *evidence.left_out]
    if not doubts:
        return Concluded("ok", None)
    return Concluded(
        _kind_of_failure(evidence), "; ".join(doubts[:5]) + (f" (+{len(doubts) - 5} more)" if len(doubts) > 5 else "")
    )


def _nothing_found(evidence: Evidence, trouble: list[str]) -> Concluded:
    outcome = _kind_of_failure(evidence)
    if outcome == "partial":
        return Concluded(
            "broken", "no list of annual reports was found: " + ("; ".join(trouble[:3]) or "see `nianbao sites check`")
        )
    return Concluded(outcome, "; ".join(trouble[:3]))


def _kind_of_failure(evidence: Evidence) -> Outcome:
    """Blocked or unreachable where the way to the lists was barred, partial otherwise."""
    barred = [a for a in final(evidence.attempts) if a.kind in ("robots", "portal", "listing") and not a.unshown]
    failed = Counter(a.verdict for a in barred if not (a.part and a.verdict == "refused"))
    if failed["blocked"]:
        return "blocked"
    if failed["unreachable"] or failed["refused"]:
        return "unreachable" if not evidence.columns or not any(c.items for c in evidence.columns) else "partial"
    return "partial"


def final(attempts: Sequence[Attempt]) -> list[Attempt]:
    """What the requests for each address came to at last. Being led to the home page was no request for it."""
    last = {(one.url, number if one.detail == HOME else None): one for number, one in enumerate(attempts)}
    return list(last.values())


def _trouble(evidence: Evidence) -> list[str]:
    """Attempts whose failure leaves something unseen."""
    doubtful = {"blocked", "unreachable", "garbled", "too_large", "soft_404", "gone"}
    found = [
        f"{attempt.verdict}: {attempt.url} ({attempt.detail})"
        for attempt in final(evidence.attempts)
        if (attempt.verdict in doubtful and not _harmless(attempt))
        or (attempt.verdict == "refused" and attempt.kind in ("portal", "listing") and not attempt.part)
        or attempt.unshown
    ]
    return list(dict.fromkeys(found))


def _harmless(attempt: Attempt) -> bool:
    """No robots.txt; a link that is as dead as it was on an earlier night, or that no list shows any more.

    The first night on which a listed document is missing is in doubt: it may be the server that is unwell.
    """
    if attempt.verdict not in ("gone", "soft_404"):
        return False
    if attempt.kind == "robots" or attempt.moved:
        return True
    return attempt.expected and (attempt.part or attempt.kind in ("report", "attachment"))


def _column_doubts(evidence: Evidence) -> list[str]:
    doubts = []
    for column in evidence.columns:
        if not column.complete:
            doubts.append(f"list not seen whole: {column.start} ({column.reason})")
        elif column.before and column.items < SHRINK * column.before:
            doubts.append(f"list shrank from {column.before} to {column.items} items: {column.start}")
        elif column.exchanged:
            doubts.append(f"list shows nothing of what it showed before: {column.start}")
    shown = sum(column.items for column in evidence.columns)
    if evidence.items_before and shown < SHRINK * evidence.items_before:
        doubts.append(f"with its new lists the site shows {shown} items, {evidence.items_before} before")
    return doubts


def _name_doubts(evidence: Evidence) -> list[str]:
    return [f"township not resolved: {title}" for title in evidence.unresolved]
