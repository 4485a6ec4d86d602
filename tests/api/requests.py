"""Every route of an application, found by looking, and a request for each that names the things of somebody else.

Where a new route asks for something the walk cannot know, its name is added to ``IDS`` or ``WORDS``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

# A field's name → the thing in the world that it must be: the request then names a private thing of Olga's.
IDS = {
    "dataset_id": "dataset",
    "strategy_id": "strategy",
    "backtest_id": "backtest",
    "setup_id": "setup",
    "profile_id": "profile",
    "record_id": "record",
    "comment_id": "comment",
    "task_id": "task",
    "upload_id": "upload",
    "token_id": "token",
    "session_id": "session",
    "schedule_id": "schedule",
    "person_id": "person",
    "from_id": "person",
    "to": "admin",
    "invitation_id": "invitation",
}
WORDS: dict[str, Any] = {
    "kind": "strategy",
    "table": "equity",
    "by": "symbol",
    "key": "macd",
    "indicator": "sma",
    "format": "csv",
    "visibility": "team",
    "priority": "high",
    "role": "reviewer",
    "cron": "0 3 * * *",
    "zone": "UTC",
    "scopes": ["read"],
    "days": 30,
    "options": {},
    "hints": {},
    "params": {},
    "changes": {"theme": "dark"},
    "password": "correct horse battery 9",
    "path": "nothing",
    "run_id": "nothing",
    "folder": "nowhere",
    "steps": "fill",
    "code": "dataset.unknown",
}


@dataclass(frozen=True)
class Asked:
    """One request, ready to be sent; ``names_theirs``: something private of another person stands in it."""

    method: str
    path: str
    url: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    names_theirs: bool = False


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """(method, path) of every route, in whatever router it lies; mounted applications are not followed."""
    found: list[tuple[str, str]] = []

    def walk(routes: Any, prefix: str) -> None:
        for route in routes:
            inner = getattr(route, "original_router", None)
            if inner is not None:
                walk(inner.routes, prefix)
            elif not isinstance(route, Mount):
                methods = set(getattr(route, "methods", None) or {"GET"}) - {"HEAD", "OPTIONS"}
                found.extend((method, prefix + route.path) for method in sorted(methods))

    walk(app.routes, "")
    return found


def request_for(spec: Mapping[str, Any], method: str, path: str, it: Mapping[str, str]) -> Asked:
    """The request that ``method path`` wants, about the things ``it`` of somebody."""
    used: set[str] = set()
    is_gone = "restore" in path or "trash" in path

    def known(name: str, schema: Mapping[str, Any]) -> Any:
        if name == "object_id":
            used.add(name)
            return it["gone_strategy" if is_gone else "strategy"]
        if name in IDS:
            used.add(name)
            gone = f"gone_{IDS[name]}"
            return it[gone if is_gone and gone in it else IDS[name]]
        if name == "ids":
            used.add(name)
            return [it["strategy"]]
        if name in ("name", "q", "text", "title") and "find" in path:
            used.add(name)
            return it["name"]
        if name in WORDS:
            return WORDS[name]
        if name in ("source", "code"):
            return it["source"] + "# walked\n"
        return _sample(schema, spec, known)

    shape = spec["paths"].get(path, {}).get(method.lower(), {})
    url = re.sub(r"\{(\w+)(:\w+)?\}", lambda one: str(known(one[1], {"type": "string"})), path)
    query = {
        one["name"]: known(one["name"], one["schema"])
        for one in shape.get("parameters", ())
        if one["in"] == "query" and (one.get("required") or one["name"] in IDS.keys() - {"to"})
    }
    content = shape.get("requestBody", {}).get("content", {})
    body = _sample(content["application/json"]["schema"], spec, known) if "application/json" in content else None
    return Asked(method, path, url, query, body, bool(used))


def all_requests(app: FastAPI, it: Mapping[str, str]) -> Iterator[Asked]:
    """One for every route."""
    spec = app.openapi()
    for method, path in routes_of(app):
        yield request_for(spec, method, path, it)


def _sample(schema: Mapping[str, Any], spec: Mapping[str, Any], known: Any) -> Any:
    """The least that fits a JSON schema, with everything in it that has a known name."""
    if "$ref" in schema:
        return _sample(spec["components"]["schemas"][schema["$ref"].split("/")[-1]], spec, known)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _sample(next(one for one in schema[several] if one.get("type") != "null"), spec, known)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type", "string")
    if kind == "object":
        needed, parts = set(schema.get("required", ())), schema.get("properties", {})
        wanted = needed | ({name for name in parts if name in IDS or name in ("name", "title", "ids")} or set(parts))
        return {name: known(name, part) for name, part in parts.items() if name in wanted}
    if kind == "array":
        return [_sample(schema.get("items", {}), spec, known)]
    simple = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1.0), "boolean": True}
    return simple.get(kind, "walked")
