"""Web pages are read by two independent parsers; where they differ, a finding reports it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive.extract import output, parser
from archive.extract.dispatch import formats
from archive.extract.parser import Order
from archive.extract.report import forms
from archive.extract.report.model import Context
from tests.support.documents import case_files
from tests.support.documents.strategies import BLOCKS, COLUMNS, RESULTS, Figures
from tests.support.paths import FILES, FORM_CASES, READING_CASES, SAMPLE_PAGE
from tests.support.proof.prints import PRINTS
from tests.support.sites.county import Publication, Site
from tests.support.sites.families import FAMILIES, respond
from tests.support.sites.message import Request, Response
from tests.support.sites.script import season

NOW = datetime.fromisoformat("2026-02-10T08:00:00+08:00")
PATTERNS = {FORM_CASES: "*/input.html*", READING_CASES: "*/input.*", FILES: "*.html", SAMPLE_PAGE.parent: "*.html"}
"""Where documents lie, and which of them are read here."""
PAGES = sorted(path for folder, pattern in PATTERNS.items() for path in folder.glob(pattern))


def parse_twice(data: bytes) -> dict[str, Any]:
    return output.to_json(parser.parse(Order(data, Context()), double=True))


def parse_once(data: bytes) -> dict[str, Any]:
    return output.to_json(parser.parse(Order(data, Context())))


def differences(result: dict[str, Any]) -> dict[str, str]:
    return {f["rule"]: f["detail"] for f in result["findings"] if f["rule"].startswith("readers.")}


def report(count: int = 3, style: str = "HTML, tables ruled", **new: str) -> bytes:
    """A report whose figures add up; cells of the line of new applications are printed as given."""
    zeros = dict.fromkeys(COLUMNS, 0)
    lines: dict[str, Any] = {line: dict(zeros) for line in forms.load("2021").tables["applications"].line_keys}
    lines["new"] = {**zeros, "natural_person": count, "total": count, **new}
    for line in ("granted", "outcome_total"):
        lines[line] = {**zeros, "natural_person": count, "total": count}
    normative = {"issued": 1, "repealed": 0, "in_force": 2}
    disclosure = {"regulations": dict.fromkeys(normative, 0), "normative_documents": normative}
    decided = {"licences": 4, "penalties": 0, "coercive_measures": 0, "fees": 0}
    blocks = {block: dict.fromkeys(RESULTS, 0) for block in BLOCKS}
    tables = {"disclosure": {**disclosure, **decided}, "applications": lines, "review": blocks}
    return PRINTS[style](Figures("2021", tables))


@pytest.mark.parametrize(("folder", "pattern"), PATTERNS.items(), ids=[folder.name for folder in PATTERNS])
def test_every_folder_of_documents_is_found(folder: Path, pattern: str) -> None:
    assert list(folder.glob(pattern))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_both_readers_agree_on_every_fixture(path: Path) -> None:
    assert differences(parse_twice(case_files.content(path))) == {}


def articles() -> Iterator[tuple[Site, Publication]]:
    """Every article that the sample sites show."""
    return ((site, each) for site in season() for each in site.publications if each.there(NOW))


def page(site: Site, article: Publication) -> Response:
    return respond(site, NOW, Request("GET", FAMILIES[site.family].address(site, article, NOW)))


def differing(publications: Iterable[tuple[Site, Publication]]) -> dict[str, dict[str, str]]:
    """The findings on articles that the two readers read differently."""
    found = {}
    for site, article in publications:
        answer = page(site, article)
        report = parser.parse(Order(answer.body, Context(), declared=answer.content_type), double=True)
        found[f"{site.id}/{article.key}"] = differences(output.to_json(report))
    return {name: findings for name, findings in found.items() if findings}


def test_both_readers_agree_on_an_article_of_every_family_and_every_style() -> None:
    kinds: dict[object, tuple[Site, Publication]] = {}
    for site, article in articles():
        for kind in (site.family, (article.markup, article.manner.form, article.carrier)):
            kinds.setdefault(kind, (site, article))
    assert differing(kinds.values()) == {}


@pytest.mark.slow
def test_both_readers_agree_on_every_style_of_every_family() -> None:
    kinds = {(site.family, each.kind, each.markup, each.manner.form): (site, each) for site, each in articles()}
    assert differing(kinds.values()) == {}


@pytest.mark.matrix
def test_both_readers_agree_on_every_article_of_every_site() -> None:
    assert differing(articles()) == {}


@pytest.mark.parametrize("style", [style for style in PRINTS if style.startswith("HTML")])
def test_both_readers_agree_on_every_way_of_printing(style: str) -> None:
    data = report(37, style=style)
    assert differences(parse_twice(data)) == {}


def test_a_second_reading_changes_nothing_where_both_agree() -> None:
    data = SAMPLE_PAGE.read_bytes()
    assert json.dumps(parse_twice(data)) == json.dumps(parse_once(data))


def test_the_reading_that_adds_up_is_taken_and_the_difference_reported() -> None:
    """A caption ends a cell for browsers and belongs to it for libxml2."""
    consistent = parse_once(report(37))
    assert [f for f in consistent["findings"] if f["severity"] == "error"] == []
    result = parse_once(report(37, natural_person="3<caption>7</caption>"))
    assert result["tables"] == consistent["tables"]
    (detail,) = differences(result).values()
    assert "The tolerant reader's was taken" in detail


def test_the_fast_reading_is_taken_if_both_break_as_many_sums() -> None:
    result = parse_once(report(total="4<caption>7</caption>"))
    (detail,) = differences(result).values()
    assert "The fast reader's was taken" in detail
    assert result["tables"]["applications"]["new"]["total"] == 4
    blames = {f["blame"] for f in result["findings"] if f["rule"] == "applications.new.row_sum"}
    assert blames == {"reading"}


def test_consistent_figures_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "tolerant", lambda *_, **__: pytest.fail("was read twice"))
    parser.parse(Order(report(), Context()))


def test_text_that_only_one_reader_sees_is_reported() -> None:
    data = report().replace(
        "工作。</p>".encode(), "工作。<table><tr><td>未<caption>完成</caption></td></tr></table></p>".encode()
    )
    assert list(differences(parse_twice(data))) == ["readers.section1"]
    assert differences(parse_once(data)) == {}
