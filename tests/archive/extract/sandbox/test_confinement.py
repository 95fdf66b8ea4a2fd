"""A worker that a document took over: it reaches no network, changes nothing outside its folder and starts nothing."""

from __future__ import annotations

import ctypes
import mmap
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from archive.extract.dispatch import formats, libreoffice
from archive.extract.layout import heartbeat, limits
from archive.extract.layout.document import Document, Unreadable
from archive.extract.sandbox import confinement
from archive.extract.sandbox import engine as sandbox_engine
from archive.extract.sandbox.pool import WorkerPool
from tests.support.paths import FILES

_FILES = FILES


def walls() -> list[str]:
    return sorted(confinement.walls())


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=1)


def bind() -> None:
    socket.socket().bind(("127.0.0.1", 0))


def send() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))


def resolve() -> None:
    socket.getaddrinfo("example.org", 80)


def connect_natively(port: int) -> int:
    """As a library would that no hook sees; 0 is a connection."""
    library = ctypes.CDLL(None)
    address = b"\x02\x00" + port.to_bytes(2, "big") + bytes((127, 0, 0, 1)) + bytes(8)
    return int(library.connect(library.socket(2, 1, 0), address, len(address)))


def natively(name: str, *arguments: object) -> int:
    """A call of the C library, as native code that was taken over makes it: its result."""
    return int(getattr(ctypes.CDLL(None), name)(*arguments))


def spawn_natively() -> int:
    """0 where a program was started by the C library, which no hook sees."""
    arguments = (ctypes.c_char_p * 2)(b"/bin/true", None)
    started = ctypes.c_int()
    return int(ctypes.CDLL(None).posix_spawn(ctypes.byref(started), b"/bin/true", None, None, arguments, None))


def environment() -> bytes:
    """The environment as Python, the C library and the kernel have it."""
    in_c = ctypes.CDLL(None)
    in_c.getenv.restype = ctypes.c_char_p
    seen = repr(dict(os.environ)).encode() + (in_c.getenv(b"NIANBAO_SECRET") or b"")
    return seen + Path("/proc/self/environ").read_bytes()


def threads() -> list[int]:
    """What a few threads answer: recognition of characters needs them."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(abs, (-1, -2, -3)))


def write(path: str) -> None:
    Path(path).write_text("x", encoding="ascii")


def open_low(path: str) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))


def remove(path: str) -> None:
    Path(path).unlink()


def move_in(path: str) -> None:
    Path(path).rename("mine")


def link_out(path: str) -> None:
    Path("way-out").symlink_to(path)
    Path("way-out").write_text("x", encoding="ascii")


def write_natively(path: str) -> int:
    return int(ctypes.CDLL(None).open(path.encode(), os.O_CREAT | os.O_WRONLY, 0o600))


def work_inside() -> str:
    Path("own").write_text("mine", encoding="ascii")
    return Path("own").read_text(encoding="ascii")


def spawn() -> None:
    subprocess.run(["/bin/sh", "-c", "true"], check=True)


def system() -> None:
    os.system("true")


def fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def execute() -> None:
    os.execv("/bin/true", ["true"])


def spawn_low() -> None:
    os.posix_spawn("/bin/true", ["true"], {})


class Trap:
    """An answer that would do something to the one who unpacks it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("/tmp/nianbao-trap",)


def trap() -> object:
    return Trap()


def flood() -> str:
    return "x" * (limits.ANSWER + 1)


def slow_but_alive(times: int) -> str:
    for _ in range(times):
        time.sleep(0.05)
        heartbeat.beat()
    return "done"


def reason(answer: object) -> str:
    assert isinstance(answer, Unreadable), answer
    return answer.reason


@pytest.fixture(scope="module", params=["server", "fork"])
def readers(request: pytest.FixtureRequest) -> Iterator[WorkerPool]:
    """However a worker comes into being, it is confined alike."""
    with WorkerPool(1, seconds=30.0, memory=2 * 1024**3, start=request.param) as pool:
        yield pool


def open_files() -> list[str]:
    return [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.exists()]


