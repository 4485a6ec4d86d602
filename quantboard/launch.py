"""Start everything: migrate, build the front end if its sources changed, broker, web, worker; and stop everything.

Services are imported where they are used: meanwhile the web process, whose imports take longest, is on its way already.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import click
import psutil

from quantboard import frontend
from quantboard.errors import Conflict, Unavailable
from quantboard.log import logger
from quantboard.settings import child_environment, choose, ensure_folder, settings

WEB_STARTS_WITHIN_S = 90.0
STOPS_WITHIN_S = 20.0
LONGEST_PAUSE_S = 30.0
WORKER_NICENESS = 5
PR_SET_PDEATHSIG = 1
COMPILES_WITHIN_S = 30.0
COMPILE = "import quantboard.jobs.warm; from quantboard.core.indicators.facade import warm; warm()"
log = logger("launch")


class PortTaken(Conflict):
    """Another program listens where we would."""

    code = "port.taken"


class AlreadyRuns(Conflict):
    """Another launcher keeps this data directory running."""

    code = "launch.running"


class WebFailed(Unavailable):
    """The web process ended, or did not answer in time."""

    code = "web.failed"


@dataclass
class Child:
    """A process of ours, started again when it dies, each time after a longer pause."""

    command: str
    flags: tuple[str, ...] = ()
    niceness: int = 0
    process: subprocess.Popen[bytes] | None = None
    pause_s: float = 1.0
    started_at: float = field(default_factory=time.monotonic)
    due_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl+C reaches us alone and we stop it in order."""
        words = [sys.executable, "-m", "quantboard.cli.main", self.command, *self.flags]
        self.process = subprocess.Popen(words, env=child_environment(), stdin=subprocess.PIPE, start_new_session=True)
        self.started_at = time.monotonic()
        if self.niceness:
            psutil.Process(self.process.pid).nice(self.niceness)

    def go(self) -> None:
        """Let a process that was started with ``--wait`` begin."""
        if self.process is not None and self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(b"\n")
                self.process.stdin.flush()

    def is_dead(self) -> bool:
        """Whether it was started and has ended."""
        return self.process is not None and self.process.poll() is not None

    def revive(self) -> None:
        """Start it again once its pause is over; a minute of good health forgets earlier deaths."""
        now = time.monotonic()
        if not self.due_at:
            self.pause_s = 1.0 if now - self.started_at > 60 else min(self.pause_s * 2, LONGEST_PAUSE_S)
            self.due_at = now + self.pause_s
            status = self.process.returncode if self.process else None
            log.warning("process.died", command=self.command, status=status, again_in_s=self.pause_s)
        elif now >= self.due_at:
            self.due_at = 0.0
            self.start()
            self.go()

    def stop(self) -> None:
        """Ask it to end, with all it started; insist when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            log.warning("process.killed", command=self.command)
            self.process.kill()
            self.process.wait()
        left = psutil.wait_procs(family, timeout=3)[1]
        for one in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(left, timeout=3)


def run(*, may_build: bool = True, with_worker: bool = True) -> int:
    """Everything, until Ctrl+C or SIGTERM."""
    with alone():
        check_port(settings().host, settings().port)
        if may_build:
            build_aloud()
        _run(with_worker=with_worker)
    return 0


@contextmanager
def alone() -> Iterator[None]:
    """Hold this data directory and this port: of several launchers one runs, the others say who does."""
    ensure_folder("data_dir")
    ensure_folder("cache_dir")
    places = (settings().data_dir / "launch.lock", port_lock(settings().port))
    with contextlib.ExitStack() as held:
        for place in places:
            file = held.enter_context(place.open("a+"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise AlreadyRuns(
                    f"QuantBoard runs here already: {file.read().strip() or settings().data_dir}.",
                    "Open that address; or start another one with its own QUANTBOARD_DATA_DIR and --port.",
                ) from None
            file.truncate(0)
            file.write(f"{base_url()} on {settings().data_dir} (process {os.getpid()})\n")
            file.flush()
        yield


def port_lock(port: int) -> Path:
    """Two that start at once would both find a port free, and share its connections from then on."""
    return settings().cache_dir / f"port-{port}.lock"


def _run(*, with_worker: bool) -> None:
    with stopped_by_signals():
        broker: Any = None
        web, worker = Child("web", ("--wait", "--tethered")), Child("worker", ("--tethered",), niceness=WORKER_NICENESS)
        try:
            web.start()
            from quantboard.services import system

            system.migrate()
            broker = system.start_broker()
            web.go()
            wait_for(web)
            click.echo(f"\n  QuantBoard is ready:  {address()}\n  Ctrl+C stops everything.\n")
            sys.stdout.flush()
            if with_worker:
                worker.start()
            tend(web, worker)
        except KeyboardInterrupt:
            click.echo("Stopping …")
        finally:
            for child in (worker, web):
                child.stop()
            if broker is not None:
                broker.stop(adopted=True)


def tether() -> None:
    """On Linux: end when the launcher that started us is killed, so that no web server or worker is left alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def build_aloud() -> None:
    """Build if needed, and say so: it takes a while."""
    if frontend.is_current():
        return
    click.echo("Building the front end (about a minute the first time) …")
    sys.stdout.flush()
    started = time.monotonic()
    with compiling_kernels():
        frontend.build()
    click.echo(f"Built in {time.monotonic() - started:.0f} s.")


@contextmanager
def compiling_kernels() -> Iterator[None]:
    """Beside the build compile what the first backtest would otherwise wait for, unless that is done already."""
    if any(settings().numba_cache.rglob("*.nbi")):
        yield
        return
    compiling = subprocess.Popen([sys.executable, "-c", COMPILE], env=child_environment())
    try:
        yield
        compiling.wait(COMPILES_WITHIN_S)
    except subprocess.TimeoutExpired:
        log.warning("kernels.uncompiled")  # the worker compiles them
    finally:
        compiling.kill()
        compiling.wait()


def check_port(host: str, port: int) -> None:
    """Fail early, with what to do, when the port is not ours to take."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise PortTaken(
                f"Cannot listen on {host}:{port}: {problem.strerror}.",
                f"Stop the program that uses it (another QuantBoard?), or choose: quantboard run --port {port + 1}",
                field="port",
            ) from None


def address() -> str:
    """The one address to open; before the first account with the token that opens it."""
    from quantboard.services import accounts

    token = accounts.open_first_account()
    return base_url() + (f"/welcome?token={token}" if token else "/")


def base_url() -> str:
    """Where a browser on this machine finds us."""
    host = settings().host
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{settings().port}"


def wait_for(web: Child) -> None:
    """Until the web process answers."""
    until = time.monotonic() + WEB_STARTS_WITHIN_S
    while time.monotonic() < until:
        if web.is_dead():
            break
        try:
            with urllib.request.urlopen(f"{base_url()}/healthz", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise WebFailed("The web process did not start.", "The lines above say why; 'quantboard web' starts it alone.")


def tend(web: Child, worker: Child) -> None:
    """Keep both alive."""
    while True:
        time.sleep(0.5)
        for child in (web, worker):
            if child.is_dead():
                child.revive()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end us the way Ctrl+C does; a second one is ignored, so that the stopping is whole."""
    known = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for one in known:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    former = {one: signal.signal(one, stop) for one in known}
    try:
        yield
    finally:
        for one, handler in former.items():
            signal.signal(one, handler)


def choose_address(host: str | None, port: int | None) -> None:
    """Flags win over the environment."""
    given = {"host": host, "port": str(port) if port else None}
    choose(**{name: value for name, value in given.items() if value})
