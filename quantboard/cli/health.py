"""``quantboard health``: is the instance ready; for health checks of containers and for people in a hurry."""

import click

from quantboard.cli.output import print_json


@click.command()
@click.option("--only", default="", metavar="A,B", help="Only these of database, broker, worker, sandbox.")
@click.option("--here", is_flag=True, help="The worker must be one of this machine.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def health(only: str, here: bool, as_json: bool) -> int:
    """Ask database, broker, worker and sandbox; ends with 1 when one cannot do its work."""
    from quantboard.services import readiness
    from quantboard.services.readiness import PARTS

    wanted = [part for part in only.split(",") if part] or list(PARTS)
    if unknown := [part for part in wanted if part not in PARTS]:
        raise click.BadParameter(f"there is no {unknown[0]}; there are {', '.join(PARTS)}", param_hint="--only")
    found = {part: check for part, check in readiness.readiness().items() if part in wanted}
    if here and "worker" in found and found["worker"]["ok"] and not readiness.has_worker_here():
        found["worker"] |= {"ok": False, "why": "The workers that are there run on other machines."}
    if as_json:
        print_json(found)
    else:
        for part, check in found.items():
            click.echo(f"{part}: {'ok' if check['ok'] else check['why']}")
    return 0 if all(check["ok"] for check in found.values()) else 1
