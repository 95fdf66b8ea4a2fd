"""What `docs/check.md` shows of the five drafts with slips: the words of `nianbao check`, made from the drafts.

python -m tests.support.documents.check_doc    writes them into the page
"""

from __future__ import annotations

import re

from archive.drafts import review, terminal
from tests.support.documents.drafts import BROKEN, docx
from tests.support.documents.read_drafts import read
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "check.md"
_SHOWN = re.compile(r"(?<=<!-- drafts -->\n).*?(?=<!-- end of drafts -->)", re.DOTALL)


def shown() -> str:
    """A heading and the printed remarks for each draft."""
    parts = []
    for name, make in BROKEN.items():
        lines = terminal.lines(review.of(read(docx(make()))), f"{name}.docx", "zh")
        parts.append(f"### {name}.docx\n```text\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)


def written() -> str:
    """What the page shows now."""
    found = _SHOWN.search(PAGE.read_text("utf-8"))
    return found[0] if found else ""


if __name__ == "__main__":
    PAGE.write_text(_SHOWN.sub(lambda _: shown(), PAGE.read_text("utf-8")), encoding="utf-8")
