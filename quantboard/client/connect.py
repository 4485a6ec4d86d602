"""A QuantBoard server from a notebook or a script: no server code is imported here.

>>> from quantboard.client.connect import Client
>>> qb = Client("https://quant.example", token="qb_…")
>>> data = qb.datasets.import_files("CSI 300", ["csi300.csv"], zone="Asia/Shanghai")
>>> run = qb.backtests.run(data.id, template="double_moving_average", params={"fast": 10, "slow": 30})
>>> run.metrics["sharpe"], qb.backtests.result(run.id)["result_hash"]

Refusals are raised as the error families of ``quantboard.errors``, with ``code``, ``message``, ``hint`` and ``field``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from quantboard.client.line import Line, ServerAway, error_of, given
from quantboard.client.records import Backtest, Dataset, Page, Started, Strategy, Task, page, record
from quantboard.errors import QuantBoardError

OnTask = Callable[[Task], object]
PATIENCE = 5


class Client:
    """One server, on behalf of whoever the token is of; a context manager."""

    def __init__(self, url: str, token: str = "", *, timeout_s: float = 60.0, transport: Any = None) -> None:
        self.line = Line(url, token, timeout_s=timeout_s, transport=transport)
        self.tasks = Tasks(self.line)
        self.datasets = Datasets(self.line, self.tasks)
        self.strategies = Strategies(self.line)
        self.backtests = Backtests(self.line, self.tasks)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.line.close()

    def me(self) -> dict[str, Any]:
        """Who the token is of, and what it may do."""
        return dict(self.line.ask("GET", "/account"))

    def system(self) -> dict[str, Any]:
        """The server's version, and whether its parts work."""
        return dict(self.line.ask("GET", "/system"))


