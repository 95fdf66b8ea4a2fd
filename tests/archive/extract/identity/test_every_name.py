"""Every name of the country comes back from every form of title: all of them at length, some of them always."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

import pytest

from archive.extract.identity.identify import identify_link
from archive.gazetteer import County, Unit, load
from archive.gazetteer.naming import stem
from archive.gazetteer.traditional import TABLE

_CORE = "政府信息公开工作年度报告"
_OLD, _NEW = TABLE.read_text("utf-8").splitlines()
_TO_TRADITIONAL = str.maketrans(dict(zip(_NEW, _OLD, strict=True)))
_SEEN = date(2026, 3, 1)

FORMS: dict[str, Callable[[str, str], str]] = {
    "name": lambda unit, county: f"{unit}2025年{_CORE}",
    "year in front": lambda unit, county: f"2025年{unit}{_CORE}",
    "年度 in front": lambda unit, county: f"2025年度{unit}政府信息公开年报",
    "year behind": lambda unit, county: f"{unit}政府信息公开年度报告（2025年）",
    "county": lambda unit, county: f"{county}{unit}2025年度{_CORE}",
    "organ": lambda unit, county: f"{unit}{'办事处' if unit.endswith('街道') else '人民政府'}2025年{_CORE}",
    "brackets": lambda unit, county: f"2025年{_CORE}（{unit}）",
    "brackets behind the county": lambda unit, county: f"{county}2025年{_CORE}（{unit}）",
    "cover letter": lambda unit, county: f"关于印发{unit}2025年{_CORE}的通知",
    "annual summary": lambda unit, county: f"{unit}2025年政府信息公开工作年度总结",
    "with its explanation": lambda unit, county: f"{unit}2025年{_CORE}及解读",
    "traditional": lambda unit, county: f"{unit}2025年{_CORE}".translate(_TO_TRADITIONAL),
}


def wrong(form: Callable[[str, str], str], units: Iterable[tuple[County, Unit]]) -> Iterator[str]:
    """The titles of this form that do not give their unit and year.

    A unit that is called like its county cannot be told from it: then it is only concerned.
    """
    for county, unit in units:
        title = form(unit.name, county.name)
        found = identify_link(title, url=None, county_code=county.code, gazetteer=load(), today=_SEEN)
        of_county = found.issuer.level == "county" and unit.name == county.name and unit.code in found.concerns
        if (found.kind, found.year) != ("report", 2025) or not (found.issuer.township_code == unit.code or of_county):
            yield f"{title}: {found.kind} {found.year} {found.issuer}"


UNREADABLE = {"额敏（兵地、辽阳）工业园区"}
"""A park whose name has a list in brackets: behind an office's words or in brackets it is taken for several."""


def every(step: int = 1) -> Iterator[tuple[County, Unit]]:
    book = load()
    every_unit = (
        (county, unit) for county in book.counties() for unit in book.units(county.code) if unit.name not in UNREADABLE
    )
    return islice(every_unit, 0, None, step)


@pytest.mark.parametrize("form", FORMS)
def test_some_names_come_back(form: str) -> None:
    assert list(wrong(FORMS[form], every(397))) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_every_name_comes_back(form: str) -> None:
    assert list(wrong(FORMS[form], every())) == []


@pytest.mark.parametrize("name", ["附城镇", "度尾镇", "度佳镇", "版书镇", "版石镇", "尾山农场"])
def test_names_that_begin_like_the_words_of_a_title_come_back(name: str) -> None:
    units = [unit for code in load().codes(name) if (unit := load().unit(code))]
    named = [(county, unit) for unit in units if (county := load().county(unit.county_code))]
    assert named
    assert [title for form in FORMS.values() for title in wrong(form, named)] == []


@pytest.mark.parametrize("step", [pytest.param(397), pytest.param(1, marks=pytest.mark.slow)])
def test_a_name_without_its_kind_gives_the_unit_or_names_it_as_a_candidate(step: int) -> None:
    for county, unit in every(step):
        short = stem(unit.name)
        if short == unit.name or len(short) < 2:
            continue
        title = f"{short}2025年{_CORE}"
        found = identify_link(title, url=None, county_code=county.code, gazetteer=load(), today=_SEEN)
        named = {found.issuer.township_code, *(each.township_code for each in found.issuer.candidates)}
        assert unit.code in named or unit.code in found.concerns, title


@pytest.mark.parametrize("year", ["2052", "205", "20225", "2O25", "3025", "25", "1925", "20２052"])
@pytest.mark.parametrize("form", ["{unit}{year}年政府信息公开工作年度报告", "{year}年{unit}政府信息公开年报"])
def test_a_year_that_nobody_can_mean_is_not_known(year: str, form: str) -> None:
    for county, unit in every(1999):
        title = form.format(unit=unit.name, year=year)
        found = identify_link(title, url=None, county_code=county.code, gazetteer=load(), today=_SEEN)
        assert (found.kind, found.year, found.doubt) == ("report", None, "impossible_year"), title
        assert found.issuer.township_code == unit.code, title
