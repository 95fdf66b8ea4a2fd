"""Verifies an archive: recomputes digests, keys and derived tables, and reports every difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from archive.maintenance.checks import listing_checks, readings, reports, stored_bytes, structure, verdicts
from archive.maintenance.checks.listing_checks import Differing
from archive.maintenance.verification import Problem, Verification
from archive.storage.database import Archive

_CHECKS: Mapping[str, Callable[[Archive, Verification], Iterator[Problem]]] = {
    "integrity": structure.integrity,
    "foreign keys": structure.foreign_keys,
    "guards": structure.guards,
    "schema": structure.schema,
    "captures": structure.capture_references,
    "instants": structure.instants,
    "payloads": stored_bytes.payloads,
    "headers": stored_bytes.headers,
    "states": stored_bytes.states,
    "readings": readings.readings,
    "versions": reports.versions,
    "contents": readings.contents,
    "reports": reports.settled_reports,
    "untold reports": reports.untold_reports,
    "columns": listing_checks.columns,
}
"""The most serious first; then proofs, then these:"""

_LAST_CHECKS: Mapping[str, Callable[[Archive, Verification], Iterator[Problem]]] = {
    "status": verdicts.status,
    "counts": verdicts.counts,
    "copies": reports.copies,
}


def verify(
    archive: Archive, differing_proofs: Differing | None = None, going: Verification | None = None
) -> Iterator[Problem]:
    """All checks, the most serious first. Yields nothing for an intact archive.

    Proofs are found by code that knows pages; without `differing_proofs` they are not compared. `going` says how much
    is verified, and remembers how far this came.
    """
    going = going or Verification(archive)
    yield from going.found_before()
    for name, check in _CHECKS.items():
        yield from going.run(name, partial(check, archive, going))
    if differing_proofs is not None:
        yield from going.run("proofs", partial(listing_checks.proofs, differing_proofs, archive, going))
    for name, check in _LAST_CHECKS.items():
        yield from going.run(name, partial(check, archive, going))
    going.conclude()
