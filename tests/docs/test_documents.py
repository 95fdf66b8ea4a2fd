"""The documents hold together: links lead somewhere, decisions have their six sections and a line in the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT

DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "deploy").glob("*.md"),
        *(ROOT / "tests").rglob("README.md"),
        ROOT / "benchmarks" / "README.md",
    ]
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
STANDING = [
    path for path in DOCUMENTS if path.name != "CHANGELOG.md" and path.parent.name not in ("how-to", "decisions")
]
"""What says how things are now; how-tos make files that are not there yet."""
SECTIONS = ["Status", "Date", "Context", "Decision", "Alternatives considered", "Consequences"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_to_files_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize(("english", "chinese"), [("api.md", "zh/api.md"), ("pages/README.md", "zh/pages.md")])
def test_a_page_in_both_languages_names_the_same_addresses_and_files(english: str, chinese: str) -> None:
    def named(document: Path) -> tuple[list[str], list[str]]:
        text = document.read_text(encoding="utf-8")
        files = re.findall(r"\]\(([^)#:]+\.(?:json|png))\)", text)
        return re.findall("`(/[^`]+)`", text), [Path(file).name for file in files]

    addresses, files = named(ROOT / "docs" / english)
    assert addresses
    assert (addresses, files) == named(ROOT / "docs" / chinese)


@pytest.mark.parametrize("record", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_six_sections_in_order_and_none_is_empty(record: Path) -> None:
    _, *parts = re.split(r"^## ", record.read_text(encoding="utf-8"), flags=re.MULTILINE)
    heads, bodies = zip(*(part.split("\n", 1) for part in parts), strict=True)
    assert list(heads) == SECTIONS
    assert all(body.strip() for body in bodies)


def test_decisions_are_numbered_without_a_gap_and_all_in_the_index() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    heads = [record.read_text(encoding="utf-8").split("\n", 1)[0].split(maxsplit=2) for record in DECISIONS]
    assert [number for _, number, _ in heads] == [f"{number}." for number in range(1, len(DECISIONS) + 1)]
    for record, (_, _, title) in zip(DECISIONS, heads, strict=True):
        assert f"| [{record.stem[:4]}]({record.name}) | {title} |" in index


@pytest.mark.parametrize("document", [*STANDING, ROOT / "tests" / "mutants.toml"], ids=name)
def test_every_path_that_is_named_exists(document: Path) -> None:
    named = re.findall(
        r"""(?<=[`" ])(?:archive|benchmarks|crawler|spiders|tests|docs|deploy)/[\w./-]*(?=[`" ])""",
        document.read_text(encoding="utf-8"),
    )
    here = (ROOT, document.parent)
    assert [
        path for path in named if not any((at / path).exists() or (at / f"{path}.py").exists() for at in here)
    ] == []


def test_the_headings_about_fetching_name_modules_that_exist() -> None:
    headings = re.findall(r"^## .*", (ROOT / "docs" / "fetching.md").read_text(encoding="utf-8"), re.MULTILINE)
    modules = {module for heading in headings for module in re.findall(r"`(?:\w+/)*(\w+\.py)`", heading)}
    ours = {path.name for folder in ("archive", "crawler", "spiders") for path in (ROOT / folder).rglob("*.py")}
    assert modules
    assert modules - ours == set()


NAMED = re.findall(
    r"^\|[^|]+\| `([^`|]+)` \| `([^`|]+)` \|$", (ROOT / "docs" / "design.md").read_text("utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("path", "word"), NAMED, ids=[f"{path}: {word}" for path, word in NAMED])
def test_what_people_ask_to_change_is_where_the_design_says(path: str, word: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", (ROOT / path).read_text("utf-8"))
