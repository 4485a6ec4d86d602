"""``quantboard task``: background work."""

import click

from quantboard.cli.output import print_json
from quantboard.core.task import Status

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def task() -> None:
    """Background work: list, show, cancel, retry."""
    from quantboard.services import system

    system.migrate()


@task.command("list")
@click.option("--status", "statuses", multiple=True, type=click.Choice([str(one) for one in Status]))
@click.option("--all", "everybody", is_flag=True, help="Everybody's, not only mine.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@AS_JSON
@click.pass_obj
def listed(as_name: str | None, statuses: tuple[str, ...], everybody: bool, limit: int, as_json: bool) -> None:
    """Tasks, newest first."""
    from quantboard.services import accounts, tasks

    actor = accounts.shell_actor(as_name)
    found = tasks.recent(actor, statuses=statuses, everybody=everybody, limit=limit)
    if as_json:
        print_json({"tasks": [view.as_json() for view in found], "counts": tasks.counts(actor, everybody=everybody)})
        return
    for view in found:
        click.echo(
            f"{view.id}  {view.status:<10} {view.progress:>4.0%}  {view.created_at:%Y-%m-%d %H:%M}  {view.title}"
        )
    if not found:
        click.echo("No tasks.")


@task.command("show")
@click.argument("task_id")
@AS_JSON
@click.pass_obj
def show(as_name: str | None, task_id: str, as_json: bool) -> None:
    """One task, with its history."""
    from quantboard.services import accounts, tasks

    actor = accounts.shell_actor(as_name)
    view, lines = tasks.view(actor, task_id), tasks.history(actor, task_id)
    if as_json:
        past = [
            {"at": line.at.isoformat(), "attempt": line.attempt, "kind": line.kind, "data": line.data} for line in lines
        ]
        print_json({"task": view.as_json(), "history": past})
        return
    click.echo(f"{view.title}\n{view.kind}: {view.status}, {view.progress:.0%} {view.stage}, attempt {view.attempt}")
    if view.error:
        click.echo(f"{view.error.get('message', '')} {view.error.get('hint', '')}")
    for line in lines:
        click.echo(f"  {line.at:%Y-%m-%d %H:%M:%S}  {line.kind}  {line.attempt or ''}")


@task.command("cancel")
@click.argument("task_id")
@AS_JSON
@click.pass_obj
def cancel(as_name: str | None, task_id: str, as_json: bool) -> None:
    """Cancel a task; a running one stops within two seconds."""
    from quantboard.services import accounts, tasks

    view = tasks.cancel(accounts.shell_actor(as_name), task_id)
    if as_json:
        print_json({"task": view.as_json()})
    else:
        click.echo("Cancelled." if view.is_over else "It is being stopped.")


@task.command("retry")
@click.argument("task_id")
@AS_JSON
@click.pass_obj
def retry(as_name: str | None, task_id: str, as_json: bool) -> None:
    """Do the same work again, as a new task."""
    from quantboard.services import accounts, tasks

    view = tasks.retry(accounts.shell_actor(as_name), task_id)
    if as_json:
        print_json({"task": view.as_json()})
    else:
        click.echo(f"Submitted as {view.id}.")
