"""``quantboard``: the shell's front door. Sub-commands are imported when they are called, so that each starts fast."""

import importlib
import sys
from typing import Any, NoReturn

import click

from quantboard import log, telemetry
from quantboard.cli import doors
from quantboard.cli.output import print_error, wants_json
from quantboard.errors import QuantBoardError
from quantboard.services import preflight
from quantboard.settings import ensure_folder, prepare_environment, settings

COMMANDS = {
    "run": ("quantboard.cli.run:run", "Start everything and print the address."),
    "web": ("quantboard.cli.run:web", "Serve the pages and the API only."),
    "worker": ("quantboard.cli.worker:worker", "Run jobs."),
    "migrate": ("quantboard.cli.migrate:migrate", "Bring the database to this version."),
    "backup": ("quantboard.cli.backup:backup", "Write everything into one file."),
    "restore": ("quantboard.cli.backup:restore", "Make this instance what a backup holds."),
    "health": ("quantboard.cli.health:health", "Is the instance ready: database, broker, worker, sandbox."),
    "doctor": ("quantboard.cli.doctor:doctor", "Check this installation, and say what to do."),
    "build": ("quantboard.cli.run:build", "Build the front end if its sources changed."),
    "sample": ("quantboard.cli.sample:sample", "The shipped sample of real prices."),
    "user": ("quantboard.cli.user:user", "People: invite, add, list, role, reset-link, deactivate, transfer."),
    "token": ("quantboard.cli.token:token", "API tokens: create, list, renew, revoke."),
    "task": ("quantboard.cli.task:task", "Background work: list, show, log, pause, cancel, retry."),
    "schedule": ("quantboard.cli.schedule:schedule", "Work that the clock starts: list, create, enable, disable."),
    "cleanup": ("quantboard.cli.cleanup:cleanup", "Remove what has outlived its period, or tell what would go."),
    "data": ("quantboard.cli.data:data", "Datasets: import, list, show, export."),
    "backtest": ("quantboard.cli.backtest:backtest", "Backtests: run, list, describe, pause, resume, stop."),
    "setup": ("quantboard.cli.setup:setup", "Named set-ups of runs: list, show, save, copy, rename."),
    "strategy": ("quantboard.cli.strategy:strategy", "Strategies: list, show, check."),
    "indicator": ("quantboard.cli.indicator:indicator", "Indicators: list, show, values on a dataset."),
    "sandbox": ("quantboard.cli.sandbox:sandbox", "Programs of one's own: check, run."),
    "share": ("quantboard.cli.trash:share", "Show a dataset, strategy or backtest to the team, or no longer."),
    "delete": ("quantboard.cli.trash:delete", "Move a dataset, strategy or backtest into the trash."),
    "trash": ("quantboard.cli.trash:trash", "What was deleted: list, restore, purge, empty."),
    "bench": ("quantboard.cli.bench:bench", "Measure this installation."),
}
ANYWHERE = (
    "data",
    "backtest",
    "setup",
    "strategy",
    "indicator",
    "task",
    "share",
    "delete",
    "trash",
)  # these can be done on a server, too
SERVERS = ("run", "web", "worker")  # their log is what an operator reads; other commands answer for themselves


class LazyGroup(click.Group):
    """A group whose commands are found by name and imported on use."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--as", "as_name", metavar="NAME", help="Act as this administrator, where there are several.")
@click.option(
    "--server", envvar="QUANTBOARD_SERVER", metavar="URL", help="Do it there: data, backtest, strategy, task."
)
@click.option("--token", envvar="QUANTBOARD_TOKEN", default="", metavar="qb_…", help="An API token of the server.")
@click.version_option(package_name="quantboard")
@click.pass_context
def cli(ctx: click.Context, as_name: str | None, server: str | None, token: str) -> None:
    """QuantBoard: a workbench for quantitative-trading research."""
    ctx.obj = as_name
    doors.choose(ctx, server if ctx.invoked_subcommand in ANYWHERE else None, token)
    if server and ctx.invoked_subcommand not in ANYWHERE and _is_flag(ctx, "server"):
        raise doors.OnlyHere(
            f"'{ctx.invoked_subcommand}' works on this machine's instance only.", "Leave out --server.", field="server"
        )
    chosen = settings()
    is_server = ctx.invoked_subcommand in SERVERS
    is_quiet = not is_server and "log_level" not in chosen.model_fields_set
    if is_server:
        preflight.require_sound()
        ensure_folder("data_dir")
    log.start(chosen, level="warning" if is_quiet else "", with_files=is_server)
    prepare_environment()
    if is_server:
        telemetry.share(chosen.data_dir)


def _is_flag(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command; exit with 0 (ok), 1 (failed) or 2 (bad usage or input)."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    """One command; what it submits and logs carries one id, except for servers, whose requests bring their own."""
    if arguments[:1] and arguments[0] in SERVERS:
        return _run_one(arguments)
    with log.bind(request_id=log.new_request_id()):
        return _run_one(arguments)


def _run_one(arguments: list[str]) -> int:
    as_json = wants_json(arguments)
    try:
        outcome: Any = cli.main(args=arguments, prog_name="quantboard", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except QuantBoardError as error:
        print_error(error.as_dict(), as_json=as_json)
        return error.exit_status
    except click.exceptions.Abort:
        return 1
    except click.ClickException as error:
        print_error(
            {"code": "usage.invalid", "message": error.format_message(), "hint": _usage(error)}, as_json=as_json
        )
        return error.exit_code
    except Exception as error:  # noqa: BLE001 — a bug: its traceback goes to the log, a number to the person
        reference = log.request_id() or log.new_request_id()
        log.logger("cli").error("command.failed", reference=reference, exc_info=error)
        message = f"Something unexpected happened: {type(error).__name__}. Reference {reference}."
        print_error({"code": "internal.error", "message": message, "hint": "The log above says more."}, as_json=as_json)
        return 1


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"See '{context.command_path} --help'." if context else "See 'quantboard --help'."


if __name__ == "__main__":
    main()
