"""Programs of one's own over REST: check, run as a job, read, and what the policy allows."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from quantboard.api.answers import answer, paged
from quantboard.api.auth import Asking
from quantboard.api.fields import Body, Id, Name, ObjectId, Values
from quantboard.api.paging import Page
from quantboard.services import code_audit, scratchpad
from quantboard.services.code_audit import AuditView
from quantboard.services.scratchpad import RunView, Wish

programs = APIRouter(prefix="/api/v1/programs", tags=["programs"])
Program = Annotated[str, Field(min_length=1, max_length=65_536, description="Python; `result = …` is told.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at a time.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="From which on.")]

Outcome = Annotated[str, Query(max_length=16, description="Only those that ended so.")]


class ToCheck(Body):
    """A program to be checked."""

    source: Program
    strict: bool = Field(default=False, description="Count warnings as errors.")


class ToRun(ToCheck):
    """A program to be run, its inputs and its limits."""

    title: Name | None = None
    dataset_id: ObjectId | None = Field(default=None, description="The program sees its bars as `bars`.")
    params: Values = Field(default_factory=dict, max_length=60, description="Seen as `p.name`.")
    variables: list[str] = Field(default_factory=list, max_length=20, description="Told beside `result`.")
    time_limit_s: float | None = Field(default=None, ge=1, le=300)
    memory_mb: int | None = Field(default=None, ge=64, le=2048)

    def wish(self) -> Wish:
        """As the service takes it."""
        return Wish(
            self.source, self.title or "", self.dataset_id or "", self.params, tuple(self.variables),
            self.time_limit_s, self.memory_mb, self.strict,
        )  # fmt: skip


class Checked(BaseModel):
    """What the check found; nothing was run."""

    ok: bool
    verdict: str = Field(description="`safe`, `warning` or `dangerous`.")
    findings: list[dict[str, Any]] = Field(description="rule, severity, line, column, message, suggestion.")
    complexity: dict[str, Any] = Field(description="lines, functions, cyclomatic, cognitive, nesting, hardest.")


class Allowed(BaseModel):
    """The policy of this instance."""

    modules: dict[str, list[str]] = Field(description="What can be imported, and the names in it.")
    built_ins: list[str]
    indicators: dict[str, str] = Field(description="How each is called.")
    special_methods: list[str] = Field(description="Those that a class may define.")
    refused: dict[str, str] = Field(description="What is not there, and what to use instead.")
    limits: dict[str, Any]


@programs.post("/check", response_model=Checked)
def check(asked: ToCheck, actor: Asking) -> Any:
    """Findings, verdict and complexity of a program."""
    return answer(scratchpad.check(actor, asked.source, is_strict=asked.strict).as_json())


@programs.post("", status_code=202, response_model=RunView)
def run(asked: ToRun, actor: Asking) -> Any:
    """Run a program as a job; follow or cancel it by its `task_id`."""
    run_id = scratchpad.submit(actor, asked.wish())
    return answer(scratchpad.view(actor, run_id).as_json(), 202)


@programs.get("", response_model=Page[RunView])
def listed(actor: Asking, limit: Limit = 20, offset: Offset = 0) -> Any:
    """Your own runs, the newest first."""
    return paged(scratchpad.recent(actor, limit, offset))


@programs.get("/policy", response_model=Allowed)
def policy(actor: Asking) -> Any:
    """What programs may use here, and their limits."""
    return answer(code_audit.allowed(actor))


@programs.get("/audit", response_model=Page[AuditView])
def audit(actor: Asking, limit: Limit = 20, offset: Offset = 0, outcome: Outcome = "") -> Any:
    """Everybody's runs: who, when, digest of the source, outcome, refusals; for administrators."""
    return paged(code_audit.audit(actor, limit, offset, outcome))


@programs.get("/{run_id}", response_model=RunView)
def one(run_id: Id, actor: Asking) -> Any:
    """One of your runs, with its result once it has ended."""
    return answer(scratchpad.view(actor, run_id).as_json())
