"""Response bytes, each stored once under its SHA-256, in a file beside the archive.

A payload is synced to disk before anything refers to it, so that a crash leaves at worst an orphan. Pages of one site
are similar: the first payload of each `scope` is the raw-content dictionary (zstd) of the others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Self

import zstandard

from archive.storage.errors import LostError, MissingPayloadError

LEVEL = 9
DICTIONARY_LIMIT = 256 * 1024
"""Payloads longer than this (bytes) are not used as a dictionary."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payloads (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    size INTEGER NOT NULL,
    base BLOB REFERENCES payloads (sha256),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS bases (scope TEXT PRIMARY KEY, sha256 BLOB NOT NULL REFERENCES payloads (sha256)) STRICT;
CREATE TRIGGER IF NOT EXISTS payloads_keep_update BEFORE UPDATE ON payloads
BEGIN SELECT RAISE(ABORT, 'payloads are append-only'); END;
CREATE TRIGGER IF NOT EXISTS payloads_keep_delete BEFORE DELETE ON payloads
BEGIN SELECT RAISE(ABORT, 'payloads are append-only'); END;
"""


class Payloads:
    """A payload file, opened at first use: a published copy of an archive has none beside it."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._opened: sqlite3.Connection | None = None
        self._writing = Lock()
        self._dictionary = lru_cache(maxsize=8)(self._load_dictionary)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open for writing; the file is made where it is missing."""
        connection = sqlite3.connect(path, isolation_level=None, timeout=30.0, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_SCHEMA)
        payloads = cls(lambda: connection)
        payloads._opened = connection
        return payloads

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open for reading only, at first use; that raises LostError where the file is missing or empty."""
        uri = f"{path.absolute().as_uri()}?mode=ro"

        def connect() -> sqlite3.Connection:
            if is_empty(path):
                raise LostError("wrong-payloads-lost", path=path)
            return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30.0, check_same_thread=False)

        return cls(connect)

    @classmethod
    def in_memory(cls) -> Self:
        """An empty payload file in memory, to be `serialized`."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(_SCHEMA)
        payloads = cls(lambda: connection)
        payloads._opened = connection
        return payloads

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = self._connect()
        return self._opened

    def put(self, data: bytes, scope: str) -> bytes:
        """Store the bytes, once, and return their SHA-256. They are synced to disk when this returns."""
        return self.put_all([(data, scope)])[0]

    def put_all(self, payloads: Sequence[tuple[bytes, str]]) -> list[bytes]:
        """Store several payloads with their scopes in one transaction; returns their SHA-256 in order."""
        named = [(sha256(data).digest(), data, scope) for data, scope in payloads]
        with self._writing:
            new = {digest: (data, scope) for digest, data, scope in named if not self.has(digest)}
            if new:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    for digest, (data, scope) in new.items():
                        self._write(digest, data, scope)
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        return [digest for digest, *_ in named]

    def has(self, digest: bytes) -> bool:
        """Whether bytes with this digest are stored."""
        return self._connection.execute("SELECT 1 FROM payloads WHERE sha256 = ?", (digest,)).fetchone() is not None

    def _write(self, digest: bytes, data: bytes, scope: str) -> None:
        base = self._base(scope)
        packed = self._compressor(base).compress(data)
        self._connection.execute(
            "INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?)", (digest, len(data), base, packed)
        )
        if base is None and len(data) <= DICTIONARY_LIMIT:
            self._connection.execute("INSERT OR IGNORE INTO bases VALUES (?, ?)", (scope, digest))

    def get(self, digest: bytes) -> bytes:
        """The bytes under a digest. Raises MissingPayloadError where they are not stored."""
        row = self._connection.execute("SELECT base, bytes, size FROM payloads WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise MissingPayloadError("wrong-payload-missing", digest=digest.hex())
        base, packed, size = row
        if base is None:
            return zstandard.ZstdDecompressor().decompress(packed, max_output_size=size)
        return zstandard.ZstdDecompressor(dict_data=self._dictionary(base)).decompress(packed, max_output_size=size)

    def copy_from(self, source: Payloads, digests: Iterable[bytes]) -> None:
        """Copy payloads as they are stored, each after the dictionary that it was compressed with."""
        for digest in digests:
            row = source.stored(digest)
            for copied in (source.stored(row[2]), row) if row[2] else (row,):
                self._connection.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?)", copied)
        scopes = [(scope, digest) for scope, digest in source.scopes() if self.has(digest)]
        self._connection.executemany("INSERT OR IGNORE INTO bases VALUES (?, ?)", scopes)

    def serialized(self) -> bytes:
        """The file as bytes."""
        return self._connection.serialize()

    def stored(self, digest: bytes) -> tuple[bytes, int, bytes | None, bytes]:
        """The row of a digest. Raises MissingPayloadError where it is not stored."""
        found = self._connection.execute("SELECT sha256, size, base, bytes FROM payloads WHERE sha256 = ?", (digest,))
        row: tuple[bytes, int, bytes | None, bytes] | None = found.fetchone()
        if row is None:
            raise MissingPayloadError("wrong-payload-missing", digest=digest.hex())
        return row

    def scopes(self) -> list[tuple[str, bytes]]:
        """Every scope with the digest of its dictionary."""
        return self._connection.execute("SELECT scope, sha256 FROM bases").fetchall()

    def check(self) -> list[str]:
        """The errors that SQLite finds in the file, and its missing triggers, as messages."""
        found = [row[0] for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        present = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        missing = {"payloads_keep_update", "payloads_keep_delete"} - present
        return [*found, *(f"the trigger {name} that keeps rows append-only is missing" for name in sorted(missing))]

    def digests(self) -> Iterator[bytes]:
        """Every digest that the file holds."""
        for (digest,) in self._connection.execute("SELECT sha256 FROM payloads"):
            yield digest

    def close(self) -> None:
        """Close the file, where it was opened."""
        if self._opened is not None:
            self._opened.close()

    def _base(self, scope: str) -> bytes | None:
        row = self._connection.execute("SELECT sha256 FROM bases WHERE scope = ?", (scope,)).fetchone()
        return row[0] if row else None

    def _compressor(self, base: bytes | None) -> zstandard.ZstdCompressor:
        if base is None:
            return zstandard.ZstdCompressor(level=LEVEL)
        return zstandard.ZstdCompressor(level=LEVEL, dict_data=self._dictionary(base))

    def _load_dictionary(self, base: bytes) -> zstandard.ZstdCompressionDict:
        dictionary = zstandard.ZstdCompressionDict(self.get(base), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        dictionary.precompute_compress(level=LEVEL)
        return dictionary


def is_empty(path: Path) -> bool:
    """Whether a payload file is missing or has no bytes."""
    return not path.is_file() or not path.stat().st_size
