import ast
import re

from sources import modules, relative

VAGUE_MODULES = {"utils", "util", "helpers", "helper", "common", "misc"}
VAGUE_CLASSES = re.compile(r"(Manager|Helper|Utils?)$")


def test_no_module_has_a_vague_name():
    assert not [relative(p) for p in modules() if p.stem in VAGUE_MODULES or p.parent.name in VAGUE_MODULES]


def test_no_class_has_a_vague_name():
    found = [
        f"{relative(path)}: {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and VAGUE_CLASSES.search(node.name)
    ]
    assert not found
