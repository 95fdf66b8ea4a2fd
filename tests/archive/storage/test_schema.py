"""Archives of earlier versions are brought to today's schema with all that they hold."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest
from sqlite_utils import Database

from archive.alerts import kinds
from archive.captures.reasons import CaptureReason, ListCheckReason, SiteRunReason
from archive.captures.record import CaptureVerdict
from archive.extract.layout.document import UnreadableReason
from archive.extract.report.model import NoReportReason
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


SENTENCES = json.loads((Path(__file__).parent / "former_sentences.json").read_text(encoding="utf-8"))
"""What earlier versions wrote, by where it was written, with the code that it gets."""


@pytest.fixture(scope="module")
def coded() -> Iterator[sqlite3.Connection]:
    """An archive of a version without codes, with a row of each sentence, brought to today's schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        _earlier(old, "017_reason_codes")
        old.executescript(
            """
            INSERT INTO counties VALUES ('350627', '', '', ''); INSERT INTO addresses VALUES (1, 'list');
            INSERT INTO sites (site, county_code, family, start, settings) VALUES ('s', '350627', 'trs', '[]', '{}');
            INSERT INTO site_settings VALUES (1, '{}'); INSERT INTO listing_states VALUES (1, zeroblob(32));
            INSERT INTO outings VALUES (0, 'r', 0, 9, '', 1);
            INSERT INTO visits (site_run, outing, site, started, outcome) VALUES (0, 0, 's', 0, 'ok');
            """
        )
        for number, sentence in enumerate(SENTENCES["visits"], 1):
            old.execute("INSERT INTO outings VALUES (?, ?, 0, 9, '', 1)", (number, f"run {number}"))
            old.execute(
                "INSERT INTO visits (site_run, outing, site, started, outcome, detail)"
                " VALUES (?1, ?1, 's', 0, 'partial', ?2)",
                (number, sentence),
            )
        for number, sentence in enumerate(SENTENCES["looks"], 1):
            old.execute("INSERT INTO addresses VALUES (?, ?)", (number + 1, f"list {number}"))
            old.execute("INSERT INTO looks VALUES (0, ?, 1, 0, NULL, ?)", (number + 1, sentence))
        for number, sentence in enumerate([None, *SENTENCES["captures"]]):
            values = (f"{number:015}", sentence)
            old.execute(f"INSERT INTO news ({_NEWS}) VALUES (?1, 0, 'report', 1, 0, 'unreachable', ?2)", values)
            old.execute(
                "INSERT INTO steps (site, kind, address, verdict, detail) VALUES ('s', 'robots', 1, 'ok', ?)",
                (sentence,),
            )
        documents = [("lookalike", sentence) for sentence in SENTENCES["documents"]]
        documents += [("unreadable", sentence) for sentence in SENTENCES["unreadable"]]
        for kind, sentence in [("report", None), *documents]:
            old.execute(
                "INSERT INTO documents (capture, parsed_at, parser, kind, reason, level, match)"
                " VALUES ('000000000000000', coalesce(?1, '') || ?2, '', ?2, ?1, 'unknown', 'none')",
                (sentence, kind),
            )
        schema.migrate(old)
        yield old


_STEPS = "site, kind, address, verdict, detail"
_NEWS = "capture, site_run, kind, address, fetched_at, verdict, detail"


@pytest.mark.parametrize(
    ("places", "query"),
    [
        (["looks"], "SELECT reason, reason_code FROM looks"),
        (["visits"], "SELECT detail, reason FROM site_runs WHERE detail IS NOT NULL"),
        (["captures"], "SELECT detail, reason FROM captures WHERE detail IS NOT NULL"),
        (["captures"], "SELECT detail, reason FROM steps WHERE detail IS NOT NULL"),
        (["documents", "unreadable"], "SELECT reason, reason_code FROM documents WHERE reason IS NOT NULL"),
    ],
    ids=["listing checks", "site runs", "captures", "packed captures", "documents"],
)
def test_what_earlier_versions_wrote_gets_its_code(coded: sqlite3.Connection, places: list[str], query: str) -> None:
    expected = {sentence: code for place in places for sentence, code in SENTENCES[place].items()}
    assert {row[0]: row[1] for row in coded.execute(query)} == expected


