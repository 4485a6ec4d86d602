"""Who ran what in the sandbox and how often one may; what the policy allows; how well this instance isolates."""

import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from quantboard.core.access import Actor, Deed, require
from quantboard.core.listing import MOST, BadListing, Page
from quantboard.db import code_runs as rows
from quantboard.db import users
from quantboard.db.session import session
from quantboard.errors import LimitReached
from quantboard.queue import rates as counters
from quantboard.sandbox import limits, modules, policy
from quantboard.settings import settings

MINUTE, HOUR = 60, 3600


class TooManyRuns(LimitReached):
    """A person started more programs than the instance allows in a minute or an hour."""

    code = "code.too_many_runs"


@dataclass(frozen=True)
class AuditView:
    """One run as the administrator sees it."""

    id: str
    at: datetime
    owner_id: str
    name: str
    digest: str
    outcome: str
    seconds: float
    peak_mb: float
    refusals: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return asdict(self) | {"at": self.at.isoformat(), "refusals": list(self.refusals)}


def spend(user_id: str, at: float | None = None) -> None:
    """Count one run of this person; raises ``TooManyRuns``."""
    chosen, instant = settings(), time.time() if at is None else at
    windows = [(MINUTE, "minute", chosen.sandbox_per_minute), (HOUR, "hour", chosen.sandbox_per_hour)]
    windows = [one for one in windows if one[2]]
    counts = counters.count(f"code:{user_id}", [one[0] for one in windows], instant) if windows else []
    for (seconds, window, allowed), n in reversed(list(zip(windows, counts, strict=True))):
        if n > allowed:
            wait = max(1, math.ceil(seconds - instant % seconds))
            raise TooManyRuns(f"More than {allowed} programs were run in this {window}.", f"Wait {wait} seconds.")


def audit(actor: Actor, limit: int = 20, offset: int = 0, outcome: str = "") -> Page[AuditView]:
    """All runs, the newest first; for administrators."""
    require(actor, Deed.MANAGE, what="audit of code")
    if not (1 <= limit <= MOST and offset >= 0):
        raise BadListing(f"A part has 1 to {MOST} lines.", "Ask for fewer at a time.", field="limit")
    with session() as asking:
        found, total = rows.find(asking, "", limit, offset, outcome)
        people = {owner_id: asking.get(users.User, owner_id) for owner_id in {row.owner_id for row in found}}
        views = tuple(_view(row, people.get(row.owner_id)) for row in found)
    return Page(views, total, limit, offset)


def _view(row: rows.CodeRun, person: Any) -> AuditView:
    refusals = tuple((row.answer or {}).get("refusals", ()))
    return AuditView(
        row.id, row.created_at, row.owner_id, person.name if person else "", row.digest, row.outcome or "running",
        row.seconds, row.peak_mb, refusals,
    )  # fmt: skip


def allowed(actor: Actor) -> Mapping[str, Any]:
    """The policy as it stands: what can be imported, which names, which attributes, which limits."""
    require(actor, Deed.SEE, what="policy")
    chosen = settings()
    labels = sorted(modules.TABLES.items(), key=lambda pair: modules.LABELS[pair[0]])
    return {
        "modules": {modules.LABELS[key]: sorted(names) for key, names in labels if names},
        "built_ins": sorted(policy.BUILTINS | policy.OTHER_NAMES),
        "indicators": {name: usage for name, (usage, _) in sorted(policy.INDICATORS.items())},
        "special_methods": sorted(modules.METHODS),
        "refused": dict(sorted({**policy.MODULE_ADVICE, **policy.BUILTIN_ADVICE}.items())),
        "limits": {
            "source_characters": policy.MAX_SOURCE,
            "printed_characters": policy.MAX_PRINTED,
            "time_limit_s": chosen.sandbox_time_limit_s,
            "memory_mb": chosen.sandbox_memory_mb,
            "per_minute": chosen.sandbox_per_minute,
            "per_hour": chosen.sandbox_per_hour,
            "least_isolation": chosen.sandbox_least_isolation,
        },
    }


def reaches(level: str) -> bool:
    """Whether ``level`` is what this instance demands."""
    return limits.LEVELS.index(level) >= limits.LEVELS.index(settings().sandbox_least_isolation)
