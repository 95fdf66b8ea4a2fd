"""The queries that come with the archive: each is one `.sql` file in `queries/`.

The first line of its leading comment is the title, the others are the description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_HERE = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r":([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query with a title, what it answers, and SQL with named parameters (each may be the empty string)."""

    name: str
    title: str
    description: str
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, in the order in which they first occur."""
        return tuple(dict.fromkeys(_PARAMETER.findall(self.sql)))


@cache
def load() -> MappingProxyType[str, Query]:
    """All queries by name."""
    return MappingProxyType({path.stem: _read(path) for path in sorted(_HERE.glob("*.sql"))})


def _read(path: Path) -> Query:
    lines = path.read_text(encoding="utf-8").splitlines()
    comment = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    return Query(path.stem, comment[0], " ".join(comment[1:]), sql)
