"""What fuzzers found is read as any other document by now; and every target takes what it starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fuzz.targets import TARGETS, seeds

_FOUND = sorted((Path(__file__).parent / "found").iterdir())


@pytest.mark.parametrize("path", _FOUND, ids=lambda path: path.name)
def test_what_was_found_is_read(path: Path) -> None:
    TARGETS[path.name.partition("-")[0]][0](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_what_it_starts_from(name: str) -> None:
    for data in seeds(name)[:3]:
        TARGETS[name][0](data)
