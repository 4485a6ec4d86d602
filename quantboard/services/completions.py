"""What the editor of strategies offers while one types."""

from functools import cache

from quantboard.sandbox import policy


@cache
def completions() -> dict[str, list[dict[str, str]]]:
    """What the editor offers, from the very tables that the check and the run use."""
    offered = {**policy.INDICATORS, **policy.RESULTS}
    names = [_offer(name, "function", *texts) for name, texts in offered.items()]
    names += [_offer(name, "class") for name in ("Params", "Int", "Float", "Bool", "Choice")]
    names += [_offer(name, "variable") for name in ("bars", "p", "np", "math")]
    names += [_offer(name, "function") for name in sorted(policy.BUILTINS | policy.OTHER_NAMES)]
    return {
        "names": names,
        "np": [_offer(name, "function") for name in sorted(policy.NUMPY)],
        "math": [_offer(name, "function") for name in sorted(policy.MATH)],
        "bars": [_offer(name, "property", "", meaning) for name, meaning in policy.BARS.items()],
    }


def _offer(name: str, kind: str, detail: str = "", info: str = "") -> dict[str, str]:
    made = {"label": name, "type": kind}
    return {**made, **{key: text for key, text in (("detail", detail), ("info", info)) if text}}
