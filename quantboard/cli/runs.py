"""``quantboard backtest list`` and the deeds on runs that were started: note, pause, resume, stop."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click

from quantboard.cli.doors import server
from quantboard.cli.near import Near
from quantboard.cli.output import print_json, print_table
from quantboard.core.task import Status

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
ID = click.argument("backtest_id", metavar="ID")
DAY = click.DateTime(["%Y-%m-%d"])
COLUMNS = ("id", "name", "status", "strategy_name", "dataset_name", "return", "sharpe", "drawdown", "tags", "reason")


@click.command("list")
@click.option("--words", default="", help="In name, strategy, data, tags or note.")
@click.option("--strategy", default="", metavar="ID|NAME", help="Of this strategy.")
@click.option("--dataset", default="", metavar="ID", help="On this dataset.")
@click.option("--owner", default="", metavar="ID", help="Of this person.")
@click.option("--tag", default="", help="With this tag.")
@click.option("--setup", default="", metavar="ID", help="Started by this set-up.")
@click.option("--status", default="", type=click.Choice(["", *map(str, Status)]), help="In this state.")
@click.option("--since", type=DAY, help="Made on this day (UTC) or later.")
@click.option("--until", type=DAY, help="Made before this day (UTC).")
@click.option("--favourite", is_flag=True, help="Favourites only.")
@click.option("--best-by", default="", metavar="METRIC", help="Only the best of each strategy: sharpe, return, …")
@click.option("--sort", default="", metavar="KEY", help="made, name, return, sharpe, drawdown, …; -KEY turns it round.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--offset", default=0, type=click.IntRange(0))
@AS_JSON
@click.pass_obj
def list_(as_name: str | None, /, *, as_json: bool, **asked: Any) -> None:
    """Find runs again: yours and the team's, failed and stopped ones too."""
    far = server()
    found = _far_page(far.client.line.ask, asked) if far is not None else _near_page(Near(as_name), asked)
    if as_json:
        print_json(found)
        return
    print_table([_row(one) for one in found["items"]], COLUMNS, "There is no such run.")
    if found["total"] > len(found["items"]):
        click.echo(f"{len(found['items'])} of {found['total']}; --limit and --offset show more.")


def _near_page(near: Near, asked: Mapping[str, Any]) -> dict[str, Any]:
    from quantboard.core.listing import RunFilter, Wanted
    from quantboard.services import backtests

    wanted = Wanted(
        asked["words"], sort=asked["sort"], limit=asked["limit"], offset=asked["offset"], status=asked["status"]
    )
    only = RunFilter(
        **{name: asked[name] for name in ("strategy", "dataset", "owner", "tag", "setup")},
        since=_instant(asked["since"]),
        until=_instant(asked["until"]),
        is_favourite=asked["favourite"],
        is_best=bool(asked["best_by"]),
        best_by=asked["best_by"] or "sharpe",
    )
    return backtests.page(near.actor, wanted, only).as_json(lambda view: view.as_json())


def _far_page(ask: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: moment.isoformat() for name in ("since", "until") if (moment := _instant(asked[name])) is not None}
    plain = {name: value for name, value in asked.items() if value and name not in ("words", *days)}
    query = {"q": asked["words"], **plain, **days, "offset": asked["offset"]}
    return dict(ask("GET", "/backtests", params={name: _said(value) for name, value in query.items()}))


def _said(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _instant(day: datetime | None) -> datetime | None:
    return None if day is None else day.replace(tzinfo=UTC)


def _row(run: Mapping[str, Any]) -> dict[str, Any]:
    metrics, error = run["metrics"] or {}, run["error"] or {}
    unfinished = f"unfinished, reached {run['reached']}" if run["is_unfinished"] else ""
    return {
        **run,
        "name": f"* {run['name']}" if run["is_favourite"] else run["name"],
        "return": metrics.get("total_return"),
        "sharpe": metrics.get("sharpe"),
        "drawdown": metrics.get("max_drawdown"),
        "tags": ", ".join(run["tags"]),
        "reason": error.get("message", unfinished),
    }


@click.command()
@ID
@click.option("--note", help="Your own words on it; '' removes them.")
@click.option("--tag", "tags", multiple=True, help="A tag; repeatable. All together replace the old ones.")
@click.option("--no-tags", is_flag=True, help="Remove its tags.")
@click.option("--favourite/--no-favourite", "favourite", default=None)
@click.option("--name", help="Call it otherwise.")
@AS_JSON
@click.pass_obj
def describe(as_name: str | None, /, *, backtest_id: str, as_json: bool, no_tags: bool, **said: Any) -> None:
    """Write on a run what helps to find it again: note, tags, favourite, name."""
    values = {
        "note": said["note"],
        "tags": list(said["tags"]) if said["tags"] or no_tags else None,
        "is_favourite": said["favourite"],
        "name": said["name"],
    }
    far = server()
    if far is not None:
        body = {name: value for name, value in values.items() if value is not None}
        _tell(dict(far.client.line.ask("PATCH", f"/backtests/{backtest_id}", json=body)), as_json)
        return
    from quantboard.services import backtests, run_notes

    actor, name = Near(as_name).actor, values.pop("name")
    if name is not None:
        backtests.rename(actor, backtest_id, name)
    _tell(run_notes.describe(actor, backtest_id, **values).as_json(), as_json)


def _deed(word: str, help: str) -> click.Command:
    @click.command(word, help=help)
    @ID
    @AS_JSON
    @click.pass_obj
    def deed(as_name: str | None, backtest_id: str, as_json: bool) -> None:
        far = server()
        if far is not None:
            _tell(dict(far.client.line.ask("POST", f"/backtests/{backtest_id}/{word}")), as_json)
            return
        from quantboard.services import steering

        _tell(getattr(steering, word)(Near(as_name).actor, backtest_id).as_json(), as_json)

    return deed


pause = _deed("pause", "Hold a run at its next step.")
resume = _deed("resume", "Let a paused run go on from where it was.")
stop = _deed("stop", "End a run now; what it has reached is kept as an unfinished result.")
COMMANDS = (list_, describe, pause, resume, stop)


def _tell(run: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(run)
    else:
        print_table([_row(run)], COLUMNS, "")
