"""The owner's side of the fork server: start it, lend lines to it, end it.

A worker's supervisor owns one and gives each job child an end of a line; the child makes a ``Sandbox`` of it::

    server = ForkServer(cache_dir=str(settings().numba_cache))   # returns at once, warms up beside you
    line = server.lend()                                         # a connected socket; inherit it or pass it on
    ...                                                          # in the job child:
    box = connect(line, memory_mb=512, time_limit_s=30)          # quantboard.sandbox.runner.connect
    decision = box.evaluate(source, bars, params)
    ...                                                          # back in the supervisor, when the job ended:
    line.close()                                                 # its runs are killed with the last end of the line
    server.close()

The end given to the job child must be closed in the supervisor, otherwise the line stays open after the child died.
``lend`` restarts a server that died. After ``fork`` only the process that made a ``ForkServer`` may use it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Self

from quantboard.sandbox.outcomes import SandboxUnavailable

ENVIRONMENT = {
    "PATH": "/nonexistent",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


class ForkServer:
    """One fork server process and the owner's line to it. Safe to use from several threads."""

    def __init__(
        self,
        *,
        cache_dir: str | None = None,
        only_check: bool = False,
        slots: int = 4,
        without: Sequence[str] = (),
        tables: str = "later",
        built_ins: Sequence[str] | None = None,
    ) -> None:
        """``tables``: pandas is loaded ``now``, ``later`` in a second process at the first source with it, or
        ``never``. ``built_ins`` names those whose kernels are loaded, by default all."""
        named = None if built_ins is None else list(built_ins)
        self._config = {"only_check": only_check, "slots": slots, "without": list(without), "built_ins": named}
        self._config["tables"] = "never" if only_check else tables
        self._environment = ENVIRONMENT if cache_dir is None else {**ENVIRONMENT, "NUMBA_CACHE_DIR": cache_dir}
        self._lock = threading.Lock()
        self._owner_pid = os.getpid()
        self._start()

    def _start(self) -> None:
        if sys.platform != "linux":
            hint = "Run the worker in a Linux container or virtual machine."
            raise SandboxUnavailable("User code runs on Linux only.", hint)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        config = json.dumps(self._config)
        command = [
            sys.executable,
            "-P",
            "-s",
            "-B",
            "-m",
            "quantboard.sandbox.forkserver",
            str(theirs.fileno()),
            config,
        ]
        with theirs:
            self.process = subprocess.Popen(
                command,
                env=self._environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        self._socket = ours

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def lend(self) -> socket.socket:
        """A fresh line to the server, for one user at a time. Starts the server anew if it died."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, self._lock:
            for attempt in (1, 2):
                try:
                    socket.send_fds(self._socket, [b"line"], [theirs.fileno()])
                    return ours
                except OSError:
                    if attempt == 2:
                        break
                    self._end()
                    self._start()
        ours.close()
        raise SandboxUnavailable("The sandbox's server cannot be reached.", "Try again; see the log if it stays so.")

    def kill(self) -> None:
        """Kill a server that does not answer; the next ``lend`` starts another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        self._socket.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End the server and with it every run."""
        if os.getpid() != self._owner_pid:
            return
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
