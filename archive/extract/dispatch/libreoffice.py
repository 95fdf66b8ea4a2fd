"""LibreOffice as the last resort for old files that no reader here handles. Optional: `soffice` on the PATH.

It runs in a temporary folder with a new profile, without network where the kernel allows it, and is killed with all
its child processes when its time is up.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from archive.extract.dispatch import formats
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.layout.sniffing import MEDIA_TYPES
from archive.extract.sandbox import confinement, engine
from archive.extract.word import docx
from archive.storage import owned_folders

MISSING: Final = "install LibreOffice Writer (soffice) to have it converted"


def read(data: bytes, suffix: str, reason: str) -> Document | Unreadable:
    """Convert the file to `.docx` and read that. `reason` says why no reader here handles the file."""
    if shutil.which(engine.ENGINE) is None:
        return Unreadable(MEDIA_TYPES["doc"], f"{reason}; {MISSING}", UnreadableReason.READER_MISSING)
    with owned_folders.temporary("nianbao-office-") as folder:
        converted = _convert(folder, data, suffix)
    if isinstance(converted, str):
        return Unreadable(
            MEDIA_TYPES["doc"], f"{reason}; LibreOffice failed: {converted}", UnreadableReason.CONVERSION_FAILED
        )
    document = docx.read(converted, formats.read_packed)
    if isinstance(document, Unreadable):
        return document
    notes = (*document.notes, Note(NoteCode.CONVERTED, f"Converted by LibreOffice because {reason}."))
    return Document(MEDIA_TYPES["doc"], "libreoffice", None, document.title, document.metadata, document.blocks, notes)


def _convert(folder: Path, data: bytes, suffix: str) -> bytes | str:
    (folder / f"document.{suffix}").write_bytes(data)
    if wrong := engine.convert(folder, suffix, confinement.without_network()):
        return wrong
    target, log = folder / "document.docx", folder / "log"
    return target.read_bytes() if target.exists() else log.read_text("utf-8", "replace")[-200:] or "no output"
