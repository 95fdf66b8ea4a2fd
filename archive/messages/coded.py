"""What is said as a code with arguments, errors too: worded where people read it, in their language."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeAlias

from archive import messages
from archive.messages import Argument

Given: TypeAlias = "Argument | Path | Sentence | BaseException | None"
"""An argument as code has it at hand: paths are their text, sentences and errors are worded within the other."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The code of a sentence and its arguments; as a string the sentence in English."""

    code: str
    args: Mapping[str, Argument] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, /, **given: Given) -> Self:
        """A sentence by its code in `archive.messages`, and its arguments."""
        return cls(code, {name: _as_argument(value) for name, value in given.items()})

    def in_language(self, lang: str) -> str:
        """The sentence in a language. Raises KeyError for an unknown code, ValueError for a missing argument."""
        return messages.sentence(self.code, self.args, lang)

    @property
    def as_stored(self) -> str:
        """The sentence in English with its arguments as they are (`messages.as_stored`)."""
        return messages.as_stored(self.argument)

    @property
    def argument(self) -> Argument:
        """The sentence as an argument of another."""
        return {"reason": self.code, "args": self.args}

    def __str__(self) -> str:
        return self.in_language("en")

    def __hash__(self) -> int:
        return hash(self.code)


class CodedError(Exception):
    """An error as a sentence; as a string the sentence in English.

        raise ConfigError("wrong-unknown-site", path=config.sites, site="lushan")

    It can be pickled: errors come out of worker processes.
    """

    def __init__(self, code: str, args: Mapping[str, Argument] | None = None, /, **given: Given) -> None:
        self.sentence = Sentence(code, args) if args else Sentence.of(code, **given)
        super().__init__(code, dict(self.sentence.args))

    @classmethod
    def like(cls, other: CodedError) -> Self:
        """The same words as another error's, as an error of this kind."""
        return cls(other.sentence.code, other.sentence.args)

    def __str__(self) -> str:
        return str(self.sentence)


def in_words(said: object, lang: str) -> str:
    """What an exception or a sentence says in a language; others' exceptions say it in their own words."""
    match said:
        case CodedError():
            return said.sentence.in_language(lang)
        case Sentence():
            return said.in_language(lang)
        case _:
            return str(said)


def of_system(error: OSError) -> Argument:
    """Why the operating system refused, as an argument of a sentence: by its code (POSIX, errno.h), or in its words."""
    code = f"errno-{errno.errorcode.get(error.errno or 0, '').lower()}"
    return reason(code) if messages.has(code) else str(error.strerror or error)


def reason(code: str, /, **given: Given) -> Argument:
    """A sentence as an argument of another."""
    return Sentence.of(code, **given).argument


def _as_argument(value: Given) -> Argument:
    match value:
        case Sentence():
            return value.argument
        case CodedError():
            return value.sentence.argument
        case Path() | BaseException() | None:
            return str(value)
        case _:
            return value
