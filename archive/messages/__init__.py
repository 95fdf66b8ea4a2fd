"""Every sentence made from a code, in English and in Chinese: Fluent messages in `en/*.ftl` and `zh/*.ftl`.

`text("alert-withdrawn-name", "zh")` is `已撤下`. The code is the id of a Fluent message; what varies is passed by name.
All files of a language are one catalogue, so an id occurs once. A catalogue is read when it is first needed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

CATALOGUES = Path(__file__).parent
"""The folder that holds a folder of Fluent files for each language."""

_LONGEST = 2000
"""Characters of an argument that Fluent is given; it refuses text of more than 2,500 (`MAX_PART_LENGTH`)."""


def text(code: str, lang: str = "en", **args: Any) -> str:
    """The message of this code with its arguments filled in.

    Raises KeyError for a code that the catalogue lacks, and ValueError where an argument is missing.
    """
    bundle = _bundle(lang)
    pattern = bundle.get_message(code).value
    if pattern is None:
        raise KeyError(code)
    long = {name: value for name, value in args.items() if isinstance(value, str) and len(value) > _LONGEST}
    written, errors = bundle.format_pattern(pattern, args | {name: _mark(name) for name in long})
    if errors:
        raise ValueError(f"message {code} in {lang}: {errors[0]}")
    sentence = str(written)
    for name, value in long.items():
        sentence = sentence.replace(_mark(name), value)
    return sentence


def _mark(name: str) -> str:
    return f"\0{name}\0"


@cache
def _bundle(lang: str) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource  # 0.1 s that only a message is worth

    bundle = FluentBundle([lang], use_isolating=False)
    for path in sorted((CATALOGUES / lang).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
