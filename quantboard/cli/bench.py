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
    "start": "Second start of everything to the first page; the first backtest, cold and warm; the candle page.",
}


class UnknownBench(NotFound):
    """No measurement has this name."""

    code = "bench.unknown"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def bench(names: tuple[str, ...], as_json: bool) -> None:
    """Measure NAMES (all but install by default): medians of this machine, now."""
    rows = []
    for name in names or [name for name in BENCHES if name != "install"]:
        if name not in BENCHES:
            raise UnknownBench(f"There is no measurement {name!r}.", f"There are {', '.join(BENCHES)}.")
        rows += importlib.import_module(f"quantboard.bench.{name}_bench").measure()
    if as_json:
        print_json({"rows": rows})
        return
    print_table(rows, ("bench", "what", "value", "unit", "peer"), "Nothing measured.")
