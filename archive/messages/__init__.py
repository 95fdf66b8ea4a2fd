"""The sentences for codes, from Fluent files: `<language>/*.ftl`, one message a code, its id the code with hyphens.

>>> text("absent_on_nights", nights=2)
'sound looks on 2 nights after the deadline did not show it'
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

HERE = Path(__file__).parent


def text(code: str, lang: str = "en", **args: str | int) -> str:
    """The sentence for a code. Raises KeyError for an unknown code, ValueError for a missing argument."""
    bundle = _bundle(lang)
    message = bundle.get_message(code.replace("_", "-"))
    if message.value is None:
        raise KeyError(code)
    sentence, errors = bundle.format_pattern(message.value, args)
    if errors:
        raise ValueError(f"message {code} ({lang}): {errors[0]}")
    return str(sentence)


@cache
def _bundle(lang: str) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource  # babel comes with it: only a sentence is worth that

    bundle = FluentBundle([lang], use_isolating=False)
    for path in sorted((HERE / lang).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
