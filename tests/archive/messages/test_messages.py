"""The message catalogue: a code and a language give a sentence."""

from __future__ import annotations

import re

import pytest

from archive import messages
from archive.messages.coded import Sentence


def test_a_code_is_a_sentence_in_each_language() -> None:
    given = {"name": "冢头镇", "year": "2025", "at": "2026-02-02 02:31", "capture": "1khy51q2mg0rj1m"}
    assert messages.text("alert-figures_differ", **given) == (
        "冢头镇 2025: figures seen at 2026-02-02 02:31 differ from those before (capture 1khy51q2mg0rj1m)"
    )
    assert messages.text("alert-figures_differ", "zh", **given).startswith("冢头镇 2025年度：")


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        messages.text("no-such-code")


def test_a_missing_argument_is_refused() -> None:
    with pytest.raises(ValueError, match="capture"):
        messages.text("alert-figures_differ", name="冢头镇", year="2025", at="…")


def test_an_argument_may_be_longer_than_fluent_takes() -> None:
    names = "、".join(["冢头镇"] * 2000)
    assert names in messages.text("alert-several-closed", "zh", count="2000", kind="未发现", items=names)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_plain_messages_are_filled_in_as_fluent_does(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = messages._sources(language)
    plain = [code for code in sources if messages._plain(language, code) is not None]
    args = {code: {name: f"<{name}>" for name in re.findall(r"\$(\w+)", sources[code])} for code in plain}
    filled = {code: messages.text(code, language, **args[code]) for code in plain}
    monkeypatch.setattr(messages, "_plain", lambda *_: None)
    assert filled == {code: messages.text(code, language, **args[code]) for code in plain}
    assert len(plain) > len(sources) / 2


def test_what_is_stored_keeps_the_signs_that_a_terminal_is_not_given() -> None:
    cause: dict[str, messages.Argument] = {"reason": "several_units_of_name", "args": {"count": 2}}
    said = Sentence("name_resolved", {"name": "王\u202e集\t镇", "cause": cause})
    assert said.as_stored == "王\u202e集\t镇: 2 townships of this name"
    assert str(said) == "王<U+202E>集 镇: 2 townships of this name"
    with pytest.raises(ValueError, match="cause"):
        _ = Sentence("name_resolved", {"name": "王集镇"}).as_stored
    with pytest.raises(KeyError):
        _ = Sentence("no_such_code").as_stored


def test_both_languages_have_the_same_codes() -> None:
    def codes(language: str) -> dict[str, set[str]]:
        return {
            path.name: set(re.findall(r"^([a-z][\w-]*) =", path.read_text("utf-8"), re.MULTILINE))
            for path in (messages.HERE / language).glob("*.ftl")
        }

    assert codes("en") == codes("zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_code_occurs_twice(language: str) -> None:
    found = [
        code
        for path in (messages.HERE / language).glob("*.ftl")
        for code in re.findall(r"^([a-z][\w-]*) =", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(found) == len(set(found))
