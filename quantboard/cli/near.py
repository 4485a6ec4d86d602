"""What the shell does on its own data directory: the services, told as plain objects."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quantboard.core.access import Actor
    from quantboard.core.progress import Step


def versioned(text: str) -> tuple[str, int]:
    """``Prices@2`` → (Prices, 2); 0 is the newest."""
    name, _, number = text.rpartition("@")
    return (name, int(number)) if name and number.isdigit() else (text, 0)


class Near:
    """This machine's instance, on behalf of its administrator."""

    def __init__(self, as_name: str | None) -> None:
        self._as_name = as_name

    @cached_property
    def actor(self) -> "Actor":
        """Who the shell is; brings the database to this version first."""
        from quantboard.services import accounts, system

        system.migrate()
        return accounts.shell_actor(self._as_name)

    # -- datasets

    def datasets(self) -> list[dict[str, Any]]:
        """All that the person may see, newest first."""
        from quantboard.services import datasets

        return [view.as_json() for view in datasets.list_datasets(self.actor)]

    def dataset(self, text: str) -> dict[str, Any]:
        """One by id or name, with its report."""
        from quantboard.services import datasets

        actor = self.actor
        found = datasets.dataset(actor, datasets.find(actor, text).id)
        return {**found.view.as_json(), "report": found.report, "notes": found.notes}

    def import_files(
        self, name: str, files: Sequence[Path], hints: Mapping[str, str], on_step: "Step"
    ) -> dict[str, Any]:
        """A new dataset, with its report."""
        from quantboard.services import datasets

        return self.dataset(datasets.import_now(self.actor, name, files, hints, on_step).id)

    def export(self, text: str, to: Path) -> int:
        """Write a dataset into a file; how many rows."""
        from quantboard.services import candles, datasets

        actor = self.actor
        found = datasets.find(actor, text)
        if to.suffix.lower() in (".csv", ".parquet"):
            return candles.export(actor, found.id, to)
        from quantboard.services import qlib_files

        return qlib_files.write_folder(actor, found.id, to)

    def difference(self, before: str, after: str, symbol: str, limit: int) -> dict[str, Any]:
        """What changed from one ``NAME@VERSION`` to another."""
        from quantboard.services import datasets, versions

        ends = [(datasets.find(self.actor, name).id, number) for name, number in map(versioned, (before, after))]
        return versions.difference(self.actor, *ends, symbol=symbol, part=(limit, 0)).as_json()

    def imports(self, limit: int) -> list[dict[str, Any]]:
        """The person's imports, newest first."""
        from quantboard.services import import_records

        return [one.as_json() for one in import_records.page(self.actor, limit).items]

    def profiles(self) -> list[dict[str, Any]]:
        """The person's saved ways to read files."""
        from quantboard.services import profiles

        return [one.as_json() for one in profiles.list_profiles(self.actor)]

    def drop_profile(self, profile_id: str) -> None:
        """Delete one of them."""
        from quantboard.services import profiles

        profiles.delete(self.actor, profile_id)

    # -- strategies

    def templates(self) -> list[dict[str, Any]]:
        """The shipped ones: key, name, what, declaration, source."""
        from dataclasses import asdict

        from quantboard.services import strategies

        return [asdict(one) for one in strategies.templates()]

    def strategies(self) -> list[dict[str, Any]]:
        """The saved ones."""
        from quantboard.services import strategies

        return [view.as_json() for view in strategies.list_strategies(self.actor)]

    def check(self, source: str) -> dict[str, Any]:
        """Findings and declaration of a source."""
        from quantboard.services import strategies

        return dict(strategies.check(source).as_dict())

    # -- tasks

    def tasks(self, asked: Mapping[str, Any], limit: int, offset: int) -> dict[str, Any]:
        """A page of them, and how many there are in each state."""
        from quantboard.services import tasks

        actor, wanted = self.actor, tasks.TaskFilter(**asked)
        page = tasks.find(actor, wanted, limit, offset).as_json(lambda view: view.as_json())
        return page | {"counts": tasks.counts(actor, asked=tasks.TaskFilter(everybody=wanted.everybody))}

    def task(self, task_id: str) -> dict[str, Any]:
        """One, as it stands."""
        from quantboard.services import tasks

        return tasks.view(self.actor, task_id).as_json()

    def past_of(self, task_id: str) -> dict[str, Any]:
        """Its history and its attempts."""
        from quantboard.services import tasks

        actor = self.actor
        lines, attempts = tasks.history(actor, task_id), tasks.attempts_of(actor, task_id)
        return {"history": [one.as_json() for one in lines], "attempts": [one.as_json() for one in attempts]}

    def log_of(self, task_id: str, attempt: int) -> str:
        """What an attempt wrote down."""
        from quantboard.services import tasks

        return tasks.log_of(self.actor, task_id, attempt)

    def steer(self, task_id: str, deed: str) -> dict[str, Any]:
        """Do one thing to one task."""
        from quantboard.services import tasks

        deeds = {
            "cancel": tasks.cancel,
            "retry": tasks.retry,
            "pause": tasks.pause,
            "resume": tasks.resume,
            "delete": tasks.delete_history,
            "restore": tasks.restore,
        }
        return deeds[deed](self.actor, task_id).as_json()

    def change_task(self, task_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Title, priority, or the limits of one that waits."""
        from quantboard.services import tasks

        if "time_limit_s" in values or "max_attempts" in values:
            return tasks.edit(self.actor, task_id, **values).as_json()
        if "title" in values:
            tasks.rename(self.actor, task_id, values["title"])
        if "priority" in values:
            tasks.reprioritise(self.actor, task_id, values["priority"])
        return self.task(task_id)

    def then_backtest(self, task_id: str, strategy: str) -> dict[str, Any]:
        """Let a backtest follow an import."""
        from quantboard.services import chains

        named = [one["id"] for one in self.strategies() if strategy in (one["id"], one["name"])]
        return chains.then_backtest(self.actor, task_id, named[0] if named else strategy).as_json()
