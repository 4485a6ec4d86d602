"""Engine and sessions: the only reader of the database's address. SQLite (WAL) and PostgreSQL with the same code."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, create_engine

from quantboard.db import slow
from quantboard.settings import settings

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000")

__all__ = ["Session", "close", "engine", "is_sqlite", "session", "writing"]


def is_sqlite() -> bool:
    """Whether this instance keeps its rows in SQLite."""
    return settings().database_url.startswith("sqlite")


@cache
def engine() -> sa.Engine:
    """The engine of this process, made at first use: never before a fork."""
    url = sa.make_url(settings().database_url)
    if not is_sqlite():
        patience = {"connect_timeout": 5}  # a server that does not answer is told within seconds
        made = create_engine(
            url, pool_size=4, max_overflow=6, pool_recycle=1800, pool_pre_ping=True, connect_args=patience
        )
        slow.watch(made)
        return made
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = create_engine(url, pool_size=4, max_overflow=6)
    sa.event.listen(made, "connect", _configure)
    sa.event.listen(made, "begin", _begin)
    slow.watch(made)
    return made


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own; ``_begin`` does
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # A transaction that reads first cannot wait for the write lock (SQLITE_BUSY_SNAPSHOT); one that takes it first can.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def session() -> Iterator[Session]:
    """A session for questions; nothing is committed."""
    with Session(engine(), expire_on_commit=False) as opened:
        yield opened


@contextmanager
def writing() -> Iterator[Session]:
    """A session that commits on leaving and rolls back on an error. Services use ``services/work.py`` instead."""
    with Session(engine().execution_options(writes=True), expire_on_commit=False) as opened, opened.begin():
        yield opened


def close() -> None:
    """Return every connection; the next use opens a new engine."""
    if engine.cache_info().currsize:
        engine().dispose()
    engine.cache_clear()
