"""``quantboard worker``: run jobs."""

import click

from quantboard import telemetry
from quantboard.queue.names import QUEUES
from quantboard.settings import settings


@click.command()
@click.option("--queue", "queues", multiple=True, type=click.Choice(QUEUES), help="Only this queue; may be repeated.")
@click.option("--slots", type=click.IntRange(1, 256), help="Jobs at a time in each queue.")
@click.option(
    "--patience", type=click.FloatRange(0), default=8.0, show_default=True, help="Seconds that jobs may finish in."
)
@click.option("--tethered", is_flag=True, hidden=True, help="End with the process that started us.")
def worker(queues: tuple[str, ...], slots: int | None, patience: float, tethered: bool) -> None:
    """Run jobs until SIGTERM or Ctrl+C. What does not finish in time then waits for the next worker."""
    if tethered:
        from quantboard import launch

        launch.tether()
    from quantboard.jobs.worker import Worker

    if settings().metrics_port:
        telemetry.serve(settings().metrics_port)

    Worker(queues or QUEUES, slots, patience).run()
