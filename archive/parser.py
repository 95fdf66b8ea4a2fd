"""Bytes to what they say, in one call that a worker process can run; and the name of the parser that said it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from archive import form, gazetteer, reading
from archive.form.reading import Context

_SOURCES = ("reading", "form", "gazetteer")


@dataclass(frozen=True, slots=True)
class Order:
    """One document to read: its bytes, what its server called it, and what is known of it beforehand."""

    data: bytes
    context: Context
    declared: str | None = None
    name: str | None = None


def parse(order: Order) -> dict[str, Any]:
    """What the document says, in the shape of `nianbao parse` (path aside). Never raises for what the bytes hold."""
    document = reading.read(order.data, declared=order.declared, name=order.name)
    said = form.interpret(document, order.context, gazetteer.load())
    return form.to_json(said, document=document, data=order.data, parser=version())


@cache
def version() -> str:
    """The parser's name: it changes whenever a line of its code or of its forms does."""
    digest = blake2b(digest_size=6)
    here = Path(__file__).parent
    for path in sorted(path for room in _SOURCES for path in (here / room).rglob("*") if path.is_file()):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return f"nianbao-{digest.hexdigest()}"
