"""Write the tree and the list of modules of design.md from the docstrings; `--check` says whether they are stale."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("design.md")
PACKAGES = ("spiders", "crawler", "archive")


def tree() -> Iterator[str]:
    """One line a folder: its name, what it is, and how many modules lie in it."""
    yield "```text"
    for folder in _folders():
        place = folder.relative_to(ROOT)
        name = f"{'  ' * (len(place.parts) - 1)}{place.name}/"
        yield f"{name:<24}{len(_modules(folder)):>3}  {_summary(folder / '__init__.py')}"
    yield "```"


def modules() -> Iterator[str]:
    """A list a folder: each module with the first sentence of its docstring."""
    for folder in _folders():
        if found := _modules(folder):
            yield f"**{folder.relative_to(ROOT).as_posix()}/**"
            yield ""
            yield from (f"- `{path.stem}`: {_summary(path)}" for path in found)
            yield ""


def written(page: str) -> str:
    """The page with both parts as they should be."""
    for part, lines in (("tree", tree()), ("modules", modules())):
        begin, end = f"<!-- {part}: begin -->\n", f"<!-- {part}: end -->"
        head, _, rest = page.partition(begin)
        _, _, tail = rest.partition(end)
        page = head + begin + "\n".join(lines).rstrip() + "\n" + end + tail
    return page


def _folders() -> list[Path]:
    return sorted((path.parent for name in PACKAGES for path in (ROOT / name).rglob("__init__.py")), key=_order)


def _order(folder: Path) -> tuple[int, tuple[str, ...]]:
    place = folder.relative_to(ROOT)
    return PACKAGES.index(place.parts[0]), place.parts


def _modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.py") if path.stem != "__init__")


def _summary(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n", 1)[0].split())


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8")
    after = written(before)
    if "--check" not in sys.argv:
        PAGE.write_text(after, encoding="utf-8")
    elif before != after:
        sys.exit(f"{PAGE.relative_to(ROOT)}: the list of modules is stale; run `make modules`")
