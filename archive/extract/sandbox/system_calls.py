"""System calls that a reader never needs and that an attacker in its native code would: refused by a seccomp filter.

By libseccomp, through `pyseccomp`; without either there is no filter. It binds native code as well, and everything
that this process starts.
"""

from __future__ import annotations

import errno
import os
from typing import Any, Final

_THREAD: Final = 0x00010000
"""CLONE_THREAD: a new thread, and not a new process."""

_SOCKETS: Final = (
    *("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg"),
)
_PROGRAMS: Final = ("execve", "execveat", "fork", "vfork")
_SIGNALS: Final = ("kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")
_OTHER_PROCESSES: Final = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_open", "pidfd_getfd"),
    *("shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgrcv", "semget", "semop", "mq_open"),
)
_KERNEL: Final = (
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open", "userfaultfd", "keyctl"),
    *("add_key", "request_key", "init_module", "finit_module", "kexec_load", "open_by_handle_at", "name_to_handle_at"),
    *("mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "swapon", "reboot", "personality"),
    *("fsopen", "fsconfig", "fsmount", "fspick", "move_mount", "open_tree", "mount_setattr", "swapoff", "acct"),
    *("sethostname", "setdomainname", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "stime"),
    *("delete_module", "kexec_file_load", "quotactl", "quotactl_fd", "syslog", "fanotify_init", "iopl", "ioperm"),
)
_ATTRIBUTES: Final = (
    *("mknod", "mknodat", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat"),
    *("utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat"),
    *("removexattr", "lremovexattr", "fremovexattr", "removexattrat", "file_setattr"),
)
"""What Landlock leaves free: owners, rights and times of any file; and devices, which for root are all disks."""
_LIMITS_OF_OTHERS: Final = {"prlimit64": 0, "setpriority": 1, "ioprio_set": 1}
"""Calls that set limits of a process, by which argument names it: 0 is this one. A limit of seconds ends a process."""


def library() -> Any:
    """The binding of libseccomp; None where it or the library is missing. Finding the library starts a program."""
    try:
        import pyseccomp  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except (ImportError, OSError, RuntimeError):
        return None
    return pyseccomp


def refuse(seccomp: Any) -> bool:
    """Have the kernel refuse these calls from here on; False where it cannot."""
    try:
        rules = seccomp.SyscallFilter(seccomp.ALLOW)
        for name in (*_SOCKETS, *_PROGRAMS, *_SIGNALS, *_OTHER_PROCESSES, *_KERNEL, *_ATTRIBUTES):
            _refuse_one(seccomp, rules, name)
        for name, named in _LIMITS_OF_OTHERS.items():
            _refuse_one(seccomp, rules, name, seccomp.Arg(named, seccomp.NE, 0))
        no_thread = seccomp.Arg(0, seccomp.MASKED_EQ, _THREAD, 0)
        rules.add_rule(seccomp.ERRNO(errno.EPERM), "clone", no_thread)
        # Its flags lie in memory, where no filter reads them; the C library then uses `clone`.
        rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
        # A process that aborts signals itself.
        rules.add_rule(seccomp.ERRNO(errno.EPERM), "tgkill", seccomp.Arg(0, seccomp.NE, os.getpid()))
        rules.load()
    except OSError:
        return False
    return True


def _refuse_one(seccomp: Any, rules: Any, name: str, *where: Any) -> None:
    """Refuse a call; one that this processor or an older libseccomp does not know needs no rule or can have none."""
    try:
        rules.add_rule(seccomp.ERRNO(errno.EPERM), name, *where)
    except (OSError, ValueError):
        return
