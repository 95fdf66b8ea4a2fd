"""The optional engines that are installed. What is read depends on them, and so does the parser's name.

Finds them without starting them.
"""

from __future__ import annotations

import shutil
from importlib import util
from typing import Final

from archive.extract.sandbox import engine

_PACKAGES: Final = {
    "ocr": ("rapidocr", "onnxruntime", "cv2"),
    "xls": ("xlrd",),
    "archives": ("libarchive",),
    "xlsb": ("python_calamine",),
}


def present() -> tuple[str, ...]:
    """The names of the installed engines, sorted: `ocr` for pictures, `office` and `xls` for old files, `archives` and
    `xlsb` for packed files and binary spreadsheets."""
    found = [name for name, packages in _PACKAGES.items() if all(map(util.find_spec, packages))]
    if shutil.which(engine.ENGINE):
        found.append("office")
    return tuple(sorted(found))
