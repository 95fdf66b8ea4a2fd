"""The captures as WARC/1.1: warcio finds every record sound, and every byte comes back."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.captures import record as observations
from archive.captures.record import Fetched
from archive.export import Scope, warc
from tests.support.archives.samples import LIST, NIGHT, URL, Nights, said

pytest.importorskip("warcio")


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    nights = Nights(tmp_path)
    nights.night(0, said(12))
    nights.night(1, said(12))
    run = nights.begin(2)
    coded = {"content-type": "text/html", "content-encoding": "gzip", "transfer-encoding": "chunked"}
    for fetched in (
        Fetched("report", "http://a.example/x?b=1", NIGHT, "ok", 200, body=b"<p>hello", headers=coded),
        Fetched(
            "report", URL, NIGHT + timedelta(days=2), "same", 304, digest=observations.digest(repr(said(12)).encode())
        ),
        Fetched("report", "http://a.example/none", NIGHT, "unreachable", detail="timed out"),
        Fetched(
            "report", "http://a.example/api", NIGHT, "ok", 200, body=b"{}", request={"method": "POST", "body": "q=1"}
        ),
    ):
        observations.record(nights.archive, run, fetched)
    return nights


def records(path: Path) -> list[dict[str, Any]]:
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    with path.open("rb") as stream:
        found = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            head = record.rec_headers.get_header
            found.append(
                {
                    "type": record.rec_type,
                    "url": head("WARC-Target-URI"),
                    "version": record.rec_headers.protocol,
                    "profile": head("WARC-Profile"),
                    "refers": head("WARC-Refers-To-Target-URI"),
                    "http": record.http_headers,
                    "body": record.content_stream().read(),
                }
            )
        return found


def test_every_record_is_valid_and_every_byte_there(nights: Nights, tmp_path: Path) -> None:
    done = warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0")
    found = records(done.files[0])
    assert {record["version"] for record in found} == {"WARC/1.1"}
    bodies = {observations.digest(record["body"]) for record in found if record["type"] == "response"}
    assert bodies == {row[0] for row in nights.archive.rows("SELECT sha256 FROM payloads")}
    assert len([r for r in found if r["type"] == "response"]) == done.responses == len(bodies)
    assert sum(record["type"] == "request" for record in found) == nights.archive.one("SELECT count(*) FROM fetches")[0]


def test_bytes_seen_before_are_a_revisit(nights: Nights, tmp_path: Path) -> None:
    found = records(warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0").files[0])
    revisits = [record for record in found if record["type"] == "revisit"]
    assert {record["refers"] for record in revisits} == {LIST, URL}
    assert {record["profile"].rsplit("/", 1)[-1] for record in revisits} == {
        "identical-payload-digest",
        "server-not-modified",
    }


def test_headers_of_the_bytes_in_transit_go(nights: Nights, tmp_path: Path) -> None:
    found = records(warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0").files[0])
    page = next(r for r in found if r["type"] == "response" and r["url"].startswith("http://a.example/x"))
    names = [name.lower() for name, _ in page["http"].headers]
    assert names == ["content-type", "content-length"]
    assert page["http"].get_header("Content-Length") == str(len(page["body"]))


def test_an_attempt_without_an_answer_is_a_metadata_record(nights: Nights, tmp_path: Path) -> None:
    found = records(warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0").files[0])
    told = next(record for record in found if record["type"] == "metadata")
    assert b"unreachable" in told["body"]
    assert b"timed out" in told["body"]


def test_a_request_beyond_a_plain_get_is_recorded(nights: Nights, tmp_path: Path) -> None:
    found = records(warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0").files[0])
    asked = next(record for record in found if record["type"] == "request" and record["url"].endswith("/api"))
    assert asked["http"].protocol == "POST"
    assert asked["body"] == b"q=1"


def test_the_index_leads_to_the_record(nights: Nights, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    done = warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0")
    lines = (tmp_path / "out" / "nianbao.cdxj").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == done.responses + done.revisits
    for line in lines:
        key, stamp, told = line.split(" ", 2)
        fields = json.loads(told)
        with (tmp_path / "out" / fields["filename"]).open("rb") as stream:
            stream.seek(int(fields["offset"]))
            record = next(iter(ArchiveIterator(stream)))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]
        assert key == warc.surt(fields["url"])
        assert len(stamp) == 14


def test_keys_of_the_index() -> None:
    assert warc.surt("http://www.Nanjing.gov.cn/NB/index.html?b=2&a=1") == "cn,gov,nanjing)/nb/index.html?a=1&b=2"
    assert warc.surt("http://127.0.0.1:8080") == "127.0.0.1:8080)/"


def test_repeated_headers_are_exported_in_their_bytes_and_order(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    lines = [("set-cookie", "a=1; Path=/"), ("set-cookie", "b=\xe6\x96\x87"), ("via", "1.1 one"), ("via", "1.1 two")]
    answer = Fetched("listing", URL, NIGHT, "ok", 200, body=b"x", headers=dict(reversed(lines)), pairs=lines)
    observations.record(nights.archive, nights.begin(0), answer)
    stored = nights.archive.one("SELECT headers FROM captures")[0]
    assert json.loads(stored)["set-cookie"] == "a=1; Path=/"  # as before: one value a name
    done = warc.export(nights.archive, tmp_path / "out", Scope(), "nianbao 0")
    exported = _unpacked(done.files[0])
    assert b"set-cookie: a=1; Path=/\r\nset-cookie: b=\xe6\x96\x87\r\nvia: 1.1 one\r\nvia: 1.1 two\r\n" in exported


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
