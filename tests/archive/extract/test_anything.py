"""Whatever a document holds, it is read without an exception, and nothing is read that is not there."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import gazetteer
from archive.extract.checks.rules import explain
from archive.extract.interpret import interpret
from archive.extract.layout.document import Block, Document, Paragraph, Picture, Unreadable, UnreadableReason
from archive.extract.layout.grid import Box, expand, ragged
from archive.extract.output import to_json
from archive.extract.report import forms
from archive.extract.report.labels import lexicon
from archive.extract.report.model import Context
from tests.support.documents.renderers import HEADINGS, TITLE

WORDS = st.sampled_from(
    [
        *(line.label for form in forms.generations() for table in form.tables.values() for line in table.lines),
        *(column.label for form in forms.generations() for table in form.tables.values() for column in table.columns),
        *(f"{ordinal}、{heading}" for ordinal, heading in zip("一二三四五六", HEADINGS, strict=True)),
        *lexicon().groups,
        *(
            "0",
            "1",
            "23",
            "",
            " ",
            "/",
            "—",
            "无",
            "1.0",
            "（一）",
            "三、",
            "— 4 —",
            "22（其中16件）",
            "251000元",
            "|",
            "2024年1月5日",
            TITLE,
            "***",
        ),
    ]
)
TEXTS = st.one_of(WORDS, st.text(max_size=12), st.lists(WORDS, max_size=5).map(" ".join))
SPAN = st.sampled_from([1, 1, 1, 1, 2, 3, 22])
BOXES = st.tuples(TEXTS, SPAN, SPAN).map(lambda parts: Box(*parts))
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, TEXTS),
    st.lists(st.lists(BOXES, max_size=9), min_size=1, max_size=6).map(expand),
    st.lists(st.lists(TEXTS, max_size=9), min_size=1, max_size=6).map(ragged),
    st.just(Picture("a.png")),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, max_size=12))
def test_any_document_is_read(blocks: list[Block]) -> None:
    document = Document("text/html", "test", blocks=tuple(blocks))
    reading = interpret(document, Context(), gazetteer.load())
    assert reading == interpret(document, Context(), gazetteer.load())
    json.dumps(to_json(reading), allow_nan=False)
    texts = {section.number: section.text for section in reading.sections}
    assert len(texts) == len(reading.sections)
    for figure in reading.narrative:
        assert texts[figure.section][figure.start : figure.end] == figure.quote
    assert [finding.rule for finding in reading.findings if explain(finding.rule) is None] == []
    places = [(note.table, note.line, note.column) for note in reading.cells]
    assert len(places) == len(set(places))


def test_what_no_reader_could_take_says_why() -> None:
    reading = interpret(
        Unreadable("application/pdf", "it is encrypted", UnreadableReason.PASSWORD_PROTECTED),
        Context(),
        gazetteer.load(),
    )
    assert (reading.kind, reading.reason) == ("unreadable", "it is encrypted")
    assert reading.reason_code is UnreadableReason.PASSWORD_PROTECTED
