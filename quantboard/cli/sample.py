"""``quantboard sample``: the shipped sample of real prices."""

from collections.abc import Mapping

import click

from quantboard.cli.output import print_json


@click.group()
def sample() -> None:
    """The shipped sample of real prices."""


@sample.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_obj
def load(as_name: str | None, as_json: bool) -> None:
    """Make a dataset of the sample; one that is there already stays."""
    from quantboard.services import accounts, datasets, system

    system.migrate()
    view = datasets.load_sample_now(accounts.shell_actor(as_name), _silent)
    if as_json:
        print_json(view.as_json())
    else:
        click.echo(f"{view.name}: {', '.join(view.symbols)}, {view.n_rows} bars, {view.first} to {view.last}")
        click.echo(f"  source: {view.source}")


def _silent(_share: float, _stage: str, _detail: Mapping[str, str]) -> None:
    return None
