import importlib
import re

from sources import PACKAGE, ROOT, modules

from quantboard.errors import QuantBoardError

FAMILIES = {
    "InvalidInput",
    "NotFound",
    "NotAllowed",
    "Conflict",
    "CodeRejected",
    "CodeFailed",
    "LimitReached",
    "Unavailable",
}


def concrete_errors():
    for path in modules():
        text = path.read_text()
        if "code = " in text and path.parts[-2] != "child":
            importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))

    def below(cls):
        for child in cls.__subclasses__():
            yield child
            yield from below(child)

    return [cls for cls in below(QuantBoardError) if cls.__module__.startswith("quantboard.")]


def test_codes_are_well_shaped_and_unique():
    own = [(cls.__dict__["code"], cls.__qualname__) for cls in concrete_errors() if "code" in cls.__dict__]
    codes = [code for code, _ in own]
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", code) for code in codes)
    assert sorted(codes) == sorted(set(codes))


def test_every_error_belongs_to_a_family():
    for cls in concrete_errors():
        assert FAMILIES & {base.__name__ for base in cls.__mro__}, cls


def test_every_code_is_documented():
    text = (ROOT / "docs" / "errors.md").read_text()
    missing = [cls.code for cls in concrete_errors() if f"`{cls.code}`" not in text]
    assert not missing, "run `make docs`"


def test_the_manual_explains_every_code_in_both_languages():
    folder = PACKAGE / "library" / "guide"
    for language in ("en", "zh-CN"):
        explained = set(re.findall(r"^## (\S+)$", (folder / language / "errors.md").read_text(), re.M))
        missing = {cls.code for cls in concrete_errors()} - explained
        assert not missing, f"add a section to library/guide/{language}/errors.md"
