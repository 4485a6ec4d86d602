"""Every file of the rooms that decide numbers, rights and safety has the test of its name."""

import pytest
from sources import PACKAGE, ROOT, modules, relative

MIRRORED = ("core", "services", "sandbox", "readers")
# Plain declarations without behaviour of their own.
EXEMPT = {"core/arrays.py", "core/jit.py", "core/progress.py"}


def needs_a_test():
    for path in modules():
        name = path.relative_to(PACKAGE)
        if name.parts[0] in MIRRORED and name.as_posix() not in EXEMPT:
            yield path


@pytest.mark.parametrize("path", list(needs_a_test()), ids=relative)
def test_has_its_mirrored_test(path):
    inside = path.relative_to(PACKAGE)
    wanted = ROOT / "tests" / inside.parent / f"test_{inside.name}"
    assert wanted.exists(), f"write {relative(wanted)}"
