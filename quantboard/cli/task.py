"""``quantboard task``: background work."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import click

from quantboard.cli.doors import door
from quantboard.cli.output import print_json
from quantboard.core.task import ENDED, Priority, Status

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
PRIORITIES = click.Choice([one.word for one in Priority])
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.group()
def task() -> None:
    """Background work: list, show, follow its log, steer, repeat, forget."""


@task.command("list")
@click.option("--status", "statuses", multiple=True, type=click.Choice([str(one) for one in Status]))
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Such as backtest.run.")
@click.option("--priority", "priorities", multiple=True, type=PRIORITIES)
@click.option("--since", type=DAY, help="Made on or after, in UTC.")
@click.option("--until", type=DAY, help="Made before, in UTC.")
@click.option("--search", "words", default="", metavar="WORDS", help="In title, kind, id or request id.")
@click.option("--deleted", is_flag=True, help="Those that were deleted.")
@click.option("--all", "everybody", is_flag=True, help="Everybody's, not only mine.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, /, limit: int, offset: int, as_json: bool, **asked: Any) -> None:
    """Tasks, newest first."""
    wanted = {**asked, "since": _utc(asked["since"]), "until": _utc(asked["until"])}
    found = door(as_name).tasks(wanted, limit, offset)
    if as_json:
        print_json(found)
        return
    for one in found["items"]:
        click.echo(
            f"{one['id']}  {one['status']:<10} {one['progress']:>4.0%}  {one['priority']:<6}  "
            f"{_minute(one['created_at'])}  {one['title']}"
        )
    click.echo(f"{len(found['items'])} of {found['total']} tasks." if found["total"] else "No tasks.")


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _utc(day: datetime | None) -> datetime | None:
    from datetime import UTC

    return day and day.replace(tzinfo=UTC)


@task.command("show")
@click.argument("task_id")
@AS_JSON
@click.pass_obj
def show(as_name: str | None, task_id: str, as_json: bool) -> None:
    """One task, with its attempts and its history."""
    place = door(as_name)
    one, past = place.task(task_id), place.past_of(task_id)
    if as_json:
        print_json({"task": one, **past})
        return
    about = f"{one['status']}, {one['progress']:.0%} {one['stage']}, attempt {one['attempt']}"
    click.echo(f"{one['title']}\n{one['kind']}: {about}")
    if error := one["error"]:
        click.echo(f"{error.get('message', '')} {error.get('hint', '')}")
    for line in past["history"]:
        click.echo(f"  {line['at'][:19].replace('T', ' ')}  {line['kind']}  {line['attempt'] or ''}")


@task.command("log")
@click.argument("task_id")
@click.option("--attempt", type=click.IntRange(1), help="The newest by default.")
@click.option("--follow", is_flag=True, help="Until the task has ended.")
@AS_JSON
@click.pass_obj
def log(as_name: str | None, task_id: str, attempt: int | None, follow: bool, as_json: bool) -> None:
    """What an attempt did, line by line."""
    place = door(as_name)
    text = place.log_of(task_id, attempt or 0)
    if as_json:
        print_json({"log": text, "attempt": attempt or place.task(task_id)["attempt"]})
        return
    click.echo(text, nl=False)
    while follow:
        is_over = place.task(task_id)["status"] in ENDED
        more = place.log_of(task_id, attempt or 0)
        click.echo(more[len(text) :] if more.startswith(text) else more, nl=False)
        if is_over:
            return
        text = more
        time.sleep(0.5)


def _deed(name: str, meaning: str, done: str) -> Callable[..., None]:
    """A command that does one thing to one task."""

    @task.command(name, help=meaning)
    @click.argument("task_id")
    @AS_JSON
    @click.pass_obj
    def command(as_name: str | None, task_id: str, as_json: bool) -> None:
        _told(door(as_name).steer(task_id, name), done, as_json)

    return command


def _told(one: Mapping[str, Any], done: str, as_json: bool) -> None:
    if as_json:
        print_json({"task": one})
    else:
        click.echo(done.format(**one))


_deed("cancel", "Cancel a task; a running one stops within two seconds.", "It is {status} or being stopped.")
_deed("retry", "Do the same work again, as a new task, with what should follow it.", "Submitted as {id}.")
_deed("pause", "Hold a waiting task; a running one pauses at its next step.", "It is {status} or being paused.")
_deed("resume", "Let a paused task go on.", "It waits for a worker.")
_deed("delete", "Hide an ended task from lists; its result stays.", "Deleted; 'task restore' brings it back.")
_deed("restore", "Show a deleted task again.", "Restored.")


@task.command("priority")
@click.argument("task_id")
@click.argument("level", type=PRIORITIES)
@AS_JSON
@click.pass_obj
def priority(as_name: str | None, task_id: str, level: str, as_json: bool) -> None:
    """Let a task run earlier or later than others."""
    _told(door(as_name).change_task(task_id, {"priority": level}), "Its priority is {priority}.", as_json)


@task.command("edit")
@click.argument("task_id")
@click.option("--title")
@click.option(
    "--time-limit", "time_limit_s", type=click.IntRange(1), help="Seconds an attempt may run; while it waits."
)
@click.option("--attempts", "max_attempts", type=click.IntRange(1, 10), help="Tries in all; while it waits.")
@AS_JSON
@click.pass_obj
def edit(as_name: str | None, /, task_id: str, as_json: bool, **values: Any) -> None:
    """Rename a task, or change the limits of one that waits."""
    given = {name: value for name, value in values.items() if value is not None}
    _told(door(as_name).change_task(task_id, given), "Changed.", as_json)


@task.command("then")
@click.argument("task_id")
@click.option("--backtest", "strategy", required=True, metavar="STRATEGY", help="A saved strategy, by id or name.")
@AS_JSON
@click.pass_obj
def then(as_name: str | None, task_id: str, strategy: str, as_json: bool) -> None:
    """Let a backtest follow an import, on the data that it makes."""
    _told(door(as_name).then_backtest(task_id, strategy), "It runs once the import is done: {id}.", as_json)
