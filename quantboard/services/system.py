"""The state of the installation: migrations, the broker, health."""

from dataclasses import dataclass
from typing import Any

import redis
import sqlalchemy as sa

from quantboard.core.task import Status
from quantboard.db import migrations, tasks
from quantboard.db.session import close as close_database
from quantboard.db.session import engine, session
from quantboard.errors import Unavailable
from quantboard.log import logger
from quantboard.masking import mask_text
from quantboard.queue import broker, presence
from quantboard.queue.embedded import BrokerDown, Embedded
from quantboard.queue.names import QUEUES
from quantboard.settings import ensure_folder, settings

log = logger("services")


class DatabaseDown(Unavailable):
    """The database cannot be reached."""

    code = "database.unreachable"


@dataclass(frozen=True)
class Health:
    """What answers, and what waits."""

    database: str  # "" when well, else what is wrong
    broker: str
    waiting: dict[str, int]  # messages in each queue
    workers: dict[str, dict[str, Any]]  # those that said lately that they are there

    @property
    def problems(self) -> list[str]:
        return [one for one in (self.database, self.broker) if one]


def migrate() -> bool:
    """Bring the database to this version; whether anything was to be done. Safe to call from several at once."""
    ensure_folder("data_dir")
    try:
        done = migrations.upgrade()
    except sa.exc.OperationalError as problem:
        why = mask_text(str(problem.orig or problem).splitlines()[0])[:200]
        raise DatabaseDown(
            f"The database does not answer: {why}", "Check QUANTBOARD_DATABASE and its server."
        ) from None
    if done:
        log.info("database.migrated", revision=migrations.head())
    return done


def start_broker() -> Embedded | None:
    """Have a broker that answers: ``None`` when a hosted one is set, else a handle on the embedded one, watched."""
    if settings().redis_url:
        if problem := broker_problem():
            raise BrokerDown(problem, "Start it, correct QUANTBOARD_REDIS_URL, or unset it for the bundled one.")
        return None
    handle = Embedded()
    handle.ensure()
    handle.watch()
    return handle


def database_problem() -> str:
    """What is wrong with the database; empty when it answers and is up to date."""
    try:
        at = migrations.current()
    except sa.exc.SQLAlchemyError as problem:
        return f"The database does not answer: {mask_text(str(problem).splitlines()[0])[:200]}"
    return "" if at == migrations.head() else "The database is not migrated to this version: run 'quantboard migrate'."


def broker_problem() -> str:
    """What is wrong with the broker; empty when it answers."""
    if broker.is_stub():
        return ""
    try:
        broker.client().ping()
    except (redis.RedisError, OSError) as problem:
        return f"The message broker does not answer: {mask_text(str(problem))[:200]}"
    return ""


def problems() -> list[str]:
    """Why this process cannot serve people now; empty when it can."""
    return health().problems


def health() -> Health:
    """Everything at a glance."""
    away = broker_problem()
    waiting = {} if away else {queue: broker.waiting(queue) for queue in QUEUES}
    return Health(database_problem(), away, waiting, {} if away else presence.workers())


def connections() -> dict[str, int]:
    """This process's connections to the database: in use, and free."""
    if not engine.cache_info().currsize:
        return {}
    pool: Any = engine().pool
    return {"in_use": pool.checkedout(), "free": pool.checkedin()} if hasattr(pool, "checkedout") else {}


def counts() -> dict[str, float]:
    """How many tasks are in each state, of everybody."""
    with session() as asking:
        found = tasks.counts(asking, tasks.Wanted())
    return {str(status): float(found.get(status, 0)) for status in Status}


def queue_lengths() -> dict[str, float]:
    """Messages in each queue."""
    return {queue: float(broker.waiting(queue)) for queue in QUEUES}


def n_workers() -> int:
    """Workers that said lately that they are there."""
    return len(presence.workers())


def has_worker() -> bool:
    """Whether anybody would run a job now."""
    if broker.is_stub():
        return True
    try:
        return bool(presence.workers())
    except (redis.RedisError, OSError):
        return False


def close() -> None:
    """Return what this process holds: connections to the database and the broker."""
    broker.close()
    close_database()


def revision() -> str:
    """The revision that the database is at."""
    return migrations.current()
