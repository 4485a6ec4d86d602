"""The eight families of expected errors: each carries a stable code, what happened, and what to do.

Concrete errors live beside their ``raise`` and subclass one family, setting ``code`` (shaped ``noun.problem``).
Anything that is not a ``QuantBoardError`` is a bug: a traceback in the log, a reference number on screen.
"""

from typing import ClassVar


class QuantBoardError(Exception):
    """An expected failure that a person can understand and act upon."""

    code: ClassVar[str] = "internal.error"
    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, hint: str = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field

    def as_dict(self) -> dict[str, str]:
        """The one error shape of shell, REST and screen: code, message, hint and, where known, the field."""
        shape = {"code": self.code, "message": self.message, "hint": self.hint}
        return shape if self.field is None else {**shape, "field": self.field}


class InvalidInput(QuantBoardError):
    """A value that a person gave is out of range, malformed, or does not fit the others."""

    code = "input.invalid"
    exit_status = 2
    http_status = 422


class NotFound(QuantBoardError):
    """No such object, or none that this person may see."""

    code = "object.not_found"
    exit_status = 2
    http_status = 404


class NotAllowed(QuantBoardError):
    """The person is known but lacks the right."""

    code = "access.denied"
    http_status = 403


class Conflict(QuantBoardError):
    """The object's state, or a name already taken, forbids it now."""

    code = "object.conflict"
    http_status = 409


class CodeRejected(QuantBoardError):
    """The static check refused a person's source before it ran."""

    code = "code.rejected"
    exit_status = 2
    http_status = 422


class CodeFailed(QuantBoardError):
    """A person's source ran and failed, or was stopped."""

    code = "code.failed"
    http_status = 422


class LimitReached(QuantBoardError):
    """A quota, rate or size limit was met."""

    code = "limit.reached"
    http_status = 429


class Unavailable(QuantBoardError):
    """Something the system needs does not answer now."""

    code = "system.unavailable"
    http_status = 503
