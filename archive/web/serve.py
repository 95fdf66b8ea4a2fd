"""The archive under Datasette: which file, which settings, which address. Reads only."""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import uvicorn
from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.database import Database  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[import-untyped]
from sqlite_utils import Database as Schema

from archive.storage import schema
from archive.storage.database import for_reading
from archive.storage.errors import ArchiveError, explain
from archive.web import metadata, plugin

_HERE = Path(__file__).parent
SETTINGS = {
    "allow_download": False,
    "default_page_size": 100,
    "facet_time_limit_ms": 1000,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 5000,
    "suggest_facets": False,
    "truncate_cells_html": 400,
}


def app(archive: Path) -> Datasette:
    """Datasette on the archive, under the name `nianbao`, opened read-only. Raises ArchiveError.

    The payload file is not among its databases; its bytes are reached by digest only.
    """
    columns = _columns(archive)
    if not pm.is_registered(plugin):
        pm.register(plugin)
    served = Datasette(
        memory=True,
        metadata=metadata.build(columns),
        settings=SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("-/nianbao", str(_HERE / "static"))],
    )
    served.remove_database("_memory")
    served.add_database(Database(served, path=str(archive), is_mutable=not _frozen(archive)), name=metadata.DATABASE)
    # With rich installed, Datasette prints every 404 as a traceback with locals, and fails on some.
    pm.get_plugin("datasette.handle_exception").rich = None
    return served


def run(archive: Path, host: str, port: int) -> None:
    """Serve until interrupted. Raises ArchiveError where there is no archive or the address cannot be had."""
    served = app(archive)
    listener = _listen(host, port)
    server = uvicorn.Server(uvicorn.Config(served.app(), log_level="info", access_log=False, lifespan="on"))
    logging.getLogger("uvicorn.error").info("%s at http://%s:%d/ (Ctrl+C ends it)", archive, host, port)
    with suppress(KeyboardInterrupt):  # uvicorn raises it again once it has closed down
        server.run(sockets=[listener])


def _columns(archive: Path) -> dict[str, list[str]]:
    """The columns of every table and view, of an archive that this version understands."""
    if not archive.is_file():
        raise ArchiveError(f"{archive}: there is no archive yet; `nianbao crawl` makes it")
    try:
        with closing(sqlite3.connect(for_reading(archive), uri=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
                raise ArchiveError(
                    f"{archive}: not a nianbao archive; name another file under `archive` in nianbao.toml"
                )
            tables = Schema(connection, execute_plugins=False)
            if schema.pending(connection) or not schema.views_are_current(connection):
                raise ArchiveError(
                    f"{archive}: made by an older version; open it once with `nianbao crawl` to migrate it"
                )
            return {
                name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
                for name in (*tables.table_names(), *tables.view_names())
            }
    except sqlite3.Error as error:
        raise explain(error, archive) from error


def _frozen(archive: Path) -> bool:
    """Whether nobody can be writing: a copy on a read-only disk, which SQLite opens in WAL mode only as immutable."""
    return not os.access(archive.parent, os.W_OK) and not archive.with_name(f"{archive.name}-wal").exists()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ArchiveError(f"{host}:{port}: {error.strerror}; name another address with --host or --port") from error
