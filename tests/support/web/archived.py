"""A sample archive of real documents, one for each way in which an archived document is shown.

Read by today's parser, and given to townships of an invented county; the first one's page is revised in a second night.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from archive.captures import record
from archive.captures.record import Fetched
from archive.extract import parser
from archive.extract.parser import Order
from archive.extract.report.model import Context, Issuer
from archive.reports import documents, settling
from archive.storage.database import Archive
from archive.storage.instants import CHINA
from tests.support.paths import FILES

COUNTY, SITE = "999901", "qingxi"
NIGHT = datetime(2024, 1, 20, 21, tzinfo=CHINA)
NAMES = {"html": "城关镇", "pdf": "东风乡", "docx": "河口街道", "ofd": "白石镇", "scan": "柳店镇", "hostile": "西营镇"}
TYPES = {"html": "text/html", "pdf": "application/pdf", "docx": "application/msword", "scan": "image/png"}
HOSTILE = """<html><head><title>x</title><meta http-equiv=refresh content="0;url=ADDRESS/refresh">
<base href="ADDRESS/base/"><link rel=stylesheet href="ADDRESS/style.css"><script>top.document.title='ran'</script>
<style>@import url(ADDRESS/import.css); td { background: url(ADDRESS/background.png) }</style>
<style>.quiet { color: #333333 }</style></head>
<body onload="parent.document.title='ran';fetch('ADDRESS/fetch')" background="ADDRESS/body.png">
<form action="ADDRESS/form"><input name=a autofocus onfocus="document.title='ran'"><button>send</button></form>
<img src=x onerror="fetch('ADDRESS/onerror')"><img src="ADDRESS/picture.png"><img srcset="ADDRESS/set.png 2x">
<svg><script>fetch('ADDRESS/svg')</script><image href="ADDRESS/svg.png"/></svg>
<math><mtext><table><mglyph><style><img src=x onerror="fetch('ADDRESS/mutation')"></style></mglyph></table></mtext>
</math>
<noscript><p title="</noscript><img src=x onerror=fetch('ADDRESS/noscript')>"></noscript>
<iframe src="ADDRESS/frame"></iframe><object data="ADDRESS/object"></object><embed src="ADDRESS/embed">
<video src="ADDRESS/video" poster="ADDRESS/poster" autoplay></video><audio src="ADDRESS/audio" autoplay></audio>
<a href="javascript:fetch('ADDRESS/link')" ping="ADDRESS/ping">link</a><a href="ADDRESS/out">out</a>
<p style="background-image:url(ADDRESS/inline.png);position:fixed;color:red" id=nianbao-figure class=quiet>text</p>
<template><img src="ADDRESS/template.png"></template><div style="behavior:url(ADDRESS/htc)">div</div>
<dialog open>dialog</dialog><portal src="ADDRESS/portal"></portal><isindex action="ADDRESS/isindex">"""
"""A page that tries to run something and to fetch something; `ADDRESS` is to be replaced."""


def build(path: Path, address: str = "http://127.0.0.1:9") -> Archive:
    """The archive; `address` is what the hostile page tries to reach. Close it."""
    archive = Archive.open(path)
    add(archive, address)
    return archive


def add(archive: Archive, address: str = "http://127.0.0.1:9") -> None:
    """Add the county and its documents to an archive that has none of its code."""
    with archive.transaction() as db:
        db.execute("INSERT INTO counties VALUES (?, '青溪县', '示例市', '示例省')", (COUNTY,))
        rows = [(_code(number), COUNTY, name) for number, name in enumerate(NAMES.values(), 1)]
        db.executemany("INSERT INTO townships VALUES (?, ?, ?, NULL, NULL, NULL)", rows)
    record.register_site(archive, SITE, COUNTY, "trs", [f"https://{SITE}.example.gov.cn/nb/"], {})
    _night(archive, NIGHT, {kind: _bytes(kind, address) for kind in NAMES})
    revised = _bytes("html", address).replace(b"1240", b"1242").replace(b">24</td>", b">25</td>", 1)
    _night(archive, NIGHT + timedelta(days=7), {"html": revised})


def capture_of(archive: Archive, kind: str) -> str:
    """The key of the last capture of a kind of document."""
    suffix = f"%/{kind}"
    row = archive.one("SELECT capture FROM captures WHERE url LIKE ? ORDER BY fetched_at DESC LIMIT 1", suffix)
    return str(row["capture"])


def _bytes(kind: str, address: str) -> bytes:
    if kind == "hostile":
        page = (FILES / "report.html").read_bytes().decode("gb18030")
        return (page + HOSTILE.replace("ADDRESS", address)).encode()
    if kind == "html":
        return (FILES / "report.html").read_bytes().decode("gb18030").encode()
    return (FILES / ("scan.png" if kind == "scan" else f"report.{kind}")).read_bytes()


def _night(archive: Archive, now: datetime, bodies: dict[str, bytes]) -> None:
    run = record.begin_run(archive, now, "sample", {})
    site_run = record.begin_site(archive, run, SITE, now)
    for number, (kind, body) in enumerate(bodies.items()):
        at = now + timedelta(seconds=20 * number)
        headers = {"content-type": TYPES.get(kind, "text/html")}
        if kind == "docx":
            headers["content-disposition"] = "attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5%2F..%2Fa.docx"
        url = f"https://{SITE}.example.gov.cn/nb/{kind}"
        fetched = Fetched("report", url, at, "ok", 200, body=body, headers=headers)
        _read(archive, record.record(archive, site_run, fetched), kind, body, at)
    record.finish_site(archive, site_run, now + timedelta(minutes=3), "ok", None)
    settling.settle(archive, now + timedelta(minutes=4), site_run)
    record.finish_run(archive, run, now + timedelta(minutes=5))


def _read(archive: Archive, capture: str, kind: str, body: bytes, at: datetime) -> None:
    name = NAMES[kind]
    code = _code([*NAMES].index(kind) + 1)
    report = parser.parse(Order(body, Context(today=at.date())))
    mine = Issuer(name, "township", code, COUNTY, "exact")
    title = f"{name}2023年政府信息公开工作年度报告"
    documents.store(archive, capture, replace(report, year=2023, issuer=mine, title=title), at + timedelta(seconds=9))


def _code(number: int) -> str:
    return f"{COUNTY}{number:03}"
