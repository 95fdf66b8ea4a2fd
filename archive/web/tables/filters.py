"""Filters in the address of a table: one by a column or comparison that is not there is refused.

Datasette compares with the name of a column that a table lacks, so that nothing matches, and leaves out a comparison
that it does not know, so that everything does: a slip of the pen would be answered with no rows, or with all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datasette.filters import Filters  # type: ignore[import-untyped]

from archive.web.metadata import DATABASE
from archive.web.tables import faults

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.utils.asgi import Request  # type: ignore[import-untyped]

_ROW_NUMBER: Final = "rowid"
"""A column that SQLite has where a table says nothing of it."""


async def refuse_unknown(datasette: Datasette, request: Request, table: str) -> None:
    """Raise DatasetteError (status 400) for a filter by a column, or by a comparison, that is not there."""
    columns = {*await datasette.get_database(DATABASE).table_columns(table), _ROW_NUMBER}
    comparisons = {key for key, _, _ in Filters(()).lookups()}
    named = [(key, "") for key in request.args if not key.startswith("_") or "__" in key]  # as Datasette takes them
    for column, comparison, _ in Filters(named).selections():
        if column not in columns:
            raise faults.refused("page-error-no-column", name=column[:100])
        if comparison not in comparisons:
            raise faults.refused("page-error-no-comparison", name=comparison[:100])
