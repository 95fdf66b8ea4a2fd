"""What holds for every unit of the country, however its name is printed."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from archive.extract.identity.identify import identify_link
from archive.gazetteer import County, Unit, load
from archive.gazetteer.naming import kind


@cache
def everything() -> tuple[tuple[County, Unit], ...]:
    names = load()
    return tuple((county, unit) for county in names.counties() for unit in names.units(county.code))


cases = st.integers(0, 41351).map(lambda at: everything()[at])


@given(cases)
def test_county_and_name_give_the_unit(case: tuple[County, Unit]) -> None:
    county, unit = case
    found = load().resolve(county.full_name + unit.name)
    assert (found.match, found.unit) == ("exact", unit)


@given(cases)
def test_the_site_s_county_gives_the_unit(case: tuple[County, Unit]) -> None:
    county, unit = case
    found = load().resolve(unit.name, county=county.code)
    assert found.unit == unit
    assert found.match in ("exact", "unique", "context")


@given(cases)
def test_the_name_alone_gives_the_unit_or_leaves_it_open(case: tuple[County, Unit]) -> None:
    found = load().resolve(case[1].name)
    if found.unit:
        assert found.unit == case[1]
    else:
        assert found.match == "ambiguous"
        assert case[1] in found.candidates


@given(cases, st.integers(2008, 2040))
def test_the_usual_title_gives_the_unit(case: tuple[County, Unit], year: int) -> None:
    county, unit = case
    organ = "办事处" if unit.name.endswith("街道") else "人民政府"
    document = identify_link(
        f"{county.full_name}{unit.name}{organ}{year}年政府信息公开工作年度报告",
        url=None,
        county_code=None,
        gazetteer=load(),
    )
    if kind(unit.name):
        assert (document.kind, document.year, document.issuer.township_code) == ("report", year, unit.code)


@given(cases, st.integers(0, 10), st.sampled_from("一东王镇河石大小"))
def test_a_misprint_is_never_taken_silently(case: tuple[County, Unit], at: int, letter: str) -> None:
    county, unit = case
    printed = unit.name[: at % len(unit.name)] + letter + unit.name[at % len(unit.name) + 1 :]
    found = load().resolve(county.full_name + printed)
    if found.unit is not None and found.unit.name != printed and found.match != "corrected":
        assert printed in load().names(found.unit.code) or found.why.args.get("printed") == printed
