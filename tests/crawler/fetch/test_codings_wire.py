"""Codings, chunks and heads that are not as the standards say: read as browsers read them, else told as they are."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from tests.support.crawler.fetch import Case, Seen, fetch
from tests.support.crawler.outpost import PAGE, Behaviour, Outpost, answer

ROW = {"private_addresses": True}
SETTINGS = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 120}
PACKED = gzip.compress(PAGE.encode())
NO_CODINGS = ("utf-8", "UTF8", "none", "binary", "8bit", "gb2312", "identity", "text/html", "")


def chunked(form: bytes) -> bytes:
    """The page as one chunk, in a form that has places for its size and its bytes."""
    page = PAGE.encode()
    return answer(body=form % (len(page), page), Content_Length="", Transfer_Encoding="chunked")


READ: dict[str, Behaviour] = {
    "blanks behind the size of a chunk": chunked(b"%x  \t\r\n%s\r\n0 \r\n\r\n"),
    "blanks before an extension": chunked(b"%x ;name=value\r\n%s\r\n0\r\n\r\n"),
    "a header line of 100 KB": answer(X_Rules="a" * 100_000),
    "gzip unsaid": answer(body=PACKED),
    "gzip in gzip unsaid": answer(body=gzip.compress(PACKED), Content_Encoding="gzip"),
    "gzip coded as none": answer(body=PACKED, Content_Encoding="none"),
    **{f"coded as {word or 'a blank'}": answer(body=PAGE, Content_Encoding=word or " ") for word in NO_CODINGS},
}
BROKEN: dict[str, tuple[Behaviour, str, str]] = {
    "a header line of 300 KB": (
        answer(X_Rules="a" * 300_000),
        "unreachable",
        "the header lines have more than 262144 bytes",
    ),
    "a chunk of no size": (chunked(b"size %x\r\n%s\r\n0\r\n\r\n"), "unreachable", "Chunk-size must be an integer"),
    "gzip unsaid cut short": (answer(body=PACKED[:-40]), "unreachable", "its gzip body was cut short"),
    "gzip bomb unsaid": (answer(body=gzip.compress(b"0" * 30_000_000)), "too_large", "once unpacked"),
    "a coding that was not asked for": (
        answer(body=PAGE, Content_Encoding="zstd"),
        "unreachable",
        "the content coding zstd was not asked for",
    ),
}
FILES: dict[str, Behaviour] = {
    "/nb.gz": answer(body=PACKED),
    "/nb?name=a.gz": answer(body=PACKED),
    "/nb": answer(body=PACKED, Content_Disposition='attachment; filename="nb.tgz"'),
}


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Seen]]:
    with Outpost() as server:
        server.routes |= {_path(name): sent for name, sent in READ.items()}
        server.routes |= {_path(name): sent for name, (sent, _, _) in BROKEN.items()}
        server.routes |= FILES
        paths = list(server.routes)
        yield dict(zip(paths, fetch([Case(server.url + path, ROW, settings=SETTINGS) for path in paths]), strict=True))


@pytest.mark.parametrize("name", READ)
def test_what_browsers_read_is_read(seen: dict[str, Seen], name: str) -> None:
    assert [one["verdict"] for one in seen[_path(name)].captures if one["kind"] == "listing"] == ["ok"]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_as_what_it_is(seen: dict[str, Seen], name: str) -> None:
    _, verdict, why = BROKEN[name]
    last = [one for one in seen[_path(name)].captures if one["kind"] != "robots"][-1]
    assert last["verdict"] == verdict
    assert why in last["detail"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a header line of 300 KB", "header_line_too_long"), ("a chunk of no size", "malformed_chunks")],
)
def test_what_breaks_the_rules_of_http_has_a_code_of_its_own(seen: dict[str, Seen], name: str, reason: str) -> None:
    assert [one for one in seen[_path(name)].captures if one["kind"] != "robots"][-1]["reason"] == reason


@pytest.mark.parametrize("path", FILES)
def test_a_gzip_file_stays_as_it_is(seen: dict[str, Seen], path: str) -> None:
    """By its address or the name to save it under; the same bytes under another name are a page."""
    assert [one["kind"] for one in seen[path].captures if one["kind"] == "listing"] == []


def _path(name: str) -> str:
    return "/" + name.replace(" ", "-").replace("/", "-")
