"""Security and caching headers on every HTTP answer."""

import json
from pathlib import Path
from typing import Any

from quantboard.settings import settings

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def content_policy(hashes_file: Path) -> str:
    """The content security policy for a build whose inline scripts are listed in ``hashes_file``.

    ``unsafe-eval`` is there because Reflex's client evaluates the toasts and scripts that a handler returns.
    """
    known = json.loads(hashes_file.read_text()) if hashes_file.exists() else []
    return _POLICY.format(scripts=" ".join(known))


class SecurityHeaders:
    """An ASGI wrapper."""

    def __init__(self, inner: Any, policy: str) -> None:
        self.inner = inner
        self.extra = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"x-frame-options", b"DENY"),
            (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return

        async def dressed(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = with_caching(list(message.get("headers", [])), scope["path"])
                own = {name for name, _ in headers}
                more = [pair for pair in self.extra if pair[0] not in own]  # a route may be stricter
                if is_encrypted(scope):
                    more.append((b"strict-transport-security", b"max-age=31536000"))
                message = {**message, "headers": headers + more}
            await send(message)

        await self.inner(scope, receive, dressed)


def is_encrypted(scope: Any) -> bool:
    """Whether the browser speaks TLS: with us, or with the proxy that we were told of."""
    forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"") if settings().proxy_hops else b""
    return (forwarded.rpartition(b",")[2].strip() or scope["scheme"].encode()) == b"https"


def with_caching(headers: list[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    """Hashed assets may be kept for ever, everything else is asked for anew unless its route says otherwise."""
    if path.startswith("/assets/"):
        kept = [pair for pair in headers if pair[0] != b"cache-control"]
        return [*kept, (b"cache-control", b"public, max-age=31536000, immutable")]
    if any(name == b"cache-control" for name, _ in headers):
        return headers
    return [*headers, (b"cache-control", b"no-cache")]
