"""What the lists of a county showed: every listing state with its items, read once for all nights that saw it.

Says what stands in the lists, and nothing of what the addresses turned out to hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from archive.storage.database import Archive

_OF_STATES = """
SELECT m.state, json_group_array(m.item) FROM (
    SELECT DISTINCT l.state FROM sites AS s CROSS JOIN visits AS r ON r.site = s.site
    CROSS JOIN looks AS l ON l.site_run = r.site_run WHERE s.county_code = ?
) AS s CROSS JOIN state_items AS m ON m.state = s.state GROUP BY m.state
"""

_ITEMS = """
SELECT i.item, i.address, i.kind, i.township_code, i.year
FROM json_each(?) AS j CROSS JOIN items AS i ON i.item = j.value
"""


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A row of a list: its address by number, and whose report for which year its title says that it is."""

    address: int
    kind: str
    township: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class ListingStates:
    """The items of a county's lists by number, and which of them each listing state shows, in the order of numbers."""

    items: Mapping[int, ListedItem]
    shown: Mapping[int, tuple[int, ...]]

    def addresses(self) -> list[int]:
        """The addresses of all items, by number."""
        return sorted({item.address for item in self.items.values()})


def of_county(archive: Archive, county: str) -> ListingStates:
    """Those of all nights."""
    shown = {state: tuple(sorted(json.loads(items))) for state, items in archive.rows(_OF_STATES, county)}
    numbers = sorted(set().union(*shown.values()))
    rows = archive.rows(_ITEMS, json.dumps(numbers))
    return ListingStates({item: ListedItem(*fields) for item, *fields in rows}, shown)