def test_a_forked_worker_keeps_no_file_of_its_program(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with secret.open("w"), WorkerPool(1, start="fork") as pool:
        held = pool.run_now(open_files)
    assert isinstance(held, list)
    assert str(secret) not in held


def test_all_walls_are_up_where_the_kernel_has_them(readers: WorkerPool) -> None:
    standing = readers.run_now(walls)
    assert isinstance(standing, list)
    assert "hook" in standing
    if os.environ.get("CI") or os.geteuid() == 0:
        assert "network" in standing


@pytest.fixture
def open_port() -> Iterator[int]:
    """A port on loopback that takes connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("function", [bind, send, resolve])
def test_a_worker_has_no_network(readers: WorkerPool, function: Any) -> None:
    said = reason(readers.run_now(function))
    assert "has no network" in said or "not permitted" in said


@pytest.mark.parametrize(
    "family", [1, 2, 10, 16, 17, 38, 40], ids=["unix", "ip", "ip6", "netlink", "packet", "alg", "vsock"]
)
def test_native_code_in_a_worker_makes_no_socket_of_any_kind(readers: WorkerPool, family: int) -> None:
    if "seccomp" in readers.run_now(walls):  # type: ignore[operator]
        for kind in (1, 2, 3):
            assert readers.run_now(natively, "socket", family, kind, 0) == -1


def test_the_worker_of_a_large_program_has_all_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("pyseccomp") is None or find_library("seccomp") is None:
        pytest.skip("libseccomp is missing")
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    with mmap.mmap(-1, 3 * 1024**3), WorkerPool(1, memory=2 * 1024**3, start="fork") as pool:
        assert "seccomp" in pool.run_now(walls)  # type: ignore[operator]
        assert pool.run_now(threads) == [1, 2, 3]


def test_native_code_in_a_worker_signals_nobody(readers: WorkerPool) -> None:
    if "seccomp" not in readers.run_now(walls):  # type: ignore[operator]
        pytest.skip("libseccomp is missing")
    with subprocess.Popen(["sleep", "60"]) as victim:
        for number in (9, 15, 19):
            assert readers.run_now(natively, "kill", victim.pid, number) == -1
        assert readers.run_now(natively, "killpg", os.getpgid(0), 9) == -1
        assert victim.poll() is None
        victim.kill()


def test_native_code_in_a_worker_starts_no_program(readers: WorkerPool) -> None:
    if "seccomp" not in readers.run_now(walls):  # type: ignore[operator]
        pytest.skip("libseccomp is missing")
    assert readers.run_now(natively, "system", b"true") != 0
    assert readers.run_now(natively, "fork") == -1
    assert readers.run_now(natively, "vfork") == -1
    assert readers.run_now(natively, "execv", b"/bin/true", None) == -1
    assert readers.run_now(spawn_natively) != 0
    assert readers.run_now(natively, "unshare", 0x10000000) == -1
    assert readers.run_now(natively, "ptrace", 16, os.getpid(), 0, 0) == -1
    assert readers.run_now(threads) == [1, 2, 3]


def test_a_worker_has_no_secret_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_SECRET", "wecombot://never-to-be-seen")
    for start in ("server", "fork"):
        with WorkerPool(1, start=start) as pool:
            seen = pool.run_now(environment)
        assert isinstance(seen, bytes)
        assert b"never-to-be-seen" not in seen
    assert os.environ["NIANBAO_SECRET"] == "wecombot://never-to-be-seen"


@pytest.fixture
def program_with_secrets() -> Iterator[int]:
    """The id of another program of the same user, which has a secret in its environment as the kernel shows it."""
    secret = {"NIANBAO_SECRET": "wecombot://never-to-be-seen"}
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"], env=secret, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        yield program.pid
        program.kill()


def read(path: str) -> bytes:
    return Path(path).read_bytes()


def test_a_worker_reads_nothing_of_other_processes(readers: WorkerPool, program_with_secrets: int) -> None:
    if not {"seccomp", "landlock"} <= {*readers.run_now(walls)}:  # type: ignore[misc]
        pytest.skip("libseccomp or Landlock is missing")
    assert b"never-to-be-seen" in read(f"/proc/{program_with_secrets}/environ")
    for name in ("environ", "cmdline", "maps", "stat"):
        assert "denied" in reason(readers.run_now(read, f"/proc/{program_with_secrets}/{name}"))
    for path in ("/proc/self/stat", "/proc/meminfo", "/proc/sys/kernel/ostype"):
        assert readers.run_now(read, path)


def test_native_code_in_a_worker_limits_no_other_process(readers: WorkerPool, program_with_secrets: int) -> None:
    if "seccomp" not in readers.run_now(walls):  # type: ignore[operator]
        pytest.skip("libseccomp is missing")
    one_second = (ctypes.c_ulong * 2)(1, 1)
    assert readers.run_now(limit_natively, program_with_secrets, tuple(one_second)) == -1
    assert readers.run_now(limit_natively, 0, (600, 600)) == 0
    assert readers.run_now(natively, "setpriority", 0, program_with_secrets, 19) == -1


def limit_natively(process: int, seconds: tuple[int, int]) -> int:
    """Limit a process's time on the processor, after which the kernel ends it."""
    return int(ctypes.CDLL(None).prlimit(process, 0, (ctypes.c_ulong * 2)(*seconds), None))


def test_native_code_in_a_worker_changes_no_rights_and_makes_no_device(readers: WorkerPool, tmp_path: Path) -> None:
    if "seccomp" not in readers.run_now(walls):  # type: ignore[operator]
        pytest.skip("libseccomp is missing")
    archive = tmp_path / "nianbao.db"
    archive.touch(mode=0o640)
    before = archive.stat()
    for name, *arguments in (("chmod", 0), ("chown", 1, 1), ("utime", None), ("setxattr", b"user.a", b"x", 1, 0)):
        assert readers.run_now(natively, name, os.fsencode(archive), *arguments) == -1
    assert archive.stat() == before
    assert readers.run_now(natively, "mknod", b"disk", 0o60666, 0xFE00) == -1


def test_a_worker_connects_to_nothing(readers: WorkerPool, open_port: int) -> None:
    assert "has no network" in reason(readers.run_now(connect, open_port))
    if {"network", "landlock"} & set(readers.run_now(walls)):  # type: ignore[arg-type]
        assert readers.run_now(connect_natively, open_port) == -1


@pytest.mark.parametrize(
    ("function", "name"),
    [(write, "new"), (open_low, "new"), (remove, "old"), (move_in, "old"), (link_out, "new")],
    ids=["write", "open_low", "remove", "move_in", "link_out"],
)
def test_a_worker_changes_nothing_outside_its_folder(
    readers: WorkerPool, tmp_path: Path, function: Any, name: str
) -> None:
    (tmp_path / "old").write_text("as it was", encoding="ascii")
    assert "may not change" in reason(readers.run_now(function, str(tmp_path / name)))
    assert [path.read_text(encoding="ascii") for path in tmp_path.iterdir()] == ["as it was"]


def test_native_code_in_a_worker_writes_in_its_folder_only(readers: WorkerPool, tmp_path: Path) -> None:
    if "landlock" in readers.run_now(walls):  # type: ignore[operator]
        assert readers.run_now(write_natively, str(tmp_path / "new")) == -1
        assert list(tmp_path.iterdir()) == []
    assert readers.run_now(work_inside) == "mine"


@pytest.mark.parametrize("function", [spawn, system, fork, execute, spawn_low])
def test_a_worker_starts_no_program(readers: WorkerPool, function: Any) -> None:
    assert "may start no program but soffice" in reason(readers.run_now(function))


def test_an_answer_may_hold_values_of_the_parser_only(readers: WorkerPool) -> None:
    assert "does not belong" in reason(readers.run_now(trap))
    assert not Path("/tmp/nianbao-trap").exists()
    assert isinstance(readers.run_now(formats.read, (_FILES / "report.html").read_bytes()), Document)


def test_an_answer_has_a_largest_size(readers: WorkerPool) -> None:
    said = reason(readers.run_now(flood))
    # a forked worker begins with the memory of this process, and may reach that limit first
    assert f"more than {limits.ANSWER} bytes" in said or "more memory than is allowed" in said


def test_heartbeats_prolong_the_time_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BEATS", 8)
    with WorkerPool(1, seconds=5.0, clock_seconds=5.0) as pool:
        pool.run_now(walls)
        assert pool.run_now(slow_but_alive, 6) == "done"
        assert "stopped" in reason(pool.run_now(slow_but_alive, 100))


def test_folders_of_workers_are_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "nianbao-reading-999999999-left").mkdir()
    with WorkerPool(1) as pool:
        assert pool.run_now(work_inside) == "mine"
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def engine(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of the engine's name, first on the PATH; the file that it may leave a mark in."""
    program, mark = folder / "soffice", folder / "mark"
    program.write_text(f"#!/bin/sh\nmark={mark}\n{script}\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return mark


def test_an_engine_is_killed_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = engine(tmp_path, "(sleep 1; echo late > $mark) &\nsleep 30", monkeypatch)
    monkeypatch.setattr(sandbox_engine, "SECONDS", 0.3)
    assert "more than 0.3 seconds" in reason(libreoffice.read(b"", "doc", "it is old"))
    time.sleep(1.2)
    assert not mark.exists()


def test_what_a_killed_worker_started_dies_with_it() -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: run deploy/install-system-packages")
    with WorkerPool(1, seconds=1.0, clock_seconds=1.0) as pool:
        assert "stopped" in reason(pool.run_now(hang_with_engine))
        began = time.monotonic()
        while engines() and time.monotonic() - began < 60:  # a slow machine takes its time to end it
            time.sleep(0.05)
        assert not engines()


def hang_with_engine() -> None:
    """Have it convert a file again and again, beside this process or in it."""
    folder = Path.cwd()
    (folder / "document.doc").write_bytes((_FILES / "report.doc").read_bytes())
    while True:
        sandbox_engine.convert(folder, "doc", [])


def engines() -> list[str]:
    """Programs under way whose profile lies in a worker's folder of ours."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().decode(errors="replace"))
        except OSError:
            continue
    return [line for line in lines if f"nianbao-reading-{os.getpid()}-" in line]


def test_an_engine_has_a_home_of_its_own_and_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = engine(tmp_path, "echo $HOME $TMPDIR > $mark\ncat /proc/net/dev >> $mark", monkeypatch)
    assert "no output" in reason(libreoffice.read(b"", "doc", "it is old"))
    homes, *network = mark.read_text(encoding="ascii").splitlines()
    assert all("nianbao-" in home for home in homes.split())
    if confinement.without_network():
        assert [line.split(":")[0].strip() for line in network[2:]] == ["lo"]
