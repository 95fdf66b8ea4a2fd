"""What strangers write is harmless wherever a person reads it: control, C1 and direction signs do nothing there."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import click
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from archive.alerts.text.message import Message
from archive.captures.reasons import CaptureReason, because
from archive.captures.site_runs import SiteResult
from archive.export.tables import _cell
from archive.messages.printable import json_text, printable, shown
from archive.web.data import feed
from archive.web.data.events import Event, Kind
from crawler.cli import output
from crawler.night import summary
from crawler.night.night_results import Night
from crawler.runtime.log_lines import PrintableLines
from tests.support.alerts.documented_message import NOW, _single

_ACTS = "\x00\x07\x08\x1b\x7f\x85\x9b\x90\u061c\u200b\u200e\u200f\u2028\u202a\u202e\u2060\u2066\u2069\ufeff\ufffb"
_HARM = re.compile(f"[{_ACTS}\x01-\x06\x0b\x0c\x0e-\x1f\x80-\x9f]")
hostile = st.text(st.sampled_from(_ACTS + "年报]0;\\<&\"'\n\t\r"), min_size=1, max_size=30)


@given(hostile)
def test_printable_text_has_no_sign_that_acts(text: str) -> None:
    assert not _HARM.search(printable(text))
    assert "\n" not in printable(text)


@given(hostile)
def test_sentences_are_harmless_in_both_languages(text: str) -> None:
    for reason in (because(CaptureReason.TLS_FAILED, error=text), because(CaptureReason.REDIRECTED, location=text)):
        for language in ("en", "zh"):
            assert not _HARM.search(reason.sentence(language))


@given(hostile)
def test_a_nights_summary_is_harmless_as_text_as_page_and_as_metrics(text: str) -> None:
    night = Night(date(2026, 2, 1), datetime(2026, 2, 1, tzinfo=UTC))
    night.sites = [SiteResult(text, "broken", text, 1, 1)]
    night.failed_before, night.open_kinds, night.missing_walls = [text], {text: 1}, [text]
    for page in (summary.in_words(night), summary.as_page(night)):
        assert not _HARM.search(page)
    assert "<script" not in summary.as_page(night)
    lines = summary.metrics(night).split("\n")
    assert all(re.match(r"# |nianbao_|$", line) for line in lines)


@given(hostile, st.booleans())
def test_a_verbs_table_and_json_are_harmless(text: str, as_json: bool) -> None:
    def print_it() -> None:
        output.show([{"title": text, "url": text}], ["title", "url"], as_json=as_json)

    shown = CliRunner().invoke(click.command()(print_it)).output
    assert shown
    assert not _HARM.search(shown)


@given(hostile)
def test_json_says_the_same_as_before(text: str) -> None:
    for indent in (None, 1):
        assert json.loads(json_text({"title": text}, indent)) == {"title": text}
        assert not _HARM.search(json_text({"title": text}, indent))


@given(hostile)
def test_a_cell_of_an_exported_table_stays_one_cell_and_is_harmless(text: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([_cell(text, "\n"), "x"])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline="")))[1] == "x"
    assert not _HARM.search(out.getvalue().replace("\r", ""))


@settings(max_examples=3)
@given(hostile)
def test_a_message_is_harmless_as_mail_and_chat(text: str) -> None:
    told = [replace(entry, name=text, place=text, evidence=_everywhere(entry.evidence, text)) for entry in _single()]
    for language in ("en", "zh"):
        message = Message(told, NOW, language)
        for said in (message.title, message.text, message.html, json_text(message.payload)):
            assert not _HARM.search(said)
        assert all(not _HARM.search(str(part.text)) for part in message.parts(2000))


def _everywhere(evidence: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Evidence in which a stranger wrote what strangers write: addresses, findings, the names of rules."""
    told = {key: text if key in ("url", "basis", "rule") else value for key, value in evidence.items()}
    told |= {key: {**value, "url": text} for key, value in evidence.items() if isinstance(value, dict)}
    return told | {key: [text] for key, value in evidence.items() if isinstance(value, list)}


@settings(max_examples=20)
@given(hostile)
def test_a_template_shows_no_sign_that_acts(text: str) -> None:
    page = (
        Environment(autoescape=True, finalize=shown)
        .from_string("<b>{{ a }}</b>{{ b }}")
        .render(a=text, b=Markup("<i>{}</i>").format(text))
    )
    assert not _HARM.search(page)
    assert page.count("<") == 4


@settings(max_examples=20)
@given(hostile)
def test_a_feed_is_harmless_and_well_formed(text: str) -> None:
    at = "2026-02-01T00:00:00.000Z"
    event = Event(Kind.PUBLISHED, at, None, "610925104", text, text, 2025, text, None)
    written = feed.write("61", text, [event], lambda path: f"https://a{path}")
    assert not _HARM.search(" ".join(ET.fromstring(written).itertext()))


def test_a_log_line_is_harmless() -> None:
    record = logging.LogRecord("nianbao", 30, "", 1, "%s came", ("\x1b]0;owned\x07\u202egnp",), None)
    assert not _HARM.search(PrintableLines("%(message)s").format(record))
