"""A person's own program, checked or run in the sandbox: on the shell at once, on the scratchpad as a job."""

import hashlib
import re
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.core.listing import MOST, BadListing, Page
from quantboard.core.progress import Step
from quantboard.db import audit
from quantboard.db import backtests as backtest_rows
from quantboard.db import code_runs as rows
from quantboard.db import tasks as task_rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.errors import InvalidInput, NotFound
from quantboard.log import logger
from quantboard.queue.names import Job
from quantboard.sandbox import policy, scripts
from quantboard.sandbox.limits import Limits
from quantboard.sandbox.outcomes import SandboxUnavailable
from quantboard.sandbox.runner import Sandbox, connect
from quantboard.sandbox.server import ForkServer
from quantboard.sandbox.talib_names import TALIB
from quantboard.services import checking, code_audit, datasets, tasks
from quantboard.services.leases import Claim
from quantboard.services.work import work
from quantboard.settings import settings
from quantboard.store import bars as store_bars

log = logger("services")

Inputs = scripts.Inputs
ANSWER_BYTES = 1 << 20


class UnreadableSource(InvalidInput):
    """A file with a program cannot be read as text."""

    code = "source.unreadable"


def read_source(file: Path) -> str:
    """The text of a program's file; of one that is too long only as much as shows that."""
    try:
        with file.open("rb") as stream:
            body = stream.read(4 * policy.MAX_SOURCE + 4)
    except OSError as error:
        raise UnreadableSource(f"{file} cannot be read: {error.strerror}.", "Give a file that exists.") from None
    return body.decode("utf-8", "replace").removeprefix("\ufeff")


def limits_of(time_limit_s: float | None = None, memory_mb: float | None = None) -> Limits:
    """The limits of one run: what was asked for, at most what the settings allow."""
    chosen = settings()
    seconds = min(time_limit_s or chosen.sandbox_time_limit_s, 300.0)
    megabytes = min(memory_mb or chosen.sandbox_memory_mb, 2048)
    return Limits(wall_s=seconds, memory_bytes=int(megabytes) << 20, answer_bytes=ANSWER_BYTES)


def check_here(source: str, *, is_strict: bool = False) -> scripts.Checked:
    """Check a program in a small sandbox of this process's own."""
    with Sandbox(only_check=True) as box:
        return scripts.check(box, source, is_strict=is_strict)


def run_here(source: str, inputs: Inputs) -> scripts.Ran:
    """Run a program in a sandbox that is started for it with no more than it names."""
    words = set(re.findall(r"[^\W\d]\w*", source))
    named = words.intersection(policy.INDICATORS) | {TALIB[word][0] for word in words.intersection(TALIB)}
    tables = "now" if "pandas" in source else "never"
    server = ForkServer(cache_dir=str(settings().numba_cache), tables=tables, built_ins=sorted(named), slots=1)
    with server, Sandbox(server=server) as box:
        return scripts.run(box, source, inputs)


@dataclass(frozen=True)
class Wish:
    """What a person wants run. ``dataset_id`` gives ``bars``, ``variables`` are told beside ``result``."""

    source: str
    title: str = ""
    dataset_id: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    time_limit_s: float | None = None
    memory_mb: float | None = None
    is_strict: bool = False


