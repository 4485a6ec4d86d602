"""``quantboard backtest run``: the same backtest as in the browser, with the same result hash."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click

from quantboard import research
from quantboard.cli.doors import door, server
from quantboard.cli.honesty import COMMANDS as HONEST
from quantboard.cli.output import print_json
from quantboard.cli.runs import COMMANDS
from quantboard.core.backtest.benchmark import choice_of
from quantboard.core.backtest.options import RUN_OPTIONS
from quantboard.core.progress import silent

if TYPE_CHECKING:
    from quantboard.cli.far import Far
    from quantboard.core.backtest.result import BacktestResult
    from quantboard.core.bars import Bars

FILE_SUFFIXES = (".csv", ".tsv", ".txt", ".gz", ".zip", ".xz", ".xlsx", ".xls", ".parquet", ".feather", ".json")
KPIS = ("total_return", "cagr", "sharpe", "max_drawdown", "volatility", "n_trades", "win_rate", "profit_factor")


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A flag for every option of a run."""
    for name, (sign, meaning) in reversed(RUN_OPTIONS.items()):
        given: dict[str, Any] = {"metavar": sign} if sign else {"is_flag": True}
        command = click.option(f"--{name.replace('_', '-')}", name, help=meaning, **given)(command)
    return command


@click.group()
def backtest() -> None:
    """Run a strategy over past bars."""


for _command in (*COMMANDS, *HONEST):
    backtest.add_command(_command)


@backtest.command()
@click.option("--strategy", metavar="TEMPLATE|FILE.py", help="A shipped strategy or a source file.")
@click.option("--data", "data_name", metavar="DATASET|FILE", help="A dataset's name or id, or a file.")
@click.option("--setup", metavar="NAME", help="Take everything that is not given here from this set-up.")
@click.option("--symbols", metavar="A,B", help="Only these symbols; all by default.")
@click.option("--symbol", metavar="S", help="The symbol of a file that names none; its stem by default.")
@click.option("--map", "mapping", metavar="ROLE=COLUMN,…", help="Correct a file's columns: date=…,close=…")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the strategy; repeatable.")
@click.option("--from", "from_on", metavar="DATE", help="First day, inclusive.")
@click.option("--to", "to_on", metavar="DATE", help="Last day, inclusive.")
@run_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write tables and a report there.")
@click.pass_obj
def run(as_name: str | None, /, *, as_json: bool, out: Path | None, setup: str | None, **given: Any) -> None:
    """Backtest STRATEGY on DATA, or as a set-up says. A file is read directly: no database, no server."""
    strategy, data_name = given.pop("strategy"), given.pop("data_name")
    fields = {name: value for name, value in given.items() if value not in (None, False, ())}
    options = _options(fields)
    if setup is not None:
        strategy, data_name, options = _of_setup(as_name, setup, strategy, data_name, options)
    if strategy is None or data_name is None:
        raise click.UsageError(f"Missing option '{'--strategy' if strategy is None else '--data'}'.")
    if (place := server()) is not None:
        _tell(_far(place, strategy, data_name, fields, options, out), as_json, out)
        return
    options = _with_reference(options, as_name)
    source = research.strategy_source(strategy)
    with research.sandbox() as box:
        bars, notes = _bars(data_name, fields, as_name)
        result = research.run_source(source, bars, box=box, **options)
        title = research.declared(box, source).name if out is not None else ""
        result = replace(result, warnings=(*notes, *result.warnings), examined=result.honesty)
    if out is not None:
        _write(result, source, title, out)
    _tell(result.as_json(), as_json, out)


def _of_setup(
    as_name: str | None, name: str, strategy: str | None, data: str | None, options: dict[str, Any]
) -> tuple[str | None, str | None, dict[str, Any]]:
    """Strategy, data and options of a set-up under those that were given."""
    from quantboard.cli.setup import found_setup, rack

    there = rack(as_name)
    found = found_setup(there, name)
    if strategy is None and found["strategy_id"] is not None:
        saved = next((one for one in door(as_name).strategies() if one["id"] == found["strategy_id"]), None)
        strategy = saved["source"] if saved else None
    kept = {k: v for k, v in found["request"].items() if v is not None and k not in ("from", "to", "params")}
    days = {f"{word}_on": found["request"].get(word) for word in ("from", "to") if found["request"].get(word)}
    params = {**found["request"].get("params", {}), **options.get("params", {})}
    return strategy or found["template"], data or found["dataset_id"], {**kept, **days, **options, "params": params}


