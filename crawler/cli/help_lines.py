"""Help in a language that writes without blanks: lines are broken by the width that characters have on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import click
from rich.cells import cell_len

_GAP: Final = 2
"""Blanks between an option and what is said of it."""
_WIDEST: Final = 30
"""Cells of the first column; what is longer stands on a line of its own."""
# a word of ASCII, `nianbao status`, or one character with the marks that no line may begin with
_UNIT: Final = re.compile(r"`[^`]*`[，。；：、）！？]*| +|[!-~]+[，。；：、）！？]*|（?.[，。；：、）！？]*")


class HelpLines(click.HelpFormatter):
    """A formatter of help for Chinese."""

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """A paragraph, indented as the section is."""
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST, col_spacing: int = _GAP) -> None:
        """Names, and beside each what is said of it."""
        listed = list(rows)
        names = [cell_len(name) for name, _ in listed]
        first = min(max(names, default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for (name, says), length in zip(listed, names, strict=True):
            lines = list(wrapped(says, self.width - self.current_indent - first)) or [""]
            beside = length + col_spacing <= first
            if not beside:
                self.write(f"{indent}{name}\n")
            for number, line in enumerate(lines):
                head = name + " " * (first - length) if beside and number == 0 else " " * first
                self.write(f"{indent}{head}{line}".rstrip() + "\n")


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most so many cells, where no single word is longer."""
    line = ""
    for unit in _UNIT.findall(" ".join(text.split())):
        if line and cell_len(line + unit.rstrip()) > width:
            yield line.rstrip()
            line = unit.lstrip()
        else:
            line += unit
    if line.strip():
        yield line.rstrip()
