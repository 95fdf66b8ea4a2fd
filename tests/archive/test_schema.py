"""Archives of earlier versions are brought to today's schema with all that they hold."""

import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from archive.storage import digests, schema

FIELDS = '{"etag": "\\"1\\"", "server": "nginx"}'


def _earlier(db: sqlite3.Connection, name: str) -> None:
    """An archive as it was before this migration."""
    db.row_factory = sqlite3.Row
    db.create_function("text_digest", 1, digests.of_text, deterministic=True)
    schema._steps().apply(Database(db), stop_before=name)


def test_headers_keep_their_numbers_and_get_their_digests() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        _earlier(old, "014_header_digests")
        old.execute("INSERT INTO header_sets (headers, fields) VALUES (7, ?)", (FIELDS,))
        schema.migrate(old)
        assert [tuple(row) for row in old.execute("SELECT * FROM header_sets")] == [
            (7, digests.of_text(FIELDS), FIELDS)
        ]
        (news,) = old.execute("SELECT sql FROM sqlite_master WHERE name = 'news'").fetchone()
        assert "REFERENCES header_sets (headers)" in news


def test_packed_captures_keep_what_led_to_them() -> None:
    """Two pages behind one list, which came whole, then unchanged, then in two parts of which the first led on."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        _earlier(old, "015_steps_by_address")
        old.executescript(
            """
            INSERT INTO counties VALUES ('350627', '', '', ''); INSERT INTO addresses VALUES (1, 'list'), (2, 'page');
            INSERT INTO sites (site, county_code, family, start, settings) VALUES ('s', '350627', 'trs', '[]', '{}');
            INSERT INTO site_settings VALUES (1, '{}'); INSERT INTO outings
            VALUES (1, 'a', 0, 9, '', 1), (2, 'b', 0, 9, '', 1), (3, 'c', 0, 9, '', 1);
            INSERT INTO visits (site_run, outing, site, started, finished, outcome)
            VALUES (1, 1, 's', 0, 9, 'ok'), (2, 2, 's', 0, 9, 'ok'), (3, 3, 's', 0, 9, 'ok');
            INSERT INTO steps (step, site, kind, address, status, verdict, request, via) VALUES
                (1, 's', 'listing', 1, 200, 'same', NULL, NULL), (2, 's', 'report', 2, 304, 'same', NULL, 1),
                (3, 's', 'listing', 1, 304, 'same', NULL, NULL), (4, 's', 'report', 2, 304, 'same', NULL, 3),
                (5, 's', 'listing', 1, 200, 'same', '{"body": "part 2"}', NULL);
            INSERT INTO repeats VALUES ('000000001000001', 1, 1, NULL), ('000000001000002', 1, 2, NULL),
                ('000000002000001', 2, 3, NULL), ('000000002000002', 2, 4, NULL),
                ('000000003000001', 3, 1, NULL), ('000000003000002', 3, 5, NULL), ('000000003000003', 3, 2, NULL);
            """
        )
        schema.migrate(old)
        led = {row["capture"]: row["via"] for row in old.execute("SELECT capture, via FROM repeated")}
    assert {capture: via for capture, via in led.items() if via} == {
        "000000001000002": "000000001000001",
        "000000002000002": "000000002000001",
        "000000003000003": "000000003000001",
    }


def test_verdicts_of_former_programs_stay_and_have_no_code_yet() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        _earlier(old, "016_reasons")
        old.executescript(
            """
            INSERT INTO counties VALUES ('350627', '', '', '');
            INSERT INTO townships (code, county_code, name) VALUES ('350627100', '350627', '');
            INSERT INTO status (township_code, year, county_code, verdict, due_at, basis, evidence)
            VALUES ('350627100', 2025, '350627', 'late', '', '', '{"why": "as before"}');
            """
        )
        schema.migrate(old)
        assert tuple(old.execute("SELECT verdict, evidence, reason FROM status").fetchone()) == (
            "late",
            '{"why": "as before"}',
            None,
        )
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            old.execute("UPDATE status SET reason = 'any other'")
