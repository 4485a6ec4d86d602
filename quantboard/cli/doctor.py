"""``quantboard doctor``: check this installation, and say what to do."""

import click

from quantboard.cli.output import print_json

MARKS = {"good": "ok  ", "doubtful": "?   ", "bad": "BAD "}


@click.command()
@click.option("--running", is_flag=True, help="Ask the running instance's database, broker, worker and sandbox too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(running: bool, as_json: bool) -> int:
    """Check this installation, and say what to do; ends with 1 when something is bad."""
    from quantboard import frontend
    from quantboard.services import preflight, readiness
    from quantboard.services.preflight import BAD, GOOD, Finding
    from quantboard.settings import settings

    found = list(preflight.everything(settings()))
    built = frontend.is_ready()
    found.append(Finding("front end", GOOD if built else BAD, "" if built else "It is not built.", "quantboard build"))
    state = readiness.sandbox_state(None)
    held = ", ".join(name for name, how in state["layers"].items() if how.startswith("on"))
    fix = "" if state["ok"] else "Run the worker on Linux 5.13 or newer, in a container that permits user namespaces."
    found.append(Finding("sandbox for people's code", GOOD if state["ok"] else BAD, state["why"] or held, fix))
    if running:
        for part, check in readiness.readiness().items():
            found.append(Finding(f"{part} answers", GOOD if check["ok"] else BAD, check["why"]))
    if as_json:
        print_json({"findings": [one.as_json() for one in found]})
    else:
        for one in found:
            click.echo(f"{MARKS[one.state]}{one.what}{f': {one.why}' if one.why else ''}")
            if one.fix and one.state != GOOD:
                click.echo(f"      {one.fix}")
    return 1 if any(one.state == BAD for one in found) else 0
