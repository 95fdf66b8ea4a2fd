"""A report and its JSON are one value: there and back nothing is lost; and digests never change."""

from __future__ import annotations

import json
import pickle
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive import gazetteer
from archive.extract import output
from archive.extract.interpret import interpret
from archive.extract.layout.document import UnreadableReason
from archive.extract.output import with_source
from archive.extract.report.model import (
    Candidate,
    CellNote,
    Context,
    Figure,
    Finding,
    Issuer,
    NoReportReason,
    Report,
    Section,
)
from archive.reports.history.version_identity import digests, version_key
from tests.archive.extract.test_form_cases import CASES, READERS
from tests.support.documents import case_files
from tests.support.documents.strategies import figures

TEXT = st.text(max_size=12)
MAYBE = st.none() | TEXT
DAYS = st.none() | st.dates(date(2009, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(0, 9999)

ISSUERS = st.builds(
    Issuer,
    name=MAYBE,
    level=st.sampled_from(["township", "department", "unknown"]),
    township_code=st.none() | st.just("410425101"),
    county_code=st.none() | st.just("410425"),
    match=st.sampled_from(["exact", "ambiguous", "none"]),
    candidates=st.lists(st.builds(Candidate, TEXT, TEXT, TEXT), max_size=2).map(tuple),
)
REASONS = (
    st.tuples(st.none(), MAYBE)  # a former program wrote no code
    | st.tuples(st.sampled_from(NoReportReason), st.none())
    | st.tuples(st.sampled_from(UnreadableReason), TEXT)
)
"""`reason_code` and `unread_because`, as they may go together."""

_REPORTS = st.builds(
    Report,
    kind=st.sampled_from(["report", "lookalike", "other", "unreadable"]),
    title=MAYBE,
    year=st.none() | st.integers(2008, 2030),
    issuer=ISSUERS,
    form=st.sampled_from(["2021", "2019", "statistics", "narrative", "mixed", None]),
    document_number=MAYBE,
    signed_on=DAYS,
    published_on=DAYS,
    published_label=MAYBE,
    sections=st.lists(st.builds(Section, COUNTS, TEXT, TEXT), max_size=3).map(tuple),
    tables=figures().map(lambda printed: printed.tables) | st.just({}),
    cells=st.lists(
        st.builds(
            CellNote,
            st.sampled_from(["disclosure", "applications", "review", "statistics"]),
            TEXT,
            TEXT,
            st.sampled_from(["blank", "dash", "annotated", "unreadable"]),
            TEXT,
        ),
        max_size=3,
    ).map(tuple),
    narrative=st.lists(
        st.builds(Figure, TEXT, COUNTS | st.floats(0, 1e6), TEXT, TEXT, COUNTS, COUNTS, COUNTS), max_size=3
    ).map(tuple),
    findings=st.lists(
        st.builds(
            Finding,
            TEXT,
            st.sampled_from(["error", "warning", "info"]),
            st.sampled_from(["source", "reading", "unknown"]),
            TEXT,
        ),
        max_size=3,
    ).map(tuple),
    parser=TEXT,
    sha256=MAYBE,
    media_type=MAYBE,
    charset=MAYBE,
)
REPORTS = st.builds(lambda report, why: replace(report, reason_code=why[0], unread_because=why[1]), _REPORTS, REASONS)
QUIET = settings(max_examples=60, deadline=None)


@QUIET
@given(REPORTS)
def test_a_report_comes_back_out_of_its_json(report: Report) -> None:
    assert output.loads(output.dumps(report)) == report
    assert output.dumps(output.loads(output.dumps(report))) == output.dumps(report)


@QUIET
@given(REPORTS)
def test_a_report_comes_back_out_of_another_process(report: Report) -> None:
    assert pickle.loads(pickle.dumps(report)) == report


def test_every_field_is_in_the_json() -> None:
    named = {field.name for field in fields(Report)}
    assert set(output.to_json(Report("other"))) == named - {"unread_because", "positions"} | {"path", "reason"}


def test_what_a_former_program_did_not_write_yet_may_be_missing() -> None:
    stored = output.to_json(Report("report", title="年报"))
    for key in ("path", "sha256", "media_type", "charset", "published_label", "reason_code"):
        del stored[key]
    assert output.from_json(stored) == Report("report", title="年报")


@QUIET
@given(REPORTS, TEXT)
def test_who_read_a_report_and_from_which_file_is_no_part_of_its_meaning(report: Report, other: str) -> None:
    elsewhere = replace(report, parser=other, sha256=other, media_type=other, charset=other, findings=())
    assert (digests(elsewhere), version_key(elsewhere)) == (digests(report), version_key(report))


STORED = Path(__file__).parent / "stored_digests.json"
KEYS = (
    *("path", "sha256", "media_type", "charset", "kind", "title", "year", "issuer", "form", "document_number"),
    *("signed_on", "published_on", "published_label", "sections", "tables", "cells", "narrative"),
)
"""What the archive stores of a report beside its findings, whose wording may change with their rules."""


def test_what_is_stored_of_every_case_and_its_digests_are_what_they_were() -> None:
    """A digest that changes would make new versions of old contents in every archive: never renew this file for that.

    It was written by the program that carried readings as dictionaries.
    """
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert {case.name: _stored(case) for case in CASES if case.name in stored} == stored


def _stored(case: Path) -> list[str | None]:
    """The digests of figures and text, the version's key, and a digest of the JSON."""
    source = next(case.glob("input.*"))
    context = Context(**json.loads((case / "expected.json").read_text(encoding="utf-8")).get("context", {}))
    data = case_files.content(source)
    document = READERS[case_files.suffix(source)](data)
    report = with_source(interpret(document, context, gazetteer.load()), document, data)
    stored: dict[str, Any] = {key: value for key, value in output.to_json(report).items() if key in KEYS}
    text = json.dumps(stored, ensure_ascii=False)
    return [*digests(report), version_key(report), sha256(text.encode()).hexdigest()[:16]]
