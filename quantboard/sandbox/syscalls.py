"""The few calls of the kernel that Python does not wrap, through ctypes."""

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
MACHINE = platform.machine()


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel by number; raises ``OSError``."""
    return _checked(int(libc.syscall(ctypes.c_long(number), *arguments)))


def prctl(operation: int, value: int = 0, extra: int = 0) -> int:
    """``prctl``; raises ``OSError``."""
    arguments = (ctypes.c_ulong(value), ctypes.c_ulong(extra), ctypes.c_ulong(0), ctypes.c_ulong(0))
    return _checked(int(libc.prctl(ctypes.c_int(operation), *arguments)))


def unshare(flags: int) -> None:
    """``unshare``; raises ``OSError``."""
    _checked(int(libc.unshare(ctypes.c_int(flags))))


def setns(descriptor: int, kind: int) -> None:
    """``setns``; raises ``OSError``."""
    _checked(int(libc.setns(descriptor, kind)))


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """``mount``; raises ``OSError``."""
    texts = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _checked(int(libc.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3])))


def detach(target: str) -> None:
    """Lazy ``umount``; raises ``OSError``."""
    _checked(int(libc.umount2(target.encode(), 2)))


def pivot_root(new: str, old: str) -> None:
    """``pivot_root``; raises ``OSError``."""
    syscall(155 if MACHINE == "x86_64" else 41, new.encode(), old.encode())


def drop_capabilities() -> None:
    """Give up every capability, and the right to gain one."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break
    header, nothing = ctypes.create_string_buffer(8), ctypes.create_string_buffer(24)
    ctypes.c_uint32.from_buffer(header).value = 0x20080522
    _checked(int(libc.capset(header, nothing)))


def close_all_but(kept: int) -> None:
    """Close every descriptor from ``kept`` on."""
    try:
        syscall(436, ctypes.c_uint(kept), ctypes.c_uint(0xFFFFFFFF), ctypes.c_uint(0))
    except OSError:
        os.closerange(kept, 4096)