@pytest.mark.parametrize(
    ("table", "column", "sentence"),
    [
        ("visits", "reason", "detail"),
        ("news", "reason", "detail"),
        ("steps", "reason", "detail"),
        ("documents", "reason_code", "reason"),
    ],
)
def test_what_has_no_sentence_has_no_code(coded: sqlite3.Connection, table: str, column: str, sentence: str) -> None:
    query = f"SELECT count(*) FROM {table} WHERE {sentence} IS NULL AND {column} IS NULL"
    assert coded.execute(query).fetchone()[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE news SET reason = 'timeout'",
        "DELETE FROM news",
        "UPDATE steps SET reason = 'timeout'",
        "DELETE FROM steps",
    ],
)
def test_captures_are_append_only_after_they_got_their_codes(coded: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        coded.execute(statement)


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("looks", "reason_code", [ListCheckReason]),
        ("visits", "reason", [SiteRunReason]),
        ("news", "reason", [CaptureReason]),
        ("steps", "reason", [CaptureReason]),
        ("documents", "reason_code", [NoReportReason, UnreadableReason]),
    ],
)
def test_a_column_takes_exactly_the_codes_of_its_set(
    coded: sqlite3.Connection, table: str, column: str, codes: list[type[StrEnum]]
) -> None:
    (sql,) = coded.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    check = re.search(rf"CHECK \({column} IN \(([^)]*)\)\)", sql)
    assert check
    assert set(re.findall(r"'(\w+)'", check[1])) == {code.value for each in codes for code in each}


def test_captures_take_exactly_the_verdicts_of_their_set(coded: sqlite3.Connection) -> None:
    (sql,) = coded.execute("SELECT sql FROM sqlite_master WHERE name = 'news'").fetchone()
    check = re.search(r"CHECK \(verdict IN\s*\(([^)]*)\)\)", sql)
    assert check
    assert set(re.findall(r"'(\w+)'", check[1])) == set(get_args(CaptureVerdict))
    values = "('x', 0, 'report', 1, 0, 'unknown', NULL)"
    coded.execute(f"INSERT INTO news ({_NEWS}) VALUES {values}")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        coded.execute(f"INSERT INTO news ({_NEWS}) VALUES {values.replace('unknown', 'unheard of')}")
    assert coded.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_alerts_of_before_get_the_reason_for_which_they_opened() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        _earlier(old, "018_alert_reasons")
        evidences = {
            "a": ("missed_deadline", "{}", "not_found_after_deadline"),
            "b": ("site_failing", '{"last_ok": "2026", "silent": {"year": 2025}}', "lists_show_no_report"),
            "c": ("site_failing", '{"last_ok": null}', "never_seen_whole"),
            "d": ("site_failing", '{"last_ok": "2026"}', "not_seen_whole_for_nights"),
        }
        for alert, (kind, evidence, _) in evidences.items():
            row = (alert, kind, f"subject-{alert}", evidence)
            old.execute("INSERT INTO alerts VALUES (?, ?, ?, '2026', NULL, NULL, 'a note', ?)", row)
        old.execute("INSERT INTO notifications (alert, channel, edge, state) VALUES ('a', 'c', 'opened', 'sent')")
        schema.migrate(old)
        found = {
            row["alert"]: tuple(row)[1:] for row in old.execute("SELECT alert, kind, evidence, reason FROM alerts")
        }
        assert found == evidences
        assert {row["note"] for row in old.execute("SELECT note FROM alerts")} == {"a note"}
        assert old.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_reasons_that_the_migration_lays_are_those_of_the_program() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        new.row_factory = sqlite3.Row
        schema.migrate(new)
        laid = {tuple(row) for row in new.execute("SELECT * FROM alert_reasons")}
    assert laid <= set(kinds.reasons())


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
        old.execute("PRAGMA foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            old.execute("UPDATE status SET reason = 'any other'")


def test_a_long_migration_tells_which_step_it_is_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "TOLD_EVERY_SECONDS", 0.0)
    told: list[tuple[str, int, int]] = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as old:
        _earlier(old, "045_counts")
        old.executescript(
            """
            PRAGMA foreign_keys = OFF; INSERT INTO verdict_reasons VALUES ('not_due_yet');
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
            INSERT INTO status (township_code, year, county_code, verdict, due_at, basis, evidence, reason)
            SELECT printf('%09d', i), 2025, '350627', 'pending', '2026', '', '{}', 'not_due_yet' FROM n;
            """
        )
        steps = schema.pending(old)
        schema.migrate(old, lambda step, number, of, _: told.append((step, number, of)))
    assert ("045_counts", steps.index("045_counts") + 1, len(steps)) in told
