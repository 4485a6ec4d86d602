"""The project's own source files, for the tests that look at them."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "quantboard"


@cache
def modules() -> tuple[Path, ...]:
    found = (p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py" and "library" not in p.parts)
    return tuple(sorted(found))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
