"""The process that workers are forked from: it has imported the readers, holds no secret and never sees a document.

Started by `multiprocessing` when the first worker is needed. A program that forks others, each of which needs workers,
starts it before, and they take theirs from it.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Sequence
from multiprocessing import current_process, forkserver, get_context
from pathlib import Path
from typing import Any, Final

from archive.extract.sandbox import confinement
from archive.storage import owned_folders, processes

_OF_PYTHON: Final = frozenset(
    ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "TMPDIR", "COVERAGE_RCFILE")
)
"""Variables by which it finds its modules."""

_LONGEST_FOLDER: Final = 50
"""Bytes of a folder's path, up to which the path of a socket in it fits into 104 bytes (`sun_path`, unix(4) of BSD)."""
_SHORT_FOLDER: Final = Path("/tmp")  # noqa: S108 - the folder in it is this process's own

_server: Final[Any] = vars(forkserver)["_forkserver"]
"""What `multiprocessing` knows of its server; nothing public forgets a server that another process started."""
_starting: Final = threading.Lock()
_is_parents: Final = threading.Event()
"""Set where this process was forked from the one that started the server."""


def ensure_running() -> None:
    """Start the server where none runs; it imports nothing from the current folder.

    Python starts it with `-c`, so a file `archive.py` beside the documents would otherwise be run as ours. It is given
    no variable of the environment that readers do not keep, so that no secret ever is in its memory.
    """
    with _starting:
        if _is_parents.is_set():
            if processes.is_running(vars(_server)["_forkserver_pid"]):
                return
            _disinherit()
        before = dict(os.environ)
        for name in before.keys() - confinement.KEPT - _OF_PYTHON:
            del os.environ[name]
        os.environ["PYTHONSAFEPATH"] = "1"
        _name_socket_folder()
        try:
            forkserver.ensure_running()
        finally:
            del os.environ["PYTHONSAFEPATH"]
            os.environ.update(before)


def _name_socket_folder() -> None:
    """Have the server's socket lie in a folder that goes with its owner: that of `multiprocessing` stays where the
    process is killed, as the one that sites are forked from is every night.
    """
    of_this_process = vars(current_process())["_config"]
    if "tempdir" not in of_this_process:
        is_short = len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_FOLDER
        folder = owned_folders.until_exit("nianbao-socket-", None if is_short else _SHORT_FOLDER)
        of_this_process["tempdir"] = str(folder)


def start(preload: Sequence[str]) -> None:
    """Start the server, which imports these modules, before there is a first worker."""
    get_context("forkserver").set_forkserver_preload(list(preload))
    ensure_running()


def inherit() -> None:
    """In a process that was forked from the one that started the server: take workers from that one while it lives.

    `multiprocessing` looks whether the server lives as only its parent can.
    """
    _is_parents.set()
    _server.ensure_running = lambda: None


def _disinherit() -> None:
    """Forget the parent's server, which has ended, so that `multiprocessing` starts one for this process."""
    known = vars(_server)
    os.close(known["_forkserver_alive_fd"])
    known |= dict.fromkeys(("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid"))
    del known["ensure_running"]
    _is_parents.clear()