class Tasks:
    """Background work: find, follow, steer."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._families: dict[str, str] = {}

    def list(self, *, limit: int = 20, offset: int = 0, **asked: Any) -> Page[Task]:
        """Tasks, newest first: ``status``, ``kind``, ``priority`` (one or several), ``q``, ``since``, ``until``,
        ``everybody``, ``deleted``."""
        return page(Task, self._line.ask("GET", "/tasks", params={**given(asked), "limit": limit, "offset": offset}))

    def counts(self, **asked: Any) -> dict[str, int]:
        """How many there are in each state."""
        return dict(self._line.ask("GET", "/tasks/counts", params=given(asked)))

    def get(self, task_id: str) -> Task:
        """Where one stands."""
        return record(Task, self._line.ask("GET", f"/tasks/{task_id}"))

    def history(self, task_id: str) -> Sequence[dict[str, Any]]:
        """What happened to it, oldest first."""
        return list_of(self._line.ask("GET", f"/tasks/{task_id}/history"))

    def attempts(self, task_id: str) -> Sequence[dict[str, Any]]:
        """Each attempt with its end, the newest first."""
        return list_of(self._line.ask("GET", f"/tasks/{task_id}/attempts"))

    def log(self, task_id: str, attempt: int = 0) -> str:
        """What an attempt, the newest by default, wrote down."""
        return self._line.text(f"/tasks/{task_id}/log", attempt=attempt)

    def events(self, task_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """``progress``, ``log``, ``metrics``, ``error`` and at last ``end``, each with its data, as they happen."""
        return self._line.events(f"/tasks/{task_id}/stream")

    def wait(self, task_id: str, on_task: OnTask | None = None) -> Task:
        """Follow it to its end, whatever that is; a line that breaks is made anew."""
        for left in reversed(range(PATIENCE)):
            try:
                return self._followed(task_id, on_task)
            except ServerAway:
                if not left:
                    raise
        raise AssertionError

    def done(self, task_id: str, on_task: OnTask | None = None) -> Task:
        """Follow it to its end; raises its error where it did not succeed."""
        ended = self.wait(task_id, on_task)
        if ended.status != "succeeded":
            raise self._error(ended)
        return ended

    def cancel(self, task_id: str) -> Task:
        """Cancel it; a running one stops within two seconds."""
        return self.steer(task_id, "cancel")

    def pause(self, task_id: str) -> Task:
        """Hold it."""
        return self.steer(task_id, "pause")

    def resume(self, task_id: str) -> Task:
        """Let it go on."""
        return self.steer(task_id, "resume")

    def steer(self, task_id: str, deed: str) -> Task:
        """``cancel``, ``pause``, ``resume`` or ``restore``."""
        return record(Task, self._line.ask("POST", f"/tasks/{task_id}/{deed}"))

    def retry(self, task_id: str) -> Task:
        """Do the same work again, as a new task."""
        return self.get(self._line.start(f"/tasks/{task_id}/retry")["task_id"])

    def change(self, task_id: str, **values: Any) -> Task:
        """``title``, ``priority``, ``time_limit_s``, ``max_attempts``."""
        return record(Task, self._line.ask("PATCH", f"/tasks/{task_id}", json=given(values)))

    def delete(self, task_id: str) -> None:
        """Delete the history of one that has ended."""
        self._line.ask("DELETE", f"/tasks/{task_id}")

    def _followed(self, task_id: str, on_task: OnTask | None) -> Task:
        now = self.get(task_id)
        for kind, data in self.events(task_id):
            if kind == "end":
                return record(Task, data)
            if kind == "progress" and on_task is not None:
                on_task(record(Task, {**now.json, **data}))
        now = self.get(task_id)
        if not now.is_over:
            raise ServerAway("The stream ended before the task.", "Ask for the task again.")
        return now

    def _error(self, ended: Task) -> QuantBoardError:
        problem = ended.error or {"code": f"task.{ended.status}", "message": f"The task was {ended.status}."}
        if not self._families:
            told = self._line.ask("GET", "/errors")
            self._families = {str(one["code"]): str(one["family"]) for one in told}
        return error_of(problem, self._families.get(problem["code"], "Conflict"))


class Datasets:
    """Prices: import, list, read, export."""

    def __init__(self, line: Line, tasks: Tasks) -> None:
        self._line, self._tasks = line, tasks

    def list(
        self, *, q: str = "", limit: int = 20, offset: int = 0, sort: str = "", whose: str = "all"
    ) -> Page[Dataset]:
        """Those that you may see, newest first."""
        asked = given({"q": q, "sort": sort, "whose": whose, "limit": limit, "offset": offset})
        return page(Dataset, self._line.ask("GET", "/datasets", params=asked))

    def get(self, dataset_id: str) -> Dataset:
        """One, with history and report in ``json``."""
        return record(Dataset, self._line.ask("GET", f"/datasets/{dataset_id}"))

    def find(self, name: str) -> Dataset:
        """One by its name or identity."""
        return record(Dataset, self._line.ask("GET", "/datasets/find", params={"name": name}))

    def import_files(
        self, name: str, files: Sequence[str | Path], *, on_task: OnTask | None = None, **hints: str
    ) -> Dataset:
        """Upload files, import them as one dataset, wait for it. ``hints`` say how to read them, for all alike."""
        ids = [self.upload(file) for file in files]
        started = self.start_import(name, dict.fromkeys(ids, hints))
        self._tasks.done(started.task_id, on_task)
        return self.get(started.dataset_id or "")

    def upload(self, file: str | Path, on_bytes: Callable[[int, int], object] | None = None) -> str:
        """Send a file; its identity among the uploads."""
        path = Path(file).expanduser()
        return str(self._line.upload(f"/uploads/{quote(path.name, safe='')}", path, on_bytes)["id"])

    def preview(self, upload_id: str, **hints: str) -> dict[str, Any]:
        """How an upload would be read: columns, first rows, findings, questions."""
        return dict(self._line.ask("POST", f"/uploads/{upload_id}/preview", json={"hints": hints}))

    def start_import(self, name: str, uploads: Mapping[str, Mapping[str, str]]) -> Started:
        """Import uploads, each with its hints, as a job."""
        files = [{"upload_id": one, "hints": dict(hints)} for one, hints in uploads.items()]
        return record(Started, self._line.start("/datasets/imports", {"name": name, "files": files}))

    def load_sample(self, on_task: OnTask | None = None) -> Dataset:
        """The shipped sample of real prices."""
        started = record(Started, self._line.start("/datasets/sample"))
        self._tasks.done(started.task_id, on_task)
        return self.get(started.dataset_id or "")

    def bars(self, dataset_id: str, symbol: str = "", **asked: Any) -> dict[str, Any]:
        """One symbol's bars by column. ``from_on``, ``to_on``, ``ma="5,20"``, ``most``."""
        names = {"from_on": "from", "to_on": "to", "most": "max"}
        query = {names.get(name, name): value for name, value in asked.items()}
        told = self._line.ask(
            "GET", f"/datasets/{dataset_id}/bars", params=given({**query, "symbol": symbol, "format": "json"})
        )
        return dict(told)

    def export(self, dataset_id: str, to: str | Path) -> int:
        """Write all bars into a ``.csv`` or ``.parquet`` file; how many rows."""
        path = Path(to)
        headers = self._line.download(f"/datasets/{dataset_id}/export", path, format=path.suffix.lower().lstrip("."))
        return int(headers["x-rows"])

    def change(self, dataset_id: str, *, name: str | None = None, visibility: str | None = None) -> Dataset:
        """Rename it, or share it with the team."""
        body = given({"name": name, "visibility": visibility})
        return record(Dataset, self._line.ask("PATCH", f"/datasets/{dataset_id}", json=body))

    def delete(self, dataset_id: str) -> None:
        """Move it into the trash."""
        self._line.ask("DELETE", f"/datasets/{dataset_id}")

    def restore(self, dataset_id: str, name: str = "") -> Dataset:
        """Take it out of the trash."""
        return record(Dataset, self._line.ask("POST", f"/datasets/{dataset_id}/restore", json=given({"name": name})))


