"""Browser tabs without a browser: websocket clients that speak Reflex's dialect of Socket.IO, many in one process."""

import asyncio
import base64
import json
import os
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

NAMESPACE = "/_event"
HYDRATE = "reflex___state____state.hydrate_and_load"
LOAD = "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
Heard = Callable[["Tab", str, float], None]


class TabRefused(ConnectionError):
    """The server did not open the socket."""


class Tab:
    """One open page."""

    def __init__(self, base: str, path: str, cookie: str = "", heard: Heard | None = None) -> None:
        self.base, self.path, self.cookie = base, path, cookie
        self.token = str(uuid4())
        self.n_heard = self.n_bytes = 0
        self.heard = heard or (lambda *_: None)
        self.says: list[dict[str, Any]] = []  # what the browser was told to do: toasts, redirects
        self.is_open = False
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> "Tab":
        """Connect and load the page, as a browser does once its scripts run."""
        place = urlsplit(self.base)
        self._in, self._out = await asyncio.open_connection(place.hostname, place.port, limit=1 << 22)
        key = base64.b64encode(os.urandom(16)).decode()
        words = [
            f"GET {NAMESPACE}/?token={self.token}&EIO=4&transport=websocket HTTP/1.1",
            f"Host: {place.netloc}",
            f"Origin: {self.base}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            "Accept-Language: en",
        ]
        if self.cookie:
            words.append(f"Cookie: qb_session={self.cookie}")
        self._out.write(("\r\n".join(words) + "\r\n\r\n").encode())
        answer = (await self._in.readuntil(b"\r\n\r\n")).decode()
        if " 101 " not in answer.splitlines()[0] + " ":
            raise TabRefused(answer.splitlines()[0])
        self._send_text(f"40{NAMESPACE},{json.dumps({'event': self._event(HYDRATE, {})})}")
        self.is_open = True
        self._reading = asyncio.create_task(self._read())
        return self

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        pathname, _, search = self.path.partition("?")
        query = dict(part.split("=", 1) for part in search.split("&") if "=" in part)
        place = {"pathname": pathname, "asPath": self.path, "query": query}
        return {"name": name, "payload": payload, "router_data": place}

    def send(self, name: str, **payload: Any) -> None:
        """Let an event happen: its full name and its arguments."""
        self._send_text(f"42{NAMESPACE},{json.dumps(['event', self._event(name, payload)])}")

    def go_to(self, path: str) -> None:
        """Follow a link."""
        self.path = path
        self.send(LOAD)

    async def close(self) -> None:
        """Close the page."""
        self.is_open = False
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        self._out.close()

    def _send_text(self, text: str) -> None:
        self._send(TEXT, text.encode())

    def _send(self, code: int, body: bytes) -> None:
        size = len(body)
        head = bytes([0x80 | code])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 1 << 16:
            head += bytes([0x80 | 126]) + size.to_bytes(2, "big")
        else:
            head += bytes([0x80 | 127]) + size.to_bytes(8, "big")
        self._out.write(head + b"\0\0\0\0" + body)  # a mask of zeros masks nothing, and costs nothing

    async def _read(self) -> None:
        whole = b""
        try:
            while True:
                first, second = await self._in.readexactly(2)
                size = second & 0x7F
                if size > 125:
                    size = int.from_bytes(await self._in.readexactly(2 if size == 126 else 8), "big")
                body = await self._in.readexactly(size)
                code = first & 0x0F
                if code == CLOSE:
                    break
                if code == PING:
                    self._send(PONG, body)
                elif code != PONG:
                    whole += body
                    if first & 0x80:
                        self._take(whole.decode(), time.monotonic())
                        whole = b""
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.is_open = False

    def _take(self, text: str, at: float) -> None:
        self.n_heard += 1
        self.n_bytes += len(text)
        if text == "2":  # Engine.IO's ping
            self._send_text("3")
        elif text.startswith("42"):
            self._obey(text)
            self.heard(self, text, at)

    def _obey(self, text: str) -> None:
        if '"events":[{' not in text and '"events": [{' not in text:
            return
        update = json.loads(text[text.index("[") :])[1]
        for event in update.get("events") or []:
            if event["name"].startswith("_"):
                self.says.append(event)
            else:
                self.send(event["name"], **event.get("payload", {}))
