"""What each error code means in a sentence of its own, shown before the exact message where that is not English.

The sentences are the titles in ``library/guide/zh-CN/errors.md``; a new code gets a section there and in ``en``.
"""

from quantboard.services import help

TEXT = {
    f"error_code.{one.key}": ("{message}", f"{one.title}（{{message}}）")
    for one in help.collection(help.ERROR, "zh-CN")
}
