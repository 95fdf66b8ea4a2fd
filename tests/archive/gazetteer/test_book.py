from __future__ import annotations

from datetime import date

import pytest

from archive.gazetteer import County, Gazetteer, Unit, load
from archive.gazetteer.codec import FILE, GazetteerRow, encode, places, townships, unpacked, written
from archive.gazetteer.naming import stem, without_organ

ROWS = (
    GazetteerRow("41", "河南省"),
    GazetteerRow("4104", "平顶山市"),
    GazetteerRow("410425", "郏县"),
    GazetteerRow("410425101", "冢头镇", ("冢头",), "2010-05-01"),
    GazetteerRow("410425201", "冢头乡", (), "", "2010-04-30", "410425101"),
)


def test_everything_is_there() -> None:
    names = load()
    counties = names.counties()
    assert len(counties) == 2978
    assert sum(len(names.units(county.code)) for county in counties) == 41352


def test_a_county_knows_its_prefecture_and_province() -> None:
    assert load().county("410425") == County("410425", "郏县", "平顶山市", "河南省")


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("410425", "河南省平顶山市郏县"),
        ("442000", "广东省中山市"),
        ("110115", "北京市大兴区"),
        ("500238", "重庆市巫溪县"),
        ("429006", "湖北省天门市"),
        ("460400", "海南省儋州市"),
    ],
)
def test_full_names(code: str, full: str) -> None:
    county = load().county(code)
    assert county
    assert county.full_name == full


def test_unknown_codes_are_none() -> None:
    assert load().county("999999") is None
    assert load().county("4104") is None
    assert load().unit("410425999") is None
    assert load().units("999999") == ()


def test_data_survives_the_file() -> None:
    text = unpacked(encode(reversed(ROWS)))
    assert tuple(row for block in places(text) for row in (block.row, *townships(block))) == ROWS


def test_units_are_in_force_for_a_time() -> None:
    names = Gazetteer(written(ROWS))
    before, after = date(2010, 4, 30), date(2010, 5, 1)
    assert [unit.name for unit in names.units("410425", before)] == ["冢头乡"]
    assert [unit.name for unit in names.units("410425", after)] == ["冢头镇"]
    assert len(names.units("410425")) == 2
    assert names.unit("410425201") == Unit("410425201", "冢头乡", "410425", None, before, "410425101")
    assert names.in_force("410425201", before)
    assert not names.in_force("410425201", after)
    assert not names.in_force("410425999", after)


def test_counties_are_found_in_a_text() -> None:
    found = load().find_counties("以郸城县人民政府官网为主要阵地，周口市郸城县；学习外县经验，新县城建设")
    assert [county.code for county in found] == ["411625"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("冢头镇人民政府", "冢头镇"),
        ("冢头镇人民政府办公室", "冢头镇"),
        ("冢头镇党政综合办公室", "冢头镇"),
        ("冢头镇政府", "冢头镇"),
        ("解放街道办事处", "解放街道"),
        ("解放街道办事处党政办公室", "解放街道"),
        ("大垅乡政务公开领导小组办公室", "大垅乡"),
        ("大垅乡信息公开办", "大垅乡"),
        ("湖口县政务公开办公室", "湖口县政务公开办公室"),
        ("解放街办", "解放街道"),
        ("中共冢头镇委员会", "冢头镇"),
        ("旧宫地区办事处", "旧宫地区"),
        ("政务服务中心", "政务服务中心"),
    ],
)
def test_names_of_organs_are_removed(name: str, expected: str) -> None:
    assert without_organ(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("古砦仫佬族乡", "古砦"), ("茅坪回族镇", "茅坪"), ("乡镇", "乡"), ("八五〇农场", "八五〇农场")],
)
def test_stems(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.parametrize(
    ("short", "code"), [("内蒙古", "15"), ("新疆", "65"), ("广西", "45"), ("宁夏", "64"), ("西藏", "54")]
)
def test_autonomous_regions_have_their_short_names(short: str, code: str) -> None:
    assert load().places.named(short) == {code}


def test_a_name_is_found_by_searching_as_by_the_index() -> None:
    """The text is searched at first; a name inside another, one in an alias, one of a county and none are asked for."""
    names = ("冢头镇", "冢头", "头镇", "郏县", "410425101", "", "解放街道", "城关镇", "王屋镇")
    searched = Gazetteer(unpacked(FILE.read_bytes()))
    indexed = Gazetteer(unpacked(FILE.read_bytes()))
    indexed.index()
    assert [list(searched.codes(name)) for name in names] == [list(indexed.codes(name)) for name in names]
    assert [len(indexed.codes(name)) for name in ("冢头镇", "郏县", "")] == [1, 0, 0]


@pytest.mark.slow
def test_every_name_is_found_by_searching_as_by_the_index() -> None:
    book = load()
    book.index()
    searched = Gazetteer(unpacked(FILE.read_bytes()))
    for county in book.counties()[::40]:
        for unit in book.units(county.code):
            for name in book.names(unit.code):
                searched._searches = 0
                assert list(searched.codes(name)) == list(book.codes(name))
