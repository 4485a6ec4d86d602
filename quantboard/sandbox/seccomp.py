"""A filter of system calls: some forty are allowed, none that opens, connects, starts, maps executable memory or kills.

Refused calls fail with EPERM, so that an honest program ends with a readable error; calls that only an attack makes end
the process.
"""

import ctypes
import errno
import struct

from quantboard.sandbox.syscalls import MACHINE, PR_SET_SECCOMP, prctl

X86 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "pwrite64": 18, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98, "sysinfo": 99,
    "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "sigaltstack": 131, "gettid": 186,
    "time": 201, "futex": 202, "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228,
    "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "set_robust_list": 273, "getrandom": 318,
    "membarrier": 324, "rseq": 334,
}  # fmt: skip
X86_SPECIAL = {"mmap": 9, "mprotect": 10, "fcntl": 72, "prlimit64": 302, "ioctl": 16}
X86_FATAL = {
    "execve": 59, "execveat": 322, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321,
    "keyctl": 250, "add_key": 248, "io_uring_setup": 425, "userfaultfd": 323, "mount": 165, "unshare": 272,
    "setns": 308, "perf_event_open": 298,
    "init_module": 175, "finit_module": 313, "kexec_load": 246, "reboot": 169, "chroot": 161,
}  # fmt: skip
ARM = {
    "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "munmap": 215, "brk": 214, "rt_sigaction": 134,
    "rt_sigprocmask": 135, "rt_sigreturn": 139, "pread64": 67, "pwrite64": 68, "sched_yield": 124, "mremap": 216,
    "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93, "gettimeofday": 169, "getrusage": 165, "sysinfo": 179,
    "times": 153, "getuid": 174, "getgid": 176, "geteuid": 175, "getegid": 177, "sigaltstack": 132, "gettid": 178,
    "futex": 98, "sched_getaffinity": 123, "restart_syscall": 128, "clock_gettime": 113, "clock_getres": 114,
    "clock_nanosleep": 115, "exit_group": 94, "set_robust_list": 99, "getrandom": 278, "membarrier": 283, "rseq": 293,
}  # fmt: skip
ARM_SPECIAL = {"mmap": 222, "mprotect": 226, "fcntl": 25, "prlimit64": 261, "ioctl": 29}
ARM_FATAL = {
    "execve": 221, "execveat": 281, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280,
    "keyctl": 219, "add_key": 217, "io_uring_setup": 425, "userfaultfd": 282, "mount": 40, "unshare": 97, "setns": 268,
    "perf_event_open": 241, "init_module": 105, "finit_module": 273, "kexec_load": 104, "reboot": 142, "chroot": 51,
}  # fmt: skip
TABLES = {
    "x86_64": (0xC000003E, X86, X86_SPECIAL, X86_FATAL),
    "aarch64": (0xC00000B7, ARM, ARM_SPECIAL, ARM_FATAL),
}
KILL, ALLOW, REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, RETURN, AND, JUMP_EQUAL, JUMP_LEAST = 0x20, 0x06, 0x54, 0x15, 0x35
EXECUTABLE = 4
DESCRIPTOR_COMMANDS = (1, 2, 3, 1030)  # read and set close-on-exec, read flags, duplicate
DESCRIPTOR_REQUESTS = (0x5401, 0x5451, 0x5450)  # is it a terminal, close-on-exec


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _argument(index: int) -> int:
    return 16 + 8 * index


def program(machine: str) -> bytes | None:
    """The filter for a machine, or None where its table is not known."""
    if machine not in TABLES:
        return None
    architecture, plain, special, fatal = TABLES[machine]
    steps = [_step(LOAD, 4), _step(JUMP_EQUAL, architecture, 1, 0), _step(RETURN, KILL), _step(LOAD, 0)]
    if machine == "x86_64":  # the 32-bit variants of calls carry this bit
        steps += [_step(JUMP_LEAST, 0x40000000, 0, 1), _step(RETURN, KILL)]
    for number in plain.values():
        steps += [_step(JUMP_EQUAL, number, 0, 1), _step(RETURN, ALLOW)]
    for number in fatal.values():
        steps += [_step(JUMP_EQUAL, number, 0, 1), _step(RETURN, KILL)]
    for name in ("mmap", "mprotect"):
        steps += _if_argument(special[name], 2, EXECUTABLE, 0)
    for command in DESCRIPTOR_COMMANDS:
        steps += _if_argument(special["fcntl"], 1, 0xFFFFFFFF, command)
    for request in DESCRIPTOR_REQUESTS:
        steps += _if_argument(special["ioctl"], 1, 0xFFFFFFFF, request)
    steps += [_step(RETURN, REFUSE)]
    return b"".join(steps)


def _if_argument(number: int, index: int, mask: int, wanted: int) -> list[bytes]:
    """Allow call ``number`` if its argument, masked, is ``wanted``."""
    return [
        _step(JUMP_EQUAL, number, 0, 5),
        _step(LOAD, _argument(index)),
        _step(AND, mask),
        _step(JUMP_EQUAL, wanted, 0, 1),
        _step(RETURN, ALLOW),
        _step(LOAD, 0),
    ]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def apply() -> str:
    """Install the filter; needs no_new_privs. Returns what was reached."""
    steps = program(MACHINE)
    if steps is None:
        return f"off: no table of system calls for {MACHINE}"
    memory = ctypes.create_string_buffer(steps, len(steps))
    filter_ = _Program(len(steps) // 8, ctypes.addressof(memory))
    prctl(PR_SET_SECCOMP, 2, ctypes.addressof(filter_))
    return f"on: {len(steps) // 8} steps"
