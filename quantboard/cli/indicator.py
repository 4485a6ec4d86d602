"""``quantboard indicator``: the catalogue, one entry, its values on a dataset."""

from typing import Any

import click

from quantboard.cli.doors import door
from quantboard.cli.near import Near
from quantboard.cli.output import print_json, print_table

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


@click.group()
def indicator() -> None:
    """Indicators: list, show, values."""


@indicator.command("list")
@click.argument("words", nargs=-1)
@click.option("--category", default="", help="trend, momentum, volatility, volume, pattern …")
@AS_JSON
@click.pass_obj
def list_(as_name: str | None, words: tuple[str, ...], category: str, as_json: bool) -> None:
    """The catalogue, or what fits WORDS: English, Chinese or code; the most used first."""
    place = door(as_name)
    if isinstance(place, Near):
        from quantboard.services import indicators

        found = [one.as_json() for one in indicators.catalogue(place.actor, " ".join(words), category)]
    else:
        asked = {"q": " ".join(words), "category": category}
        found = list(place.client.line.ask("GET", "/indicators", params=asked))
    if as_json:
        print_json({"indicators": found})
        return
    rows = [{**one, "name": f"{one['name_en']} {one['name_zh']}"} for one in found]
    print_table(rows, ("code", "name", "category", "usage", "n_used"), "No indicator fits.")


@indicator.command()
@click.argument("code")
@AS_JSON
@click.pass_obj
def show(as_name: str | None, code: str, as_json: bool) -> None:
    """What CODE means, its formula, parameters with limits, outputs and warm-up."""
    place = door(as_name)
    if isinstance(place, Near):
        from quantboard.services import indicators

        one = indicators.indicator(place.actor, code).as_json()
    else:
        one = dict(place.client.line.ask("GET", f"/indicators/{code}"))
    if as_json:
        print_json(one)
        return
    click.echo(f"{one['usage']}\n{one['name_en']} {one['name_zh']}\n{one['meaning']}\n{one['formula']}")
    answers = ", ".join(output["name"] for output in one["outputs"])
    click.echo(f"gives {answers or 'a condition'}; first value after {one['warm_up']} bars; {one['source']}")
    print_table(one["params"], ("name", "kind", "default", "low", "high"), "It has no parameters.")


@indicator.command()
@click.argument("code")
@click.argument("data")
@click.option("--symbol", default="", help="The first one if not given.")
@click.option("-p", "given", multiple=True, metavar="NAME=VALUE", help="A parameter; repeat for several.")
@click.option("--column", default="close", help="What x stands for.")
@click.option("--rows", type=click.IntRange(1, 5000), default=20, help="The last so many bars.")
@AS_JSON
@click.pass_obj
def values(as_name: str | None, /, code: str, data: str, as_json: bool, **asked: Any) -> None:
    """The values of CODE on the dataset DATA; gaps are null."""
    place = door(as_name)
    symbol, column, rows = asked["symbol"], asked["column"], asked["rows"]
    if isinstance(place, Near):
        from quantboard.services import datasets, indicators

        look = indicators.Look(symbol, column, "high", rows)
        params = dict(one.partition("=")[::2] for one in asked["given"])
        told = indicators.values(place.actor, code, datasets.find(place.actor, data).id, params, look).as_json()
    else:
        query = {"dataset_id": place.client.datasets.find(data).id, "symbol": symbol, "column": column, "rows": rows}
        told = dict(place.client.line.ask("GET", f"/indicators/{code}/values", params={**query, "p": asked["given"]}))
    if as_json:
        print_json(told)
        return
    lines = [
        {"time": at, "close": told["close"][n], **{name: row[n] for name, row in told["outputs"].items()}}
        for n, at in enumerate(told["times"])
    ]
    print_table(lines, ("time", "close", *told["outputs"]), "No bars.")
