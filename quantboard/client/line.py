"""One line to a QuantBoard server: requests, files, event streams; refusals become our own errors."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from quantboard import errors
from quantboard.errors import QuantBoardError, Unavailable

FAMILIES: dict[str, type[QuantBoardError]] = {
    re.sub(r"(?<!^)([A-Z])", lambda found: " " + found[1].lower(), kind.__name__): kind
    for kind in (
        *(errors.InvalidInput, errors.NotFound, errors.NotAllowed, errors.Conflict),
        *(errors.CodeRejected, errors.CodeFailed, errors.LimitReached, errors.Unavailable),
    )
}
CHUNK = 1 << 20
TRIES = 3


class ServerAway(Unavailable):
    """The server does not answer, or the line broke."""

    code = "server.unreachable"


class NotOurs(Unavailable):
    """What answers there is no QuantBoard."""

    code = "server.unexpected"


def error_of(problem: Mapping[str, Any], family: str = "") -> QuantBoardError:
    """A told problem as an error of its family, with its code; more about it in ``findings`` and ``request_id``."""
    kind = FAMILIES.get(family or str(problem.get("title", "")), QuantBoardError)
    found = kind(str(problem.get("message", "")), str(problem.get("hint") or ""), field=problem.get("field"))
    found.__dict__["code"] = str(problem.get("code", kind.code))
    for name in ("findings", "fields", "request_id"):
        if name in problem:
            found.__dict__[name] = problem[name]
    return found


class Line:
    """HTTP to one server, for one token. ``transport`` is for tests."""

    def __init__(self, url: str, token: str = "", *, timeout_s: float = 60.0, transport: Any = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(
            base_url=url.rstrip("/") + "/api/v1",
            headers={**headers, "Accept": "application/json", "User-Agent": "quantboard-client"},
            timeout=httpx.Timeout(timeout_s, connect=10.0),
            transport=transport,
        )
        self.url = url

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """The JSON that a request is answered with; raises what was told instead."""
        answer = self._sent(method, path, **more)
        if answer.status_code == 204 or not answer.content:
            return None
        try:
            return answer.json()
        except ValueError:
            raise NotOurs(f"{self.url} answers with something else.", "Check the address.") from None

    def text(self, path: str, **query: Any) -> str:
        """What a GET is answered with, as text."""
        return self._sent("GET", path, params=given(query)).text

    def start(self, path: str, body: Any = None) -> dict[str, Any]:
        """A request that makes a job, under a key of its own: a line that breaks makes no second one."""
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        for left in reversed(range(TRIES)):
            try:
                return dict(self.ask("POST", path, json=body, headers=headers))
            except ServerAway:
                if not left:
                    raise
        raise AssertionError

    def upload(self, path: str, file: Path, on_bytes: Any = None) -> dict[str, Any]:
        """Send a file, a piece at a time."""
        size = file.stat().st_size

        def pieces() -> Iterator[bytes]:
            n_sent = 0
            with file.open("rb") as handle:
                while piece := handle.read(CHUNK):
                    yield piece
                    n_sent += len(piece)
                    if on_bytes is not None:
                        on_bytes(n_sent, size)

        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        return dict(self.ask("PUT", path, content=pieces(), headers=headers, timeout=None))

    def download(self, path: str, to: Path, **query: Any) -> httpx.Headers:
        """Write what is sent into a file, which appears once it is whole; gives the headers."""
        beside = to.with_name(f".{to.name}.part")
        try:
            with self._http.stream("GET", path, params=given(query)) as answer:
                _refuse(answer, self.url)
                to.parent.mkdir(parents=True, exist_ok=True)
                with beside.open("wb") as handle:
                    for piece in answer.iter_bytes(CHUNK):
                        handle.write(piece)
            beside.replace(to)
        except httpx.TransportError as problem:
            raise _away(self.url, problem) from None
        finally:
            beside.unlink(missing_ok=True)
        return answer.headers

    def events(self, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The server-sent events of a stream; raises ``ServerAway`` when the line breaks."""
        kind = ""
        try:
            with self._http.stream("GET", path, headers={"Accept": "text/event-stream"}) as answer:
                _refuse(answer, self.url)
                for line in answer.iter_lines():
                    if line.startswith("event: "):
                        kind = line[7:]
                    elif line.startswith("data: "):
                        yield kind, json.loads(line[6:])
        except httpx.TransportError as problem:
            raise _away(self.url, problem) from None

    def _sent(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **more)
        except (httpx.TransportError, httpx.InvalidURL) as problem:
            raise _away(self.url, problem) from None
        _refuse(answer, self.url)
        return answer


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was said."""
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _away(url: str, problem: Exception) -> ServerAway:
    why = str(problem) or type(problem).__name__
    return ServerAway(f"{url} does not answer: {why}", "Check the address, and that the server runs.")


def _refuse(answer: httpx.Response, url: str) -> None:
    """Raise what a refusal tells."""
    if answer.is_success:
        return
    answer.read()
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict) or "code" not in problem:
        raise NotOurs(f"{url} answers with status {answer.status_code}.", "Check the address.")
    raise error_of(problem)
