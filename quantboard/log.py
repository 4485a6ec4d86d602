"""Structured logs: events named ``noun.past_verb``, values in fields, on standard error."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

SECRET_FIELDS = ("password", "token", "secret", "cookie", "authorization", "api_key", "private_key")


def _mask(_logger: Any, _method: str, event: Any) -> Any:
    for name in event:
        if any(part in name.lower() for part in SECRET_FIELDS):
            event[name] = "***"
    return event


def set_up(level: str = "info", *, as_json: bool = False) -> None:
    """Route structlog to standard error; call once when a process starts."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _mask,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of now, not of the set-up
        cache_logger_on_first_use=False,
    )


def logger(room: str) -> Any:
    """The logger of one room of the house."""
    return structlog.get_logger(room=room)


@contextmanager
def bind(**fields: str) -> Iterator[None]:
    """Put fields such as ``task_id`` on every line that follows in this context."""
    with structlog.contextvars.bound_contextvars(**fields):
        yield
