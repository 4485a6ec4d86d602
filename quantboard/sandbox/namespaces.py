"""Namespaces of the fork server: no network, no shared memory, an empty root; a fresh process namespace per run.

As root they are entered directly, as an ordinary user through a user namespace where the system allows it.
"""

import os
from collections.abc import Callable

from quantboard.sandbox.syscalls import detach, mount, pivot_root, setns, unshare

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
PRIVATE_ALL = 16384 | (1 << 18)
READ_ONLY, NO_SUID, NO_DEV, REMOUNT = 1, 2, 4, 32
ROOT = "/tmp"


class ProcessRooms:
    """Gives each fork its own process namespace, where that is possible."""

    def __init__(self) -> None:
        self._home: int | None = None

    def prepare(self) -> str:
        """Try once; needs /proc, hence before the root is emptied."""
        home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        try:
            unshare(NEWPID)
            setns(home, NEWPID)
        except OSError as error:
            os.close(home)
            return f"off: {error.strerror}"
        self._home = home
        return "on"

    def fork(self) -> int:
        """``os.fork`` whose child is the first process of its own namespace."""
        if self._home is None:
            return os.fork()
        unshare(NEWPID)
        pid = os.fork()
        if pid:
            setns(self._home, NEWPID)
        return pid


def enter_user() -> str:
    """Become root of an own user namespace; only while there is a single thread."""
    uid, gid = os.getuid(), os.getgid()
    unshare(NEWUSER)
    for path, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        descriptor = os.open(f"/proc/self/{path}", os.O_WRONLY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)
    return "on"


def leave_network() -> str:
    """A network namespace without any interface."""
    unshare(NEWNET)
    return "on"


def leave_shared_memory() -> str:
    """No System V memory, no message queues, no host name of others."""
    unshare(NEWIPC | NEWUTS)
    return "on"


def empty_root() -> str:
    """A root folder with nothing in it; only after everything is imported."""
    unshare(NEWNS)
    mount(None, "/", None, PRIVATE_ALL)
    mount("tmpfs", ROOT, "tmpfs", NO_SUID | NO_DEV, "size=64k,mode=755")
    os.mkdir(f"{ROOT}/old")  # noqa: PTH102
    os.chdir(ROOT)
    pivot_root(".", "old")
    os.chdir("/")
    detach("/old")
    os.rmdir("/old")  # noqa: PTH106
    mount(None, "/", None, REMOUNT | READ_ONLY | NO_SUID | NO_DEV, "size=64k,mode=755")
    return "on"


def attempt(step: Callable[[], str]) -> str:
    """What a layer reached, or ``off:`` and why."""
    try:
        return step()
    except OSError as error:
        return f"off: {error.strerror or error}"
