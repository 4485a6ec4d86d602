"""The OpenAPI document: FastAPI's, with our one error shape in the place of its own, and how to sign in."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from quantboard.api.problems import MEDIA, Problem
from quantboard.log import logger

TAGS = {
    "uploads": "Files on their way to an import.",
    "datasets": "Prices, versioned and checked.",
    "strategies": "Code in the strategy dialect, with its versions.",
    "backtests": "Runs of a strategy on a dataset, and their results.",
    "reports": "The panels of a run's report, and what people say about it.",
    "setups": "Named set-ups of runs: save, edit, copy, share, run.",
    "tasks": "Background work: follow, cancel, pause, retry.",
    "schedules": "Work that is started by the clock.",
    "trash": "What was deleted, and what the team shares.",
    "preferences": "What you like.",
    "account": "You, and your API tokens.",
    "people": "Who uses this instance.",
    "catalogue": "Error codes, metrics, indicators, this instance.",
}
MEANINGS = {
    "400": "The request cannot be read.",
    "401": "Nobody is signed in, or the token is not accepted.",
    "403": "You may not do this.",
    "404": "There is no such thing, or none that you may see.",
    "409": "Its state, or a name or key in use, forbids it now.",
    "413": "The body is too large.",
    "422": "A value is wrong; `field` or `fields` tell which.",
    "429": "Too many requests; `Retry-After` tells the seconds to wait.",
    "500": "A bug; the message has a reference.",
    "503": "Something that it needs does not answer now.",
}
log = logger("api")


def describe(api: FastAPI) -> None:
    """Have ``api`` give this document."""

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _document(api)
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def _document(api: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=api.title,
        version=api.version,
        description=api.description,
        routes=api.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schemas["Problem"].pop("$defs", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "An API token, `qb_…`."},
        "session": {"type": "apiKey", "in": "cookie", "name": "qb_session", "description": "A browser's session."},
    }
    made["security"] = [{"token": []}, {"session": []}]
    parts["responses"] = {f"Problem{status}": _response(text) for status, text in MEANINGS.items()}
    for path in made["paths"].values():
        for operation in path.values():
            operation["summary"] = _first_sentence(operation.get("description", ""))
            answers = operation["responses"]
            answers.pop("default", None)
            answers |= {status: {"$ref": f"#/components/responses/Problem{status}"} for status in MEANINGS}
    return made


def _first_sentence(text: str) -> str:
    """What stands beside the path."""
    plain = " ".join(text.split())
    return re.split(r"[.:;](?: |$)", plain, maxsplit=1)[0].replace("`", "")


def _response(text: str) -> dict[str, Any]:
    content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    request_id = {"description": "Names this request in the server's log.", "schema": {"type": "string"}}
    return {"description": text, "content": content, "headers": {"X-Request-ID": request_id}}
