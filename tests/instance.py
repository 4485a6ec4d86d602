"""A fresh instance of QuantBoard for one test: empty data directory, database and queue of its own.

On SQLite, or on the PostgreSQL that ``QUANTBOARD_DATABASE_TEST`` names (the real lane runs these tests there too).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from quantboard.core.access import Actor, Role
from quantboard.db import session as database
from quantboard.db.tables import METADATA
from quantboard.queue import broker
from quantboard.services import accounts
from quantboard.settings import settings

PASSWORD = "correct horse battery"
SHARED = os.environ.get("QUANTBOARD_DATABASE_TEST", "")


@pytest.fixture
def blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An instance without any table."""
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("QUANTBOARD_REDIS_URL", "stub://")
    if SHARED:
        monkeypatch.setenv("QUANTBOARD_DATABASE", SHARED)
    settings.cache_clear()
    (tmp_path / "data").mkdir()
    if SHARED:
        with database.engine().begin() as opened:
            opened.execute(sa.text("DROP SCHEMA public CASCADE"))
            opened.execute(sa.text("CREATE SCHEMA public"))
    yield tmp_path / "data"
    database.close()
    broker.close()
    settings.cache_clear()


@pytest.fixture
def instance(blank: Path) -> Path:
    """An instance with its tables."""
    METADATA.create_all(database.engine())
    return blank


@pytest.fixture
def ann(instance: Path) -> Actor:
    """The administrator."""
    return accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)


@pytest.fixture
def bob(ann: Actor) -> Actor:
    """A researcher."""
    made = accounts.add_user(ann, "Bob", PASSWORD)
    return Actor(made.id, made.name, made.role)


@pytest.fixture
def vic(ann: Actor) -> Actor:
    """A viewer."""
    made = accounts.add_user(ann, "Vic", PASSWORD, Role.VIEWER)
    return Actor(made.id, made.name, made.role)
