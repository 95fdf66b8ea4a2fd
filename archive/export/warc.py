"""Writes captures as WARC/1.1 with a CDXJ index. Needs warcio (`pip install nianbao[warc]`).

A capture whose bytes an earlier record holds becomes a revisit record. Bytes are stored without transfer and content
coding, so those headers are dropped, and the length is that of the stored bytes. An attempt without an answer becomes a
metadata record; a page rendered in a browser is marked as such in the capture's request.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from archive.captures.header_sets import OMITTED, PAIRS
from archive.export import Scope
from archive.storage.database import Archive
from archive.storage.errors import ArchiveError

Record = Any
"""A record of warcio, which has no types."""

DROPPED = {"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"}
"""Headers that describe the bytes in transit, not the stored bytes."""

PART = 1_000_000_000
"""Bytes after which a new WARC file is begun."""

_CAPTURES = """
SELECT c.*, f.fetched_at AS milliseconds FROM captures AS c JOIN fetches AS f USING (capture)
JOIN sites AS s USING (site)
WHERE (?1 IS NULL OR s.county_code = ?1)
AND (?2 IS NULL OR c.kind IN ('listing', 'portal', 'robots') OR EXISTS (SELECT 1 FROM documents AS d
    JOIN news AS o USING (capture) WHERE o.address = f.address AND d.year = ?2))
