"""``quantboard bench``: every figure that the documents quote is printed here."""

import importlib
from typing import Any

import click

from quantboard.cli.output import print_json, print_table
from quantboard.errors import NotFound

BENCHES = {
    "engine": "The engine's jobs J1 to J7 with their limits, beside raptorbt, vectorbt and backtesting.py.",
    "shell": "`quantboard backtest run` on a file, as a fresh process.",
    "sandbox": "A strategy's crossing into the locked process.",
    "import": "A file of bars read, checked and stored, beside bare readers; --big for ten million rows.",
    "detect": "Which files of a folder with index.json and bad/manifest.json are read rightly: `bench detect DIR`.",
    "indicators": "Every indicator on ten million rows, beside TA-Lib; only when named: minutes and 2 GB.",
    "install": "`make run` in a fresh copy with an empty home; only when named, since it needs the network.",
    "live": "A hundred open tabs that watch jobs: from publishing to the socket, with one and with two web processes.",
    "tasks": "From submitting to running, and how many short jobs a second a worker drains.",
    "start": "Second start of everything to the first page; the first backtest, cold and warm; the candle page.",
}


ONLY_NAMED = ("install", "detect", "indicators")


class UnknownBench(NotFound):
    """No measurement has this name."""

    code = "bench.unknown"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--minutes", type=click.FloatRange(0.1), help="How long `live` watches; one minute by default.")
@click.option("--big", is_flag=True, help="`import` takes 10 million rows too: a few minutes, 2 GB of memory and disk.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def bench(names: tuple[str, ...], minutes: float | None, big: bool, as_json: bool) -> None:
    """Measure NAMES (all but install, detect and indicators by default): medians of this machine, now.

    The peers of `engine` come with the dependency group `peers`. Where they do not fit beside what is installed, set
    QUANTBOARD_BENCH_PYTHON to the interpreter of an environment of their own.
    """
    wanted = list(names or [name for name in BENCHES if name not in ONLY_NAMED])
    folder = wanted.pop(1) if wanted[0] == "detect" and len(wanted) == 2 and wanted[1] not in BENCHES else ""
    rows: list[dict[str, Any]] = []
    columns: tuple[str, ...] = ("bench", "what", "value", "unit", "cpu", "limit", "peer")
    for name in wanted:
        if name not in BENCHES:
            raise UnknownBench(f"There is no measurement {name!r}.", f"There are {', '.join(BENCHES)}.")
        given: dict[str, Any] = {"minutes": minutes} if minutes and name == "live" else {}
        given |= {"folder": folder} if name == "detect" else {"big": big} if name == "import" else {}
        module = importlib.import_module(f"quantboard.bench.{name}_bench")
        rows += module.measure(**given)
        columns = getattr(module, "COLUMNS", columns) if len(wanted) == 1 else columns
    if as_json:
        print_json({"rows": rows})
        return
    print_table(rows, columns, "Nothing measured.")
