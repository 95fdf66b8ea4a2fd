"""Every code of a closed set has a name in both languages, and every line, column and rule one of its own."""

from __future__ import annotations

import re
import sqlite3

import pytest

from archive.extract.checks import rules
from archive.extract.report import forms, statistics_forms
from archive.reports import code_names
from archive.storage.database import Archive

_ALLOWED = re.compile(r"(\w+) TEXT[^,(]*CHECK\s*\(\s*(\w+) IN\s*\(([^)]*)\)")


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The codes that the schema allows, by the columns that pages know."""
    path = tmp_path_factory.mktemp("codes") / "nianbao.db"
    Archive.open(path).close()
    found: dict[str, set[str]] = {}
    db = sqlite3.connect(path)
    for (sql,) in db.execute("SELECT sql FROM sqlite_schema WHERE sql LIKE '%CHECK%'"):
        for column, checked, codes in _ALLOWED.findall(sql):
            if column == checked and column in code_names.SETS:
                found.setdefault(column, set()).update(re.findall(r"'([^']+)'", codes))
    db.close()
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_code_that_the_schema_allows_has_a_name(sets: dict[str, set[str]], lang: str) -> None:
    assert {"verdict", "outcome", "kind", "cause", "blame", "severity", "state", "level", "match"} <= sets.keys()
    years = {"2019", "2021"}  # forms are named by their year
    nameless = {(c, code) for c, codes in sets.items() for code in codes - years if not code_names.of(c, code, lang)}
    assert nameless == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_has_a_name_of_its_own(lang: str) -> None:
    names = [code_names.rule(re.sub(r"<\w+>", "x", rule.id), lang) for rule in rules.RULES]
    assert None not in names
    assert len(set(names)) == len(names)


def test_a_rule_says_where_it_was_broken() -> None:
    assert code_names.rule("applications.granted.row_sum", "zh") == "申请表：一行各类申请人之和与总计不符（予以公开）"
    assert (
        code_names.rule("applications.granted.row_sum", "en")
        == "applications: a line does not add up to its total (granted)"
    )
    assert code_names.rule("review.reconsideration.total", "zh") == "复议诉讼表：各项之和与总计不符（行政复议）"
    assert code_names.rule("disclosure.licences.label", "zh") == (
        "行的名称为简称或有误（主动公开政府信息情况 · 行政许可）"
    )
    assert code_names.rule("readers.section6", "zh") == "两种读取方式对一个部分读法不同（第 6 部分）"
    assert code_names.rule("form.cited", "zh") == "所引格式文件与表格所用格式不同"
    assert code_names.rule("no.such.rule", "zh") is None


def test_lines_and_columns_have_the_wording_of_the_latest_form_that_has_them() -> None:
    assert code_names.line("applications", "new") == "本年新收政府信息公开申请数量"
    assert code_names.column("disclosure", "issued") == "本年制发件数"
    assert code_names.line("applications", "no_such_line") is None
    for form in forms.generations():
        for table, content in form.tables.items():
            assert all(code_names.line(table, key) for key in content.line_keys)
            assert all(code_names.column(table, key) for key in content.column_keys)
    assert all(code_names.line("statistics", key) for sheet in statistics_forms.every() for key in sheet.order)


@pytest.mark.parametrize(
    ("line", "column", "called"),
    [
        ("procurement", "amount", "采购总金额（单位：元）"),
        ("fees", "amount", "本年收费金额（单位：万元）"),
        ("procurement", "projects", "采购项目数量"),
        ("fees", "change", "本年增/减"),
        ("licences", "decisions", "本年处理决定数量"),
        ("other_services", "decisions", "处理决定数量"),
        ("", "amount", "本年收费金额（单位：万元）"),
        ("no_such_line", "amount", "本年收费金额（单位：万元）"),
    ],
)
def test_a_column_is_called_as_in_the_latest_form_whose_line_has_it(line: str, column: str, called: str) -> None:
    assert code_names.column("disclosure", column, line) == called
    assert code_names.beside("column", column, "disclosure", "zh", line) == called


@pytest.mark.parametrize(
    ("stored", "called"),
    [
        ("disclosures.licences.decisions", "行政许可 · 本年处理决定数量"),
        ("disclosures.procurement.amount", "政府集中采购 · 采购总金额（单位：元）"),
        ("applications.granted.natural_person", "予以公开 · 自然人"),
        ("reviews.reconsideration.upheld", "行政复议 · 结果维持"),
        ("applications.no_such_line.total", "applications.no_such_line.total"),
    ],
)
def test_a_figure_that_changed_has_the_words_of_the_form(stored: str, called: str) -> None:
    assert code_names.cell(stored, "zh") == called
    assert code_names.cell(stored, "en") == stored


def test_every_stored_figure_has_words() -> None:
    stored = {"disclosure": "disclosures", "applications": "applications", "review": "reviews"}
    for form in forms.generations():
        for table, content in form.tables.items():
            for entry in content.lines:
                for column in entry.columns or content.column_keys:
                    assert " · " in code_names.cell(f"{stored[table]}.{entry.key}.{column}", "zh")
