"""Hostile and broken files: never an exception, never without a bound, always a reason."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extract.dispatch import formats
from archive.extract.layout import limits
from archive.extract.layout.document import Document, Table, Unreadable
from tests.support.documents.zips import packed
from tests.support.paths import FILES
from tests.support.proof.compound import compound

_FILES = sorted((FILES).glob("report.*"))
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(autouse=True, scope="module")
def _without_libreoffice() -> Iterator[None]:
    """Broken Word files would be handed on to it, which takes seconds each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "which", lambda _: None)
        yield


def _docx(document: bytes) -> bytes:
    return packed({"word/document.xml": document})


def _reason(data: bytes) -> str:
    answer = formats.read(data)
    assert isinstance(answer, Unreadable), answer
    return answer.reason


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unpacks to more" in _reason(_docx(b" " * 12_000_000))
    monkeypatch.setattr(limits, "UNPACKED", 1_000_000)
    assert "unpacks to more" in _reason(gzip.compress(b"a" * 1_000_002))


def test_packing_within_packing_ends() -> None:
    data = "年报".encode()
    for _ in range(limits.DEPTH + 2):
        data = packed({"年报.zip": data})
    assert "packed more than" in _reason(data)


def test_entities_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(9))
    answer = formats.read(
        _docx(
            f"<!DOCTYPE x [{entities}]><w:document {_W}><w:body><w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:body></w:document>".encode()  # noqa: E501
        )
    )
    assert isinstance(answer, Document | Unreadable)
    assert len(str(answer)) < 10_000


def test_files_of_the_machine_are_not_read() -> None:
    document = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document {_W}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>'  # noqa: E501
    assert "root:" not in str(formats.read(_docx(document.encode())))


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr>" + "<td colspan=1000000 rowspan=1000000>1</td>" * 300 + "</tr></table>",
        "<table>" + "<tr><td>1</td><td>2</td></tr>" * 12_000 + "</table>",
        "<div>" * 2_000 + "文" + "</div>" * 2_000,
        "<table><tr><td>" * 400 + "文" + "</td></tr></table>" * 400,
        "<p>" + "&#64976;" * 1000 + "T0" + "&#64977;" * 50 + "</p>",
    ],
    ids=["spans", "cells", "depth", "tables in tables", "our own marks"],
)
def test_absurd_pages_are_bounded(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "POSITIONS", 20_000)
    answer = formats.read(f"<html><body>{page}</body></html>".encode())
    if isinstance(answer, Document):
        positions = sum(
            len(block.grid) * len(block.grid[0]) for block in answer.blocks if isinstance(block, Table) and block.grid
        )
        assert positions <= limits.POSITIONS


def test_nested_groups_and_json_end() -> None:
    assert "nested" in _reason(b"{\\rtf1" + b"{" * 5000)
    assert isinstance(formats.read(b'{"a":' * 50_000 + b"1"), Document | Unreadable)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"Rar!\x1a\x07\x01\x00",
        b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4,
        b"%PDF-1.4\n%broken",
        b"PK\x03\x04broken",
    ],
)
def test_reasons_are_given(data: bytes) -> None:
    assert len(_reason(data)) > 10


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_truncated_files_end_well(path: Path, share: float) -> None:
    data = path.read_bytes()
    assert isinstance(formats.read(data[: int(len(data) * share)]), Document | Unreadable)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([path for path in _FILES if path.suffix != ".pdf"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), max_size=12),
)
def test_damaged_files_never_raise(path: Path, damage: list[tuple[float, bytes]]) -> None:
    data = bytearray(path.read_bytes())
    for position, wrong in damage:
        at = int(position * len(data))
        data[at : at + len(wrong)] = wrong
    assert isinstance(formats.read(bytes(data)), Document | Unreadable)


def test_a_part_that_does_not_unpack_does_not_prevent_sniffing() -> None:
    data = bytearray((FILES / "report.odt").read_bytes())
    data[int(0.015625 * len(data))] = 0
    assert isinstance(formats.read(bytes(data)), Document | Unreadable)


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(str.encode),
        st.lists(
            st.sampled_from(
                [
                    "<table>",
                    "<tr>",
                    "<td rowspan=0>",
                    "</table>",
                    "<p>",
                    "1",
                    "规章",
                    "\t",
                    "\n",
                    "|",
                    "<div id=zoom>",
                    "{",
                    '"',
                    "<![CDATA[",
                    "\ufdd0",
                ]
            ),
            max_size=60,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
def test_any_bytes_are_a_document_or_a_reason(data: bytes) -> None:
    assert isinstance(formats.read(data), Document | Unreadable)
    assert isinstance(formats.tolerant(data), Document | Unreadable)


def test_a_directory_that_is_one_long_branch_is_refused() -> None:
    """olefile goes down from each entry to the next by calling itself."""
    assert "too deeply" in _reason(compound({f"S{at}": b"x" for at in range(1000)}))
