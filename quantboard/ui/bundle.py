"""Two steps after the front end is built: it talks to whatever origin served it, and its inline scripts are listed."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

CSP_FILE = "csp.json"
_URL = re.compile(r"([`\"'])(https?|wss?)://[^/`\"']+(/[^`\"']*)\1")
_SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.S)


class SameOriginPlugin(Plugin):
    """Replace the addresses that Reflex bakes in by the page's own origin: one bundle for every host and port."""

    def post_build(self, **context: Any) -> None:
        chunks = list(Path(context["static_dir"]).glob("assets/reflex-env-*.js"))
        if not chunks:
            raise RuntimeError("the reflex-env chunk was not found: Reflex changed its layout")
        for chunk in chunks:
            text, n_found = _URL.subn(_relative, chunk.read_text())
            if not n_found:
                raise RuntimeError("no address in the reflex-env chunk: Reflex changed its layout")
            chunk.write_text(text)


class CspPlugin(Plugin):
    """Collect the hashes of the inline scripts, so that the content security policy may name them."""

    def post_build(self, **context: Any) -> None:
        static = Path(context["static_dir"])
        hashes = {
            "'sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() + "'"
            for page in static.rglob("*.html")
            for attributes, body in _SCRIPT.findall(page.read_text())
            if " src=" not in attributes
        }
        (static.parent / CSP_FILE).write_text(json.dumps(sorted(hashes)))


def _relative(match: re.Match[str]) -> str:
    if match[2].startswith("ws"):
        return f'location.protocol.replace("http","ws")+"//"+location.host+"{match[3]}"'
    return f'location.origin+"{match[3]}"'
