"""LibreOffice for a confined reader: a process beside it, which starts that one program with arguments of its own.

The reader itself may start nothing. It lays a file into its folder and names it; the process beside it, which is
confined like the reader but for starting programs, converts the file there and says how that went.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from archive.extract.sandbox import lifetime

ENGINE: Final = "soffice"
"""The only program that may be started, by its name on the PATH."""
SECONDS: Final = 50.0
"""The longest time for a conversion."""
_SUFFIXES: Final = ("doc", "wps", "rtf", "docx")

_channel: list[tuple[BinaryIO, BinaryIO]] = []
"""The pipe to the process beside this one and the pipe back, where there is one."""


def start_beside(folder: Path, network: list[str], confine: Callable[[], None]) -> None:
    """Start the process beside this one, before this one may start nothing any more.

    `confine` puts up what walls that one still lacks; `network` is the command prefix that takes away the network of
    what is started, where it still has one.
    """
    asked, ask = os.pipe()
    answered, answer = os.pipe()
    if os.fork() == 0:
        _close_all_but((0, 1, 2, asked, answer))
        with suppress(BaseException):
            confine()
            _end_with_the_reader()
            _serve(os.fdopen(asked, "rb"), os.fdopen(answer, "wb"), folder, network)
        os._exit(0)
    os.close(asked)
    os.close(answer)
    _channel[:] = [(os.fdopen(ask, "wb"), os.fdopen(answered, "rb"))]


def _end_with_the_reader() -> None:
    """Have the reader's end end this process, too, but not before it has killed the program that it started."""

    def leave(_signal: int, _frame: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, leave)
    lifetime.die_with_parent(signal.SIGTERM)


def _close_all_but(kept: Sequence[int]) -> None:
    """Close the files that only the reader needs, such as its pipe to the program, which has to end with the reader."""
    for number in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        if number not in kept:
            with suppress(OSError):
                os.close(number)


def convert(folder: Path, suffix: str, network: list[str]) -> str:
    """Convert `document.{suffix}` in a folder to `document.docx` beside it; "" or what went wrong."""
    if not _channel:
        return _convert(folder, suffix, network)
    ask, answered = _channel[0]
    ask.write(json.dumps([str(folder), suffix]).encode() + b"\n")
    ask.flush()
    line = answered.readline()
    return str(json.loads(line)) if line else "the process that starts it ended"


def _serve(asked: BinaryIO, answer: BinaryIO, within: Path, network: list[str]) -> None:
    """Answer until the reader ends. What it asks is not trusted: it may be taken over."""
    for line in asked:
        folder, suffix = json.loads(line)
        inside = Path(folder).resolve().is_relative_to(within) and suffix in _SUFFIXES
        said = _convert(Path(folder), suffix, network) if inside else "it lies outside of the reader's folder"
        answer.write(json.dumps(said).encode() + b"\n")
        answer.flush()


def _convert(folder: Path, suffix: str, network: list[str]) -> str:
    program = shutil.which(ENGINE)
    if program is None:
        return "it is not installed"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder))
    try:
        with (folder / "log").open("wb") as output:
            _run([*network, program, profile, *options, str(folder / f"document.{suffix}")], folder, output.fileno())
    except subprocess.TimeoutExpired:
        return f"it took more than {SECONDS:g} seconds"
    except OSError as error:
        return str(error)[:200]
    return ""


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
