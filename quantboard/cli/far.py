"""The same on a hosted instance, through its API."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quantboard.cli.near import versioned
from quantboard.client.connect import Client
from quantboard.client.records import Task

if TYPE_CHECKING:
    from quantboard.core.progress import Step

ALL = 1000
TASK_WORDS = {"statuses": "status", "kinds": "kind", "priorities": "priority", "words": "q"}


class Far:
    """A server, on behalf of whoever the token is of."""

    def __init__(self, url: str, token: str) -> None:
        self.client = Client(url, token)

    # -- datasets

    def datasets(self) -> list[dict[str, Any]]:
        """All that the person may see, newest first."""
        return _everything(lambda offset: self.client.datasets.list(limit=ALL, offset=offset))

    def dataset(self, text: str) -> dict[str, Any]:
        """One by id or name, with its report."""
        found = self.client.datasets.get(self.client.datasets.find(text).id).json
        return {name: value for name, value in found.items() if name not in ("columns", "versions")}

    def import_files(
        self, name: str, files: Sequence[Path], hints: Mapping[str, str], on_step: "Step"
    ) -> dict[str, Any]:
        """A new dataset, with its report."""
        made = self.client.datasets.import_files(name, files, on_task=_steps(on_step), **hints)
        return self.dataset(made.id)

    def export(self, text: str, to: Path) -> int:
        """Write a dataset into a file; how many rows."""
        return self.client.datasets.export(self.client.datasets.find(text).id, to)

    def difference(self, before: str, after: str, symbol: str, limit: int) -> dict[str, Any]:
        """What changed from one ``NAME@VERSION`` to another."""
        (old, first), (new, second) = map(versioned, (before, after))
        one, other = self.client.datasets.find(old).id, self.client.datasets.find(new).id
        asked = {"before": first, "after": second, "with_id": other, "symbol": symbol, "limit": limit}
        return dict(self.client.line.ask("GET", f"/datasets/{one}/difference", params=asked))

    def imports(self, limit: int) -> list[dict[str, Any]]:
        """The person's imports, newest first."""
        return list(self.client.line.ask("GET", "/imports", params={"limit": limit})["items"])

    def profiles(self) -> list[dict[str, Any]]:
        """The person's saved ways to read files."""
        return list(self.client.line.ask("GET", "/profiles"))

    def drop_profile(self, profile_id: str) -> None:
        """Delete one of them."""
        self.client.line.ask("DELETE", f"/profiles/{profile_id}")

    def remove(self, dataset_id: str) -> None:
        """Delete a dataset that was needed for one run only; the run keeps its data."""
        self.client.datasets.delete(dataset_id)
        self.client.line.ask("DELETE", f"/trash/dataset/{dataset_id}")

    # -- strategies

    def templates(self) -> list[dict[str, Any]]:
        """The shipped ones: key, name, what, declaration, source."""
        return list(self.client.strategies.templates())

    def strategies(self) -> list[dict[str, Any]]:
        """The saved ones."""
        return _everything(lambda offset: self.client.strategies.list(limit=ALL, offset=offset))

    def check(self, source: str) -> dict[str, Any]:
        """Findings and declaration of a source."""
        return self.client.strategies.check(source)

    # -- backtests

    def run(self, dataset_id: str, asked: Mapping[str, Any], out: Path | None) -> dict[str, Any]:
        """Run, wait, and give the result; its tables and report into ``out``."""
        made = self.client.backtests.run(dataset_id, **asked)
        if out is not None:
            self.client.backtests.save_tables(made.id, out)
        return self.client.backtests.result(made.id)

    # -- tasks

    def tasks(self, asked: Mapping[str, Any], limit: int, offset: int) -> dict[str, Any]:
        """A page of them, and how many there are in each state."""
        query = {TASK_WORDS.get(name, name): _said(value) for name, value in asked.items() if value}
        found = self.client.tasks.list(limit=limit, offset=offset, **query)
        items = [dict(one.json) for one in found]
        page = {"items": items, "total": found.total, "limit": found.limit, "offset": found.offset}
        return page | {"counts": self.client.tasks.counts(everybody=bool(asked.get("everybody")))}

    def task(self, task_id: str) -> dict[str, Any]:
        """One, as it stands."""
        return dict(self.client.tasks.get(task_id).json)

    def past_of(self, task_id: str) -> dict[str, Any]:
        """Its history and its attempts."""
        tasks = self.client.tasks
        return {"history": list(tasks.history(task_id)), "attempts": list(tasks.attempts(task_id))}

    def log_of(self, task_id: str, attempt: int) -> str:
        """What an attempt wrote down."""
        return self.client.tasks.log(task_id, attempt)

    def steer(self, task_id: str, deed: str) -> dict[str, Any]:
        """Do one thing to one task."""
        tasks = self.client.tasks
        if deed == "delete":
            tasks.delete(task_id)
            return self.task(task_id)
        return dict((tasks.retry(task_id) if deed == "retry" else tasks.steer(task_id, deed)).json)

    def change_task(self, task_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Title, priority, or the limits of one that waits."""
        return dict(self.client.tasks.change(task_id, **values).json)

    def then_backtest(self, task_id: str, strategy: str) -> dict[str, Any]:
        """Let a backtest follow an import."""
        named = [one["id"] for one in self.strategies() if strategy in (one["id"], one["name"])]
        body = {"strategy_id": named[0] if named else strategy}
        return self.task(self.client.line.start(f"/tasks/{task_id}/then", body)["task_id"])


def _everything(part: Callable[[int], Any]) -> list[dict[str, Any]]:
    """All pages of a list."""
    found: list[dict[str, Any]] = []
    while True:
        page = part(len(found))
        found += [dict(one.json) for one in page]
        if not len(page) or len(found) >= page.total:
            return found


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _steps(on_step: "Step") -> Callable[[Task], None]:
    return lambda task: on_step(task.progress, task.stage, task.json.get("detail") or {})


def far(url: str, token: str) -> Far:
    """The server; closed when the command ends."""
    made = Far(url, token)
    click.get_current_context().call_on_close(made.client.close)
    return made
