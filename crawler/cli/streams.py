"""Standard output and error on terminals whose character set lacks what is printed."""

from __future__ import annotations

import codecs
import io
import logging
import os
import sys
from pathlib import Path

from archive.messages.coded import Sentence, in_words
from crawler.cli.language import current
from crawler.runtime.log_lines import PrintableLines

_ESCAPES = "nianbao.json_escapes"


class LinesInWords(PrintableLines):
    """Log lines whose coded messages are in the language of the command line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; where its message is a sentence, that in words."""
        if isinstance(record.msg, Sentence):
            record = logging.makeLogRecord({**record.__dict__, "msg": in_words(record.msg, current()), "args": None})
        return super().format(record)


def open_what_is_closed() -> None:
    """Lead streams that the caller closed (`>&-`) to nowhere: else an archive is opened in their place."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        nowhere = Path(os.devnull).open("r+", encoding="utf-8")  # noqa: SIM115 - open until the program ends
        setattr(sys, name, nowhere)


def escape_what_cannot_be_shown() -> None:
    """Print characters that a stream cannot encode as JSON's escapes (RFC 8259): `\\u6e56` for 湖; JSON stays valid."""
    codecs.register_error(_ESCAPES, _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPES)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end
