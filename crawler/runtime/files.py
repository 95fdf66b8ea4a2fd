"""Files that people name on the command line, read whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def read(path: Path) -> bytes:
    """The bytes of a file or a pipe. Raises OSError, for a device, too: `/dev/zero` has no end."""
    if path.is_char_device() or path.is_block_device():
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))
    return path.read_bytes()
