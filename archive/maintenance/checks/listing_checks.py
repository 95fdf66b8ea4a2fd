"""Whether columns' changes and proofs follow from the listing checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.captures import listing_changes
from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.storage.database import Archive
from archive.storage.errors import MissingPayloadError

Differing = Callable[[Archive, int], Iterator[tuple[Sentence, Sentence]]]
"""Gives a site run's stored proofs of listing checks that their captures do not give: each check, and what differs."""


_SITES = "SELECT site FROM sites WHERE site > :after ORDER BY site"


def columns(archive: Archive, going: Verification) -> Iterator[Problem]:
    """Recompute the changes of sites' columns from the listing checks."""
    stored: dict[str, set[tuple[object, ...]]] = {}
    for row in archive.rows("SELECT subject, at, before, after, capture FROM changes WHERE kind = 'column'"):
        stored.setdefault(row["subject"], set()).add(tuple(row)[1:])
    sites = {f"site:{site}" for (site,) in archive.rows("SELECT site FROM sites")}
    for subject in sorted(stored.keys() - sites):
        yield Problem("changes", subject, Sentence.of("verify-changes-differ"))
    for (site,) in going.rows("columns", _SITES, "", counted="sites"):
        moves = {(move.at, move.before, move.after, move.capture) for _, move in _moves(archive, site)}
        if moves != stored.get(f"site:{site}", set()):
            yield Problem("changes", f"site:{site}", Sentence.of("verify-changes-differ"))


def _moves(archive: Archive, site: str) -> list[tuple[str, listing_changes.ColumnMove]]:
    return listing_changes.column_changes(archive, site)


def proofs(differing: Differing, archive: Archive, going: Verification) -> Iterator[Problem]:
    """Find again what listing checks prove."""
    for (site_run,) in going.rows(
        "site_runs", "SELECT site_run FROM visits WHERE site_run > max(:after, :site_run) ORDER BY site_run"
    ):
        try:
            found = list(differing(archive, site_run))
        except MissingPayloadError:
            continue  # the payload check names it
        yield from (Problem("proof", *each) for each in found)
