"""Sentences for people, made from a code and its arguments, in English (`en`) and Chinese (`zh`).

The sentences are Fluent files beside this module: a folder a language, a file a subject; all files of one language
are one catalogue. A message's id is the code in kebab-case, its arguments are named. Stored rows and JSON carry the
code; a sentence is only made where people read it.

    >>> text("alert-missed_deadline-name", "zh")
    '应公开未见'

What is stored beside a code are the arguments of its sentence, as JSON; an argument may be a reason itself:

    >>> sentence("list_incomplete", {"start": "/nb/", "cause": {"reason": "page_empty", "args": {"number": 3}}}, "zh")
    '列表未能完整读取：/nb/（第 3 页没有内容）'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from archive import patterns
from archive.messages.moments import in_china
from archive.messages.printable import printable

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")

Argument: TypeAlias = "str | int | Mapping[str, Argument] | Sequence[Argument]"
"""An argument of a sentence as JSON: text, a number, a reason `{"reason": code, "args": {…}}`, or a list of these."""

_ENTRY = patterns.lazy(r"^([a-z][\w-]*) =.*\n(?:(?:[ \t].*)?\n)*", re.MULTILINE)
"""A message: its first line and the indented ones below it."""
_VARIABLE = patterns.lazy(r"\{ ?\$([a-z]\w*) ?\}")
# such as name = 共 { $count } 处\n
_PLAIN = patterns.lazy(r"[\w-]+ = ?((?:[^{}\n]|\{ ?\$[a-z]\w* ?\})+)(?<!\s)\n\s*")
# such as { alert-subject }; not { $name } and not { "" }
_REFERENCE = patterns.lazy(r"\{\s*([a-z][\w-]*)\s*(?:\}|->)")
_LONGEST = 2000
"""Characters of an argument that Fluent is given; it refuses text of more than 2,500 (its `MAX_PART_LENGTH`)."""


def text(code: str, lang: str = "en", **args: str | int) -> str:
    """The sentence of a code. Numbers are printed plainly, without separators, and choose plural forms (`[one]`); an
    argument may have any length. What a terminal would act on in one is shown instead (`printable`), and an instant in
    China's time.

    Raises KeyError for an unknown language or code, ValueError for a missing argument.
    """
    message_id = code.replace("_", "-")
    if (plain := _plain(lang, message_id)) is not None:
        return _filled(plain, args, f"{code} in {lang}")
    bundle = _bundle(lang)
    if not bundle.has_message(message_id):
        _add(bundle, lang, message_id)
    if not bundle.has_message(message_id):
        raise KeyError(f"no sentence for the code {code} in {lang}")
    pattern = bundle.get_message(message_id).value
    if pattern is None:
        raise KeyError(f"the message {message_id} has no text in {lang}")
    given = {name: _given(value) for name, value in args.items()}
    long = {name: value for name, value in given.items() if isinstance(value, str) and len(value) > _LONGEST}
    sentence, errors = bundle.format_pattern(pattern, given | {name: _mark(name) for name in long})
    if errors:
        raise ValueError(f"{code} in {lang}: {'; '.join(map(str, errors))}")
    written = str(sentence)
    for name, value in long.items():
        written = written.replace(_mark(name), value)
    return written


def has(code: str) -> bool:
    """Whether there is a sentence of this code."""
    return code.replace("_", "-") in _sources("en")


def sentence(code: str, args: Mapping[str, Argument] | None = None, lang: str = "en") -> str:
    """The sentence of a code with its arguments as they are stored: reasons among them in the same language.

    Raises KeyError for an unknown language or code, ValueError for a missing argument.
    """
    return text(code, lang, **{name: _in_words(value, lang) for name, value in (args or {}).items()})


def sentences(reasons: Sequence[Argument], lang: str = "en") -> str:
    """Several reasons as one sentence."""
    return _BETWEEN[lang].join(str(_in_words(reason, lang)) for reason in reasons)


_BETWEEN = {"en": "; ", "zh": "；"}


def as_stored(said: Argument) -> str:
    """A reason in English as the archive stores it: what a terminal would act on stays, until somebody is shown it.

    Raises KeyError for a code whose message is not of one line with variables only, ValueError for a missing argument.
    """
    match said:
        case str() | int():
            return str(said)
        case Mapping():
            code, args = str(said["reason"]), cast("Mapping[str, Argument]", said["args"])
            plain = _plain("en", code.replace("_", "-"))
            if plain is None:
                raise KeyError(f"no plain sentence for the code {code} in en")
            return _filled(plain, {name: as_stored(value) for name, value in args.items()}, f"{code} in en", shown=str)
        case _:
            return _BETWEEN["en"].join(map(as_stored, said))


def argument(value: Argument, lang: str = "en") -> str:
    """An argument in words: what it contributes to a sentence."""
    return str(_in_words(value, lang))


def _in_words(argument: Argument, lang: str) -> str | int:
    match argument:
        case str() | int():
            return argument
        case Mapping():
            return sentence(str(argument["reason"]), cast("Mapping[str, Argument]", argument["args"]), lang)
        case _:
            return sentences(argument, lang)


def _given(value: str | int) -> object:
    """An argument as Fluent takes it."""
    from fluent.runtime.types import fluent_number

    return fluent_number(value, useGrouping=False) if isinstance(value, int) else _shown(value)


def _shown(value: str) -> str:
    """A text as people read it."""
    return printable(in_china(value))


def _mark(name: str) -> str:
    """What stands for a long argument while Fluent fills in the sentence."""
    return f"\0{name}\0"


@cache
def _plain(lang: str, message_id: str) -> str | None:
    """The text of a message of one line with variables only; None for any other.

    Most are such, and Fluent, which takes a tenth of a second to load, would fill them in alike.
    """
    match = _PLAIN.fullmatch(_sources(lang).get(message_id, ""))
    return match[1] if match else None


def _filled(text: str, args: Mapping[str, str | int], called: str, *, shown: Callable[[str], str] | None = None) -> str:
    """The text with its variables replaced. Raises ValueError where one is not given."""
    if missing := [name for name in _VARIABLE.findall(text) if name not in args]:
        raise ValueError(f"{called}: Unknown external: {missing[0]}")
    as_read = shown or _shown
    return _VARIABLE.sub(lambda match: as_read(str(args[match[1]])), text)


@cache
def _bundle(lang: str) -> FluentBundle:
    """The messages of a language that were asked for; the library is loaded with the first sentence only."""
    from fluent.runtime import FluentBundle

    return FluentBundle([lang], use_isolating=False)


def _add(bundle: FluentBundle, lang: str, message_id: str) -> None:
    """Parse one message, and those that it refers to; parsing the whole catalogue takes a tenth of a second."""
    from fluent.runtime import FluentResource

    source = _sources(lang).get(message_id)
    if source is not None:
        bundle.add_resource(FluentResource(source))
        for referred in _REFERENCE.findall(source):
            if not bundle.has_message(referred):
                _add(bundle, lang, referred)


@cache
def _sources(lang: str) -> Mapping[str, str]:
    """The source of each message of a language by its id. Raises KeyError for an unknown language."""
    if lang not in LANGUAGES:
        raise KeyError(f"no sentences in {lang}; there are {', '.join(LANGUAGES)}")
    texts = (path.read_text(encoding="utf-8") for path in sorted((HERE / lang).glob("*.ftl")))
    return {match[1]: match[0] for text in texts for match in _ENTRY.finditer(text)}
