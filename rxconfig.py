"""What Reflex must know; everything is derived from our own settings."""

import reflex as rx

from quantboard.settings import settings
from quantboard.ui.bundle import CspPlugin, SameOriginPlugin

_chosen = settings()
_here = [f"http://{host}:{_chosen.port}" for host in ("localhost", "127.0.0.1", _chosen.host)]

config = rx.Config(
    app_name="quantboard",
    app_module_import="quantboard.app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
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