def _with_reference(options: dict[str, Any], as_name: str | None) -> dict[str, Any]:
    """With the bars of a benchmark of another dataset or file, where one is asked for."""
    choice = choice_of(options.get("benchmark"))
    if choice is None or not choice.dataset:
        return options
    path = Path(choice.dataset).expanduser()
    if _is_file(path):
        bars = research.load(path)
    else:
        from quantboard.services import accounts, datasets

        actor = accounts.shell_actor(as_name)
        bars = datasets.bars_of(actor, datasets.find(actor, choice.dataset).id)
    return {**options, "reference": bars.select([choice.symbol])}


def _tell(shape: Mapping[str, Any], as_json: bool, out: Path | None) -> None:
    if as_json:
        print_json(shape)
    else:
        _print(shape, out)


def _options(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The options of ``research.run`` among the flags; bad ``--param`` texts are refused."""
    options = {k: v for k, v in fields.items() if k not in ("symbol", "mapping", "params", "symbols")}
    options["params"] = dict(_pair(text, "--param") for text in fields.get("params", ()))
    if (symbols := research.symbols_of(fields.get("symbols"))) is not None:
        options["symbols"] = symbols
    return options


def _pair(text: str, flag: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"{text!r} is not of the form name=value.", param_hint=flag)
    return name.strip(), value.strip()


def _bars(name: str, fields: Mapping[str, Any], as_name: str | None) -> tuple["Bars", tuple[str, ...]]:
    """The bars to run on, and what must be said about how they were read."""
    path = Path(name).expanduser()
    if _is_file(path):
        mapping = dict(_pair(part, "--map") for part in fields.get("mapping", "").split(",") if part)
        found = research.read(path, symbol=fields.get("symbol"), columns=mapping)
        return found.rows.bars(), research.left_out(found.report)
    from quantboard.services import accounts, datasets

    actor = accounts.shell_actor(as_name)
    return datasets.bars_of(actor, datasets.find(actor, name).id), ()


def _write(result: "BacktestResult", source: str, title: str, out: Path) -> None:
    from quantboard.charts.report import report_html
    from quantboard.store.results import write_tables

    out.mkdir(parents=True, exist_ok=True)
    write_tables(result, out)
    (out / "report.html").write_text(report_html(result, source, title), encoding="utf-8")


def _far(
    place: "Far", strategy: str, data_name: str, fields: Mapping[str, Any], options: Mapping[str, Any], out: Path | None
) -> dict[str, Any]:
    """The same on a server: a file of prices is imported there for this run only."""
    is_code = strategy.endswith(".py") or "\n" in strategy
    which = {"source": research.strategy_source(strategy)} if is_code else {"template": strategy}
    path = Path(data_name).expanduser()
    if not _is_file(path):
        return place.run(place.dataset(data_name)["id"], {**which, **options}, out)
    found = place.import_files(f"{path.name} {secrets.token_hex(4)}", [path], _hints(fields), silent)
    try:
        shape = place.run(found["id"], {**which, **options}, out)
    finally:
        place.remove(found["id"])
    return {**shape, "warnings": [*_left_out(found["report"]), *shape["warnings"]]}


def _left_out(report: Mapping[str, Any]) -> tuple[str, ...]:
    told: Any = SimpleNamespace(**{**report, "findings": [SimpleNamespace(**one) for one in report["findings"]]})
    return research.left_out(told)


def _is_file(path: Path) -> bool:
    return path.is_file() or path.suffix.lower() in FILE_SUFFIXES


def _hints(fields: Mapping[str, Any]) -> dict[str, str]:
    mapping = dict(_pair(part, "--map") for part in fields.get("mapping", "").split(",") if part)
    return {**mapping, **({"symbol_name": fields["symbol"]} if fields.get("symbol") else {})}


def _print(shape: Mapping[str, Any], out: Path | None) -> None:
    click.echo(f"{', '.join(shape['spec']['symbols'])}: final equity {shape['final_equity']:,.2f}")
    for name in KPIS:
        value = shape["metrics"].get(name)
        text = f"{value:.4f}" if value is not None else f"n/a ({shape['metrics_na'].get(name, 'unknown')})"
        click.echo(f"  {name:<16}{text}")
    for warning in shape["warnings"]:
        click.echo(f"  ! {warning}")
    for flag in shape["flags"]:
        click.echo(f"  {flag['severity']} [{flag['code']}] {flag['message']}")
        if flag["severity"] != "info":
            click.echo(f"    {flag['hint']}")
    click.echo(f"result {shape['result_hash']}")
    if out is not None:
        click.echo(f"written to {out}")
