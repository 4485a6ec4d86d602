"""Where a command is done: here, or on the server that ``--server`` names."""

from typing import TYPE_CHECKING

import click

from quantboard.cli.near import Near
from quantboard.errors import InvalidInput

if TYPE_CHECKING:
    from quantboard.cli.far import Far

KEY = "quantboard.server"


class OnlyHere(InvalidInput):
    """The command works on this machine's own instance only."""

    code = "server.only_local"


def choose(ctx: click.Context, server: str | None, token: str) -> None:
    """Remember the server for the commands of this call."""
    ctx.meta[KEY] = (server, token)


def server() -> "Far | None":
    """The server that was named."""
    url, token = click.get_current_context().meta.get(KEY, (None, ""))
    if not url:
        return None
    from quantboard.cli.far import far

    return far(url, token)


def door(as_name: str | None) -> "Near | Far":
    """Where this command is to be done."""
    return server() or Near(as_name)
