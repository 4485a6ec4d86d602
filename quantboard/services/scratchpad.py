"""A person's own program, checked or run in the sandbox: on the shell at once, on the scratchpad as a job."""

import re
from pathlib import Path

from quantboard.errors import InvalidInput
from quantboard.sandbox import policy, scripts
from quantboard.sandbox.limits import Limits
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.server import ForkServer
from quantboard.sandbox.talib_names import TALIB
from quantboard.settings import settings

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
