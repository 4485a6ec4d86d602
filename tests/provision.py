"""Bring what the real lanes need: a Chromium and a PostgreSQL that are there, else the distribution's packages.

Without root and without them this names what is missing and fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def has_chromium() -> bool:
    return any(shutil.which(name) for name in CHROMIUM)


def has_postgres() -> bool:
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def main() -> int:
    missing = []
    if not has_chromium():
        missing.append("chromium")
    if not has_postgres():
        missing.append("postgresql")
    if not missing:
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(
            f"The tests need {' and '.join(missing)}. Install the packages of your distribution"
            f" (on Debian or Ubuntu: sudo apt-get install {' '.join(missing)}), then run this again.",
            file=sys.stderr,
        )
        return 1
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*apt, "update"], check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(
        [*apt, "install", "--no-install-recommends", *missing], check=True, env=environment, stdout=subprocess.DEVNULL
    )
    return 0 if has_chromium() and has_postgres() else 1


if __name__ == "__main__":
    sys.exit(main())
