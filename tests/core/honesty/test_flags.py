import ast
from pathlib import Path

import quantboard
from quantboard.core import flag
from quantboard.core.honesty import flags

ROOT = Path(quantboard.__file__).parent


def codes_of_the_sources():
    """The first argument of every ``Flag(…)``."""
    return {
        node.args[0].value
        for file in (ROOT / "core" / "honesty").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Flag" and node.args
    }


def test_it_is_the_one_flag():
    assert flags.Flag is flag.Flag
    assert all(getattr(flags, name) is getattr(flag, name) for name in flags.__all__)


def test_every_flag_is_explained_with_its_formula():
    text = (ROOT.parent / "docs" / "honesty.md").read_text()
    codes = codes_of_the_sources()
    assert len(codes) >= 18
    assert not sorted(code for code in codes if f"| `{code}` |" not in text)
