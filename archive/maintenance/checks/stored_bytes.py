"""Whether bytes, headers and listing states are those whose digests name them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import zstandard

from archive.captures import record
from archive.maintenance.verification import Problem, Verification
from archive.messages.coded import Sentence
from archive.storage import digests
from archive.storage.database import Archive
from archive.storage.errors import MissingPayloadError


def payloads(archive: Archive, going: Verification) -> Iterator[Problem]:
    """A payload's digest and size are those of its bytes."""
    for _, digest, size in going.rows(
        "payloads", "SELECT payload, sha256, size FROM payloads WHERE payload > max(:after, :payload) ORDER BY payload"
    ):
        try:
            data = archive.payloads.get(digest)
        except MissingPayloadError:
            yield Problem("payload", digest.hex(), Sentence.of("verify-payload-missing"))
            continue
        except (zstandard.ZstdError, sqlite3.Error) as error:
            yield Problem("payload", digest.hex(), Sentence.of("verify-payload-broken", error=error))
            continue
        if record.digest(data) != digest or len(data) != size:
            yield Problem("payload", digest.hex(), Sentence.of("verify-payload-differs"))


def headers(_: Archive, going: Verification) -> Iterator[Problem]:
    """A header set's digest is that of its text."""
    for headers, name, fields in going.rows(
        "headers",
        "SELECT headers, digest, fields FROM header_sets WHERE headers > max(:after, :headers) ORDER BY headers",
    ):
        if digests.of_text(fields) != name:
            yield Problem("headers", Sentence.of("verify-header-set", number=headers), Sentence.of("verify-headers"))


def states(archive: Archive, going: Verification) -> Iterator[Problem]:
    """A listing state's digest is that of its items."""
    for state, name in going.rows(
        "states", "SELECT state, digest FROM listing_states WHERE state > max(:after, :state) ORDER BY state"
    ):
        items = archive.rows(
            "SELECT a.url, i.title, i.date FROM state_items JOIN items AS i USING (item)"
            " JOIN addresses AS a USING (address) WHERE state = ?",
            state,
        )
        if record.state_digest((url, title, date) for url, title, date in items) != name:
            yield Problem("listing state", name.hex(), Sentence.of("verify-items"))
