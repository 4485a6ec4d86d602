"""How a run can end, as errors with the outcome's word as code, a line where there is one, and advice."""

from collections.abc import Sequence

from quantboard.errors import CodeFailed, CodeRejected, Unavailable
from quantboard.sandbox.verdict import Finding


def _at(line: int, message: str) -> str:
    return f"Line {line}: {message}" if line > 0 else message


class SourceRejected(CodeRejected):
    """The check refused the source; ``findings`` say where and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0] if findings else Finding("source.unknown", "error", 0, 0, 0, "It cannot be read.")
        more = f" ({len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(_at(first.line, first.message) + more, first.suggestion)
        self.line = first.line
        self.findings = tuple(findings)


class RunFailed(CodeFailed):
    """The code raised an error, or returned what cannot be used."""

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(_at(line, message), hint)
        self.line = line
        self.printed = ""


class Denied(RunFailed):
    """The code reached for something that is not available."""

    code = "code.denied"


class TimedOut(RunFailed):
    """The code ran longer than it may."""

    code = "code.timed_out"


class OutOfMemory(RunFailed):
    """The code asked for more memory than it may have."""

    code = "code.memory"


class TooMuchOutput(RunFailed):
    """The code printed or returned more than may be kept."""

    code = "code.output_limit"


class Crashed(RunFailed):
    """The process ended without a usable answer."""

    code = "code.crashed"


class SandboxUnavailable(Unavailable):
    """This machine cannot contain user code, or the fork server does not answer."""

    code = "sandbox.unavailable"
