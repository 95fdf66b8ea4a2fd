from __future__ import annotations

import gzip
import io
import json
import zipfile
from hashlib import sha256

import pytest

from archive.export import Scope, wacz
from archive.storage.database import Archive
from tests.support.web import sample


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wacz")
    with pytest.MonkeyPatch.context() as patch:
        sample.without_gazetteer(patch)
        path = sample.build(folder / "nianbao.db")
    with Archive.read(path) as archive:
        wacz.export(archive, folder / "nianbao.wacz", Scope(), "nianbao test")
    assert {file.name for file in folder.iterdir()} >= {"nianbao.wacz"}
    assert not list(folder.glob("nianbao-wacz-*")), "nothing temporary is left"
    return zipfile.ZipFile(io.BytesIO((folder / "nianbao.wacz").read_bytes()))


def test_every_file_is_as_the_manifest_says_and_the_manifest_as_its_digest(packed: zipfile.ZipFile) -> None:
    package = packed.read("datapackage.json")
    digest = json.loads(packed.read("datapackage-digest.json"))
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{sha256(package).hexdigest()}"}
    described = json.loads(package)
    assert described["wacz_version"] == "1.1.1"
    assert described["profile"] == "data-package"
    for resource in described["resources"]:
        data = packed.read(resource["path"])
        assert (len(data), f"sha256:{sha256(data).hexdigest()}") == (resource["bytes"], resource["hash"])
    listed = {resource["path"] for resource in described["resources"]}
    assert listed | {"datapackage.json", "datapackage-digest.json"} == set(packed.namelist())


def test_warc_files_are_stored_so_that_readers_seek_in_them(packed: zipfile.ZipFile) -> None:
    (info,) = [one for one in packed.infolist() if one.filename.endswith(".warc.gz")]
    assert info.compress_type == zipfile.ZIP_STORED


def test_pages_lead_through_the_index_to_their_records(packed: zipfile.ZipFile) -> None:
    head, *pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").decode().splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert any(page["url"].endswith("t20230112_999901001.html") for page in pages)
    index = [json.loads(line.split(" ", 2)[2]) for line in packed.read("indexes/index.cdx").decode().splitlines()]
    by_url = {entry["url"]: entry for entry in index}
    for page in pages:
        entry = by_url[page["url"]]
        data = packed.read(f"archive/{entry['filename']}")
        start = int(entry["offset"])
        record = gzip.decompress(data[start : start + int(entry["length"])])
        assert f"WARC-Target-URI: {page['url']}".encode() in record
