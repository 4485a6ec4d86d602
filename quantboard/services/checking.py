"""The check of a source: findings and what it declares; nothing of it is run."""

import atexit
import os
from functools import cache, lru_cache

from quantboard.core.strategy.params import Declaration
from quantboard.sandbox import scripts
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.verdict import Verdict


@cache
def _checker(pid: int) -> Sandbox:  # noqa: ARG001 -- one a process: a forked child must not use its parent's
    made = Sandbox(only_check=True)
    atexit.register(made.close)
    return made


@lru_cache(maxsize=256)
def check(source: str) -> Verdict:
    """Findings and declaration of a source; nothing of it is run. A small sandbox of its own starts at first use."""
    return _checker(os.getpid()).check(source)


def passed(source: str) -> Declaration:
    """What a source declares; raises ``SourceRejected`` for one that may not run."""
    verdict = check(source)
    if verdict.declaration is None or verdict.errors:
        raise SourceRejected(verdict.errors)
    return verdict.declaration


def check_program(source: str, *, is_strict: bool = False) -> scripts.Checked:
    """Findings and figures of a whole program; nothing of it is run."""
    return scripts.check(_checker(os.getpid()), source, is_strict=is_strict)
