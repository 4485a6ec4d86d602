"""Puts the built front end into the wheel, so that who installs it needs no Node. Used by ``make wheel``."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SERVED = ("build", "backend", "env.json", "routes.json", "reflex.json")  # of what Reflex leaves behind


class FrontEnd(BuildHookInterface):
    """Adds ``quantboard/_web`` to a wheel that is not editable; without a built front end the wheel has none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        root = Path(self.root)
        built = Path(os.environ.get("REFLEX_WEB_WORKDIR") or root / ".web")
        if not (built / "build" / "client").is_dir():
            self.app.display_warning("The front end is not built: this wheel has no pages. Use 'make wheel'.")
            return
        into = build_data["force_include"]
        into[str(root / "rxconfig.py")] = "quantboard/_web/rxconfig.py"
        for name in SERVED:
            into[str(built / name)] = f"quantboard/_web/web/{name}"
