"""Documents on disk, read as the archive would read them. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.clock import china_day
from archive.errors import ArchiveError
from archive.form.reading import Context
from archive.parser import Order
from archive.parser import parse as read


def parse(
    paths: Sequence[Path], now: datetime, *, county: str | None = None, url: str | None = None
) -> Iterator[dict[str, Any]]:
    """What each document says, in the order given; a folder gives all files in it. Dates after `now` are not believed.

    Raises ArchiveError for no file.
    """
    context = Context(county_code=county, url=url, today=china_day(now))
    for path in (file for named in paths for file in _files(named)):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ArchiveError(
                f"{path}: cannot be read ({error.strerror}); check the path and its permissions"
            ) from error
        said = read(Order(data, context, name=path.name))
        yield {**said, "path": str(path)}


def _files(named: Path) -> list[Path]:
    return sorted(path for path in named.rglob("*") if path.is_file()) if named.is_dir() else [named]
