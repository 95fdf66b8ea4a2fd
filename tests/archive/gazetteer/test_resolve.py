from __future__ import annotations

import pytest

from archive.gazetteer import Gazetteer, ResolutionReason, load
from archive.gazetteer.codec import GazetteerRow, written
from archive.gazetteer.likeness import is_confusable, is_one_edit_apart

SMALL = Gazetteer(
    written(
        (
            GazetteerRow("41", "河南省"),
            GazetteerRow("4104", "平顶山市"),
            GazetteerRow("410425", "郏县"),
            GazetteerRow("410425101", "冢头镇"),
            GazetteerRow("410425102", "王集镇"),
            GazetteerRow("410425103", "五集镇"),
            GazetteerRow("410425001", "东城街道"),
            GazetteerRow("410425104", "东城镇"),
            GazetteerRow("410426", "襄城县"),
            GazetteerRow("410426101", "王集镇"),
        )
    )
)


@pytest.mark.parametrize(
    ("name", "county", "expected"),
    [
        ("郏县冢头镇", None, ("exact", "410425101", None)),
        ("冢头镇", None, ("unique", "410425101", None)),
        ("郑县冢头镇", None, ("corrected", "410425101", "misprint")),
        ("平顶山市郑县冢头镇", None, ("corrected", "410425101", "misprint")),
        ("襄城县冢头镇", None, ("none", None, None)),
        ("冢土镇", "410425", ("corrected", "410425101", "misprint")),
        ("冢土镇", None, ("none", None, None)),
        ("家头镇", None, ("corrected", "410425101", "misprint")),
        ("冢头乡", "410425", ("corrected", "410425101", "former_kind")),
        ("冢头乡", None, ("none", None, None)),
        ("东城乡", "410425", ("ambiguous", None, None)),
        ("天集镇", "410425", ("ambiguous", None, None)),
        ("王集镇", None, ("ambiguous", None, None)),
        ("王集镇", "410426", ("context", "410426101", None)),
        ("王集镇", "410400", ("ambiguous", None, None)),
        ("五集镇", "410426", ("ambiguous", None, "misfiled")),
        ("郏县五集镇", "410426", ("exact", "410425103", "misfiled")),
        ("郏县财政局", None, ("none", None, None)),
        ("", None, ("none", None, None)),
    ],
)
def test_names_in_a_small_country(name: str, county: str | None, expected: tuple[str, str | None, str | None]) -> None:
    found = SMALL.resolve(name, county=county)
    assert (found.match, found.unit.code if found.unit else None, found.remark) == expected
    assert found.why.reason in ResolutionReason


def test_a_named_county_elsewhere_in_the_document_decides() -> None:
    found = SMALL.resolve("王集镇", nearby=("410426",))
    assert (found.match, found.unit and found.unit.code) == ("context", "410426101")
    assert [unit.code for unit in found.candidates] == ["410425102", "410426101"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("四平市铁东区解放街道", "220303005"),
        ("鞍山市铁东区解放街道办事处", "210302002"),
        ("洮北区城南街道", "220802006"),
        ("内蒙古自治区赤峰市敖汉旗新州街道", "150430404"),
        ("长白县长白镇", "220623100"),
        ("恩施州恩施市龙凤镇", "422801100"),
        ("重庆武隆区接龙乡", "500156210"),
        ("开县温泉镇", "500154104"),
        ("怀化市洪江区桂花园乡", "431271220"),
        ("霍邱县宋店乡", "341522127"),
        ("大兴区亦庄镇", "110115004"),
    ],
)
def test_names_with_places_in_front(name: str, code: str) -> None:
    found = load().resolve(name)
    assert (found.match, found.unit and found.unit.code) == ("exact", code)


def test_a_county_that_exists_is_no_misprint_of_another() -> None:
    assert load().resolve("内黄县城关镇").match == "none"


def test_two_districts_of_the_same_name_are_ambiguous() -> None:
    found = load().resolve("铁东区解放街道")
    assert (found.match, [unit.code for unit in found.candidates]) == ("ambiguous", ["210302002", "220303005"])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("冢头镇", "家头镇", True),
        ("冢头镇", "头冢镇", True),
        ("冢头镇", "头镇", True),
        ("冢头镇", "冢头镇", False),
        ("冢头镇", "薛店镇", False),
    ],
)
def test_names_one_edit_apart(first: str, second: str, *, expected: bool) -> None:
    assert is_one_edit_apart(first, second) is expected
    assert is_one_edit_apart(second, first) is expected


def test_confusable_characters() -> None:
    assert is_confusable("优于宁镇", "优干宁镇")
    assert not is_confusable("薛店镇", "冢头镇")