@dataclass(frozen=True)
class RunView:
    """One run of a program; ``answer`` is what ``quantboard sandbox run --json`` prints, once it has ended."""

    id: str
    task_id: str
    title: str
    source: str
    outcome: str
    created_at: datetime
    finished_at: datetime | None
    answer: Mapping[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        ended = self.finished_at.isoformat() if self.finished_at else None
        return asdict(self) | {"created_at": self.created_at.isoformat(), "finished_at": ended}


@dataclass(frozen=True)
class ProgramWork:
    """What the child is given."""

    run_id: str
    source: str
    version_id: str
    params: Mapping[str, Any]
    variables: tuple[str, ...]
    limits: Limits
    is_strict: bool


class NoSuchRun(NotFound):
    """There is no such run of a program, or it is not this person's."""

    code = "code.no_such_run"


def check(actor: Actor, source: str, *, is_strict: bool = False) -> scripts.Checked:
    """Findings of a program; nothing of it is run."""
    require(actor, Deed.SEE, what="program")
    return checking.check_program(source, is_strict=is_strict)


def submit(actor: Actor, wish: Wish) -> str:
    """Run a program as a job; the run's id."""
    require(actor, Deed.RUN, what="program")
    if wish.dataset_id:
        datasets.dataset(actor, wish.dataset_id)
    code_audit.spend(actor.user_id)
    source = wish.source[: policy.MAX_SOURCE + 1]
    asked = asdict(wish) | {"variables": list(wish.variables), "source": ""}
    with work() as w:
        row = rows.CodeRun(
            owner_id=actor.user_id,
            title=wish.title[:200],
            digest=hashlib.sha256(source.encode("utf-8", "replace")).hexdigest(),
            source=source,
            asked=asked,
        )
        w.session.add(row)
        w.session.flush()
        given = {"run_id": row.id}
        row.task_id = tasks.submit(w, actor, Job.RUN_PROGRAM, given, title=wish.title or "Program")
        w.session.add(row)
        return row.id


def view(actor: Actor, run_id: str) -> RunView:
    """One's own run."""
    require(actor, Deed.SEE, what="program")
    with session() as asking:
        row = rows.get(asking, run_id)
        if row is None or row.owner_id != actor.user_id:
            raise NoSuchRun("There is no such run.", "See the list of your runs.")
        return _view(row, task_rows.get(asking, row.task_id))


def recent(actor: Actor, limit: int = 20, offset: int = 0) -> Page[RunView]:
    """One's own runs, the newest first."""
    require(actor, Deed.SEE, what="program")
    if not (1 <= limit <= MOST and offset >= 0):
        raise BadListing(f"A part has 1 to {MOST} lines.", "Ask for fewer at a time.", field="limit")
    with session() as asking:
        found, total = rows.find(asking, actor.user_id, limit, offset)
        return Page(tuple(_view(row, task_rows.get(asking, row.task_id)) for row in found), total, limit, offset)


def _view(row: rows.CodeRun, task: task_rows.Task | None) -> RunView:
    outcome = row.outcome or (str(task.status) if task is not None else "lost")
    return RunView(
        row.id, row.task_id, row.title, row.source, outcome, row.created_at, row.finished_at, row.answer
    )  # fmt: skip


def prepare(asking: Session, claim: Claim) -> ProgramWork | None:
    """The row behind a claimed run → plain data."""
    row = rows.get(asking, claim.params["run_id"])
    if row is None:
        return None
    asked, dataset_id = row.asked, str(row.asked.get("dataset_id") or "")
    version = backtest_rows.newest_version(asking, dataset_id) if dataset_id else ""
    bounds = limits_of(asked.get("time_limit_s"), asked.get("memory_mb"))
    variables = tuple(str(name) for name in asked.get("variables", ()))
    return ProgramWork(
        row.id, row.source, version, asked.get("params", {}), variables, bounds, bool(asked.get("is_strict"))
    )


def execute(doing: ProgramWork | None, on_step: Step, line: socket.socket) -> dict[str, Any]:
    """Run it behind the walls; no database here."""
    if doing is None:
        return {}
    on_step(0.05, "load", {})
    bars = store_bars.read(doing.version_id) if doing.version_id else None
    inputs = Inputs(doing.limits, bars, doing.params, doing.variables, doing.is_strict)
    on_step(0.1, "run", {})
    with connect(line) as box:
        ran = scripts.run(box, doing.source, inputs)
    if not code_audit.reaches(str(ran.isolation["level"])):
        raise SandboxUnavailable("The isolation is less than this instance demands.", "Ask the administrator.")
    return {"run_id": doing.run_id, "ran": ran.as_json()}


def finish(asking: Session, claim: Claim, answer: dict[str, Any]) -> str | None:
    """The answer of the child → the row, and a line in the audit log where something was refused."""
    row = rows.get(asking, str(answer.get("run_id", "")))
    if row is None:
        return None
    ran = answer["ran"]
    row.answer, row.outcome, row.finished_at = ran, ran["outcome"], now()
    row.seconds, row.peak_mb = ran["elapsed_ms"] / 1000, ran["peak_mb"]
    row.n_refusals = len(ran["refusals"]) + (row.outcome in ("rejected", "denied"))
    asking.add(row)
    if row.n_refusals:
        data = {"digest": row.digest, "outcome": row.outcome, "refusals": ran["refusals"][:5]}
        severity = "medium" if row.outcome == "denied" or ran["refusals"] else "low"
        audit.add(asking, "code.refused", row.owner_id, severity=severity, object_id=row.id, data=data)
    log.info("code.ran", run_id=row.id, task_id=claim.id, outcome=row.outcome, elapsed_ms=ran["elapsed_ms"])
    return row.id
