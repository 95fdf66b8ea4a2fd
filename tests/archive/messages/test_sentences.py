"""Every code has a sentence in each language, every sentence a code, and both languages the same arguments."""

from __future__ import annotations

import ast as python
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from archive import messages
from archive.captures.reasons import (
    CaptureReason,
    ListCheckReason,
    NightReason,
    RunDoubt,
    SiteRunNote,
    SiteRunReason,
    because,
)
from archive.extract.identity.reasons import IdentityReason, YearSource
from archive.extract.layout.document import UnreadableReason
from archive.extract.report.model import NoReportReason
from archive.gazetteer import ResolutionReason
from crawler.night.diagnosis import Diagnosis
from spiders.pages.reasons import ListReason, TroubleReason
from tests.support.paths import ROOT

SOURCES = [
    path
    for package in ("archive", "crawler", "spiders")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "because(" in path.read_text(encoding="utf-8")
]
SETS: dict[str, list[type[StrEnum]]] = {
    "listing_checks": [ListCheckReason],
    "site_runs": [SiteRunReason, SiteRunNote],
    "captures": [CaptureReason],
    "nights": [NightReason, RunDoubt],
    "documents": [NoReportReason, UnreadableReason],
    "diagnoses": [Diagnosis],
    "identity": [IdentityReason, YearSource, ResolutionReason],
}
CODES = [code for sets in SETS.values() for codes in sets for code in codes]


class Variables(Visitor):
    """Gathers the arguments of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


def _messages(lang: str, subject: str) -> dict[str, set[str]]:
    """The arguments of each message of a file."""
    resource = FluentParser().parse((messages.HERE / lang / f"{subject}.ftl").read_text(encoding="utf-8"))
    return dict(_arguments(resource))


def _arguments(resource: ast.Resource) -> Iterator[tuple[str, set[str]]]:
    for entry in resource.body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            found = Variables()
            found.visit(entry)
            yield entry.id.name.replace("-", "_"), found.names


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("subject", SETS)
def test_each_code_has_a_sentence_and_each_sentence_a_code(subject: str, lang: str) -> None:
    assert set(_messages(lang, subject)) == {code.value for codes in SETS[subject] for code in codes}


@pytest.mark.parametrize("subject", SETS)
def test_both_languages_take_the_same_arguments(subject: str) -> None:
    assert _messages("zh", subject) == _messages("en", subject)


def test_no_code_has_two_meanings() -> None:
    assert len({code.value for code in CODES}) == len(CODES)


def test_the_archive_knows_the_spiders_codes() -> None:
    assert {code.value for code in ListReason} | {"crawl_ended_early"} == {code.value for code in ListCheckReason}
    assert {code.value for code in TroubleReason} <= {code.value for code in SiteRunReason}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_reason_is_given_the_arguments_of_its_sentence(path: Path) -> None:
    known = {code: names for subject in SETS for code, names in _messages("en", subject).items()}
    for node in python.walk(python.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, python.Call) and python.unparse(node.func) == "because" and node.args:
            member = re.fullmatch(r"(?:\w+Reason|SiteRunNote|RunDoubt)\.([A-Z_]+)", python.unparse(node.args[0]))
            if member:
                assert {keyword.arg for keyword in node.keywords} == known[member[1].lower()], f"line {node.lineno}"


def test_an_argument_may_be_longer_than_fluent_takes() -> None:
    url = f"http://a.gov.cn/?{'q' * 5000}"
    assert str(because(CaptureReason.REDIRECTED, location=url)) == f"redirected to {url}"


def test_numbers_are_printed_as_they_are() -> None:
    assert messages.text("too_many_pages", most=12000) == "has more than 12000 pages"
    assert str(because(ListCheckReason.PAGE_EMPTY, number=3)) == "page 3 is empty"
    assert because(ListCheckReason.PAGE_EMPTY, number=3).sentence("zh") == "第 3 页没有内容"


def test_what_is_unknown_or_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="no sentence for the code no_such_code in zh"):
        messages.text("no_such_code", "zh")
    with pytest.raises(KeyError, match="no sentences in fr"):
        messages.text("page_empty", "fr")
    with pytest.raises(ValueError, match="number"):
        messages.text("page_empty")


def test_nothing_is_loaded_before_the_first_sentence() -> None:
    modules = "archive.captures.reasons, archive.extract.interpret, crawler.fetch.response_verdict"
    code = f"import sys, {modules}; sys.exit('fluent.runtime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
