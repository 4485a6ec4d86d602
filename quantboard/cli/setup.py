"""``quantboard setup``: named set-ups of runs, here or on a server."""

from collections.abc import Mapping
from typing import Any, Protocol

import click

from quantboard.cli.doors import server
from quantboard.cli.far import Far
from quantboard.cli.near import Near
from quantboard.cli.output import print_json, print_table
from quantboard.cli.shelf import named

ALL = 1000
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
NAME = click.argument("name")


class Rack(Protocol):
    """Where the set-ups are."""

    def all(self) -> list[dict[str, Any]]: ...
    def create(self, name: str, fields: Mapping[str, Any]) -> dict[str, Any]: ...
    def save(self, setup_id: str, fields: Mapping[str, Any]) -> dict[str, Any]: ...
    def rename(self, setup_id: str, name: str) -> dict[str, Any]: ...
    def copy(self, setup_id: str, name: str) -> dict[str, Any]: ...
    def strategy(self, name: str) -> dict[str, str]: ...
    def dataset(self, name: str) -> str: ...


class NearRack:
    """This machine's instance."""

    def __init__(self, near: Near) -> None:
        self._near = near
        self.actor = near.actor

    def all(self) -> list[dict[str, Any]]:
        """All that the person may see, by name."""
        from quantboard.services import setups

        return [view.as_json() for view in setups.list_setups(self.actor)]

    def create(self, name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A new one."""
        from quantboard.services import setups

        return setups.create(self.actor, name, setups.SetupFields(**fields)).as_json()

    def save(self, setup_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Other values."""
        from quantboard.services import setups

        return setups.save(self.actor, setup_id, setups.SetupFields(**fields)).as_json()

    def rename(self, setup_id: str, name: str) -> dict[str, Any]:
        """Another name."""
        from quantboard.services import setups

        return setups.rename(self.actor, setup_id, name).as_json()

    def copy(self, setup_id: str, name: str) -> dict[str, Any]:
        """A copy of one's own."""
        from quantboard.services import setups

        return setups.copy(self.actor, setup_id, name).as_json()

    def strategy(self, name: str) -> dict[str, str]:
        """A saved strategy by name or id, else a template by its key."""
        return _which(self._near.strategies(), name)

    def dataset(self, name: str) -> str:
        """A dataset's id."""
        return str(self._near.dataset(name)["id"])


class FarRack:
    """A server."""

    def __init__(self, far: Far) -> None:
        self._far, self._ask = far, far.client.line.ask

    def all(self) -> list[dict[str, Any]]:
        """All that the person may see, by name."""
        return list(self._ask("GET", "/setups", params={"limit": ALL})["items"])

    def create(self, name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A new one."""
        return dict(self._ask("POST", "/setups", json={"name": name, **fields}))

    def save(self, setup_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Other values."""
        return dict(self._ask("PUT", f"/setups/{setup_id}", json=dict(fields)))

    def rename(self, setup_id: str, name: str) -> dict[str, Any]:
        """Another name."""
        return dict(self._ask("PATCH", f"/setups/{setup_id}", json={"name": name}))

    def copy(self, setup_id: str, name: str) -> dict[str, Any]:
        """A copy of one's own."""
        return dict(self._ask("POST", f"/setups/{setup_id}/copy", json={"name": name} if name else {}))

    def strategy(self, name: str) -> dict[str, str]:
        """A saved strategy by name or id, else a template by its key."""
        return _which(self._far.strategies(), name)

    def dataset(self, name: str) -> str:
        """A dataset's id."""
        return str(self._far.dataset(name)["id"])


def _which(saved: list[dict[str, Any]], name: str) -> dict[str, str]:
    found = [one["id"] for one in saved if name in (one["id"], one["name"])]
    return {"strategy_id": found[0]} if found else {"template": name}


def rack(as_name: str | None) -> Rack:
    """Where this command is to be done."""
    far = server()
    return FarRack(far) if far is not None else NearRack(Near(as_name))


def found_setup(there: Rack, name: str) -> dict[str, Any]:
    """One set-up by id or name; raises ``NotNamed`` and ``SeveralNamed``."""
    return named([{**one, "kind": "set-up"} for one in there.all()], "set-up", name)


@click.group()
def setup() -> None:
    """Named set-ups of runs: list, show, save, copy, rename. 'backtest run --setup NAME' runs one."""


@setup.command("list")
@AS_JSON
@click.pass_obj
def list_(as_name: str | None, as_json: bool) -> None:
    """Your set-ups and the team's."""
    found = rack(as_name).all()
    if as_json:
        print_json({"setups": found})
        return
    rows = [{**one, "strategy": one["strategy_name"], "data": one["dataset_name"]} for one in found]
    print_table(rows, ("id", "name", "strategy", "data", "owner_name"), "There is no set-up.")


@setup.command()
@NAME
@AS_JSON
@click.pass_obj
def show(as_name: str | None, name: str, as_json: bool) -> None:
    """What NAME (or its id) holds."""
    found = found_setup(rack(as_name), name)
    if as_json:
        print_json(_plain(found))
        return
    rows = [{"option": key, "value": value} for key, value in found["request"].items() if value not in (None, {}, [])]
    click.echo(f"{found['name']}: {found['strategy_name'] or 'no strategy'} on {found['dataset_name'] or 'no data'}")
    print_table(rows, ("option", "value"), "All options are the usual ones.")


@setup.command()
@NAME
@click.option("--strategy", metavar="NAME|TEMPLATE", help="A saved strategy's name or id, or a template.")
@click.option("--data", metavar="DATASET", help="A dataset's name or id.")
@click.option("--option", "options", multiple=True, metavar="K=V", help="An option of a run; repeatable.")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the strategy; repeatable.")
@AS_JSON
@click.pass_obj
def save(as_name: str | None, /, *, name: str, as_json: bool, **given: Any) -> None:
    """Make a set-up NAME, or put other values into the one of this name."""
    there = rack(as_name)
    fields: dict[str, Any] = {"options": {**_pairs(given["options"]), "params": _pairs(given["params"])}}
    if given["strategy"]:
        fields |= there.strategy(given["strategy"])
    if given["data"]:
        fields["dataset_id"] = there.dataset(given["data"])
    same = [one for one in there.all() if one["is_mine"] and one["name"].casefold() == name.strip().casefold()]
    made = there.save(same[0]["id"], fields) if same else there.create(name, fields)
    _tell(made, f"{made['name']} is saved.", as_json)


@setup.command()
@NAME
@click.argument("new_name", required=False, default="")
@AS_JSON
@click.pass_obj
def copy(as_name: str | None, name: str, new_name: str, as_json: bool) -> None:
    """A copy of your own of NAME."""
    there = rack(as_name)
    made = there.copy(found_setup(there, name)["id"], new_name)
    _tell(made, f"{made['name']} is there now.", as_json)


@setup.command()
@NAME
@click.argument("new_name")
@AS_JSON
@click.pass_obj
def rename(as_name: str | None, name: str, new_name: str, as_json: bool) -> None:
    """Call NAME otherwise."""
    there = rack(as_name)
    made = there.rename(found_setup(there, name)["id"], new_name)
    _tell(made, f"{made['name']} it is.", as_json)


def _tell(made: Mapping[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        print_json(_plain(made))
    else:
        click.echo(text)


def _plain(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "kind"}


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """``K=V`` texts; one without ``=`` is a switch."""
    parts = (text.partition("=") for text in texts)
    return {name.strip().replace("-", "_"): value.strip() if equals else "true" for name, equals, value in parts}
