"""The pages of the sample sites, as files with `$name` where something is filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent


def fill(page: str, /, **values: object) -> str:
    """The page (`trs/list.html`) with its values put in as they are; KeyError where one is missing."""
    return _template(page).substitute(values)


@cache
def _template(page: str) -> Template:
    return Template((_FOLDER / page).read_text("utf-8"))
