"""What Reflex must know; everything is derived from our own settings."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import reflex as rx

from quantboard.queue import embedded
from quantboard.settings import Settings, settings
from quantboard.ui.bundle import CspPlugin, SameOriginPlugin


def state_url(chosen: Settings) -> str | None:
    """Where tabs live: in memory with one web process, else in a logical database of its own beside the queue's."""
    if chosen.web_workers == 1:
        return None
    address = urlsplit(chosen.redis_url or embedded.url())
    if address.scheme == "unix":
        options = dict(parse_qsl(address.query))
        options["db"] = str(int(options.get("db", "0")) + 1)
        return f"unix://{address.netloc}{address.path}?{urlencode(options)}"
    number = int(address.path.strip("/") or 0) + 1
    return address._replace(path=f"/{number}").geturl()


_chosen = settings()
_state = state_url(_chosen)
_modes = rx.constants.StateManagerMode
_here = [f"http://{host}:{_chosen.port}" for host in ("localhost", "127.0.0.1", _chosen.host)]

config = rx.Config(
    app_name="quantboard",
    app_module_import="quantboard.app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    redis_url=_state,
    state_manager_mode=_modes.REDIS if _state else _modes.MEMORY,
    cors_allowed_origins=_chosen.allowed_origins or sorted(set(_here)),
    trusted_proxy_hops=_chosen.proxy_hops,
    plugins=[
        SameOriginPlugin(),
        CspPlugin(),
        rx.plugins.TailwindV4Plugin(),
        rx.plugins.RadixThemesPlugin(
            theme=rx.theme(accent_color="iris", gray_color="slate", radius="small", scaling="95%")
        ),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
