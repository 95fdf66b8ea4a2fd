"""Which reports a county's listing states show: by what the address of each row turned out to hold, and when.

A row names a report by its title, until its address was read. Decides nothing about a check.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from archive.captures import listing_states
from archive.captures.last_readings import is_last
from archive.captures.listing_states import ListedItem
from archive.captures.of_addresses import of_addresses
from archive.deadlines.case import Pair
from archive.storage.database import Archive
from archive.storage.instants import known_until, milliseconds

_LED_ON = of_addresses(
    "f.fetched_at, f.capture, f.address",
    "SELECT CAST(value AS INTEGER) AS address FROM json_each(?1)",
    "f.kind IN ('portal', 'listing') AND f.verdict IN ('ok', 'same')",
)
"""When these addresses only led on to others."""

_READ = f"""
SELECT f.address, f.fetched_at, f.capture, o.kind, o.township_code, o.year,
    f.fetched_at <= ?2 AND o.parsed_at <= ?3 AS known, {is_last("o", "?3")} AS last
FROM json_each(?1) AS j CROSS JOIN news AS f ON f.address = j.value CROSS JOIN documents AS o ON o.capture = f.capture
ORDER BY f.fetched_at, f.capture
"""
"""All that was ever read at these addresses, in the order of time, and whether it was known by then."""

_JOINTLY = f"""
SELECT DISTINCT l.state, j.value, d.year FROM documents AS d JOIN json_each(d.joint_with) AS j
CROSS JOIN news AS f ON f.capture = d.capture CROSS JOIN items AS i ON i.address = f.address
CROSS JOIN sites AS z CROSS JOIN visits AS r ON r.site = z.site CROSS JOIN looks AS l ON l.site_run = r.site_run
CROSS JOIN state_items AS m ON m.state = l.state AND m.item = i.item
WHERE d.joint_with IS NOT NULL AND d.kind = 'report' AND d.year IS NOT NULL AND z.county_code = ?1
AND f.fetched_at <= ?2 AND {is_last("d", "?3")}
"""
"""The other townships of joint reports, by listing state: whatever such an address held, it was theirs, too."""

Turn = tuple[int, Pair | None]
"""Since when (in milliseconds) an address held which report; None for no report."""


@dataclass(frozen=True, slots=True)
class ShownReports:
    """What a listing state shows. An address may have held several documents in turn: what it held then counts."""

    always: frozenset[Pair] = frozenset()
    in_turn: Mapping[int, Sequence[Turn]] = field(default_factory=dict)
    """By address."""

    def at(self, moment: datetime) -> frozenset[Pair]:
        """The reports at an instant: what each address was last known to hold, or first where nothing was known yet."""
        if not self.in_turn:
            return self.always
        held = (_last(turns, moment) for turns in self.in_turn.values())
        return self.always.union(pair for pair in held if pair)

    def held(self, address: int, moment: datetime) -> Pair | None:
        """What one address held at an instant, of those that have not held the same always."""
        return _last(self.in_turn[address], moment)


def _last(turns: Sequence[Turn], moment: datetime) -> Pair | None:
    now = max(milliseconds(moment), turns[0][0])
    return [pair for since, pair in turns if since <= now][-1]


class CountyLists:
    """What the listing states of a county show: what the address of each row turned out to hold from when on (nothing,
    while it only led on or held something about a report), else what the title of its link says.
    """

    def __init__(self, archive: Archive, county: str, now: datetime, known_at: datetime | None) -> None:
        self._states = listing_states.of_county(archive, county)
        self._of_addresses = _OfAddresses(archive, self._states.addresses(), now, known_at)
        jointly: dict[int, set[Pair]] = defaultdict(set)
        for state, *pair in archive.rows(_JOINTLY, county, milliseconds(now), known_until(known_at)):
            jointly[state].add((pair[0], pair[1]))
        self._turns: dict[tuple[int, ...], list[Turn]] = {}
        shared = Counter(item.address for item in self._states.items.values())
        self._alone = {
            item: pairs
            for item, row in self._states.items.items()
            if shared[row.address] == 1 and len(pairs := {pair for _, pair in self._turns_of((item,))}) < 2
        }
        self._of_states = {state: self._shown(items, jointly[state]) for state, items in self._states.shown.items()}

    def of(self, state: int) -> ShownReports:
        """What a state shows; nothing where it is empty."""
        return self._of_states.get(state, ShownReports())

    def named(self, states: Iterable[int]) -> frozenset[Pair]:
        """What the links of these states name, whatever was read behind them; one to an empty shelf names nothing."""
        named = [self._named[state] for state in states if state in self._named]
        return named[0] if len(named) == 1 else frozenset().union(*named)

    @cached_property
    def _named(self) -> dict[int, frozenset[Pair]]:
        pairs = {
            number: (item.township, item.year)
            for number, item in self._states.items.items()
            if item.kind == "report" and item.township and item.year is not None
            and item.address in self._of_addresses.read
        }  # fmt: skip
        return {
            state: frozenset(map(pairs.__getitem__, pairs.keys() & items))
            for state, items in self._states.shown.items()
        }

    def _shown(self, items: Sequence[int], jointly: Set[Pair]) -> ShownReports:
        always = {pair for item in items if item in self._alone for pair in self._alone[item]} | jointly
        by_address: dict[int, tuple[int, ...]] = defaultdict(tuple)
        for item in items:
            if item not in self._alone:
                by_address[self._states.items[item].address] += (item,)
        in_turn = {}
        for address, together in by_address.items():
            turns = self._turns_of(together)
            pairs = {pair for _, pair in turns}
            if len(pairs) > 1:
                in_turn[address] = turns
            always |= pairs if len(pairs) == 1 else set()
        return ShownReports(frozenset(pair for pair in always if pair), in_turn)

    def _turns_of(self, items: tuple[int, ...]) -> list[Turn]:
        """What the address of these rows held in turn."""
        if items not in self._turns:
            rows = [self._states.items[item] for item in items]
            self._turns[items] = self._of_addresses.turns(rows)
        return self._turns[items]


class _OfAddresses:
    """What the addresses of rows held, by what was fetched until `now` and read until `known_at`."""

    def __init__(self, archive: Archive, addresses: Sequence[int], now: datetime, known_at: datetime | None) -> None:
        until = milliseconds(now)
        self.read: set[int] = set()
        self._lookalikes: set[int] = set()
        held: dict[int, list[_Held]] = defaultdict(list)
        for row in archive.rows(_READ, json.dumps(addresses), until, known_until(known_at)):
            address, at, capture, kind, township, year, known, last = row
            self.read.add(address)
            if known and kind == "lookalike":
                self._lookalikes.add(address)
            if known and last and kind == "lookalike":
                held[address].append((at, capture, None))
            if known and last and kind == "report" and township is not None and year is not None:
                held[address].append((at, capture, (township, year)))
        self._held = {address: rows for address, rows in held.items() if any(pair for _, _, pair in rows)}
        for at, capture, address in archive.rows(_LED_ON, json.dumps(list(self._held))):
            if at <= until:
                self._held[address].append((at, capture, None))

    def turns(self, rows: Sequence[ListedItem]) -> list[Turn]:
        """What the one address of these rows held in turn; nothing where it held only something about a report."""
        address = rows[0].address
        if address in self._held:
            held = sorted(self._held[address], key=lambda one: one[:2])
            return [(at, pair or _titled(row)) for at, _, pair in held for row in rows]
        named = [row for row in rows if row.kind == "report" and row.township is not None]
        return [] if address in self._lookalikes else [(0, _titled(row)) for row in named]


_Held = tuple[int, str, Pair | None]
"""When what was fetched (in milliseconds), by which capture, and the report that it was; None for no report."""


def _titled(row: ListedItem) -> Pair | None:
    """The report that a row names."""
    return (row.township, row.year) if row.kind == "report" and row.township and row.year else None
