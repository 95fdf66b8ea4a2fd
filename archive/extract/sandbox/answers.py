"""The answer of a worker process as bytes, and back.

Answers are unpickled with an allow-list of classes: a worker that a document took over can send no more than values of
the parser.
"""

from __future__ import annotations

import io
import pickle
from typing import Final

from archive.extract.layout import limits
from archive.extract.layout.document import Unreadable, UnreadableReason

_TRUSTED_MODULES: Final = ("archive.extract.layout.document", "archive.extract.report.model", "datetime")
"""Modules whose values an answer may hold, beside numbers, texts, lists and the like."""


def pickled(answer: object, memory_used_up: bool) -> bytes:
    """The answer, and whether its process has used up its memory; an `Unreadable` where it cannot be sent."""
    try:
        message = pickle.dumps((answer, memory_used_up))
    except MemoryError:
        return pickle.dumps((out_of_memory(), True))
    except Exception as error:
        why = f"what it says cannot be handed on: {str(error)[:200]}"
        message = pickle.dumps((Unreadable(None, why, UnreadableReason.ANSWER_INVALID), memory_used_up))
    if len(message) > limits.ANSWER:
        why = f"what it says takes more than {limits.ANSWER} bytes"
        return pickle.dumps((Unreadable(None, why, UnreadableReason.OVER_LIMIT), memory_used_up))
    return message


def unpickled(message: bytes) -> tuple[object, bool]:
    """What `pickled` was given. Raises pickle.UnpicklingError where the message holds anything else."""
    answer, memory_used_up = _RestrictedUnpickler(io.BytesIO(message)).load()
    return answer, bool(memory_used_up)


def out_of_memory() -> Unreadable:
    """The answer for a document that takes more memory than a worker has."""
    return Unreadable(None, "reading it takes more memory than is allowed", UnreadableReason.OUT_OF_MEMORY)


class _RestrictedUnpickler(pickle.Unpickler):
    """Unpickles an answer of a process that is not trusted."""

    def find_class(self, module: str, name: str) -> object:
        """A class of the trusted modules. Raises UnpicklingError for any other name."""
        if module in _TRUSTED_MODULES and name.isidentifier():
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} does not belong into it")
