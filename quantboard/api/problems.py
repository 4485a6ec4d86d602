"""The one error shape of REST: problem details (RFC 9457) with our codes, whatever went wrong."""

import secrets
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from quantboard import errors
from quantboard.errors import Conflict, InvalidInput, LimitReached, NotFound, QuantBoardError
from quantboard.log import logger

MEDIA = "application/problem+json"
HELP = "/help/errors#"
TITLES: dict[type[QuantBoardError], str] = {
    errors.InvalidInput: "Invalid input",
    errors.NotFound: "Not found",
    errors.NotAllowed: "Not allowed",
    errors.Conflict: "Conflict",
    errors.CodeRejected: "Code rejected",
    errors.CodeFailed: "Code failed",
    errors.LimitReached: "Limit reached",
    errors.Unavailable: "Unavailable",
}
log = logger("api")


class UnknownPath(NotFound):
    """No route has this path."""

    code = "request.unknown_path"


class WrongMethod(Conflict):
    """The path is there, but not for this method."""

    code = "request.wrong_method"
    http_status = 405
    allowed: Sequence[str] = ()


class BodyTooLarge(LimitReached):
    """The body of a request is larger than the instance accepts."""

    code = "request.too_large"
    http_status = 413


class Unreadable(InvalidInput):
    """The body or a header cannot be read at all."""

    code = "request.unreadable"
    http_status = 400


class Fault(BaseModel):
    """What is wrong with one field of a request."""

    field: str = Field(description="Its path, such as `options.cash` or `limit`.")
    message: str


class Problem(BaseModel):
    """An error: what happened, and what to do. All answers from 400 on have this shape."""

    type: str = Field(description="Where the code is explained.", examples=["/help/errors#dataset.unknown"])
    title: str = Field(description="The family of the error.", examples=["Not found"])
    status: int = Field(examples=[404])
    code: str = Field(description="Stable name, listed by `GET /api/v1/errors`.", examples=["dataset.unknown"])
    message: str = Field(description="What happened.")
    hint: str = Field(description="What to do; may be empty.")
    field: str | None = Field(default=None, description="The field of the request that is to blame.")
    fields: list[Fault] | None = Field(default=None, description="All that are, where there are several.")
    findings: list[dict[str, Any]] | None = Field(default=None, description="Of refused code: rule, line, suggestion.")
    request_id: str = Field(description="Name it when you report the error; the server's log has it.")


def title_of(kind: type[QuantBoardError]) -> str:
    """The family's name in words."""
    return next((TITLES[base] for base in kind.__mro__ if base in TITLES), "Internal error")


def shape_of(error: QuantBoardError, request_id: str, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """The body that tells of ``error``."""
    head = {"type": HELP + error.code, "title": title_of(type(error)), "status": error.http_status}
    body = head | error.as_dict() | {"request_id": request_id}
    if faults:
        body["fields"] = [fault.model_dump() for fault in faults]
    if found := getattr(error, "findings", ()):
        body["findings"] = [one.as_dict() for one in found]
    return body


def answer_of(error: QuantBoardError, request_id: str, faults: Sequence[Fault] = ()) -> JSONResponse:
    """The whole answer, with the headers that go with its status."""
    headers = {}
    if (wait := getattr(error, "retry_after_s", None)) is not None:
        headers["Retry-After"] = str(wait)
    if error.http_status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if allowed := getattr(error, "allowed", ()):
        headers["Allow"] = ", ".join(allowed)
    body = shape_of(error, request_id, faults)
    return JSONResponse(body, error.http_status, headers, media_type=MEDIA)


def bug_answer(problem: Exception, request_id: str) -> JSONResponse:
    """The answer to a bug: a reference number, and nothing of what is inside."""
    reference = request_id or secrets.token_hex(4)
    log.error("request.crashed", reference=reference, exc_info=problem)
    found = QuantBoardError(
        f"Something unexpected happened. Reference {reference}.", "Try again; if it stays, report the reference."
    )
    return answer_of(found, request_id)


def explain_at(api: FastAPI) -> None:
    """Have ``api`` answer every error in this shape."""
    api.add_exception_handler(QuantBoardError, _expected)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _refused)


def id_of(request: Request) -> str:
    """The request's id, as the door gave it."""
    return str(request.scope.get("request_id", ""))


async def _expected(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, QuantBoardError):
        raise error
    return answer_of(error, id_of(request))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [Fault(field=_path(one["loc"]), message=str(one["msg"])) for one in error.errors()]
    if any(one["type"] == "json_invalid" for one in error.errors()):
        found: QuantBoardError = Unreadable("The body is no JSON.", "Send one JSON object.")
        return answer_of(found, id_of(request))
    first = faults[0]
    more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    found = InvalidInput(
        f"{first.field or 'The body'}: {first.message}{more}.", "See /api/openapi.json.", field=first.field or None
    )
    return answer_of(found, id_of(request), faults)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    found: QuantBoardError
    if error.status_code == 404:
        found = UnknownPath(f"There is nothing at {request.url.path[:200]}.", "See /api/docs for what there is.")
    elif error.status_code == 405:
        found = WrongMethod(f"{request.method} is not possible here.", "See /api/docs for what is.")
    elif error.status_code == 413:
        found = BodyTooLarge("The body is too large.", "Send less at a time; files go to /api/v1/uploads.")
    else:
        found = Unreadable("The request cannot be read.", "Send UTF-8 JSON with Content-Type application/json.")
    return answer_of(found, id_of(request))


def _path(where: Sequence[object]) -> str:
    """``("body", "options", "cash")`` → ``options.cash``."""
    parts = [str(part) for part in where]
    return ".".join(parts[1:] if parts and parts[0] in ("body", "query", "path", "header", "cookie") else parts)
