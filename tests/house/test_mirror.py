"""Every file of the rooms that decide numbers, rights and safety has the test of its name."""

import pytest
from sources import PACKAGE, ROOT, modules, relative

MIRRORED = ("core", "services", "sandbox", "readers")
# Plain declarations without behaviour of their own.
EXEMPT = {"core/arrays.py", "core/jit.py", "core/progress.py"}


DECLARED = "core/indicators/entries/"  # rows of the catalogue; tests/core/indicators/test_catalog.py walks them


def needs_a_test():
    for path in modules():
        name = path.relative_to(PACKAGE)
        if name.parts[0] not in MIRRORED or name.as_posix() in EXEMPT:
            continue
        if not name.as_posix().startswith(DECLARED):
            yield path


@pytest.mark.parametrize("path", list(needs_a_test()), ids=relative)
def test_has_its_mirrored_test(path):
    inside = path.relative_to(PACKAGE)
    wanted = ROOT / "tests" / inside.parent / f"test_{inside.name}"
    assert wanted.exists(), f"write {relative(wanted)}"
