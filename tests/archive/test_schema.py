"""Archives of earlier versions are brought to today's schema with all that they hold."""

import sqlite3
from contextlib import closing

from sqlite_utils import Database

from archive import digests, schema

FIELDS = '{"etag": "\\"1\\"", "server": "nginx"}'


def test_headers_keep_their_numbers_and_get_their_digests() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        old.row_factory = sqlite3.Row
        schema._steps().apply(Database(old), stop_before="014_header_digests")
        old.execute("INSERT INTO header_sets (headers, fields) VALUES (7, ?)", (FIELDS,))
        schema.migrate(old)
        assert [tuple(row) for row in old.execute("SELECT * FROM header_sets")] == [
            (7, digests.of_text(FIELDS), FIELDS)
        ]
        (news,) = old.execute("SELECT sql FROM sqlite_master WHERE name = 'news'").fetchone()
        assert "REFERENCES header_sets (headers)" in news
