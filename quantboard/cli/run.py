"""``quantboard run``, ``web`` and ``build``."""

import click

from quantboard import frontend, launch
from quantboard.settings import settings

host_option = click.option("--host", help="Address to listen on; by default this machine only.")
port_option = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
tethered_option = click.option("--tethered", is_flag=True, hidden=True, help="End with the process that started us.")


@click.command()
@host_option
@port_option
@click.option("--no-build", is_flag=True, help="Serve the front end as it is built.")
@click.option("--no-worker", is_flag=True, help="Start no worker; jobs wait.")
def run(host: str | None, port: int | None, no_build: bool, no_worker: bool) -> int:
    """Start everything and print the address; Ctrl+C stops everything."""
    launch.choose_address(host, port)
    return launch.run(may_build=not no_build, with_worker=not no_worker)


@click.command()
@host_option
@port_option
@click.option("--wait", is_flag=True, hidden=True, help="Begin when a line arrives on standard input.")
@tethered_option
def web(host: str | None, port: int | None, wait: bool, tethered: bool) -> None:
    """Serve the pages and the API only; database, broker and workers must be there."""
    if tethered:
        launch.tether()
    launch.choose_address(host, port)
    frontend.serve(settings().host, settings().port, settings().web_workers, waits=wait)


@click.command()
def build() -> None:
    """Build the front end if its sources changed."""
    click.echo("Built." if frontend.build() else "Up to date.")
