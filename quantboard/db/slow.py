"""Marks statements that take long: with the statement, never with its values."""

import time
from typing import Any

import sqlalchemy as sa

from quantboard.log import logger
from quantboard.telemetry import SLOW_SQL_S, meters

LONGEST_TEXT = 400
log = logger("db")


def watch(engine: sa.Engine) -> None:
    """Time every statement of this engine."""
    sa.event.listen(engine, "before_cursor_execute", _begin)
    sa.event.listen(engine, "after_cursor_execute", _end)


def _begin(connection: Any, _cursor: Any, _statement: str, _values: Any, _context: Any, _many: bool) -> None:
    connection.info["began"] = time.perf_counter()


def _end(connection: Any, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool) -> None:
    took_s = time.perf_counter() - connection.info.get("began", time.perf_counter())
    if took_s >= SLOW_SQL_S:
        meters().slow_sql.inc()
        log.warning(
            "sql.slow", duration_ms=round(took_s * 1000, 1), statement=" ".join(statement.split())[:LONGEST_TEXT]
        )
