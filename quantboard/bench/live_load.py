"""The load of ``bench live`` in a process of its own: many tabs that note when each mark arrives. JSON in and out."""

import asyncio
import json
import re
import sys
import time
from typing import Any

import click
import psutil

from quantboard.bench.tabs import Tab

MARK = re.compile(r"@(\d+\.\d+)@")


class Stopwatch:
    """How long marks (the instant of their sending, in the text) took to each tab."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self._last: dict[str, float] = {}

    def heard(self, tab: Tab, text: str, at: float) -> None:
        """Note every tab's newer marks."""
        sent = max((float(mark) for mark in MARK.findall(text)), default=0.0)
        if sent > self._last.get(tab.token, 0.0):
            self._last[tab.token] = sent
            self.delays.append(at - sent)

    def taken(self) -> list[float]:
        """The delays since the last call, sorted."""
        found, self.delays = sorted(self.delays), []
        return found


def quantile(values: list[float], share: float) -> float:
    """Of sorted values."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


async def run(asked: dict[str, Any]) -> dict[str, Any]:
    """Open the tabs, say so, and listen while lines arrive on standard input: each begins a new part of the record."""
    watch = Stopwatch()
    tabs = [Tab(asked["base"], asked["path"], cookie, watch.heard) for cookie in asked["cookies"]]
    for some in range(0, len(tabs), 10):  # ten at a time, as people come
        await asyncio.gather(*(tab.open() for tab in tabs[some : some + 10]))
        await asyncio.sleep(0.2)
    click.echo("open")
    parts: dict[str, dict[str, Any]] = {}
    me = psutil.Process()
    while name := (await asyncio.to_thread(sys.stdin.readline)).strip():
        watch.taken()
        n_before, began, used = sum(tab.n_heard for tab in tabs), time.monotonic(), sum(me.cpu_times()[:2])
        await asyncio.to_thread(sys.stdin.readline)
        seconds = time.monotonic() - began
        delays = watch.taken()
        parts[name] = {
            "n": len(delays),
            "p50_ms": quantile(delays, 0.5) * 1000,
            "p95_ms": quantile(delays, 0.95) * 1000,
            "p99_ms": quantile(delays, 0.99) * 1000,
            "worst_ms": delays[-1] * 1000 if delays else float("nan"),
            "messages": sum(tab.n_heard for tab in tabs) - n_before,
            "cpu": (sum(me.cpu_times()[:2]) - used) / seconds,
            "n_open": sum(tab.is_open for tab in tabs),
        }
        click.echo("noted")
    await asyncio.gather(*(tab.close() for tab in tabs))
    return parts


if __name__ == "__main__":
    click.echo(json.dumps(asyncio.run(run(json.loads(sys.stdin.readline())))))
