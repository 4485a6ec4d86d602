"""The second fork server, for sources with pandas: waits as a bare process until the first of them comes.

Its owner is the first server, which passes on what a line asks of it; so whoever holds a line needs no other. A line
that closes is closed here too, and its runs end with it.
"""

import json
import os
import select
import socket
from collections.abc import Callable
from contextlib import suppress

MAX_MESSAGE = 65_536


class Relay:
    """The first server's side."""

    def __init__(self, helper: socket.socket) -> None:
        self._helper = helper
        self._lines: dict[int, socket.socket] = {}  # descriptor of the asking line → our line to the helper
        self._asking: dict[int, socket.socket] = {}  # descriptor of our line → the asking line
        self._open: dict[int, int] = {}  # descriptor of our line → number of the question that waits

    def close(self) -> None:
        """The helper ends with its last line."""
        for line in list(self._asking.values()):
            self.hang_up(line)
        self._helper.close()

    def watched(self) -> list[int]:
        """Descriptors on which answers may come."""
        return list(self._asking)

    def owns(self, descriptor: int) -> bool:
        """Whether this is one of our lines."""
        return descriptor in self._asking

    def ask(self, line: socket.socket, message: bytes, descriptors: list[int]) -> bool:
        """Pass a question on; whether the helper could be reached."""
        try:
            ours = self._lines.get(line.fileno()) or self._dial(line)
            self._open[ours.fileno()] = int(json.loads(message)["number"])
            socket.send_fds(ours, [message], descriptors)
        except OSError:
            return False
        return True

    def _dial(self, line: socket.socket) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(self._helper, [b"line"], [theirs.fileno()])
        self._lines[line.fileno()], self._asking[ours.fileno()] = ours, line
        return ours

    def answer(self, descriptor: int, lost: Callable[[socket.socket, int], None]) -> None:
        """Bring one answer back; ``lost`` is told the line and number where the helper has gone."""
        line = self._asking[descriptor]
        ours = self._lines[line.fileno()]
        try:
            body = ours.recv(MAX_MESSAGE)
        except OSError:
            body = b""
        if not body:
            number = self._open.get(descriptor)
            self.hang_up(line)
            if number is not None:
                lost(line, number)
            return
        if "number" not in json.loads(body):
            return  # the greeting
        self._open.pop(descriptor, None)
        with suppress(OSError):
            line.send(body, socket.MSG_DONTWAIT)

    def hang_up(self, line: socket.socket) -> None:
        """The asking line has closed."""
        ours = self._lines.pop(line.fileno(), None)
        if ours is not None:
            self._asking.pop(ours.fileno(), None)
            self._open.pop(ours.fileno(), None)
            ours.close()


def start(others: list[socket.socket], serve: Callable[[socket.socket], None]) -> Relay:
    """Fork the helper; it runs ``serve`` when the first line comes, and ends with its parent."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    if os.fork() != 0:
        theirs.close()
        return Relay(ours)
    try:
        for one in (ours, *others):
            one.close()
        while os.getppid() == parent and not select.select([theirs], [], [], 2.0)[0]:
            pass
        if os.getppid() == parent:
            serve(theirs)
    finally:
        os._exit(0)
