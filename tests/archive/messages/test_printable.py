"""What strangers write does nothing where people read it."""

from __future__ import annotations

import logging

import pytest

from archive import messages
from archive.captures.reasons import NightReason
from archive.messages.printable import printable
from crawler.runtime.log_lines import PrintableLines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("城关镇2025年度报告", "城关镇2025年度报告"),
        ("a\x1b[31mred\x1b[0m", "a<U+001B>[31mred<U+001B>[0m"),
        ("\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"),
        ("one\ntwo\tthree\r\n", "one two three  "),
        ("a\x9b31m", "a<U+009B>31m"),  # CSI in one character
        ("\u202egnp.exe", "<U+202E>gnp.exe"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("城\u200b关\ufeff镇", "城<U+200B>关<U+FEFF>镇"),
        ("a\0b", "a<U+0000>b"),
        ("名\u3000称", "名\u3000称"),
    ],
)
def test_controls_are_shown_and_do_nothing(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_arguments_of_sentences_are_harmless(lang: str) -> None:
    assert "\x1b" not in messages.text(NightReason.STEP_FAILED, lang, step="crawl", error="\x1b[2J")


def test_a_log_line_stays_one_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s is not fetched", ("http://a/\n2026 forged\x1b[2J",), None)
    assert PrintableLines("%(message)s").format(record) == "http://a/ 2026 forged<U+001B>[2J is not fetched"
