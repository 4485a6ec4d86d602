"""``quantboard worker``: run jobs."""

import click

from quantboard.queue.names import QUEUES


@click.command()
@click.option("--queue", "queues", multiple=True, type=click.Choice(QUEUES), help="Only this queue; may be repeated.")
@click.option("--slots", type=click.IntRange(1, 256), help="Jobs at a time in each queue.")
def worker(queues: tuple[str, ...], slots: int | None) -> None:
    """Run jobs until SIGTERM or Ctrl+C; what runs is finished first, a second signal gives it back."""
    from quantboard.jobs.worker import Worker

    Worker(queues or QUEUES, slots).run()
