"""Pages of other sites that the operator lets use the API: with a token, never with a browser's session."""

from typing import Any

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware

from quantboard.settings import settings

PREFIX = "/api/"
SHOWN = ("X-Request-ID", "Retry-After", "Idempotency-Replayed", "X-Rows", "Content-Disposition", "Location")


class OtherSites:
    """An ASGI wrapper, the outermost: Reflex answers for the sites of its socket only and refuses all others."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.origins = frozenset(settings().cors_origins)
        self.outside = CORSMiddleware(
            self._inside,
            allow_origins=sorted(self.origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"],
            expose_headers=SHOWN,
            max_age=600,
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_ours = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        if is_ours and Headers(scope=scope).get("origin") in self.origins and _has_token(scope):
            await self.outside(scope, receive, send)
        else:
            await self.inner(scope, receive, send)

    async def _inside(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [pair for pair in scope["headers"] if pair[0] != b"origin"]
        await self.inner({**scope, "headers": headers}, receive, send)


def _has_token(scope: Any) -> bool:
    """Whether a token came along, or the browser asks if one may."""
    headers = Headers(scope=scope)
    asked = scope["method"] == "OPTIONS" and "access-control-request-method" in headers
    return asked or "authorization" in headers
