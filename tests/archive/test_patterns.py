"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from archive import patterns


def test_an_expression_does_what_a_compiled_one_does() -> None:
    written, text = r"(?P<year>20\d\d)年", "2024年与2025年"
    lazy, compiled = patterns.lazy(written), re.compile(written)
    assert lazy.pattern == written
    assert lazy.findall(text) == compiled.findall(text)
    assert [match["year"] for match in lazy.finditer(text)] == ["2024", "2025"]
    assert lazy.sub("", text, count=1) == "与2025年"
    assert lazy.fullmatch(text) is None
    assert (lazy.groups, lazy.flags) == (compiled.groups, compiled.flags)


def test_flags_and_bytes() -> None:
    assert patterns.lazy("a.b", re.DOTALL).match("a\nb")
    assert patterns.lazy(rb"<(\w+)").findall(b"<p><b>") == [b"p", b"b"]


def test_a_copy_is_an_expression_as_well() -> None:
    lazy = patterns.lazy("镇$")
    assert lazy.search("赤石镇")
    for copied in (pickle.loads(pickle.dumps(lazy)), copy.deepcopy(lazy)):
        assert copied.search("赤石镇")
        assert not copied.search("赤石乡")


def test_a_wrong_expression_is_refused_at_its_first_use() -> None:
    wrong = patterns.lazy("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_all_can_be_compiled_before_processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_written", [])
    lazy = patterns.lazy("乡$")
    patterns.compile_all()
    monkeypatch.setattr(re, "compile", None)
    assert lazy.search("三岔乡")
