import ast

import pytest
from sources import modules, relative

LINES_AT_MOST = 400
FUNCTION_AT_MOST = 80


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_file_has_one_subject(path):
    assert len(path.read_text().splitlines()) <= LINES_AT_MOST, "split it by noun"


@pytest.mark.parametrize("path", [p for p in modules() if p.name != "kernels.py"], ids=relative)
def test_a_function_fits_a_screen(path):
    tree = ast.parse(path.read_text())
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: f.end_lineno - f.lineno for f in functions if f.end_lineno - f.lineno > FUNCTION_AT_MOST}
    assert not long


def test_packages_export_nothing():
    from sources import PACKAGE

    assert not [relative(p) for p in PACKAGE.rglob("__init__.py") if p.read_text().strip()]
