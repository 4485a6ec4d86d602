"""``quantboard schedule``: work that the clock starts."""

from typing import Any

import click

from quantboard.cli.output import print_json

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
KINDS = {"backtest": "backtest.run", "clean-up": "upkeep.clean", "backup": "upkeep.backup"}


@click.group()
def schedule() -> None:
    """What the clock starts: list, create, change, enable, disable, run, delete."""
    from quantboard.services import system

    system.migrate()


@schedule.command("list")
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, as_json: bool) -> None:
    """Everything that is scheduled, the next to run first."""
    from quantboard.services import accounts, schedules

    found = schedules.list_schedules(accounts.shell_actor(as_name))
    if as_json:
        print_json({"items": [view.as_json() for view in found]})
        return
    for view in found:
        coming = f"{view.next_runs[0]:%Y-%m-%d %H:%M} UTC" if view.next_runs else "off"
        click.echo(f"{view.id}  {view.cron:<14} {view.zone:<16} {coming:<20}  {view.name}")
    if not found:
        click.echo("Nothing is scheduled.")


@schedule.command("create")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--name", required=True, metavar="N")
@click.option("--cron", required=True, metavar="LINE", help='Minute, hour, day, month, weekday: "30 3 * * 1-5".')
@click.option("--zone", default="UTC", show_default=True, metavar="ZONE", help="Such as Asia/Shanghai.")
@click.option("--backtest", "backtest_id", metavar="ID", help="The run to repeat, for the kind backtest.")
@AS_JSON
@click.pass_obj
def create(as_name: str | None, /, kind: str, as_json: bool, backtest_id: str | None, **given: str) -> None:
    """Start work of KIND by the clock."""
    from quantboard.services import accounts, schedules

    if kind == "backtest" and not backtest_id:
        raise click.UsageError("The kind backtest needs --backtest ID.")
    params = {"backtest_id": backtest_id} if backtest_id else {}
    actor = accounts.shell_actor(as_name)
    view = schedules.create(actor, given["name"], KINDS[kind], given["cron"], given["zone"], params)
    _told(view, as_json)


@schedule.command("show")
@click.argument("schedule_id")
@AS_JSON
@click.pass_obj
def show(as_name: str | None, schedule_id: str, as_json: bool) -> None:
    """One schedule, with its next three runs."""
    from quantboard.services import accounts, schedules

    _told(schedules.get(accounts.shell_actor(as_name), schedule_id), as_json)


@schedule.command("change")
@click.argument("schedule_id")
@click.option("--name", metavar="N")
@click.option("--cron", metavar="LINE")
@click.option("--zone", metavar="ZONE")
@AS_JSON
@click.pass_obj
def change(as_name: str | None, /, schedule_id: str, as_json: bool, **given: str | None) -> None:
    """Give a schedule another name, cron line or time zone."""
    from quantboard.services import accounts, schedules

    _told(schedules.change(accounts.shell_actor(as_name), schedule_id, **given), as_json)


@schedule.command("enable")
@click.argument("schedule_id")
@AS_JSON
@click.pass_obj
def enable(as_name: str | None, schedule_id: str, as_json: bool) -> None:
    """Switch a schedule on."""
    from quantboard.services import accounts, schedules

    _told(schedules.enable(accounts.shell_actor(as_name), schedule_id, True), as_json)


@schedule.command("disable")
@click.argument("schedule_id")
@AS_JSON
@click.pass_obj
def disable(as_name: str | None, schedule_id: str, as_json: bool) -> None:
    """Switch a schedule off; what it misses is not made up for."""
    from quantboard.services import accounts, schedules

    _told(schedules.enable(accounts.shell_actor(as_name), schedule_id, False), as_json)


@schedule.command("run")
@click.argument("schedule_id")
@AS_JSON
@click.pass_obj
def run(as_name: str | None, schedule_id: str, as_json: bool) -> None:
    """Start it once, now."""
    from quantboard.services import accounts, schedules

    task_id = schedules.run_now(accounts.shell_actor(as_name), schedule_id)
    if as_json:
        print_json({"task_id": task_id})
    else:
        click.echo(f"Submitted as {task_id}.")


@schedule.command("delete")
@click.argument("schedule_id")
@AS_JSON
@click.pass_obj
def delete(as_name: str | None, schedule_id: str, as_json: bool) -> None:
    """Forget a schedule; what it started stays."""
    from quantboard.services import accounts, schedules

    schedules.remove(accounts.shell_actor(as_name), schedule_id)
    if as_json:
        print_json({"deleted": schedule_id})
    else:
        click.echo("Deleted.")


def _told(view: Any, as_json: bool) -> None:
    if as_json:
        print_json({"schedule": view.as_json()})
        return
    click.echo(f"{view.id}  {view.name}\n  {view.kind}  {view.cron}  {view.zone}  {'on' if view.is_enabled else 'off'}")
    for at in view.next_runs:
        click.echo(f"  next {at:%Y-%m-%d %H:%M} UTC")
    if view.problem:
        click.echo(f"  last run: {view.problem}")
