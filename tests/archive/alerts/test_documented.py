"""What the documentation and the payload's schema say of alert kinds is what the registry says.

NIANBAO_WRITE_DOCS=1 writes it anew.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from archive.alerts import kinds as alert_kinds
from archive.alerts.text import message, wording
from archive.alerts.text.wording import Language
from tests.support.paths import ROOT

DOCS = ROOT / "docs"
SCHEMA = Path(message.__file__).with_name("payload.schema.json")


def _table() -> str:
    rows = []
    for kind in alert_kinds.known().values():
        codes = ", ".join(f"`{reason}`" for reason in kind.reasons)
        rows.append(f"| `{kind.name}` | {kind.severity} | {kind.opens} | {kind.closes} | {codes} |")
    head = ["| kind | severity | opens | closes | reason |", "| --- | --- | --- | --- | --- |"]
    return "\n".join(["<!-- kinds -->", *head, *rows, "<!-- /kinds -->"])


def _remedies(language: Language, head: str) -> str:
    rows = [
        f"| {wording.kind_name(kind.name, language)} (`{reason}`) | {wording.remedy(reason, language)} |"
        for kind in alert_kinds.known().values()
        for reason in kind.reasons
    ]
    return "\n".join([f"<!-- remedies-{language} -->", head, "| --- | --- |", *rows, f"<!-- /remedies-{language} -->"])


def _sentence() -> str:
    kinds = ", ".join(f"`{name}`" for name in alert_kinds.known())
    return f"<!-- kinds -->Alert `kind` is one of {kinds}.<!-- /kinds -->"


def _enum(key: str, values: list[str]) -> str:
    return f'"{key}": {{"enum": {json.dumps(values)}}},'


@pytest.mark.parametrize(
    ("path", "place", "expected"),
    [
        (DOCS / "alerts.md", r"<!-- kinds -->.*?<!-- /kinds -->", _table()),
        (DOCS / "contract.md", r"<!-- kinds -->.*?<!-- /kinds -->", _sentence()),
        (
            DOCS / "operating" / "asks.md",
            r"<!-- remedies-en -->.*?<!-- /remedies-en -->",
            _remedies("en", "| alert | what it asks |"),
        ),
        (
            DOCS / "zh" / "asks.md",
            r"<!-- remedies-zh -->.*?<!-- /remedies-zh -->",
            _remedies("zh", "| 提醒 | 请您做什么 |"),
        ),
        (SCHEMA, r'"kind": \{"enum": \[[^]]*\]\},', _enum("kind", list(alert_kinds.known()))),
        (SCHEMA, r'"reason": \{"enum": \[[^]]*\]\},', _enum("reason", [row[1] for row in alert_kinds.reasons()])),
    ],
    ids=["alerts.md", "contract.md", "asks.md", "zh-asks.md", "schema-kind", "schema-reason"],
)
def test_kinds_are_documented_as_they_are(path: Path, place: str, expected: str) -> None:
    written = path.read_text("utf-8")
    assert len(re.findall(place, written, re.DOTALL)) == 1
    if os.environ.get("NIANBAO_WRITE_DOCS"):
        written = re.sub(place, lambda _: expected, written, flags=re.DOTALL)
        path.write_text(written, "utf-8")
    assert expected in written, f"{path} is not up to date: set NIANBAO_WRITE_DOCS=1"
