"""A private PostgreSQL, and real workers: what the real lane starts and is sure to stop."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]


def postgres_tool(name: str) -> str:
    places = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for folder in (*places, *os.environ["PATH"].split(os.pathsep), "/usr/local/pgsql/bin", "/opt/homebrew/bin"):
        if (Path(folder) / name).exists():
            return str(Path(folder) / name)
    raise FileNotFoundError(f"{name} is needed for the real lane; install PostgreSQL (Debian: apt install postgresql)")


def _somebody_else() -> dict[str, int]:
    """PostgreSQL refuses root: then it runs as another user of this system."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid}
    raise LookupError("run as root, the real lane needs a user called postgres or nobody")


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """The URL of a fresh cluster on a socket of its own."""
    who = _somebody_else()
    folder = Path(tempfile.mkdtemp(prefix="qb-pg-", dir="/tmp"))
    if who:
        os.chown(folder, who["user"], who["group"])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUANTBOARD_")}
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/", "env": kept, **who}
    try:
        make = ["-A", "trust", "-U", "quantboard", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([postgres_tool("initdb"), "-D", str(folder / "data"), *make], check=True, **quiet)
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        log = (folder / "log").open("w")
        server = subprocess.Popen(
            [postgres_tool("postgres"), "-D", str(folder / "data"), *options], stderr=log, **quiet
        )
        url = f"postgresql+psycopg://quantboard@/postgres?host={folder}"
        try:
            _wait_for_postgres(url, server, folder / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_postgres(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    plain = url.replace("+psycopg", "")
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(plain).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.05)


class RealWorker:
    """A worker process with the probes; everything it logs can be read."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        self.killed = False
        self._family: dict[int, psutil.Process] = {}
        with self.log.open("w") as handle:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.real.run_worker"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                stderr=handle,
                start_new_session=True,
            )

    def wait_until_ready(self) -> "RealWorker":
        until = time.monotonic() + 60
        while "worker.ready" not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.02)
        return self

    def events(self, name: str) -> list[dict[str, object]]:
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [event for event in map(json.loads, lines) if event["event"] == name]

    def family(self) -> list[psutil.Process]:
        """Every process that was seen as a descendant, the worker itself first."""
        with contextlib.suppress(psutil.NoSuchProcess):
            me = psutil.Process(self.process.pid)
            self._family |= {one.pid: one for one in (me, *me.children(recursive=True))}
        return list(self._family.values())

    def kill(self) -> None:
        self.family()
        self.killed = True
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.family()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode
