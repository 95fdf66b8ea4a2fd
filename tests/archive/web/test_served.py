from __future__ import annotations

from typing import Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]

from archive.web.served import Served

ROOT = {"id": "root"}
METADATA: tuple[dict[str, Any], ...] = (
    {},
    {"title": "nothing of tables"},
    {"databases": {"nianbao": {"tables": {"status": {"title": "open to all"}}}}},
    {"databases": {"nianbao": {"tables": {"Status": {"allow": ROOT}, "alerts": {}}}}},
    {"databases": {"nianbao": {"tables": {"alerts": {"allow": False}}}}},
    {"databases": {"nianbao": {"allow": ROOT}}},
    {"databases": {"another": {"tables": {"status": {"allow": ROOT}}}}},
    {"tables": {"status": {"allow": ROOT}}},
)


@pytest.mark.parametrize("metadata", METADATA)
@pytest.mark.parametrize("table", ["status", "STATUS", "alerts"])
def test_who_may_see_a_table_is_as_datasette_says(metadata: dict[str, Any], table: str) -> None:
    expected = Datasette(memory=True, metadata=metadata)._table_permission_allows("nianbao", table)
    assert Served(memory=True, metadata=metadata)._table_permission_allows("nianbao", table) == expected
