"""JSON objects held compressed are the dictionaries that they are made of."""

from __future__ import annotations

import json
import tracemalloc

from archive.storage.packed_json import PackedJson

EVIDENCE = {
    "looks": [{"at": "2026-01-30", "shows": False, "url": f"http://a.example/{n}"} for n in range(60)],
    "why": "年",
}


def test_it_is_the_object_of_its_text() -> None:
    packed = PackedJson(json.dumps(EVIDENCE))
    assert dict(packed) == EVIDENCE
    assert (packed["why"], packed.get("none"), "looks" in packed, "none" in packed, len(packed)) == (
        "年", None, True, False, 2,
    )  # fmt: skip
    assert json.loads(packed.text) == EVIDENCE


def test_many_take_little_of_the_memory() -> None:
    texts = [json.dumps({**EVIDENCE, "number": number}) for number in range(300)]
    tracemalloc.start()
    held = [PackedJson(text) for text in texts]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < sum(map(len, texts)) / 5
    assert [packed["number"] for packed in held] == list(range(300))
