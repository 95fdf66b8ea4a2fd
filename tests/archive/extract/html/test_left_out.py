"""What a page has that is no text is told and never taken for a blank; fields and odd signs lose no figure."""

from __future__ import annotations

import pytest

from tests.support.documents.webpage import OPENING, SIGNED, grids, inside, page, plain, read, said, sections, table

_UNREAD = ("document.unread_parts", "reading")


def _with_cells(cell: str) -> bytes:
    first, second, third = grids()
    return page("".join(sections(inside((table(first), table(second, cell), table(third))))) + SIGNED)


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
def test_a_cell_s_figure_is_read_in_a_field_and_beside_signs_that_print_nothing(cell: str) -> None:
    assert read(_with_cells(cell)) == read(plain())


def test_signs_that_print_nothing_part_no_number_of_the_text() -> None:
    opening = OPENING.replace("213", "2&#8203;1&shy;3")
    assert read(page("".join(sections(inside(opening=opening))) + SIGNED)) == read(plain())


def test_pictures_of_figures_are_not_blank() -> None:
    got = said(_with_cells('<img src="n/{}.gif" width=60 height=50>'))
    assert set(got["tables"]["applications"]["new"].values()) == {None}
    assert {cell["state"] for cell in got["cells"]} == {"unreadable"}
    assert {found["blame"] for found in got["findings"]} == {"reading"}


def test_a_frame_in_the_text_is_told_as_unread() -> None:
    frames = [f'<iframe src="t{at}.html"></iframe>' for at in range(3)]
    assert _UNREAD in read(page("".join(sections(inside((frames[0], frames[1], frames[2]))))))["findings"]


@pytest.mark.parametrize("frame", ['<iframe src="about:blank"></iframe>', '<iframe src="/c.htm" width=0></iframe>'])
def test_a_frame_that_shows_nothing_is_not_told(frame: str) -> None:
    assert read(page("".join(sections()) + SIGNED + frame)) == read(plain())


@pytest.mark.parametrize("share", [0.4, 0.5, 0.7, 0.9, 0.98])
def test_a_page_that_breaks_off_is_told_as_unread(share: float) -> None:
    data = plain()
    assert _UNREAD in read(data[: int(len(data) * share)])["findings"]


@pytest.mark.parametrize(
    "end", ["</body></html>", "</html>", "</BODY>", "</body></html>" + "<!-- counted -->" * 50, ""]
)
def test_a_page_that_is_all_there_is_not_told(end: str) -> None:
    assert read(plain().replace(b"</body></html>", end.encode())) == read(plain())
