"""Whether the packages that nianbao imports are its own: `archive` and `spiders` are names that others use, too."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("archive", "spiders")
"""The top-level packages beside this one."""


def foreign_package(root: Path = Path(__file__).parents[2]) -> str | None:
    """The conflict and its remedy, where Python finds a package of another distribution under our name.

    `root` is the folder that holds our packages. None where all of them come from it.
    """
    for name in PACKAGES:
        found = _folder(name)
        if found != root / name:
            return (
                f"the package `{name}` that Python finds is {found or 'missing'}, not nianbao's own {root / name}; "
                "install nianbao in an environment of its own: `uv tool install nianbao` or `pipx install nianbao`, "
                "without PYTHONPATH"
            )
    return None


def _folder(package: str) -> Path | None:
    """The folder, or the file of a plain module, that an import of this name would read."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin)
    return path.parent if path.name == "__init__.py" else path
