"""Positions as bytes, some hundreds a report: what the archive stores of them.

The bytes are JSON of four lists, compressed by zlib (RFC 1950) with `_USUAL` as its dictionary: the cells' keys, and of
all spots the numbers, the areas and the paths, each as its difference from the one before, which is mostly the same.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import add, sub
from typing import Any, Final, cast

from archive.extract.layout.document import Area, Spot
from archive.extract.report.model import CellRef, Positions, TableName

_COLUMNS: Final = (
    "natural_person,enterprise,research_institution,public_welfare_organization,legal_service_organization,"
    "other_organization,total"
)
_USUAL: Final = ";".join(
    (
        "disclosure/regulations/issued,repealed,in_force;normative_documents/issued,repealed,in_force;licences/",
        "penalties/;coercive_measures/;fees/;procurement/projects,amount;other_services/;statistics/",
        f"applications/new/{_COLUMNS};carried_in/{_COLUMNS};granted/{_COLUMNS};partly_granted/;denied_state_secret/",
        "denied_prohibited_by_law/;denied_security_stability/;denied_third_party_rights/;denied_internal_affairs/",
        "denied_process_information/;denied_enforcement_file/;denied_administrative_inquiry/;unavailable_not_held/",
        "unavailable_needs_creation/;unavailable_still_unclear/;rejected_petition/;rejected_repeat/",
        "rejected_publication/;rejected_excessive/;rejected_confirmation/;other_not_corrected/;other_fee_unpaid/",
        "other_other/;outcome_total/;carried_out/",
        "review/reconsideration/upheld,corrected,other,pending,total;litigation_direct/",
        "litigation_after_reconsideration/",
        "body[1]/div[1]/table[1]/tbody[1]/tr[1]/td[1]/p[1]/span[1]",
        "[0,0,1,0,0,0,0],[0,1,-6,0,0,0,0]",
    )
).encode()
"""What most packed positions contain. It is part of the format and never changes."""


def pack(positions: Positions) -> bytes:
    """The positions as bytes; equal positions give equal bytes."""
    spots = [*positions.cells.values(), *(spot for spot in positions.figures if spot is not None)]
    packed = json.dumps(
        [
            list(_keys(positions.cells)),
            [int(spot is not None) for spot in positions.figures],
            list(_differences([_numbers(spot) for spot in spots])),
            [[len(spot.areas) for spot in spots], *_differences([area for spot in spots for area in spot.areas])],
            list(_shortened([spot.path for spot in spots])),
        ],
        separators=(",", ":"),
    )
    compressor = zlib.compressobj(6, zdict=_USUAL)
    return compressor.compress(packed.encode()) + compressor.flush()


def unpack(packed: bytes) -> Positions:
    """The positions that `pack` packed. Raises ValueError for other bytes."""
    try:
        lists = json.loads(zlib.decompressobj(zdict=_USUAL).decompress(packed))
        keys, figures, numbers, (counts, *areas), paths = lists
        spots = _spots(_sums(numbers), counts, _sums(areas), _whole(paths))
        cells = dict(zip(_cells(keys), spots, strict=False))
        return Positions(cells, tuple(next(spots) if known else None for known in figures))
    except (zlib.error, TypeError, StopIteration) as error:
        raise ValueError(f"no packed positions: {error}") from error


def _keys(cells: Iterable[CellRef]) -> Iterator[str]:
    """Each key without what it shares with the one before: `disclosure/regulations/issued`, then `//repealed`."""
    before: tuple[str, ...] = ("", "")
    for table, line, column in cells:
        yield f"{'' if table == before[0] else table}/{'' if (table, line) == before else line}/{column}"
        before = (table, line)


def _cells(keys: Iterable[str]) -> Iterator[CellRef]:
    table, line = "", ""
    for key in keys:
        new_table, new_line, column = key.split("/")
        table, line = new_table or table, new_line or line
        yield cast("TableName", table), line, column


def _numbers(spot: Spot) -> Sequence[int]:
    block, row, column, start, end, _, _, offset, length = spot
    return block, row, column, start, end, offset, length


def _spots(
    numbers: Iterable[Sequence[int]], counts: Iterable[int], areas: Iterable[Sequence[int]], paths: Iterable[str]
) -> Iterator[Spot]:
    remaining = iter(areas)
    for (block, row, column, start, end, offset, length), count, path in zip(numbers, counts, paths, strict=True):
        at = tuple(Area(*area) for area in islice(remaining, count))
        yield Spot(block, row, column, start, end, at, path, offset, length)


def _differences(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Each row less the one before it."""
    before: Sequence[int] = [0] * len(rows[0]) if rows else ()
    for row in rows:
        yield list(map(sub, row, before))
        before = row


def _sums(rows: Iterable[Sequence[int]]) -> Iterator[list[int]]:
    before: list[int] | None = None
    for row in rows:
        before = list(map(add, row, before)) if before else list(row)
        yield before


def _shortened(texts: Iterable[str]) -> Iterator[Any]:
    """Each text as the length of what it shares with the one before, and the rest; alone where it shares nothing."""
    before = ""
    for text in texts:
        shared = len(text) if text == before else _shared(before, text)
        yield [shared, text[shared:]] if shared else text
        before = text


@lru_cache(maxsize=4096)
def _shared(first: str, second: str) -> int:
    """How many characters two texts have in common at their beginning: by halves, as comparing slices is cheap.

    The paths of cells in one row differ behind their last bracket. Those of a site's pages are mostly the same.
    """
    least, most = 0, min(len(first), len(second))
    likely = min(second.rfind("[") + 1, most)
    if first[:likely] == second[:likely]:
        least = likely
    else:
        most = likely - 1
    while least < most:
        middle = (least + most + 1) // 2
        if first[:middle] == second[:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _whole(texts: Iterable[Any]) -> Iterator[str]:
    before = ""
    for text in texts:
        before = text if isinstance(text, str) else before[: text[0]] + text[1]
        yield before
