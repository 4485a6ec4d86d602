"""What is counted and timed for Prometheus; the processes of one machine add up in one folder.

The library is imported at the first use only: the shell's commands count nothing.
"""

import contextlib
import os
import shutil
import socket
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quantboard.settings import export, exported

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library reads it when it is imported
FAST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)
LAG_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
LONG_S = (0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0)
FORGOTTEN_AFTER_S = 7 * 86_400.0
SLOW_REQUEST_S, SLOW_SQL_S = 1.0, 0.1
_making = threading.Lock()


@dataclass(frozen=True)
class Meters:
    """Every meter of the house."""

    requests: "Counter"
    request_s: "Histogram"
    event_s: "Histogram"
    lag_s: "Histogram"
    job_s: "Histogram"
    sandbox: "Counter"
    refused: "Counter"
    slow_sql: "Counter"
    pool: "Gauge"


def meters() -> Meters:
    """The meters of this process."""
    with _making:  # two threads may ask first at the same time, and a meter can be made only once
        return _meters()


@cache
def _meters() -> Meters:
    from prometheus_client import Counter, Gauge, Histogram

    def many(name: str, about: str, *labels: str) -> Counter:
        return Counter(f"quantboard_{name}", about, labels)

    def timed(name: str, about: str, steps: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"quantboard_{name}_seconds", about, labels, buckets=steps)

    return Meters(
        requests=many("http_requests", "HTTP requests answered.", "method", "route", "status"),
        request_s=timed("http_request_duration", "HTTP requests, start to end.", FAST_S, "route"),
        event_s=timed("event_duration", "Events of the pages, start to end.", FAST_S, "event", "outcome"),
        lag_s=timed("event_loop_lag", "How late the web process's event loop was.", LAG_S),
        job_s=timed("job_duration", "Attempts at jobs, claim to end.", LONG_S, "kind", "outcome"),
        sandbox=many("sandbox_runs", "Runs of people's code, by how they ended.", "outcome"),
        refused=many("sign_ins_refused", "Sign-ins and tokens that were refused.", "reason"),
        slow_sql=many("slow_sql", f"SQL statements of {SLOW_SQL_S * 1000:.0f} ms and more."),
        pool=Gauge(
            "quantboard_database_connections",
            "Connections to the database, of all processes.",
            ["state"],
            multiprocess_mode="livesum",
        ),
    )


def share(folder: Path) -> None:
    """Let all processes of this machine count together; what a former run left there is forgotten first."""
    place = folder / "metrics" / socket.gethostname()
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_machines(place)
        files = list(place.glob("*.db"))
        if not any(_is_alive(file) for file in files):
            for file in files:
                file.unlink(missing_ok=True)
        export({FOLDER: str(place)})


def _forget_machines(here: Path) -> None:
    """Containers get a new name each time: what those left that counted nothing for a week."""
    for other in here.parent.iterdir():
        times = [other.stat().st_mtime, *(file.stat().st_mtime for file in other.glob("*.db"))]
        if other != here and time.time() - max(times) > FORGOTTEN_AFTER_S:
            shutil.rmtree(other, ignore_errors=True)


def shared_folder() -> Path:
    """Where the processes of this machine keep their counts."""
    return Path(exported(FOLDER))


def _is_alive(file: Path) -> bool:
    number = file.stem.rpartition("_")[2]
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def registry() -> "CollectorRegistry":
    """What to answer a scrape from: the folder where one is shared, else this process."""
    from prometheus_client import REGISTRY, CollectorRegistry, multiprocess, values

    meters()
    if values.ValueClass is values.MutexValue:
        return REGISTRY
    for file in shared_folder().glob("gauge_live*.db"):
        if not _is_alive(file):
            file.unlink(missing_ok=True)  # what a process that ended held open counts no longer
    made = CollectorRegistry()
    multiprocess.MultiProcessCollector(made)  # type: ignore[no-untyped-call]
    return made


def serve(port: int) -> None:
    """Answer scrapes on a port of this machine: for workers on machines without a web process."""
    from prometheus_client import start_http_server

    with contextlib.suppress(OSError):  # another worker of this machine answers there already, for all
        start_http_server(port, addr="127.0.0.1", registry=registry())


def text(*more: Any) -> bytes:
    """Everything in Prometheus's text format, with the metric families of ``more``."""
    from prometheus_client import CollectorRegistry, generate_latest

    extra = CollectorRegistry()
    for one in more:
        extra.register(one)
    return generate_latest(registry()) + generate_latest(extra)
