"""LibreOffice as the last resort for old files that no reader here handles. Optional: `soffice` on the PATH.

It runs in a temporary folder with a new profile, without network where the kernel allows it, and is killed with all
its child processes when its time is up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sandbox import confinement
from archive.extract.word import docx

MISSING: Final = "install LibreOffice Writer (soffice) to have it converted"
SECONDS: Final = 50.0
"""The longest time for a conversion."""


def read(data: bytes, suffix: str, reason: str) -> Document | Unreadable:
    """Convert the file to `.docx` and read that. `reason` says why no reader here handles the file."""
    program = shutil.which(confinement.ENGINE)
    if program is None:
        return Unreadable(MEDIA_TYPES["doc"], f"{reason}; {MISSING}", UnreadableReason.READER_MISSING)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        converted = _convert(program, Path(folder), data, suffix)
    if isinstance(converted, str):
        return Unreadable(
            MEDIA_TYPES["doc"], f"{reason}; LibreOffice failed: {converted}", UnreadableReason.CONVERSION_FAILED
        )
    document = docx.read(converted, formats.read_packed)
    if isinstance(document, Unreadable):
        return document
    notes = (*document.notes, Note(NoteCode.CONVERTED, f"Converted by LibreOffice because {reason}."))
    return Document(MEDIA_TYPES["doc"], "libreoffice", None, document.title, document.metadata, document.blocks, notes)


def _convert(program: str, folder: Path, data: bytes, suffix: str) -> bytes | str:
    source = folder / f"document.{suffix}"
    source.write_bytes(data)
    command = [
        *confinement.without_network(),
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
    log = folder / "log"
    try:
        with log.open("wb") as output:
            _run(command, folder, output.fileno())
    except subprocess.TimeoutExpired:
        return f"it took more than {SECONDS:g} seconds"
    except OSError as error:
        return str(error)[:200]
    target = folder / "document.docx"
    return target.read_bytes() if target.exists() else log.read_text("utf-8", "replace")[-200:] or "no output"


def _run(command: list[str], folder: Path, log: int) -> None:
    """Run a command until it ends or its time is up, then kill its process group. Raises `TimeoutExpired`."""
    home = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR")}
    with subprocess.Popen(  # noqa: S603 - no shell
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env={**os.environ, **home}
    ) as process:
        try:
            process.wait(SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
