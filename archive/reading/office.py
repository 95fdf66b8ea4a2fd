"""LibreOffice as the last resort for old files that no reader here takes. Optional: `soffice` on the PATH."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from archive.reading import docx
from archive.reading.document import Document, Unreadable
from archive.reading.sniff import MEDIA_TYPES

MISSING: Final = "install LibreOffice Writer (soffice) to have it converted"
_SECONDS: Final = 50


def read(data: bytes, suffix: str, reason: str) -> Document | Unreadable:
    """Convert the file to `.docx` and read that. `reason` says why the file's own reader did not take it."""
    program = shutil.which("soffice")
    if program is None:
        return Unreadable(MEDIA_TYPES["doc"], f"{reason}; {MISSING}")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        converted = _convert(program, Path(folder), data, suffix)
    if isinstance(converted, str):
        return Unreadable(MEDIA_TYPES["doc"], f"{reason}; LibreOffice failed: {converted}")
    document = docx.read(converted)
    if isinstance(document, Unreadable):
        return document
    notes = (*document.notes, f"Converted by LibreOffice because {reason}.")
    return Document(MEDIA_TYPES["doc"], "libreoffice", None, document.title, document.metadata, document.blocks, notes)


def _convert(program: str, folder: Path, data: bytes, suffix: str) -> bytes | str:
    source = folder / f"document.{suffix}"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)[:200]
    target = folder / "document.docx"
    return target.read_bytes() if target.exists() else done.stderr.decode("utf-8", "replace")[-200:] or "no output"
