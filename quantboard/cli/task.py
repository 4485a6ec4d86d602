"""``quantboard task``: background work."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from quantboard.cli.output import print_json
from quantboard.core.task import Priority, Status

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
PRIORITIES = click.Choice([one.word for one in Priority])
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.group()
def task() -> None:
    """Background work: list, show, follow its log, steer, repeat, forget."""
    from quantboard.services import system

    system.migrate()


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
    from quantboard.services import accounts, tasks

    actor = accounts.shell_actor(as_name)
    wanted = tasks.TaskFilter(**{**asked, "since": _utc(asked["since"]), "until": _utc(asked["until"])})
    found = tasks.find(actor, wanted, limit, offset)
    if as_json:
        page = found.as_json(lambda view: view.as_json())
        print_json(page | {"counts": tasks.counts(actor, asked=tasks.TaskFilter(everybody=wanted.everybody))})
        return
    for view in found.items:
        click.echo(
            f"{view.id}  {view.status:<10} {view.progress:>4.0%}  {view.priority:<6}  "
            f"{view.created_at:%Y-%m-%d %H:%M}  {view.title}"
        )
    click.echo(f"{len(found.items)} of {found.total} tasks." if found.total else "No tasks.")


def _utc(day: datetime | None) -> datetime | None:
    from datetime import UTC

    return day and day.replace(tzinfo=UTC)


@task.command("show")
@click.argument("task_id")
@AS_JSON
@click.pass_obj
def show(as_name: str | None, task_id: str, as_json: bool) -> None:
    """One task, with its attempts and its history."""
    from quantboard.services import accounts, tasks

    actor = accounts.shell_actor(as_name)
    view, lines, attempts = tasks.view(actor, task_id), tasks.history(actor, task_id), tasks.attempts_of(actor, task_id)
    if as_json:
        past = [line.as_json() for line in lines]
        print_json({"task": view.as_json(), "history": past, "attempts": [one.as_json() for one in attempts]})
        return
    click.echo(f"{view.title}\n{view.kind}: {view.status}, {view.progress:.0%} {view.stage}, attempt {view.attempt}")
    if view.error:
        click.echo(f"{view.error.get('message', '')} {view.error.get('hint', '')}")
    for line in lines:
        click.echo(f"  {line.at:%Y-%m-%d %H:%M:%S}  {line.kind}  {line.attempt or ''}")


@task.command("log")
@click.argument("task_id")
@click.option("--attempt", type=click.IntRange(1), help="The newest by default.")
@click.option("--follow", is_flag=True, help="Until the task has ended.")
@AS_JSON
@click.pass_obj
def log(as_name: str | None, task_id: str, attempt: int | None, follow: bool, as_json: bool) -> None:
    """What an attempt did, line by line."""
    from quantboard.services import accounts, tasks

    actor = accounts.shell_actor(as_name)
    text = tasks.log_of(actor, task_id, attempt or 0)
    if as_json:
        print_json({"log": text, "attempt": attempt or tasks.view(actor, task_id).attempt})
        return
    click.echo(text, nl=False)
    while follow:
        is_over = tasks.view(actor, task_id).is_over
        more = tasks.log_of(actor, task_id, attempt or 0)
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
        from quantboard.services import accounts, tasks

        deeds = {
            "cancel": tasks.cancel,
            "retry": tasks.retry,
            "pause": tasks.pause,
            "resume": tasks.resume,
            "delete": tasks.delete_history,
            "restore": tasks.restore,
        }
        _told(deeds[name](accounts.shell_actor(as_name), task_id), done, as_json)

    return command


def _told(view: Any, done: str, as_json: bool) -> None:
    if as_json:
        print_json({"task": view.as_json()})
    else:
        click.echo(done.format(view=view))


_deed("cancel", "Cancel a task; a running one stops within two seconds.", "It is {view.status} or being stopped.")
_deed("retry", "Do the same work again, as a new task, with what should follow it.", "Submitted as {view.id}.")
_deed("pause", "Hold a waiting task; a running one pauses at its next step.", "It is {view.status} or being paused.")
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
    from quantboard.services import accounts, tasks

    _told(
        tasks.reprioritise(accounts.shell_actor(as_name), task_id, level), "Its priority is {view.priority}.", as_json
    )


@task.command("edit")
@click.argument("task_id")
@click.option("--title")
@click.option(
    "--time-limit", "time_limit_s", type=click.IntRange(1), help="Seconds an attempt may run; while it waits."
)
@click.option("--attempts", "max_attempts", type=click.IntRange(1, 10), help="Tries in all; while it waits.")
@AS_JSON
@click.pass_obj
def edit(as_name: str | None, /, task_id: str, as_json: bool, title: str | None, **values: Any) -> None:
    """Rename a task, or change the limits of one that waits."""
    from quantboard.services import accounts, tasks

    actor = accounts.shell_actor(as_name)
    given = {name: value for name, value in values.items() if value is not None}
    view = tasks.edit(actor, task_id, title=title, **given) if given else tasks.rename(actor, task_id, title or "")
    _told(view, "Changed.", as_json)


@task.command("then")
@click.argument("task_id")
@click.option("--backtest", "strategy", required=True, metavar="STRATEGY", help="A saved strategy, by id or name.")
@AS_JSON
@click.pass_obj
def then(as_name: str | None, task_id: str, strategy: str, as_json: bool) -> None:
    """Let a backtest follow an import, on the data that it makes."""
    from quantboard.services import accounts, chains, strategies

    actor = accounts.shell_actor(as_name)
    named = [one.id for one in strategies.list_strategies(actor) if strategy in (one.id, one.name)]
    _told(
        chains.then_backtest(actor, task_id, named[0] if named else strategy),
        "It runs once the import is done: {view.id}.",
        as_json,
    )
