"""The application in this process on a real socket, with a thread that does its jobs as a worker would."""

import asyncio
import contextlib
import os
import threading
import time

from granian.constants import Interfaces
from granian.server.embed import Server as Granian

from quantboard.api.app import build
from quantboard.core.progress import silent
from quantboard.core.task import Status
from quantboard.errors import QuantBoardError
from quantboard.queue import rates
from quantboard.queue.names import QUEUES, Job
from quantboard.sandbox.server import ForkServer
from quantboard.services import imports, leases, runs, verification
from quantboard.settings import settings


def free_port():
    import socket

    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


class Server:
    """``with Server(monkeypatch) as running``: ``running.url``."""

    def __init__(self, monkeypatch):
        for limit in ("MINUTE", "HOUR"):
            monkeypatch.setenv(f"QUANTBOARD_API_PER_{limit}", "0")
        settings.cache_clear()
        rates.forget()
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._serve), threading.Thread(target=self._work)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self._wait_until_there()
        return self

    def __exit__(self, *_why):
        self._over.set()
        for thread in self._threads:
            thread.join(20)

    def _serve(self):
        async def run():
            server = Granian(build(), port=self._port, interface=Interfaces.ASGI, log_enabled=False)
            serving = asyncio.create_task(server.serve())
            while not self._over.is_set():
                await asyncio.sleep(0.05)
            server.stop()
            await serving

        asyncio.run(run())

    def _wait_until_there(self):
        import socket

        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(self.url)

    def _work(self):
        with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR")) as sandbox:
            while not self._over.wait(0.05):
                for queue in QUEUES:
                    self._do_one(queue, sandbox)

    def _do_one(self, queue, sandbox):
        kinds = {Job.IMPORT_DATASET: imports, Job.RUN_BACKTEST: runs, Job.VERIFY_BACKTEST: verification}
        taken = leases.claim(queue, lambda session, held: kinds[held.kind].prepare(session, held))
        if taken is None:
            return
        held, payload = taken
        room = kinds[held.kind]
        with contextlib.ExitStack() as open_lines:
            more = [] if held.kind == Job.IMPORT_DATASET else [open_lines.enter_context(sandbox.lend())]
            try:
                answer = room.execute(payload, silent, *more)
            except QuantBoardError as problem:
                leases.fail(held, problem.as_dict(), Status.FAILED)
                return
        leases.finish(held, lambda session: room.finish(session, held, answer))
