"""Around every HTTP request: its correlation id, one log line with its duration, its place in the metrics."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from quantboard import log
from quantboard.masking import mask_text
from quantboard.settings import settings
from quantboard.telemetry import SLOW_REQUEST_S, meters

BIGGEST_BODY = 10_000
QUIET = ("/assets/", "/healthz", "/readyz", "/metrics", "/fonts/", "/favicon.ico")  # told at the level debug
READABLE = (b"application/json", b"application/x-www-form-urlencoded", b"text/", b"application/problem+json")
UPLOADS = "/api/v1/uploads/"  # last as long as the browser takes to send
LOOK_EVERY_S = 0.5
told = log.logger(log.ACCESS)


class Tracing:
    """An ASGI wrapper; the outermost one."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self._watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        self._watch_the_loop()
        seen = _Seen(scope)
        with log.bind(request_id=seen.request_id):
            try:
                await self.inner(scope, seen.reading(receive), seen.answering(send))
            except Exception:
                told.exception("request.failed", **seen.fields())
                seen.status = seen.status or 500
                raise
            finally:
                seen.tell()

    def _watch_the_loop(self) -> None:
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(_watch())


class _Seen:
    """One request on its way."""

    def __init__(self, scope: Any) -> None:
        self.scope = scope
        headers = dict(scope.get("headers", []))
        self.request_id = log.request_id_of(lambda name: headers.get(name.encode(), b"").decode("latin-1"))
        self.status = 0
        self.n_bytes = 0
        self._promised = 0  # files are sent past us
        self._began = time.perf_counter()
        kind = headers.get(b"content-type", b"")
        self._keeps_body = settings().log_bodies and kind.startswith(READABLE)
        self._body = b""
        self._lasts = False  # a live stream: long by design

    def reading(self, receive: Callable[[], Any]) -> Callable[[], Any]:
        """``receive``, with the beginning of the body kept where that is wished."""
        if not self._keeps_body:
            return receive

        async def read() -> Any:
            message = await receive()
            if message["type"] == "http.request" and len(self._body) <= BIGGEST_BODY:
                self._body += message.get("body", b"")[: BIGGEST_BODY + 1]
            return message

        return read

    def answering(self, send: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """``send``, with the correlation id on the answer."""

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self._lasts = any(value.startswith(b"text/event-stream") for _, value in message.get("headers", []))
                headers = [pair for pair in message.get("headers", []) if pair[0].lower() != b"x-request-id"]
                told_length = dict(headers).get(b"content-length", b"0")
                self._promised = int(told_length) if told_length.isdigit() else 0
                message = {**message, "headers": [*headers, (b"x-request-id", self.request_id.encode())]}
            elif message["type"] == "http.response.body":
                self.n_bytes += len(message.get("body", b""))
            await send(message)

        return answer

    def fields(self) -> dict[str, Any]:
        """What is told of it; never the query, which may hold a token."""
        client = self.scope.get("client")
        return {"method": self.scope["method"], "path": mask_text(self.scope["path"]), "client": client and client[0]}

    def tell(self) -> None:
        """One line, and the counts."""
        took_s = time.perf_counter() - self._began
        route = route_of(self.scope)
        meters().requests.labels(self.scope["method"], route, str(self.status)).inc()
        meters().request_s.labels(route).observe(took_s)
        more: dict[str, Any] = {
            "status": self.status,
            "duration_ms": round(took_s * 1000, 1),
            "n_bytes": self.n_bytes or self._promised,
        }
        if self._keeps_body and self._body:
            is_short = len(self._body) <= BIGGEST_BODY
            more["body"] = self._body.decode(errors="replace") if is_short else f"longer than {BIGGEST_BODY} bytes"
        if took_s >= SLOW_REQUEST_S and not self._lasts and not self.scope["path"].startswith(UPLOADS):
            more["slow"] = True
        is_quiet = self.scope["path"].startswith(QUIET)
        is_bad = self.status >= 500 or "slow" in more
        level = ("info" if is_bad else "debug") if is_quiet else ("warning" if is_bad else "info")
        getattr(told, level)("request.finished", route=route, **self.fields(), **more)


def route_of(scope: Any) -> str:
    """The route's pattern; what is none of ours is a page or a file, by its first folder only."""
    pattern = getattr(scope.get("route"), "path", "")
    if pattern and pattern != "/":
        return str(pattern)
    first = scope["path"].split("/", 2)[1]
    return f"/{first}/…" if first in ("assets", "fonts", "_event", "_upload") else "page"


async def _watch() -> None:
    """How late the event loop wakes us, and how many connections the database pool has; for ever."""
    from quantboard.services import system

    while True:
        due = time.perf_counter() + LOOK_EVERY_S
        await asyncio.sleep(LOOK_EVERY_S)
        meters().lag_s.observe(max(0.0, time.perf_counter() - due))
        for state, number in system.connections().items():
            meters().pool.labels(state).set(number)
