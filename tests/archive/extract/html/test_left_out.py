"""Content that is not text is reported and never taken for a blank; fields and invisible characters lose no figure."""

from __future__ import annotations

import pytest

from tests.support.documents.webpage import (
    OPENING,
    SIGNED,
    grids,
    page,
    parsed,
    plain_page,
    read,
    section_texts,
    sections,
    table,
)

_UNREAD = ("document.unread_parts", "reading")


def _with_cells(cell: str) -> bytes:
    first, second, third = grids()
    return page("".join(sections(section_texts((table(first), table(second, cell), table(third))))) + SIGNED)


@pytest.mark.parametrize(
    "cell",
    [
        "<textarea rows=1>{}</textarea>",
        "<select><option>1</option><option selected>{}</option></select>",
        "{}&#8203;",
        "&lrm;{}",
        "{}&shy;",
        "{}&zwj;",
        "{}&#x202c;",
    ],
)
def test_a_figure_is_read_in_a_field_and_beside_invisible_characters(cell: str) -> None:
    assert read(_with_cells(cell)) == read(plain_page())


def test_invisible_characters_do_not_split_a_number_of_the_text() -> None:
    opening = OPENING.replace("213", "2&#8203;1&shy;3")
    assert read(page("".join(sections(section_texts(opening=opening))) + SIGNED)) == read(plain_page())


def test_pictures_of_figures_are_not_blank() -> None:
    result = parsed(_with_cells('<img src="n/{}.gif" width=60 height=50>'))
    assert set(result["tables"]["applications"]["new"].values()) == {None}
    assert {cell["state"] for cell in result["cells"]} == {"unreadable"}
    assert {found["blame"] for found in result["findings"]} == {"reading"}


def test_a_frame_in_the_text_is_reported_as_unread() -> None:
    frames = [f'<iframe src="t{at}.html"></iframe>' for at in range(3)]
    assert _UNREAD in read(page("".join(sections(section_texts((frames[0], frames[1], frames[2]))))))["findings"]


@pytest.mark.parametrize("frame", ['<iframe src="about:blank"></iframe>', '<iframe src="/c.htm" width=0></iframe>'])
def test_an_invisible_frame_is_not_reported(frame: str) -> None:
    assert read(page("".join(sections()) + SIGNED + frame)) == read(plain_page())


@pytest.mark.parametrize("share", [0.4, 0.5, 0.7, 0.9, 0.98])
def test_a_truncated_page_is_reported_as_unread(share: float) -> None:
    data = plain_page()
    assert _UNREAD in read(data[: int(len(data) * share)])["findings"]


@pytest.mark.parametrize(
    "end", ["</body></html>", "</html>", "</BODY>", "</body></html>" + "<!-- counted -->" * 50, ""]
)
def test_a_complete_page_is_not_reported(end: str) -> None:
    assert read(plain_page().replace(b"</body></html>", end.encode())) == read(plain_page())
