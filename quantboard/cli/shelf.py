"""Sharing, deleting and the trash, here or on a server."""

from collections.abc import Sequence
from typing import Any, Protocol

from quantboard.cli.doors import server
from quantboard.cli.far import Far
from quantboard.cli.near import Near
from quantboard.errors import InvalidInput, NotFound

KINDS = {"dataset": "datasets", "strategy": "strategies", "backtest": "backtests", "setup": "setups"}
ALL = 1000


class NotNamed(NotFound):
    """No object of the kind has this name or identity."""

    code = "object.not_named"


class SeveralNamed(InvalidInput):
    """More than one object has this name."""

    code = "object.several_named"


class Shelf(Protocol):
    """Where the objects are."""

    def found(self, kind: str, words: str) -> list[dict[str, Any]]: ...
    def share(self, kind: str, ids: Sequence[str], visibility: str) -> None: ...
    def affected(self, kind: str, ids: Sequence[str]) -> list[dict[str, Any]]: ...
    def delete(self, kind: str, ids: Sequence[str]) -> None: ...
    def trash(self, everybody: bool) -> list[dict[str, Any]]: ...
    def restore(self, kind: str, object_id: str, name: str) -> str: ...
    def purge(self, kind: str, object_id: str) -> int: ...
    def empty(self) -> int: ...


class NearShelf:
    """This machine's instance."""

    def __init__(self, near: Near) -> None:
        self.actor = near.actor

    def found(self, kind: str, words: str) -> list[dict[str, Any]]:
        """Objects with all of these words."""
        from quantboard.core.listing import Wanted
        from quantboard.services import backtests, datasets, setups, strategies

        rooms: dict[str, Any] = {"dataset": datasets, "strategy": strategies, "backtest": backtests, "setup": setups}
        return [view.as_json() for view in rooms[kind].page(self.actor, Wanted(words, limit=ALL)).items]

    def share(self, kind: str, ids: Sequence[str], visibility: str) -> None:
        """Who is to see them."""
        from quantboard.services import sharing

        sharing.share(self.actor, kind, ids, visibility)

    def affected(self, kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What deleting them means."""
        from quantboard.services import trash

        return [vars(one) for one in trash.affected(self.actor, kind, ids)]

    def delete(self, kind: str, ids: Sequence[str]) -> None:
        """Into the trash."""
        from quantboard.services import trash

        trash.delete(self.actor, kind, ids)

    def trash(self, everybody: bool) -> list[dict[str, Any]]:
        """What lies there."""
        from quantboard.services import trash

        return [item.as_json() for item in trash.list_trash(self.actor, everybody=everybody, limit=ALL).items]

    def restore(self, kind: str, object_id: str, name: str) -> str:
        """Back, under its name or another."""
        from quantboard.services import trash

        return trash.restore(self.actor, kind, object_id, name)

    def purge(self, kind: str, object_id: str) -> int:
        """For good; bytes freed."""
        from quantboard.services import trash

        return trash.purge(self.actor, kind, object_id)

    def empty(self) -> int:
        """All for good; how many."""
        from quantboard.services import trash

        return trash.empty(self.actor)


class FarShelf:
    """A server."""

    def __init__(self, far: Far) -> None:
        self.ask = far.client.line.ask

    def found(self, kind: str, words: str) -> list[dict[str, Any]]:
        """Objects with all of these words."""
        answer: dict[str, Any] = self.ask("GET", f"/{KINDS[kind]}", params={"q": words, "limit": ALL})
        return list(answer["items"])

    def share(self, kind: str, ids: Sequence[str], visibility: str) -> None:
        """Who is to see them."""
        self.ask("POST", "/share", json={"kind": kind, "ids": list(ids), "visibility": visibility})

    def affected(self, kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What deleting them means."""
        return list(self.ask("POST", "/affected", json={"kind": kind, "ids": list(ids)}))

    def delete(self, kind: str, ids: Sequence[str]) -> None:
        """Into the trash."""
        self.ask("POST", "/delete", json={"kind": kind, "ids": list(ids)})

    def trash(self, everybody: bool) -> list[dict[str, Any]]:
        """What lies there."""
        return list(self.ask("GET", "/trash", params={"limit": ALL, "everybody": str(everybody).lower()})["items"])

    def restore(self, kind: str, object_id: str, name: str) -> str:
        """Back, under its name or another."""
        body = {"name": name} if name else {}
        return str(self.ask("POST", f"/trash/{kind}/{object_id}/restore", json=body)["name"])

    def purge(self, kind: str, object_id: str) -> int:
        """For good; bytes freed."""
        return int(self.ask("DELETE", f"/trash/{kind}/{object_id}")["n_bytes"])

    def empty(self) -> int:
        """All for good; how many."""
        return int(self.ask("DELETE", "/trash")["count"])


def shelf(as_name: str | None) -> Shelf:
    """Where this command is to be done."""
    far = server()
    return FarShelf(far) if far is not None else NearShelf(Near(as_name))


def named(rows: Sequence[dict[str, Any]], kind: str, text: str) -> dict[str, Any]:
    """The one object with this identity or name."""
    ours = [row for row in rows if row["kind"] == kind]
    found = [row for row in ours if row["id"] == text] or [
        row for row in ours if row["name"].casefold() == text.strip().casefold()
    ]
    if not found:
        raise NotNamed(f"There is no {kind} {text[:80]!r}.", "Give its name or its id.")
    if len(found) > 1:
        ids = ", ".join(row["id"] for row in found[:5])
        raise SeveralNamed(f"{len(found)} have the name {text[:80]!r}.", f"Give one of their ids: {ids}.")
    return found[0]
