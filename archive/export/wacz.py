"""Captures as one WACZ file (Web Archive Collection Zipped 1.1.1), which ReplayWeb.page opens in a browser.

    archive/nianbao-00001.warc.gz …   as `export warc` writes them, stored without packing again
    indexes/index.cdx                 CDXJ
    pages/pages.jsonl                 the pages of lists and reports
    datapackage.json                  each file with its size and SHA-256
    datapackage-digest.json           the SHA-256 of that: who has it can check the whole

The digest is not signed: a signature (WACZ Auth) needs a key of the operator's, and says who made the file.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from archive.export import Scope, warc
from archive.storage import owned_folders
from archive.storage.database import Archive

VERSION = "1.1.1"

_PAGES = """
SELECT c.url, min(c.fetched_at) AS at, min(c.capture) AS capture, max(c.link_title) AS title FROM captures AS c
JOIN sites AS s USING (site) WHERE c.kind IN ('portal', 'listing', 'report') AND c.verdict = 'ok'
AND (?1 IS NULL OR s.county_code = ?1)
AND (?2 IS NULL OR c.kind <> 'report'
    OR EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = c.capture AND d.year = ?2))
GROUP BY c.url ORDER BY c.url
"""


def export(archive: Archive, path: Path, scope: Scope, program: str) -> warc.Written:
    """Write the file `path`. Raises ArchiveError where warcio is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with owned_folders.temporary("nianbao-wacz-", path.parent) as folder:
        written = warc.export(archive, folder, scope, program)
        (folder / "pages.jsonl").write_text("".join(_pages(archive, scope)), encoding="utf-8")
        files = {f"archive/{file.name}": file for file in written.files}
        files |= {"indexes/index.cdx": folder / "nianbao.cdxj", "pages/pages.jsonl": folder / "pages.jsonl"}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
            for name, file in files.items():
                packed.write(file, name)
            package = _package(files, program)
            packed.writestr("datapackage.json", package)
            packed.writestr("datapackage-digest.json", _json({"path": "datapackage.json", "hash": _named(package)}))
    return written


def _pages(archive: Archive, scope: Scope) -> Iterator[str]:
    """The list of pages, a line of JSON each, after its head."""
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "Pages"}) + "\n"
    for row in archive.rows(_PAGES, scope.county, scope.year):
        page = {"id": row["capture"], "url": row["url"], "ts": row["at"], "title": row["title"] or row["url"]}
        yield json.dumps(page, ensure_ascii=False) + "\n"


def _package(files: dict[str, Path], program: str) -> bytes:
    resources = []
    for name, file in files.items():
        with file.open("rb") as data:
            digest = file_digest(data, "sha256").hexdigest()
        short = name.rsplit("/", 1)[-1].lower()
        resources.append({"name": short, "path": name, "hash": f"sha256:{digest}", "bytes": file.stat().st_size})
    return _json({"profile": "data-package", "wacz_version": VERSION, "software": program, "resources": resources})


def _named(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
