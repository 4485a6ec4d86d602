"""What one run may use, and how a child locks itself before it reads a single byte of what it was asked."""

import math
import os
import resource
import signal
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from quantboard.sandbox import landlock, seccomp
from quantboard.sandbox.syscalls import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    close_all_but,
    drop_capabilities,
    prctl,
)

REQUIRED = ("rlimits", "no_new_privs", "seccomp")  # besides the fresh process and the clock
WANTED = ("landlock", "empty root")  # at least one of them
FIRST_UID = 61_000  # as root, each slot runs under an own uid from here on
OPEN_FILES = 16
NOT_LOCKED = 77  # exit status of a child that could not lock itself


@dataclass(frozen=True)
class Limits:
    """Limits of one crossing."""

    wall_s: float = 30.0
    memory_bytes: int = 512 << 20
    answer_bytes: int = 32 << 20

    @property
    def cpu_s(self) -> int:
        return math.ceil(self.wall_s) + 1


class NotLocked(Exception):
    """A required layer did not come up in this child."""


def missing(layers: Mapping[str, str]) -> list[str]:
    """The required layers that ``layers`` does not report as on."""
    return [name for name in (*REQUIRED, "tried") if not layers.get(name, "off").startswith("on")]


LEVELS = ("none", "basic", "strong", "full")
FULL = ("landlock", "empty root", "no network")


def level(layers: Mapping[str, str]) -> str:
    """How far the isolation reaches: ``basic`` is the required set, ``strong`` has one of the wanted layers too,
    ``full`` has all that reach for files and network."""
    if missing(layers):
        return LEVELS[0]
    held = {name for name, state in layers.items() if state.startswith("on")}
    if held.issuperset(FULL):
        return LEVELS[3]
    return LEVELS[2] if held.intersection(WANTED) else LEVELS[1]


def memory_at_rest() -> int:
    """Address space of this process in bytes; limits come on top of it."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - one fact of the kernel, no file of ours
        return int(file.read().split()[0]) * resource.getpagesize()


def lock(limits: Limits, at_rest: int, uid: int | None, without: Collection[str] = ()) -> dict[str, str]:
    """Lock this process for good. Descriptors 0 to 5 stay open. Returns each layer's state.

    ``uid`` is the identity to take, where the fork server may give one.
    Raises ``NotLocked`` if a required layer is missing. ``without`` exists for the tests of the layers.
    """
    close_all_but(6)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGXCPU, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    os.umask(0o777)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    steps: dict[str, Callable[[], str]] = {
        "rlimits": lambda: _rlimits(limits, at_rest),
        "identity": lambda: _identity(uid),
        "no_new_privs": _no_new_privs,
        "landlock": landlock.apply,
        "seccomp": seccomp.apply,
    }
    states = {name: "off: switched off" if name in without else _attempt(step) for name, step in steps.items()}
    absent = [name for name in REQUIRED if not states[name].startswith("on")]
    if absent:
        raise NotLocked(", ".join(f"{name} ({states[name]})" for name in absent))
    return states


def _attempt(step: Callable[[], str]) -> str:
    try:
        return step()
    except (OSError, ValueError) as error:
        return f"off: {error}"


def _rlimits(limits: Limits, at_rest: int) -> str:
    for kind, soft, hard in (
        (resource.RLIMIT_AS, at_rest + limits.memory_bytes, at_rest + limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 1),
        (resource.RLIMIT_FSIZE, limits.answer_bytes, limits.answer_bytes),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))
    return "on"


def _identity(uid: int | None) -> str:
    """An own uid where that is possible; in any case no capability is left and nobody may trace us."""
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    drop_capabilities()
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of uid clears it
    return "on: no capabilities" if uid is None else f"on: uid {uid}"


def _no_new_privs() -> str:
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    return "on"
