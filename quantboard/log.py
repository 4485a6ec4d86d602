"""Structured logs: events named ``noun.past_verb``, values in fields, on standard error and, for servers, in files.

Every line carries the correlation id of the request or event it belongs to, and loses its secrets on the way out.
"""

import json
import logging
import re
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from quantboard.logfiles import LogFiles
from quantboard.masking import learn, mask, passwords
from quantboard.settings import Settings

REQUEST_ID = "request_id"
GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,63}")
TRACE_PARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")
NOISY = ("granian", "uvicorn", "alembic", "asyncio", "httpx", "httpcore")  # told at warning and above only
ACCESS = "access"  # the room whose lines tell of requests and events
_files: list[LogFiles] = []
_readers: list[Callable[[dict[str, Any]], None]] = []
_personal = [False]


def set_up(
    level: str = "info", *, as_json: bool = False, personal: bool = False, files: LogFiles | None = None
) -> None:
    """Route structlog, the standard library's logging and uncaught errors to standard error and to ``files``.

    With ``personal`` mail and network addresses are masked too. Call once when a process starts.
    """
    _personal[0] = personal
    _files[:] = [files] if files else []
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _mask,
            _keep,
            structlog.processors.JSONRenderer(default=str)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of now, not of the set-up
        cache_logger_on_first_use=False,
    )
    _adopt_standard_logging(level)
    sys.excepthook = _uncaught
    threading.excepthook = lambda given: _uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def start(chosen: Settings, *, level: str = "", with_files: bool = False) -> None:
    """``set_up`` as the settings say; servers and their children keep ``with_files`` too."""
    learn([*passwords(chosen.database, chosen.redis_url), chosen.metrics_token])
    days = {"app": chosen.log_app_days, ACCESS: chosen.log_access_days, "error": chosen.log_error_days}
    files = LogFiles(chosen.data_dir / "logs", days, most_mb=chosen.log_file_mb)
    set_up(
        level or chosen.log_level,
        as_json=chosen.log_json,
        personal=chosen.log_mask_personal,
        files=files if with_files and chosen.log_files else None,
    )


def logger(room: str) -> Any:
    """The logger of one room of the house."""
    return structlog.get_logger(room=room)


@contextmanager
def bind(**fields: str) -> Iterator[None]:
    """Put fields such as ``task_id`` on every line that follows in this context."""
    with structlog.contextvars.bound_contextvars(**fields):
        yield


def request_id() -> str:
    """The correlation id of the request, event or job at hand; empty outside of one."""
    return str(structlog.contextvars.get_contextvars().get(REQUEST_ID, ""))


def bind_request(given: str) -> None:
    """Use this correlation id for the rest of the present asyncio task."""
    structlog.contextvars.bind_contextvars(request_id=given)


def new_request_id() -> str:
    """A fresh correlation id."""
    return secrets.token_hex(8)


def request_id_of(headers: Callable[[str], str | None]) -> str:
    """The id of ``X-Request-ID``, ``X-Correlation-ID`` or ``traceparent`` if it is sane, else one of ours."""
    for name in ("x-request-id", "x-correlation-id"):
        given = (headers(name) or "").strip()
        if GIVEN_ID.fullmatch(given) and mask(given) == given:
            return given
    traced = TRACE_PARENT.fullmatch((headers("traceparent") or "").strip())
    return traced[1] if traced and set(traced[1]) != {"0"} else new_request_id()


@contextmanager
def read_by(reader: Callable[[dict[str, Any]], None]) -> Iterator[None]:
    """Let ``reader`` see every masked line of this process, as a dictionary, while the block runs."""
    _readers.append(reader)
    try:
        yield
    finally:
        _readers.remove(reader)


def _mask(_logger: Any, _method: str, event: Any) -> Any:
    return mask(dict(event), personal=_personal[0])


def _keep(_logger: Any, _method: str, event: Any) -> Any:
    """Into the file of its kind; a line about requests does not fill a person's terminal as well."""
    for reader in _readers:
        reader(dict(event))
    is_access = event.get("room") == ACCESS
    is_bad = event.get("level") in ("warning", "error", "critical")
    for files in _files:
        line = json.dumps(event, default=str, ensure_ascii=False)
        files.write(ACCESS if is_access else "app", line)
        if is_bad:
            files.write("error", line)
    if is_access and not is_bad and _files and sys.stderr.isatty():
        raise structlog.DropEvent
    return event


class _Adopted(logging.Handler):
    """Lines of libraries, told in our way."""

    def emit(self, record: logging.LogRecord) -> None:
        told = logger(record.name.partition(".")[0])
        try:
            told.log(record.levelno, record.getMessage(), exc_info=record.exc_info or None)
        except Exception:  # noqa: BLE001 -- a library's broken log call must not become our error
            self.handleError(record)


def _adopt_standard_logging(level: str) -> None:
    root = logging.getLogger()
    if any(isinstance(one, _Adopted) for one in root.handlers):
        return
    root.addHandler(_Adopted())
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _uncaught(kind: type[BaseException], problem: BaseException | None, trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logger("process").critical("process.failed", exc_info=(kind, problem, trace))
