"""The queries that come with the archive: each is one `.sql` file in `queries/`.

Its title and description are in the message catalogue, under `query-NAME` and `query-NAME-about`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from archive import patterns
from archive.messages import text

_HERE = Path(__file__).parent / "queries"
_PARAMETER = patterns.lazy(r":([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query: SQL with named parameters (each may be the empty string)."""

    name: str
    sql: str

    def title(self, lang: str = "en") -> str:
        """What it is called. Languages: en, zh."""
        return text(f"query-{self.name}", lang)

    def description(self, lang: str = "en") -> str:
        """What it answers, and its parameters."""
        return text(f"query-{self.name}-about", lang)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, in the order in which they first occur."""
        return tuple(dict.fromkeys(_PARAMETER.findall(self.sql)))


@cache
def load() -> MappingProxyType[str, Query]:
    """All queries by name."""
    return MappingProxyType({path.stem: _read(path) for path in sorted(_HERE.glob("*.sql"))})


def _read(path: Path) -> Query:
    return Query(path.stem, path.read_text(encoding="utf-8").strip().rstrip(";"))