class Strategies:
    """Code: templates, check, save."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def templates(self) -> Sequence[dict[str, Any]]:
        """The shipped starter strategies, easiest first."""
        return list_of(self._line.ask("GET", "/strategies/templates", params={"limit": 1000})["items"])

    def list(self, *, q: str = "", limit: int = 20, offset: int = 0) -> Page[Strategy]:
        """Those that you may see, last changed first."""
        asked = given({"q": q, "limit": limit, "offset": offset})
        return page(Strategy, self._line.ask("GET", "/strategies", params=asked))

    def get(self, strategy_id: str) -> Strategy:
        """One as of its newest version."""
        return record(Strategy, self._line.ask("GET", f"/strategies/{strategy_id}"))

    def check(self, source: str) -> dict[str, Any]:
        """``ok``, ``findings`` and ``declaration`` of a source; nothing of it is run."""
        return dict(self._line.ask("POST", "/strategies/check", json={"source": source}))

    def create(
        self,
        name: str,
        *,
        source: str | None = None,
        template: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Strategy:
        """Save a new one from a source or a template."""
        body = given({"name": name, "source": source, "template": template, "params": params})
        return record(Strategy, self._line.ask("POST", "/strategies", json=body))

    def save(
        self, strategy_id: str, source: str, params: Mapping[str, Any] | None = None, seen_version: int | None = None
    ) -> Strategy:
        """Save its next version."""
        body = given({"source": source, "params": params, "seen_version": seen_version})
        return record(Strategy, self._line.ask("PUT", f"/strategies/{strategy_id}/code", json=body))

    def delete(self, strategy_id: str) -> None:
        """Move it into the trash."""
        self._line.ask("DELETE", f"/strategies/{strategy_id}")


class Backtests:
    """Runs: start, follow, read."""

    def __init__(self, line: Line, tasks: Tasks) -> None:
        self._line, self._tasks = line, tasks

    def list(self, *, q: str = "", limit: int = 20, offset: int = 0, sort: str = "") -> Page[Backtest]:
        """Those that you may see, newest first."""
        asked = given({"q": q, "sort": sort, "limit": limit, "offset": offset})
        return page(Backtest, self._line.ask("GET", "/backtests", params=asked))

    def get(self, backtest_id: str) -> Backtest:
        """Where one stands."""
        return record(Backtest, self._line.ask("GET", f"/backtests/{backtest_id}"))

    def start(self, dataset_id: str, *, name: str = "", **asked: Any) -> Started:
        """Start a run of ``strategy_id``, ``template`` or ``source``; all other arguments are options of the run."""
        which: dict[str, Any] = {key: asked.pop(key, None) for key in ("strategy_id", "template", "source")}
        body = {**given(which), "dataset_id": dataset_id, "name": name, "options": asked}
        return record(Started, self._line.start("/backtests", body))

    def run(self, dataset_id: str, *, on_task: OnTask | None = None, name: str = "", **asked: Any) -> Backtest:
        """The same, and wait for it; raises its error where it does not succeed."""
        started = self.start(dataset_id, name=name, **asked)
        self._tasks.done(started.task_id, on_task)
        return self.get(started.backtest_id or "")

    def again(self, backtest_id: str) -> Started:
        """The same once more."""
        return record(Started, self._line.start(f"/backtests/{backtest_id}/again"))

    def result(self, backtest_id: str) -> dict[str, Any]:
        """Everything that decided it and came out, as ``quantboard backtest run --json`` prints it."""
        return dict(self._line.ask("GET", f"/backtests/{backtest_id}/result"))

    def honesty(self, backtest_id: str) -> dict[str, Any]:
        """What was checked of it: ``flags``, ``lookahead``, ``cost_map``, ``delay_curve``, ``band``."""
        return dict(self._line.ask("GET", f"/backtests/{backtest_id}/honesty"))

    def verify(self, backtest_id: str, on_task: OnTask | None = None) -> dict[str, Any]:
        """Compute it once more on the server, wait, and tell: ``state`` is same, differs or failed."""
        started = record(Started, self._line.start(f"/backtests/{backtest_id}/verify"))
        self._tasks.wait(started.task_id, on_task)
        return dict(self._line.ask("GET", f"/backtests/{backtest_id}/verification"))

    def archive(self, backtest_id: str, to: str | Path, *, with_data: bool = True) -> None:
        """Write it into one file, which ``quantboard backtest verify`` checks; without data with their hash only."""
        at = f"/backtests/{backtest_id}/archive"
        self._line.download(at, Path(to), data=str(with_data).lower())

    def equity(self, backtest_id: str) -> dict[str, Any]:
        """Its curves, bar by bar."""
        return dict(self._line.ask("GET", f"/backtests/{backtest_id}/equity"))

    def save_tables(self, backtest_id: str, folder: str | Path) -> None:
        """Write equity, positions, fills, trades (Parquet) and the report (HTML) into a folder."""
        for table in ("equity", "positions", "fills", "trades"):
            at = f"/backtests/{backtest_id}/tables/{table}"
            self._line.download(at, Path(folder) / f"{table}.parquet", format="parquet")
        self._line.download(f"/backtests/{backtest_id}/report.html", Path(folder) / "report.html")

    def delete(self, backtest_id: str) -> None:
        """Move it into the trash; one that runs is stopped."""
        self._line.ask("DELETE", f"/backtests/{backtest_id}")


def list_of(shapes: Any) -> Sequence[dict[str, Any]]:
    """Plain objects."""
    return [dict(one) for one in shapes]
