"""An archive served with plain `datasette nianbao.db`: whether it is one, and what Datasette is told of it.

`nianbao serve` gives Datasette metadata and templates itself; by the entry point of this package the plugin gives the
same wherever both are installed. A database of that name that is no archive of this version is left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from archive.storage.errors import ArchiveError
from archive.web import metadata
from archive.web.columns import columns_of

if TYPE_CHECKING:
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"

_FOUND: WeakKeyDictionary[Datasette, dict[str, Any] | None] = WeakKeyDictionary()
"""The metadata for each Datasette that serves an archive by its file; None where it serves something else."""


def described(datasette: Datasette) -> dict[str, Any] | None:
    """The metadata of an archive among the files that Datasette serves under the archive's name; None without one."""
    database = getattr(datasette, "databases", {}).get(metadata.DATABASE)
    if database is None or not database.path:
        return None
    if datasette not in _FOUND:
        try:
            _FOUND[datasette] = metadata.build(columns_of(Path(database.path)))
        except ArchiveError:
            _FOUND[datasette] = None
    return _FOUND[datasette]


def add_templates(env: Environment, datasette: Datasette) -> None:
    """Put our templates behind those of the operator and other plugins, and before Datasette's own."""
    if described(datasette) is None:
        return
    files = env.loader.loaders[0]  # type: ignore[union-attr]
    if str(TEMPLATES) not in map(str, files.searchpath):
        files.searchpath.insert(len(files.searchpath) - 1, str(TEMPLATES))
