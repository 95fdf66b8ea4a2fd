from __future__ import annotations

import pytest

from tests.archive.web.conftest import Site


def digest(site: Site) -> str:
    return str(site.rows("captures?kind__exact=report&verdict__exact=ok&_col=payload&_size=1")[0]["payload"])


def test_bytes_come_as_a_download_and_nothing_else(site: Site) -> None:
    name = digest(site)
    answer = site.get(f"/-/payload/{name}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"<html>"), "hostile as they came"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.bin"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("name", ["0" * 64, "f" * 63, "../nianbao.db", "0" * 64 + ".html", "G" * 64])
def test_other_names_find_nothing(site: Site, name: str) -> None:
    assert site.get(f"/-/payload/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/sample.payloads", "/sample.payloads.db", "/_internal", "/_memory"])
def test_the_payload_file_is_no_database(site: Site, path: str) -> None:
    assert site.get(path).status_code in (403, 404)


def test_the_archive_itself_is_not_downloaded(site: Site) -> None:
    assert site.get("/nianbao.db").status_code == 403
