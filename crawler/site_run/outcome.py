"""The outcome of a site run, from what it saw and from the site's history. Pure.

`ok` is earned: every list was read to the end that its pages state, every listed document was fetched, the number of
items agrees with earlier complete checks, and every report's township is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.captures.reasons import CaptureReason, Reason, SiteRunNote, SiteRunReason, because, sentence_of_all
from archive.captures.record import CaptureKind, CaptureVerdict, Outcome

MIN_SHARE_OF_ITEMS = 0.8
"""A list with less than this share of the items of the last complete check does not count as complete."""


@dataclass(frozen=True, slots=True)
class FetchAttempt:
    """The parts of a fetch attempt that the outcome depends on.

    `expected` marks a document whose absence is no news: no list shows it any more, or it was absent before and, if its
    answer is `unknown`, never was there. `part`
    marks a request of a page in the browser, `unshown` a page for which there was no browser, `moved` a page that is
    gone and whose lists were found elsewhere. `because` is its reason with the arguments.
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
    because: Reason | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column at the end of the run; `before` counts the items of its last complete check, None without such a check.

    `replaced` says that it shows none of its previous items.
    """

    start: str
    complete: bool
    items: int
    reason: Reason | None
    before: int | None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeEvidence:
    """All that an outcome depends on.

    `unresolved` are titles of reports whose township is unknown, `left_out` what the spider reports as not done,
    `items_before` counts the items of all lists of the last `ok` run, where a list of tonight is new.
    """

    attempts: Sequence[FetchAttempt]
    columns: Sequence[Column]
    unresolved: Sequence[str] = ()
    left_out: Sequence[Reason] = ()
    crashed: Reason | None = None
    items_before: int | None = None


@dataclass(frozen=True, slots=True)
class Concluded:
    """An outcome, and the reasons why it is not `ok`, the first five and the number of the others."""

    outcome: Outcome
    reasons: Sequence[Reason] = ()

    @property
    def reason(self) -> SiteRunReason | None:
        """The code of the first reason."""
        return SiteRunReason(self.reasons[0].code) if self.reasons else None

    @property
    def detail(self) -> str | None:
        """The sentence that gives the reasons."""
        return sentence_of_all(self.reasons) if self.reasons else None


def conclude(evidence: OutcomeEvidence) -> Concluded:
    """The outcome of a site run."""
    if evidence.crashed:
        return Concluded("broken", [evidence.crashed])
    trouble = _failed_attempts(evidence)
    if not evidence.columns:
        return _nothing_found(evidence, trouble)
    reasons = [*_column_reasons(evidence), *trouble, *_unresolved_reasons(evidence), *evidence.left_out]
    if not reasons:
        return Concluded("ok")
    further = [because(SiteRunNote.FURTHER_REASONS, number=len(reasons) - 5)] if len(reasons) > 5 else []
    return Concluded(_kind_of_failure(evidence), [*reasons[:5], *further])


def _nothing_found(evidence: OutcomeEvidence, trouble: list[Reason]) -> Concluded:
    outcome = _kind_of_failure(evidence)
    causes = trouble[:3] or [because(SiteRunNote.SEE_SITES_CHECK)]
    not_found = [because(SiteRunReason.NO_LIST_FOUND, causes=causes)]
    return Concluded("broken", not_found) if outcome == "partial" else Concluded(outcome, trouble[:3] or not_found)


def _kind_of_failure(evidence: OutcomeEvidence) -> Outcome:
    """`blocked` or `unreachable` where the lists could not be reached, else `partial`."""
    barred = [a for a in final(evidence.attempts) if a.kind in ("robots", "portal", "listing") and not a.unshown]
    failed = Counter(a.verdict for a in barred if not (a.part and a.verdict == "refused"))
    if failed["blocked"]:
        return "blocked"
    if failed["unreachable"] or failed["refused"]:
        return "unreachable" if not evidence.columns or not any(c.items for c in evidence.columns) else "partial"
    return "partial"


def final(attempts: Sequence[FetchAttempt]) -> list[FetchAttempt]:
    """The last attempt for each address. A redirect to the home page is no attempt for the home page."""
    last = {
        (attempt.url, number if attempt.reason is CaptureReason.HOME_PAGE else None): attempt
        for number, attempt in enumerate(attempts)
    }
    return list(last.values())


def _failed_attempts(evidence: OutcomeEvidence) -> list[Reason]:
    """The reasons for which attempts left something unseen, without repetitions."""
    failed_verdicts = {"blocked", "unreachable", "garbled", "too_large", "soft_404", "gone", "unknown"}
    found = [
        because(
            SiteRunReason.ATTEMPT_FAILED,
            verdict=attempt.verdict,
            url=attempt.url,
            detail=attempt.because or attempt.detail or "None",
        )
        for attempt in final(evidence.attempts)
        if (attempt.verdict in failed_verdicts and not _is_harmless(attempt))
        or (attempt.verdict == "refused" and attempt.kind in ("portal", "listing") and not attempt.part)
        or attempt.unshown
    ]
    return list({str(reason): reason for reason in found}.values())


def _is_harmless(attempt: FetchAttempt) -> bool:
    """Whether a failure hides nothing: no robots.txt, a link that was dead before, or a link that left the lists.

    On the first night on which a listed document is missing the failure counts, as the server may be at fault. What was
    once shown and is `unknown` now counts on every night on which a list leads to it.
    """
    document = attempt.part or attempt.kind in ("report", "attachment")
    if attempt.verdict == "unknown":
        return attempt.expected and document
    if attempt.verdict not in ("gone", "soft_404"):
        return False
    return attempt.kind == "robots" or attempt.moved or (attempt.expected and document)


def _column_reasons(evidence: OutcomeEvidence) -> list[Reason]:
    reasons = []
    for column in evidence.columns:
        if not column.complete:
            cause = column.reason or "None"
            reasons.append(because(SiteRunReason.LIST_INCOMPLETE, start=column.start, cause=cause))
        elif column.before and column.items < MIN_SHARE_OF_ITEMS * column.before:
            reasons.append(
                because(SiteRunReason.LIST_SHRANK, before=column.before, items=column.items, start=column.start)
            )
        elif column.replaced:
            reasons.append(because(SiteRunReason.LIST_REPLACED, start=column.start))
    shown = sum(column.items for column in evidence.columns)
    if evidence.items_before and shown < MIN_SHARE_OF_ITEMS * evidence.items_before:
        reasons.append(because(SiteRunReason.FEWER_ITEMS_IN_NEW_LISTS, shown=shown, before=evidence.items_before))
    return reasons


def _unresolved_reasons(evidence: OutcomeEvidence) -> list[Reason]:
    return [because(SiteRunReason.TOWNSHIP_UNRESOLVED, title=title) for title in evidence.unresolved]
