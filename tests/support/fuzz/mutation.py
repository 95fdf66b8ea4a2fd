"""Mutations that keep a format's structure: a document as a row of tokens, which are repeated, moved, left out, nested.

libFuzzer's own mutations change bytes, and most changed bytes of markup only make it text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType
from typing import Final

Tokens = list[bytes]
Move = Callable[[Tokens, Random], Tokens]

_MARKUP: Final = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_TOKENS: Final[Mapping[str, re.Pattern[bytes]]] = MappingProxyType(
    {
        "rtf": re.compile(rb"\\'..|\\[a-z]+-?\d* ?|[{}\\]|[^\\{}]+"),
        "pdf": re.compile(rb"\d+ \d+ R|<<|>>|[\[\]]|/\w+|[^\s<>\[\]/]+|\s+|[<>/]"),
        "wrapped": re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|--\w+|[\w-]+:|[^{}\[\],:"<>]+|<[^<>]*>|["<>]'),
        "title": re.compile(rb"\d+|[\xe0-\xef]..|."),
        **dict.fromkeys(("compound", "doc", "xls", "xlsb", "sniffed", "layout"), re.compile(rb".{1,4}", re.DOTALL)),
    }
)
"""How a target's documents are cut, where they are not cut as markup is."""
_NUMBER: Final = re.compile(rb"\d+")
_NUMBERS: Final = (
    b"0",
    b"1",
    b"-1",
    b"9",
    b"65535",
    b"65536",
    b"99999",
    b"2147483647",
    b"4294967296",
    b"9" * 40,
    b"1e9",
)
_PLACES: Final = (b"\0\0\0\0", b"\1\0\0\0", b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\2\0\0")
_MOST: Final = 2000
"""Tokens of a document that are cut; the rest stays one."""


def structured(name: str, data: bytes, most: int, random: Random) -> bytes:
    """A changed document of a target, of at most so many bytes."""
    tokens = _cut(name, data)
    for _ in range(random.choice((1, 1, 2, 4))):
        tokens = random.choice(_MOVES)(tokens, random)
    return b"".join(tokens)[:most]


def _cut(name: str, data: bytes) -> Tokens:
    found: Tokens = []
    end = 0
    for token in _TOKENS.get(name, _MARKUP).finditer(data):
        if len(found) >= _MOST:
            break
        found.append(token[0])
        end = token.end()
    return [*found, data[end:]]


def _span(tokens: Sequence[bytes], random: Random) -> slice:
    start = random.randrange(len(tokens))
    return slice(start, start + random.choice((1, 1, 1, 2, 3, 8, 30)))


def _repeat(tokens: Tokens, random: Random) -> Tokens:
    span = _span(tokens, random)
    return [*tokens[: span.stop], *tokens[span] * random.choice((1, 1, 3, 20, 200)), *tokens[span.stop :]]


def _leave_out(tokens: Tokens, random: Random) -> Tokens:
    span = _span(tokens, random)
    return [*tokens[: span.start], *tokens[span.stop :], b""]


def _move(tokens: Tokens, random: Random) -> Tokens:
    span = _span(tokens, random)
    rest = [*tokens[: span.start], *tokens[span.stop :], b""]
    at = random.randrange(len(rest))
    return [*rest[:at], *tokens[span], *rest[at:]]


def _copy(tokens: Tokens, random: Random) -> Tokens:
    span, at = _span(tokens, random), random.randrange(len(tokens))
    return [*tokens[:at], *tokens[span], *tokens[at:]]


def _replace(tokens: Tokens, random: Random) -> Tokens:
    at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
    return [*tokens[:at], tokens[other], *tokens[at + 1 :]]


def _renumber(tokens: Tokens, random: Random) -> Tokens:
    """Another number in a token; in a token of four bytes without digits another place."""
    at = random.randrange(len(tokens))
    token, number = tokens[at], random.choice(_NUMBERS)
    changed = _NUMBER.sub(lambda _: number, token, count=random.choice((1, 1, 0)))
    if changed == token and len(token) == len(_PLACES[0]):
        changed = random.choice(_PLACES)
    return [*tokens[:at], changed, *tokens[at + 1 :]]


def _cut_off(tokens: Tokens, random: Random) -> Tokens:
    return [*tokens[: random.randrange(len(tokens))], b""]


_MOVES: Final[tuple[Move, ...]] = (_repeat, _leave_out, _move, _copy, _replace, _renumber, _renumber, _cut_off)
