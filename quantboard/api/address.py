"""Where a request comes from, also behind reverse proxies that we were told of."""

import ipaddress
from collections.abc import Sequence

from fastapi import Request

from quantboard.settings import settings


def address_of(request: Request) -> str:
    """The client's address: its own, or the one that the outermost of our proxies saw."""
    direct = request.client.host if request.client else ""
    return seen_through(settings().proxy_hops, request.headers.getlist("x-forwarded-for"), direct)


def is_https(request: Request) -> bool:
    """Whether the browser speaks TLS, perhaps with the proxy in front of us."""
    if settings().proxy_hops:
        said = request.headers.get("x-forwarded-proto", "").rpartition(",")[2].strip()
        if said:
            return said == "https"
    return request.url.scheme == "https"


def site_of(request: Request) -> str:
    """How people call this instance, for links that are given on."""
    if settings().allowed_origins:
        return settings().allowed_origins[0].rstrip("/")
    return f"{'https' if is_https(request) else 'http'}://{request.headers.get('host') or request.url.netloc}"


def seen_through(hops: int, forwarded: Sequence[str], direct: str) -> str:
    """Whom ``hops`` proxies forwarded: each appends one address, so that what stands before those can be a lie."""
    if not hops:
        return direct
    chain = [part.strip() for line in forwarded for part in line.split(",") if part.strip()]
    return _plain(chain[-hops]) if len(chain) >= hops else direct


def _plain(text: str) -> str:
    """An address without its port or brackets; empty when it is none."""
    inner = text[1:].partition("]")[0] if text.startswith("[") else text
    if inner.count(":") == 1:
        inner = inner.partition(":")[0]
    try:
        return str(ipaddress.ip_address(inner))
    except ValueError:
        return ""
