import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import pytest
from instance import PASSWORD, blank
from servers import RealWorker, private_postgres

from quantboard.queue import broker as queue_broker
from quantboard.queue.embedded import Embedded
from quantboard.services import accounts, system
from quantboard.settings import settings

__all__ = ["blank"]


@pytest.fixture(scope="session")
def postgres_url():
    with private_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path, monkeypatch):
    """A data directory with its database, and the embedded broker running; nothing else."""
    data = tmp_path / "data"
    system_folder = tempfile.mkdtemp(prefix="qb", dir="/tmp")  # short: sockets are made in it
    monkeypatch.setenv("TMPDIR", system_folder)
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(data))
    monkeypatch.setenv("QUANTBOARD_JOB_MEMORY_MB", "1500")
    monkeypatch.delenv("QUANTBOARD_REDIS_URL", raising=False)
    if request.param == "postgres":
        monkeypatch.setenv("QUANTBOARD_DATABASE", _empty(request.getfixturevalue("postgres_url")))
    settings.cache_clear()
    system.migrate()
    handle = Embedded()
    handle.ensure()
    handle.watch(every_s=0.2)
    yield data
    system.close()
    handle.stop(adopted=True)
    queue_broker.close()
    settings.cache_clear()
    shutil.rmtree(system_folder)


def _empty(url):
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as line:
        line.execute("DROP SCHEMA public CASCADE")
        line.execute("CREATE SCHEMA public")
    return url


@pytest.fixture
def ann(place):
    return accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)


@pytest.fixture
def start(tmp_path):
    """Starts real workers; none is left when the test ends."""
    started = []

    def one(*, wait=True, **environment):
        worker = RealWorker(tmp_path, **environment)
        started.append(worker)
        return worker.wait_until_ready() if wait else worker

    yield one
    for worker in started:
        worker.stop()
