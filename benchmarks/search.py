"""What a search costs: the index of pairs beside FTS5's trigrams in size and time to build, and questions to the page.

usage: python -m benchmarks.search ARCHIVE [--reports 5000]

ARCHIVE is one of `benchmarks.nation`; its index is completed first. Sizes are of a sample of its reports; questions are
asked of all, in processor time, beside a scan for the same.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive.reports import search_index, search_text
from archive.storage.database import Archive, for_reading
from archive.web import serve

QUESTIONS = (
    "政府信息", "申请", "不予公开", "镇关城", "城关镇", "城關鎮", "湖口县", "湖口 申请", "北京 朝阳 街道", "２０２５",
    "申请 公开 政府 信息 年度 报告 工作 情况", "没有这样的话", "row_sum", "河",
)  # fmt: skip
"""Common and rare words, of two characters and more; places; words that are nowhere; one character.

Traditional and full-width forms; and many common words that never stand together.
"""

_SAMPLE = (
    "SELECT s.text FROM (SELECT version FROM reports WHERE version IS NOT NULL ORDER BY report LIMIT ?) AS r"
    " JOIN sections AS s USING (version)"
)
_TOKENIZERS = {
    "pairs, no positions": ("ascii", "none", lambda text: search_text.tokens([text], [])),
    "trigrams, no positions": ("trigram", "none", search_text.fold),
    "trigrams": ("trigram", "full", search_text.fold),
}


def built(texts: list[str], tokenizer: str, detail: str, write: Callable[[str], str]) -> tuple[float, float]:
    """Seconds to index the texts without storing them, and megabytes of the index."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(
            f"CREATE VIRTUAL TABLE i USING fts5 (t, content='', columnsize=0, detail={detail}, tokenize='{tokenizer}')"
        )
        began = time.process_time()
        db.executemany("INSERT INTO i (rowid, t) VALUES (?, ?)", ((n, write(text)) for n, text in enumerate(texts)))
        db.execute("INSERT INTO i (i) VALUES ('optimize')")
        took = time.process_time() - began
        return took, db.execute("SELECT sum(length(block)) FROM i_data").fetchone()[0] / 1e6


def scanned(archive: Path, word: str) -> float:
    """Seconds of a scan of all sections in force for a word, up to 25 hits."""
    with closing(sqlite3.connect(for_reading(archive), uri=True)) as db:
        began = time.process_time()
        db.execute(
            "SELECT 1 FROM reports AS r JOIN sections AS s USING (version) WHERE instr(s.text, ?) LIMIT 25", (word,)
        ).fetchall()
        return time.process_time() - began


async def asked(archive: Path) -> list[tuple[str, float, int]]:
    """Each question, the seconds of its answer (the second time), and how many reports the first page holds."""
    served = serve.app(archive)
    await served.invoke_startup()
    found = []
    for question in QUESTIONS:
        for _ in range(2):
            began = time.process_time()
            answer = (await served.client.get("/-/search.json", params={"q": question})).json()
            took = time.process_time() - began
        found.append((question, took, len(answer["reports"])))
    return found


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archive", type=Path)
    options.add_argument("--reports", type=int, default=5000)
    given = options.parse_args()
    with Archive.open(given.archive) as archive:
        search_index.complete(archive)
    with closing(sqlite3.connect(for_reading(given.archive), uri=True)) as db:
        texts = [row[0] for row in db.execute(_SAMPLE, (given.reports,))]
    print(f"{len(texts)} sections, {sum(len(text.encode()) for text in texts) / 1e6:.1f} MB of text")
    for name, (tokenizer, detail, write) in _TOKENIZERS.items():
        took, size = built(texts, tokenizer, detail, write)
        print(f"  {name:24} {size:7.1f} MB  {took:6.1f} s")
    for question, took, reports in asyncio.run(asked(given.archive)):
        scan = scanned(given.archive, question)
        print(f"  {question:12} {1000 * took:6.0f} ms, {reports:2} reports; a scan {scan:6.2f} s")


if __name__ == "__main__":
    main()
