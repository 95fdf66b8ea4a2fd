"""The outcome of a site run, from what it saw and from the site's own history. Pure.

`ok` is earned: every list ended where the page says that it ends, nothing that was listed failed to come, the number
of items is in line with earlier sound looks, and every report's township is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.captures.reasons import CaptureReason, Reason, SiteRunReason, because
from archive.captures.record import CaptureKind, CaptureVerdict, Outcome

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
    reason: CaptureReason | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the run left it; `before` counts the items of its last sound look, None where there was none.

    `exchanged` tells that it shows nothing of what it showed before.
    """

    start: str
    complete: bool
    items: int
    reason: Reason | None
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
    left_out: Sequence[Reason] = ()
    crashed: Reason | None = None
    items_before: int | None = None


@dataclass(frozen=True, slots=True)
class Concluded:
    """An outcome, the code of the first reason why it is not `ok`, and the sentence that gives the reasons."""

    outcome: Outcome
    reason: SiteRunReason | None = None
    detail: str | None = None


def conclude(evidence: Evidence) -> Concluded:
    """The outcome of a site run."""
    if evidence.crashed:
        return Concluded("broken", SiteRunReason.CRASHED, str(evidence.crashed))
    trouble = _trouble(evidence)
    if not evidence.columns:
        return _nothing_found(evidence, trouble)
    doubts = [*_column_doubts(evidence), *trouble, *_name_doubts(evidence), *evidence.left_out]
    if not doubts:
        return Concluded("ok")
    more = f" (+{len(doubts) - 5} more)" if len(doubts) > 5 else ""
    return Concluded(_kind_of_failure(evidence), _code(doubts[0]), "; ".join(map(str, doubts[:5])) + more)


def _nothing_found(evidence: Evidence, trouble: list[Reason]) -> Concluded:
    outcome = _kind_of_failure(evidence)
    causes = "; ".join(map(str, trouble[:3]))
    if outcome == "partial":
        found = because(SiteRunReason.NO_LIST_FOUND, causes=causes or "see `nianbao sites check`")
        return Concluded("broken", _code(found), str(found))
    return Concluded(outcome, SiteRunReason.ATTEMPT_FAILED, causes)


def _code(reason: Reason) -> SiteRunReason:
    return SiteRunReason(reason.code)


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
    last = {
        (one.url, number if one.reason is CaptureReason.HOME_PAGE else None): one for number, one in enumerate(attempts)
    }
    return list(last.values())


def _trouble(evidence: Evidence) -> list[Reason]:
    """Attempts whose failure leaves something unseen."""
    doubtful = {"blocked", "unreachable", "garbled", "too_large", "soft_404", "gone"}
    found = [
        because(SiteRunReason.ATTEMPT_FAILED, verdict=attempt.verdict, url=attempt.url, detail=attempt.detail or "None")
        for attempt in final(evidence.attempts)
        if (attempt.verdict in doubtful and not _harmless(attempt))
        or (attempt.verdict == "refused" and attempt.kind in ("portal", "listing") and not attempt.part)
        or attempt.unshown
    ]
    return list({str(reason): reason for reason in found}.values())


def _harmless(attempt: Attempt) -> bool:
    """No robots.txt; a link that is as dead as it was on an earlier night, or that no list shows any more.

    The first night on which a listed document is missing is in doubt: it may be the server that is unwell.
    """
    if attempt.verdict not in ("gone", "soft_404"):
        return False
    if attempt.kind == "robots" or attempt.moved:
        return True
    return attempt.expected and (attempt.part or attempt.kind in ("report", "attachment"))


def _column_doubts(evidence: Evidence) -> list[Reason]:
    doubts = []
    for column in evidence.columns:
        if not column.complete:
            cause = str(column.reason)
            doubts.append(because(SiteRunReason.LIST_INCOMPLETE, start=column.start, cause=cause))
        elif column.before and column.items < SHRINK * column.before:
            doubts.append(
                because(SiteRunReason.LIST_SHRANK, before=column.before, items=column.items, start=column.start)
            )
        elif column.exchanged:
            doubts.append(because(SiteRunReason.LIST_REPLACED, start=column.start))
    shown = sum(column.items for column in evidence.columns)
    if evidence.items_before and shown < SHRINK * evidence.items_before:
        doubts.append(because(SiteRunReason.FEWER_ITEMS_IN_NEW_LISTS, shown=shown, before=evidence.items_before))
    return doubts


def _name_doubts(evidence: Evidence) -> list[Reason]:
    return [because(SiteRunReason.TOWNSHIP_UNRESOLVED, title=title) for title in evidence.unresolved]
