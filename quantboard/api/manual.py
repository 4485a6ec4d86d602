"""The API explained on one page of our own: no script, nothing from another site."""

import html
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from quantboard.palette import DARK, LIGHT

manual = APIRouter(include_in_schema=False)
PATH = "/api/docs"
LIMITS = ("default", "minimum", "maximum", "maxLength")
SHOWN = ("post", "get", "put", "patch", "delete")


@manual.get(PATH)
async def page(request: Request) -> HTMLResponse:
    """The page."""
    return HTMLResponse(written(request.app.openapi()))


def written(spec: dict[str, Any]) -> str:
    """The whole document as HTML."""
    groups: dict[str, list[str]] = {tag["name"]: [] for tag in spec.get("tags", [])}
    for path, ways in spec["paths"].items():
        for method in SHOWN:
            if method in ways:
                groups.setdefault(ways[method]["tags"][0], []).append(_operation(spec, method, path, ways[method]))
    about = {tag["name"]: tag["description"] for tag in spec.get("tags", [])}
    sections = [
        f"<section id='{_e(name)}'><h2>{_e(name)}</h2><p>{_e(about.get(name, ''))}</p>{''.join(parts)}</section>"
        for name, parts in groups.items()
        if parts
    ]
    links = " ".join(f"<a href='#{_e(name)}'>{_e(name)}</a>" for name, parts in groups.items() if parts)
    lead = "".join(f"<p>{_prose(part)}</p>" for part in spec["info"]["description"].split("\n\n"))
    head = f"<h1>QuantBoard API</h1><p class='dim'>Version {_e(spec['info']['version'])}</p>"
    more = "<p><a href='/api/openapi.json'>OpenAPI document</a></p>"
    body = f"<main>{head}{lead}{more}<nav>{links}</nav>{''.join(sections)}</main>"
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>API · QuantBoard</title>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><style>{_style()}</style></head>"
        f"<body>{body}</body></html>"
    )


def _operation(spec: dict[str, Any], method: str, path: str, way: dict[str, Any]) -> str:
    inputs = "".join(_parameter(one) for one in way.get("parameters", []))
    table = f"<table><tbody>{inputs}</tbody></table>" if inputs else ""
    title = f"<b class='{method}'>{method.upper()}</b> <code>{_e(path)}</code> <span>{_e(way['summary'])}</span>"
    text = "".join(f"<p>{_prose(part)}</p>" for part in way.get("description", "").split("\n\n"))
    return (
        f"<details id='{_e(way['operationId'])}'><summary>{title}</summary>{text}{table}"
        f"{_body(spec, way)}{_answer(spec, way)}</details>"
    )


def _parameter(one: dict[str, Any]) -> str:
    shape, must = one["schema"], " <em>needed</em>" if one.get("required") and one["in"] != "path" else ""
    limits = [f"{name} {shape[name]}" for name in LIMITS if shape.get(name) not in (None, "")]
    text = _prose(one.get("description", ""))
    return (
        f"<tr><td><code>{_e(one['name'])}</code>{must}</td><td>{_e(one['in'])}</td>"
        f"<td>{text} <span class='dim'>{_e(', '.join(limits))}</span></td></tr>"
    )


def _body(spec: dict[str, Any], way: dict[str, Any]) -> str:
    content = way.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return "<h3>Body</h3><p>The bytes of the file.</p>" if content else ""
    shape = _opened(spec, content["application/json"]["schema"])
    lines = "".join(_field(name, one, name in shape.get("required", ())) for name, one in _fields(shape).items())
    return f"<h3>Body</h3><table><tbody>{lines}</tbody></table>"


def _fields(shape: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = shape.get("properties", {})
    return found


def _field(name: str, one: dict[str, Any], is_needed: bool) -> str:
    needed = " <em>needed</em>" if is_needed else ""
    example = f" <code>{_e(json.dumps(one['examples'][0], ensure_ascii=False))}</code>" if one.get("examples") else ""
    told = [part["description"] for part in (one, *one.get("anyOf", ())) if "description" in part]
    text = _prose(told[0] if told else "")
    return f"<tr><td><code>{_e(name)}</code>{needed}</td><td>{_e(_kind(one))}</td><td>{text}{example}</td></tr>"


def _answer(spec: dict[str, Any], way: dict[str, Any]) -> str:
    status = next((one for one in way["responses"] if one.startswith("2")), "")
    content = way["responses"].get(status, {}).get("content", {})
    shape = _opened(spec, content.get("application/json", {}).get("schema", {}))
    names = ", ".join(f"<code>{_e(name)}</code>" for name in _fields(shape))
    kinds = ", ".join(_e(kind) for kind in content) or "nothing"
    return f"<h3>Answer {_e(status)}</h3><p>{kinds}{': ' + names if names else ''}</p>"


def _opened(spec: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    for one in (shape, *shape.get("anyOf", ())):
        if "$ref" in one:
            found: dict[str, Any] = spec["components"]["schemas"][one["$ref"].rsplit("/", 1)[1]]
            return found
    return shape


def _kind(one: dict[str, Any]) -> str:
    if "$ref" in one:
        return str(one["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in one:
        return " or ".join(_kind(part) for part in one["anyOf"] if part.get("type") != "null")
    return str(one.get("type", "any"))


def _prose(text: str) -> str:
    """Text whose `words` are code."""
    parts = _e(" ".join(text.split())).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))


def _e(text: object) -> str:
    return html.escape(str(text), quote=True)


@cache
def _style() -> str:
    light, dark = (";".join(f"--{name}:{value}" for name, value in asdict(one).items()) for one in (LIGHT, DARK))
    own = (Path(__file__).parent / "manual.css").read_text(encoding="utf-8")
    return f":root{{color-scheme:light dark;{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}{own}"
