"""State trees as a signed-in tab has them."""

import reflex as rx
from reflex.istate.data import RouterData


def tree(token="", language="en-GB", zone="", path="/"):
    root = rx.State(_reflex_internal_init=True)
    cookie = f"qb_session={token}; qb_browser={language}%7C{zone.replace('/', '%2F')}"
    headers = {"cookie": cookie, "accept-language": language, "origin": "http://localhost:8000"}
    router = {"headers": headers, "query": {}, "pathname": path, "asPath": path}
    root.router = RouterData.from_router_data(router)
    return root


def state_of(root, kind):
    return root.get_substate(kind.get_full_name().split(".")[1:])
