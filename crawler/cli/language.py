"""The language of this terminal: chosen once, when the program starts; all that is printed is worded by it.

The first of LC_ALL, LC_MESSAGES and LANG that is set decides (POSIX, Environment Variables): `zh…` is Chinese, `en…`,
`C` and `POSIX` are English, as scripts ask for `LC_ALL=C` to get what never changes. Where none is set, or another
language is, the configuration's `lang` decides, and where it says nothing, English is printed.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from archive import messages
from archive.messages.coded import Given, Sentence
from crawler.runtime.config import locate

Language = Literal["zh", "en"]

_LANGUAGES: Final[Mapping[str, Language]] = {"zh": "zh", "en": "en", "c": "en", "posix": "en"}
"""The language of a locale, by its first part; C and POSIX are those without one (POSIX)."""


@dataclass(slots=True)
class _Terminal:
    """What was chosen for this process."""

    language: Language = "en"


_TERMINAL: Final = _Terminal()


def choose(arguments: Sequence[str]) -> None:
    """Choose by the environment, then by the configuration that these arguments name."""
    wanted = _of_locale() or _of_configuration(arguments)
    _TERMINAL.language = wanted if _can_be_shown(wanted) else "en"


def current() -> Language:
    """A language of `archive.messages`."""
    return _TERMINAL.language


def say(code: str, /, **args: Given) -> str:
    """The sentence of a code in the language of this terminal."""
    return Sentence.of(code, **args).in_language(current())


def enumerated(words: Iterable[str]) -> str:
    """Words one after the other, as this terminal's language separates them."""
    return ("、" if current() == "zh" else ", ").join(words)


def _of_locale() -> Language | None:
    """The language that the locale asks for; None where it asks for none that there is."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return _LANGUAGES.get(re.split(r"[._@-]", locale)[0].lower())  # such as zh_CN.UTF-8


def _of_configuration(arguments: Sequence[str]) -> Language:
    """The configuration's `lang`; whatever is wrong with the file, the verb that needs it says."""
    try:
        lang = tomllib.loads(locate(_named(arguments)).read_text(encoding="utf-8")).get("lang")
    except (OSError, ValueError):
        return "en"
    return _LANGUAGES.get(str(lang), "en")


def _named(arguments: Sequence[str]) -> str | None:
    """The value of `--config`, which precedes the verb."""
    for option, value in zip(arguments, [*arguments[1:], None], strict=True):
        name, equals, inline = option.partition("=")
        if len(name) > len("--") and "--config".startswith(name):
            return inline if equals else value
    return None


def _can_be_shown(language: str) -> bool:
    """Whether the terminal's character set has the language's letters; escapes alone could not be read."""
    try:
        messages.text("help-usage", language).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
