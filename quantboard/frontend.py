"""The front end: is it built from today's sources, building it, and serving it with the back end on one port."""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quantboard.errors import Unavailable
from quantboard.settings import child_environment, chosen_web_dir, export, put_on_path, settings

ROOT = Path(__file__).resolve().parents[1]
PACKED = Path(__file__).parent / "_web"  # only in a wheel
STAMP = "quantboard.stamp"
M_ARENA_MAX, N_ARENAS = -8, 2
# what can reach the bundle: pages, what they are drawn from, and the data types that states hold
SOURCES = ("app.py", "palette.py", "errors.py", "ui/**/*", "core/**/*.py", "services/**/*.py", "charts/**/*.py")
GUIDES = ("library/guide/**/*.md",)
REFLEX = {
    "REFLEX_USE_NPM": "1",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "0",
    "NPM_CONFIG_FETCH_RETRIES": "3",
    "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
}


class BuildFailed(Unavailable):
    """The front end could not be built."""

    code = "frontend.build_failed"


class NoSources(Unavailable):
    """There is neither a built front end nor sources to build it from."""

    code = "frontend.missing"


def is_checkout() -> bool:
    """Whether the sources of the front end are here; an installed wheel has it built instead."""
    return (ROOT / "rxconfig.py").exists()


def root() -> Path:
    """Where ``rxconfig.py`` lies and Reflex may write: the checkout, else a folder of ours for an installed wheel."""
    return ROOT if is_checkout() else settings().web_dir


def web_dir() -> Path:
    """Where Reflex keeps what it builds; in an installed wheel that came with it."""
    return chosen_web_dir(ROOT / ".web" if is_checkout() else PACKED / "web").resolve()


def prepare() -> None:
    """Stand where Reflex wants to stand; Node lies beside our interpreter, so no activated environment is needed."""
    if not is_checkout():
        _unpack()
    os.chdir(root())
    if str(root()) not in sys.path:
        sys.path.insert(0, str(root()))
    put_on_path(Path(sys.executable).parent)
    export({**REFLEX, "REFLEX_WEB_WORKDIR": str(web_dir())})


def _unpack() -> None:
    """Give Reflex its configuration in a folder that it may write to; the packed front end stays where it is."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    packed = PACKED / "rxconfig.py"
    if not packed.exists():
        raise NoSources("This installation has no built front end.", "Install the released wheel, or use a checkout.")
    text, there = packed.read_text(encoding="utf-8"), root() / "rxconfig.py"
    if not there.exists() or there.read_text(encoding="utf-8") != text:
        beside = there.with_suffix(f".{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(there)  # several processes start at once


def fingerprint() -> str:
    """Of the versions of Reflex and of every file that reaches the bundle."""
    digest = hashlib.sha256()
    installed = importlib.metadata.distributions()
    for name in sorted(f"{one.name}=={one.version}" for one in installed if one.name.startswith("reflex")):
        digest.update(name.encode())
    for file in sorted(_sources()):
        digest.update(file.relative_to(root()).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield root() / "rxconfig.py"
    found = [*root().glob("reflex.lock/*"), *root().glob("assets/*"), *root().glob("assets/fonts/*")]
    for pattern in (*SOURCES, *GUIDES):
        found += root().glob(f"quantboard/{pattern}")
    yield from (one for one in found if one.is_file() and not one.is_symlink() and "__pycache__" not in one.parts)


def is_current() -> bool:
    """Whether the built front end fits the sources; without sources it does, if it is there."""
    if not is_checkout():
        return is_ready()
    stamp = web_dir() / "build" / STAMP
    return stamp.exists() and stamp.read_text() == fingerprint()


def is_ready() -> bool:
    """Whether there is a front end to serve, be it of today's sources or not."""
    return (web_dir() / "build" / "client").exists()


def build() -> bool:
    """Build the front end unless it is current; whether there was something to do. One at a time."""
    if not is_checkout():
        if is_ready():
            return False
        raise NoSources(
            "This installation has no built front end.", "Run from a checkout, or install the released wheel."
        )
    prepare()
    with _alone():
        if is_current():
            return False
        words = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
        ended = subprocess.run(words, cwd=root(), env=child_environment(), capture_output=True, text=True, check=False)
        if ended.returncode or not is_ready():
            said = "\n".join((ended.stdout + ended.stderr).strip().splitlines()[-30:])
            raise BuildFailed(f"The front end was not built:\n{said}", "Correct what is named above and start again.")
        (web_dir() / "build" / STAMP).write_text(fingerprint())  # again: the build may have written reflex.lock
    return True


@contextmanager
def _alone() -> Iterator[None]:
    web_dir().parent.mkdir(parents=True, exist_ok=True)
    with web_dir().with_name(f"{web_dir().name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def serve(host: str, port: int, workers: int, *, waits: bool = False) -> None:
    """Front end and back end on one port, until a signal comes. Reflex's internals are used here and nowhere else.

    With ``waits`` it imports everything, then waits for a line on standard input.
    """
    if not is_ready():
        raise NoSources("The front end is not built.", "Build it: quantboard build")
    prepare()
    share_arenas()
    export({"GRANIAN_WORKERS": str(workers)}, only_if_unset=False)
    from reflex.utils import exec as reflex_exec
    from reflex_base import constants
    from reflex_base.config import get_config
    from reflex_base.environment import environment

    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_COMPILE_CONTEXT.set(constants.CompileContext.RUN)
    environment.REFLEX_SKIP_COMPILE.set(True)
    config = get_config()
    set_persistent: Any = config._set_persistent
    set_persistent(frontend_port=port, backend_port=port, backend_host=host)
    if waits:
        importlib.import_module("quantboard.app")
        sys.stdin.readline()
    reflex_exec.run_backend_prod(host, port, constants.LogLevel.WARNING, True)


def share_arenas() -> None:
    """Let the threads of this process and of its forks share few of glibc's arenas: each keeps what was freed in it,
    and answers of all sizes, made now in this thread and now in that, leave every one full of holes."""
    with contextlib.suppress(AttributeError, OSError, TypeError):  # macOS, musl
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, N_ARENAS)