ORDER BY c.capture
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The records written, by type, and the files."""

    responses: int
    revisits: int
    metadata: int
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _First:
    """The first record with given bytes: its id, address, date and payload digest."""

    record: str
    url: str
    date: str
    digest: str


def export(archive: Archive, destination: Path, scope: Scope, program: str) -> Written:
    """Write `nianbao-00001.warc.gz` … and `nianbao.cdxj` into the folder `destination`. Raises ArchiveError."""
    destination.mkdir(parents=True, exist_ok=True)
    writer = _Writer(destination, program)
    try:
        for row in archive.rows(_CAPTURES, scope.county, scope.year):
            writer.add(row, archive.payloads.get(bytes.fromhex(row["payload"])) if row["payload"] else None)
    finally:
        writer.close()
    (destination / "nianbao.cdxj").write_text("".join(sorted(writer.index)), encoding="utf-8")
    return Written(writer.counts["response"], writer.counts["revisit"], writer.counts["metadata"], tuple(writer.files))


def surt(url: str) -> str:
    """The SURT key of an address for CDXJ: host labels reversed, lower case, parameters sorted."""
    parts = urlsplit(url.lower())
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    reversed_host = host if host.replace(".", "").isdigit() else ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = "&".join(sorted(part for part in parts.query.split("&") if part))
    return f"{reversed_host}{port}){parts.path or '/'}{'?' + query if query else ''}"


class _Writer:
    """The WARC files being written, and the lines of their index."""

    def __init__(self, folder: Path, program: str) -> None:
        try:
            from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
            from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]
        except ModuleNotFoundError as error:
            raise ArchiveError("wrong-no-warcio") from error

        class InBytes(StatusAndHeaders):  # type: ignore[misc]
            """Headers as they came: characters that stand for bytes (ISO 8859-1), which warcio would escape."""

            def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
                """The header lines; escaped by warcio where a character stands for no byte."""
                try:
                    return bytes(self.to_bytes(filter_func, "latin-1"))
                except UnicodeEncodeError:
                    return bytes(super().to_ascii_bytes(filter_func))

        self._headers: Any = InBytes
        self._warc: Any = WARCWriter
        self._folder, self._program = folder, program
        self._first: dict[str, _First] = {}
        self._file: BinaryIO | None = None
        self._out: Any = None
        self.files: list[Path] = []
        self.index: list[str] = []
        self.counts = {"response": 0, "revisit": 0, "metadata": 0}

    def add(self, row: sqlite3.Row, data: bytes | None) -> None:
        """One capture: its request, and its answer where one came."""
        file = self._make_room()
        if data is None:
            answer, kind = self._metadata(row), "metadata"
        elif row["payload"] in self._first:
            answer, kind = self._revisit(row, self._first[row["payload"]]), "revisit"
        else:
            answer, kind = self._response(row, data), "response"
        start = file.tell()
        self._out.write_record(answer)
        self.counts[kind] += 1
        if kind != "metadata":
            self.index.append(self._line(row, answer, start, file.tell() - start))
        self._out.write_record(self._request(row, answer))

    def close(self) -> None:
        """Close the current file."""
        if self._file is not None:
            self._file.close()

    def _make_room(self) -> BinaryIO:
        """The file to write to: a new one where none is open, or the last is full."""
        if self._file is not None and self._file.tell() < PART:
            return self._file
        self.close()
        path = self._folder / f"nianbao-{len(self.files) + 1:05}.warc.gz"
        self.files.append(path)
        self._file = path.open("wb")
        self._out = self._warc(self._file, gzip=True, warc_version="WARC/1.1")
        about = {"software": self._program, "format": "WARC File Format 1.1", "description": _ABOUT}
        self._out.write_record(self._out.create_warcinfo_record(path.name, about))
        return self._file

    def _response(self, row: sqlite3.Row, data: bytes) -> Record:
        made = self._out.create_warc_record(
            row["url"],
            "response",
            payload=BytesIO(data),
            length=len(data),
            http_headers=self._http(row),
            warc_headers_dict=_capture_headers(row),
        )
        header = made.rec_headers.get_header
        self._first[row["payload"]] = _First(
            header("WARC-Record-ID"), row["url"], header("WARC-Date"), header("WARC-Payload-Digest")
        )
        return made

    def _revisit(self, row: sqlite3.Row, first: _First) -> Record:
        """A revisit record. A 304 has no headers to replay with, so those of the first record are used."""
        has_own_headers = row["status"] != HTTPStatus.NOT_MODIFIED
        made = self._out.create_revisit_record(
            row["url"],
            first.digest,
            first.url,
            first.date,
            http_headers=self._http(row) if has_own_headers else None,
            warc_headers_dict={**_capture_headers(row), "WARC-Refers-To": first.record},
        )
        if not has_own_headers:
            made.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
        return made

    def _metadata(self, row: sqlite3.Row) -> Record:
        """A metadata record for an attempt that brought no bytes: verdict, status and detail."""
        text = f"verdict: {row['verdict']}\r\nstatus: {row['status'] or ''}\r\ndetail: {row['detail'] or ''}\r\n"
        data = text.encode()
        return self._out.create_warc_record(
            row["url"], "metadata", payload=BytesIO(data), length=len(data), warc_headers_dict=_capture_headers(row)
        )

    def _request(self, row: sqlite3.Row, answer: Record) -> Record:
        """The request, as far as it was stored: method, address, and the fields beyond a plain GET."""
        asked = json.loads(row["request"]) if row["request"] else {}
        parts = urlsplit(row["url"])
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        method, body = str(asked.pop("method", "GET")), str(asked.pop("body", "")).encode()
        fields = [("Host", parts.netloc), *((name, str(value)) for name, value in asked.items())]
        concurrent = {**_capture_headers(row), "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")}
        return self._out.create_warc_record(
            row["url"],
            "request",
            payload=BytesIO(body),
            length=len(body),
            http_headers=self._headers(f"{method} {target} HTTP/1.1", fields, is_http_request=True),
            warc_headers_dict=concurrent,
        )

    def _http(self, row: sqlite3.Row) -> Record:
        fields = json.loads(row["headers"]) if row["headers"] else {}
        fields.pop(OMITTED, None)
        pairs = fields.pop(PAIRS, None) or fields.items()
        headers = [(name, str(value)) for name, value in pairs if name.lower() not in DROPPED]
        status = row["status"] or HTTPStatus.OK
        return self._headers(
            _status_line(status), [*headers, ("Content-Length", str(row["size"]))], protocol="HTTP/1.1"
        )

    def _line(self, row: sqlite3.Row, answer: Record, start: int, length: int) -> str:
        revisit = answer.rec_type == "revisit"
        fields = json.loads(row["headers"]) if row["headers"] else {}
        entry = {
            "url": row["url"],
            "mime": "warc/revisit" if revisit else fields.get("content-type", "unk").split(";")[0],
            "status": str(row["status"] or 200),
            "digest": answer.rec_headers.get_header("WARC-Payload-Digest"),
            "length": str(length),
            "offset": str(start),
            "filename": self.files[-1].name,
        }
        stamp = re.sub(r"\D", "", row["fetched_at"])[:14]
        return f"{surt(row['url'])} {stamp} {json.dumps(entry, ensure_ascii=False)}\n"


_ABOUT = (
    "Captures of a nianbao archive. Bodies are decoded from transfer and content coding; digests are of those bytes."
)
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


def _capture_headers(row: sqlite3.Row) -> dict[str, str]:
    return {"WARC-Date": row["fetched_at"], "Nianbao-Capture": row["capture"], "Nianbao-Verdict": row["verdict"]}


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} -"
