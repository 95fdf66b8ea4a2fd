"""Every rule has its sentences in both languages, filled in with what a remark carries."""

from __future__ import annotations

import re

import pytest

from archive import messages
from archive.drafts import consistency, registry, review, words
from archive.drafts.draft import Draft
from archive.drafts.remark import Place, Remark, Weight
from archive.drafts.words import Language
from archive.extract.report.model import Finding
from tests.archive.drafts.test_drafting_rules import CASES, draft
from tests.support.documents.drafts import BROKEN, docx, year_before
from tests.support.documents.read_drafts import read

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def codes() -> list[str]:
    drafting = [registry.CODE.format(rule.replace("_", "-")) for rule in registry.rules()]
    return [*drafting, *map(consistency.code_of, consistency.patterns())]


def test_every_rule_has_a_sentence_and_a_reason() -> None:
    """A new consistency rule needs a remedy and a reason in `archive/messages/zh/drafts.ftl`."""
    known = set(
        re.findall(r"^(draft-[\w-]+) =", (messages.HERE / "zh" / "drafts.ftl").read_text("utf-8"), re.MULTILINE)
    )
    assert {code for code in codes() if not {code, f"{code}-why"} <= known} == set()


def sentences(made: Draft, lang: Language) -> list[str]:
    return [
        part for remark in review.of(made).remarks for part in (words.remedy(remark, lang), words.reason(remark, lang))
    ]


def fallback(lang: Language) -> str:
    return messages.text(consistency.FALLBACK, lang, detail="")


@pytest.mark.parametrize("rule", CASES)
def test_the_sentences_of_drafting_rules_are_filled_in(rule: str) -> None:
    for made in CASES[rule][0]:
        for sentence in sentences(made, "zh"):
            assert not sentence.startswith(fallback("zh")), sentence
        assert all(sentence and "{" not in sentence for sentence in sentences(made, "en"))


@pytest.mark.parametrize("name", BROKEN)
def test_the_sentences_of_findings_are_filled_in(name: str) -> None:
    made = read(docx(BROKEN[name]()), previous=docx(year_before()))
    for sentence in sentences(made, "zh"):
        assert not sentence.startswith(fallback("zh")), sentence
        assert not re.search(r"[A-Za-z_]{4,}", re.sub(r"nianbao check --blank|GB/T", "", sentence)), sentence


@pytest.mark.parametrize("pattern", consistency.patterns())
def test_a_finding_of_any_rule_becomes_a_sentence(pattern: str) -> None:
    """With what stands in its name alone: the sentence of its own, or the finding's."""
    stands_for = {
        "table": "applications",
        "line": "granted",
        "column": "total",
        "number": "5",
        "block": "reconsideration",
    }
    name = re.sub(r"<(\w+)>", lambda match: stands_for.get(match[1], "granted"), pattern)
    made = draft(findings=(Finding(name, "warning", "unknown", "The text says “收到3件”."),))
    (remark,) = (remark for remark in review.of(made).remarks if remark.rule == name)
    for lang in LANGUAGES:
        assert words.remedy(remark, lang)
        assert words.reason(remark, lang)


def test_a_rule_without_a_sentence_says_what_was_found() -> None:
    remark = Remark("new.rule", "draft-no-such", Weight.CONFIRM, {"detail": "Two and two are five.", "explained": "…"})
    assert words.remedy(remark, "zh") == "请人工核对：Two and two are five."


def test_a_remark_on_text_against_a_table_stands_in_the_text() -> None:
    cell = ("applications", "new", "total")
    assert words.place(Remark("", "", Weight.CONFIRM, place=Place(1, (cell,))), "zh") == "一、总体情况"
    assert "“总计”栏" in words.place(Remark("", "", Weight.CONFIRM, place=Place(3, (cell,))), "zh")


@pytest.mark.parametrize(("count", "said"), [("1", "in a cell of"), ("3", "in 3 cells of")])
def test_one_cell_is_not_told_as_several(count: str, said: str) -> None:
    args = {"table": "disclosure", "count": count, "lines": "规章", "several": "", "raw": "无"}
    assert said in words.remedy(Remark("dash_cells", "draft-dash-cells", Weight.CONFIRM, args), "en")
