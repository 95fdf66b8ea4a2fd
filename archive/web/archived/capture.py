"""A captured document: its bytes, where and when they came from, its name as a file, and where its figures stand."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from archive import patterns
from archive.extract.positions import packing
from archive.extract.report.model import Positions
from archive.storage.instants import instant
from archive.web.ask import Ask, Row
from archive.web.pages import payload

_CAPTURE: Final = (
    "SELECT capture, kind, url, fetched_at, payload, size, link_title, headers FROM captures"
    " WHERE capture = ? AND payload IS NOT NULL"
)
_READING: Final = (
    "SELECT d.title, d.version, d.township_code, d.year, p.packed FROM documents AS d"
    " LEFT JOIN positions AS p USING (document) WHERE d.capture = ? ORDER BY d.parsed_at DESC LIMIT 1"
)
_FORBIDDEN: Final = patterns.lazy(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""What no file's name may have: separators, controls, and what turns text around."""
_LONGEST_NAME: Final = 100
_SUFFIXES: Final = {"html": ".html", "text": ".txt", "mht": ".mht", "wordxml": ".xml", "sheetxml": ".xml"}
"""By kind of file, where the suffix is not the kind's name."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture with its payload. `reading` is its last reading, None where it was not read."""

    row: Row
    data: bytes
    reading: Row | None

    @property
    def positions(self) -> Positions | None:
        """Where its figures stand; None where no program has noted it."""
        packed = self.reading["packed"] if self.reading else None
        return packing.unpack(packed) if packed else None

    @property
    def declared(self) -> str | None:
        """The Content-Type that came with it."""
        return _headers(self.row).get("content-type")

    @property
    def memento(self) -> dict[str, str]:
        """The headers that say what it is a copy of, and of when (RFC 7089)."""
        at = format_datetime(instant(self.row["fetched_at"]), usegmt=True)
        address = quote(self.row["url"], safe="%/:=&?~#+!$,;'@()*[]")
        return {"Memento-Datetime": at, "Link": f'<{address}>; rel="original"'}

    def file_name(self, kind: str, media_type: str = "") -> str:
        """The name under which it is saved: its server's, else its title with the suffix of its kind.

        `media_type` is that of a picture.
        """
        given = _name_in(_headers(self.row).get("content-disposition", ""))
        path = unquote(urlsplit(self.row["url"]).path).rsplit("/", 1)[-1]
        suffix = "." + media_type.rpartition("/")[2] if media_type else _SUFFIXES.get(kind, f".{kind}")
        title = (self.reading or {}).get("title") or self.row["link_title"] or path or self.row["capture"]
        name = _FORBIDDEN.sub(" ", given or title).strip(" .") or self.row["capture"]
        stem = name[: -len(suffix)] if suffix and name.lower().endswith(suffix) else name
        return stem[:_LONGEST_NAME].strip() + suffix


async def find(ask: Ask, archive: Path, key: str) -> Captured | None:
    """A capture by its key; None where it has no bytes here."""
    row = await ask.one(_CAPTURE, key)
    data = await payload.read(archive, row["payload"]) if row else None
    return Captured(row, data, await ask.one(_READING, key)) if row and data is not None else None


def disposition(name: str) -> str:
    """A Content-Disposition that saves a file under this name (RFC 6266), in whatever writing."""
    name = _FORBIDDEN.sub(" ", name)
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def headers_of_file(captured: Captured, name: str) -> dict[str, str]:
    """What makes a browser save the bytes under a name, and do nothing else with them."""
    safe = payload.headers(captured.row["payload"]) | captured.memento
    return {**safe, "Content-Disposition": disposition(name)}


def _headers(row: Row) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in json.loads(row["headers"] or "{}").items()}


def _name_in(header: str) -> str:
    """The file's name in a Content-Disposition; "" for none."""
    message = Message()
    message["Content-Disposition"] = re.sub(r"[\r\n]", " ", header)
    return unquote(message.get_filename() or "")
