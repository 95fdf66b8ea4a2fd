"""Text that styles strike out, raise, hide or break into lines is read as displayed; similar styles hide nothing."""

from __future__ import annotations

import re

import pytest

from tests.support.documents.webpage import (
    HEADINGS,
    OTHER,
    PROBLEMS,
    SIGNED,
    TABLES,
    grids,
    page,
    parsed,
    plain_page,
    read,
    rows,
    section_texts,
)
from tests.support.documents.webpage import sections as made

_FIGURE = ">67<"


def _with_figure(markup: str) -> bytes:
    return plain_page().replace(_FIGURE.encode(), f">{markup}<".encode())


def _in_applications(before: str, after: str) -> bytes:
    return page("".join(made(section_texts((TABLES[0], before + TABLES[1] + after, TABLES[2])))) + SIGNED)


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="text-decoration: line-through;">9</span>67',
        '67<font style="TEXT-DECORATION: line-through">9</font>',
        '67<span style="color:red;text-decoration-line:line-through"><b>9</b></span>',
        '67<span style="mso-hide:all">9</span>',
        '67<span style="font-size:0">9</span>',
        '67<span style="font-size: 0pt;">9</span>',
        '67<span style="opacity:0">9</span>',
        '67<span style="position:absolute;left:-9999px">9</span>',
        '6<span style="font-size:0.9em;opacity:0.8">7</span>',
        '<span style="font-size:0"><span style="font-size:14px">67</span></span>',
    ],
)
def test_an_invisible_figure_is_not_read(markup: str) -> None:
    assert read(_with_figure(markup)) == read(plain_page())


@pytest.mark.parametrize(
    "mark",
    [
        '<span style="vertical-align: super;">1</span>',
        '<a href="#_ftn1" style="vertical-align:super;font-size:xx-small">2</a>',
        '<span class="MsoFootnoteReference">1</span>',
        '<a href="#_ftn1"><span class="MsoFootnoteReference"><span lang="EN-US">[1]</span></span></a>',
        "<sup>1,2</sup>",
        "<sup><i>1</i>、<i>2</i></sup>",
    ],
)
def test_a_raised_mark_of_a_note_is_no_figure(mark: str) -> None:
    result = parsed(_with_figure("67" + mark))
    assert result["tables"] == read(plain_page())["tables"]
    assert [cell["state"] for cell in result["cells"]] == ["annotated"]


def test_a_lowered_mark_joins_no_figure() -> None:
    result = parsed(_with_figure("67<sub>1</sub>"))
    assert result["tables"]["applications"]["new"]["natural_person"] is None
    assert {found["blame"] for found in result["findings"]} == {"reading"}


@pytest.mark.parametrize(
    "before",
    [
        '<div style="overflow: hidden auto; width: 100%">',
        '<div style="overflow: hidden !important">',
        '<div style="overflow: hidden ;width:9px">',
        '<div class="over hidden x">',
        '<div title="not hidden at all">',
    ],
)
def test_styles_that_merely_resemble_hiding_hide_nothing(before: str) -> None:
    assert read(_in_applications(before, "</div>")) == read(plain_page())


@pytest.mark.parametrize("joined", [False, True], ids=["three tables", "one table"])
@pytest.mark.parametrize("hides", [' hidden=""', " hidden", ' HIDDEN="hidden"', ' style="DISPLAY: none"'])
def test_a_hidden_copy_of_another_year_is_not_read(hides: str, joined: bool) -> None:
    copy = "".join(TABLES).replace(_FIGURE, ">68<")
    one_table = f"<table>{''.join(row for grid in grids() for row in rows(grid))}</table>"
    shown = one_table if joined else "".join(TABLES)
    body = f"<p>{HEADINGS[0]}</p>{section_texts()[0]}<p>{HEADINGS[1]}</p><div{hides}>{copy}</div>{shown}"
    assert read(page(body))["tables"] == read(plain_page())["tables"]


def test_all_panes_that_a_click_opens_are_read() -> None:
    hidden = ' style="display: none;"'
    panes = "".join(
        f"<h3>{heading}</h3><div class=pane{hidden if at else ''}>{part}</div>"
        for at, (heading, part) in enumerate(zip(HEADINGS, section_texts(), strict=True))
    )
    assert read(page(panes)) == read(plain_page())


@pytest.mark.parametrize("style", ["pre-wrap", "pre-line", "pre"])
def test_preserved_line_ends_are_line_ends(style: str) -> None:
    lines = [*HEADINGS[:1], PROBLEMS, *HEADINGS[1:2]]
    lines += ["  ".join(re.findall(r"<td[^>]*>(.*?)</td>", row)) for row in rows(grids()[0])]
    lines += [HEADINGS[4], PROBLEMS, HEADINGS[5], OTHER]
    result = read(page(f'<div style="white-space: {style}">{chr(10).join(lines)}</div>'))
    assert result["tables"] == {"disclosure": read(plain_page())["tables"]["disclosure"]}
    assert result["sections"] == {1: PROBLEMS, 2: "", 5: PROBLEMS, 6: OTHER}


def test_elements_displayed_as_cells_are_cells() -> None:
    def drawn(at: int) -> str:
        cells = (
            "".join(rows(grids()[at])).replace("<td", '<span style="display:table-cell"').replace("</td>", "</span>")
        )
        return cells.replace("<tr>", '<div style="display:table-row">').replace("</tr>", "</div>")

    assert read(page("".join(made(section_texts((drawn(0), drawn(1), drawn(2))))) + SIGNED)) == read(plain_page())
