"""Headers as they are stored: whole where they are as long as servers send them, bounded where they are not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.captures import header_sets
from archive.captures.header_sets import LONGEST, OMITTED, PAIRS
from archive.storage.database import Archive

TWICE = [("via", "1.1 a"), ("via", "1.1 b"), ("etag", '"x"')]
LONG: Mapping[str, dict[str, str]] = {
    "values": {f"x-{number}": "h" * 4000 for number in range(60)},
    "one value": {"x": "h" * 250_000},
    "names": {f"{number}{'n' * 4000}": "" for number in range(60)},
    "many": {f"x-{number}": "h" for number in range(20_000)},
    "quotes": {f"x-{number}": '"' * 4000 for number in range(60)},
}


def _stored(path: Path, headers: Mapping[str, str], pairs: list[tuple[str, str]]) -> str:
    with Archive.open(path / "nianbao.db") as archive, archive.transaction() as db:
        key = header_sets.store(db, headers, pairs, of_new_body=True)
        return str(archive.one("SELECT fields FROM header_sets WHERE headers = ?", key)[0])


def test_headers_of_usual_length_are_stored_whole(tmp_path: Path) -> None:
    headers = dict(TWICE) | {"x": "h" * 8000}
    assert json.loads(_stored(tmp_path, headers, TWICE)) == headers | {PAIRS: [list(pair) for pair in TWICE]}


@pytest.mark.parametrize("kind", LONG)
def test_headers_without_end_are_cut_and_those_that_tell_are_kept(tmp_path: Path, kind: str) -> None:
    headers = LONG[kind] | dict(TWICE)
    stored = _stored(tmp_path, headers, [*LONG[kind].items(), *TWICE])
    assert len(stored) <= LONGEST
    fields = json.loads(stored)
    assert (fields["etag"], fields["via"]) == ('"x"', "1.1 b")
    assert int(fields[OMITTED]) > 100_000
