"""The archive as a Datasette application: which file, which settings. Reads only, and opens no socket."""

from __future__ import annotations

import os
from pathlib import Path

from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[import-untyped]

from archive.extract.sandbox.policy import Policy
from archive.web import metadata, plugin
from archive.web.columns import columns_of
from archive.web.drafts import draft_check
from archive.web.language import Language
from archive.web.served import Served
from archive.web.tables.database import ArchiveDatabase
from archive.web.tables.sorting import sortable_columns

_HERE = Path(__file__).parent
SETTINGS = {
    "allow_download": False,
    "default_page_size": 100,
    "facet_time_limit_ms": 1000,
    "max_returned_rows": 2000,
    "num_sql_threads": 4,
    "sql_time_limit_ms": 5000,
    "suggest_facets": False,
    "truncate_cells_html": 400,
}


def app(archive: Path, drafts: tuple[Policy, int] | None = None, lang: Language | None = None) -> Datasette:
    """Datasette on the archive, under the name `nianbao`, opened read-only. Raises ArchiveError.

    `lang` is the language for visitors who ask for none.

    With `drafts`, a page checks drafts: what reading one may take, and the megabytes that it may have. The payload file
    is not among its databases; its bytes are reached by digest only.
    """
    columns = columns_of(archive)
    if not pm.is_registered(plugin):  # by the entry point, it is
        pm.register(plugin)
    served = Served(
        memory=True,
        metadata=metadata.build(columns, sortable_columns(archive, columns))
        | {"plugins": {metadata.DATABASE: {"lang": lang}}},
        settings=SETTINGS,
        template_dir=str(_HERE / "templates"),
    )
    if drafts:
        draft_check.switch_on(served, *drafts)
    served.remove_database("_memory")
    served.add_database(
        ArchiveDatabase(served, path=str(archive), is_mutable=not _frozen(archive)), name=metadata.DATABASE
    )
    # With rich installed, Datasette prints every 404 as a traceback with locals, and fails on some.
    pm.get_plugin("datasette.handle_exception").rich = None
    return served


def _frozen(archive: Path) -> bool:
    """Whether nobody can be writing: a copy on a read-only disk, which SQLite opens in WAL mode only as immutable."""
    return not os.access(archive.parent, os.W_OK) and not archive.with_name(f"{archive.name}-wal").exists()
