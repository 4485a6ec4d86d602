"""``quantboard bench``: every figure that the documents quote is printed here."""

import importlib

import click

from quantboard.cli.output import print_json, print_table
from quantboard.errors import NotFound

BENCHES = {
    "engine": "The bar loop and a whole run on given signals, beside backtesting.py where it is installed.",
    "shell": "`quantboard backtest run` on a file, as a fresh process.",
    "sandbox": "A strategy's crossing into the locked process.",
    "import": "A file of daily bars read, checked and stored.",
    "install": "`make run` in a fresh copy with an empty home; only when named, since it needs the network.",
    "live": "A hundred open tabs that watch jobs: from publishing to the socket, with one and with two web processes.",
    "tasks": "From submitting to running, and how many short jobs a second a worker drains.",
    "start": "Second start of everything to the first page; the first backtest, cold and warm; the candle page.",
}


class UnknownBench(NotFound):
    """No measurement has this name."""

    code = "bench.unknown"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--minutes", type=click.FloatRange(0.1), help="How long `live` watches; one minute by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def bench(names: tuple[str, ...], minutes: float | None, as_json: bool) -> None:
    """Measure NAMES (all but install by default): medians of this machine, now."""
    rows = []
    for name in names or [name for name in BENCHES if name != "install"]:
        if name not in BENCHES:
            raise UnknownBench(f"There is no measurement {name!r}.", f"There are {', '.join(BENCHES)}.")
        given = {"minutes": minutes} if minutes and name == "live" else {}
        rows += importlib.import_module(f"quantboard.bench.{name}_bench").measure(**given)
    if as_json:
        print_json({"rows": rows})
        return
    print_table(rows, ("bench", "what", "value", "unit", "peer"), "Nothing measured.")
