import re

from sources import PACKAGE, relative

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b|\brgba?\(\s*\d")


def test_colours_are_spelled_in_the_palette_only():
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.jsx"), *PACKAGE.rglob("*.css")]
    offenders = [
        relative(path)
        for path in files
        if path.name != "palette.py" and "text" not in path.parts and COLOUR.search(path.read_text())
    ]
    assert not offenders
