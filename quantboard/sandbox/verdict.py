"""What the check says about a source: findings that teach, and the declaration read from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from quantboard.core.strategy.params import Declaration

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One remark about one place; lines from 1, columns from 0 as in Python's syntax tree."""

    rule: str
    severity: str
    line: int
    column: int
    end_column: int
    message: str
    suggestion: str = ""

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON and the editor."""
        return asdict(self)


@dataclass(frozen=True)
class Verdict:
    """Everything the check found; a source without an error may run."""

    findings: tuple[Finding, ...]
    declaration: Declaration | None

    @property
    def ok(self) -> bool:
        return self.declaration is not None and not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == ERROR)

    def as_dict(self) -> Mapping[str, object]:
        """What ``strategy check --json`` prints."""
        return {
            "ok": self.ok,
            "findings": [finding.as_dict() for finding in self.findings],
            "declaration": None if self.declaration is None else asdict(self.declaration),
        }
