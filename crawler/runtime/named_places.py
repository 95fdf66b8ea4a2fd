"""The places that a configuration names, held against each other: nothing is written over what is something else.

A night replaces its copies, its data set and its summary as a whole. A slip of the pen in one of their paths would
replace the archive, the registry or all that lies in a folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.messages import Argument
from archive.messages.coded import reason

Problem = tuple[str, Argument]
"""A key, and what is wrong with its path."""


def problem(
    files: Sequence[tuple[str, Path]], folders: Mapping[str, Path | None], replaced: Sequence[str]
) -> Problem | None:
    """What is wrong first. `files` and `folders` are paths by their keys; those of `replaced` are replaced whole.

    A place need not exist yet. One that cannot be looked at is left to whoever opens it.
    """
    places = {key: path for key, path in folders.items() if path is not None}
    return _of_another_kind(files, places) or _taken(files) or _held(files, places, replaced)


def _of_another_kind(files: Sequence[tuple[str, Path]], folders: Mapping[str, Path]) -> Problem | None:
    for key, path in files:
        if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - pathlib raises for long names
            return key, reason("wrong-place-no-file", place=path)
    for key, path in folders.items():
        if os.path.exists(path) and not os.path.isdir(path):  # noqa: PTH110, PTH112
            return key, reason("wrong-place-no-folder", place=path)
    return None


def _taken(files: Sequence[tuple[str, Path]]) -> Problem | None:
    """A file that an earlier key names, too."""
    seen: dict[str, str] = {}
    for key, path in files:
        other = seen.setdefault(os.path.realpath(path), key)
        if other != key:
            return key, reason("wrong-place-taken", place=path, other=other)
    return None


def _held(files: Sequence[tuple[str, Path]], folders: Mapping[str, Path], replaced: Sequence[str]) -> Problem | None:
    """A folder that is replaced whole, with something else in it."""
    others = [*files, *folders.items()]
    for key in replaced:
        folder = folders.get(key)
        for other, path in others if folder else ():
            if other != key and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder or "")):
                return key, reason("wrong-place-holds", place=folder, other=other)
    return None
