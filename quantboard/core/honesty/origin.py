"""Where a look-ahead begins: the first line whose value changed, and what is usually wrong with such a line.

A trace is what a run of the code stored, statement by statement: line, name, kind (``a`` array, ``i`` whole number,
``f`` number) and a value that stands for it (of arrays: their visible rows). Text is only searched here, never parsed.
"""

import re
from collections.abc import Sequence

Entry = tuple[int, str, str, str]

PATTERNS: tuple[tuple[str, str], ...] = (
    (r"\[\s*::\s*-1|\bflip(lr|ud)?\s*\(", "The series is turned round in time, so it starts from the last bar."),
    (r"\bshift\s*\([^)]*,\s*-|\broll\s*\(", "The series is shifted backwards: use shift(x, n) with n of 0 or more."),
    (r"\bgradient\s*\(", "np.gradient looks one bar ahead: use change(x, 1)."),
    (r"\b(convolve|correlate)\s*\(", "A centred window sees bars ahead: use sma, wma or another built-in."),
    (r"\b(interp|polyfit|polyval)\s*\(", "A curve through all bars knows the future: fit on the last n bars only."),
    (
        r"\b(nan)?(mean|std|var|max|min|median|percentile|quantile|average|ptp|sum)\s*\((?![^)]*axis\s*=\s*1)",
        "A figure of the whole column knows all bars: use sma, stdev, highest or lowest over n bars.",
    ),
    (r"\.(mean|std|var|max|min|sum)\s*\((?![^)]*axis\s*=\s*1|\s*1)", "A figure of the whole column knows all bars: "
     "use sma, stdev, highest or lowest over n bars."),
    (
        r"\b(nan)?arg(max|min|sort)\b|\bsort\s*\(|\bsearchsorted\b|\bunique\s*\(|\bhistogram\s*\(",
        "The order of all bars is known at their end only: use rank(x), highest or lowest.",
    ),
    (r"\[\s*-\s*\d+\s*[\],:]", "A negative index counts from the end of the data, which is not known yet."),
    (r"\+\s*\d+\s*[\],]|\[\s*\w+\s*\+\s*\w+\s*\]", "The index points at a later bar: use t − n, or shift(x, n)."),
    (r"\[\s*\w+\s*:\s*[\],]", "The slice moves later values to earlier bars: use shift(x, n)."),
    (r"\bn_bars\b|\blen\s*\(|\bshape\b|\.size\b", "The code asks how long the data is, which is not known yet."),
    (r"\bcum(sum|prod)\s*\(|accumulate", "Accumulated backwards, it knows what comes: accumulate forwards."),
)  # fmt: skip
GENERAL = "It changes when later bars are taken away: compute it from bars up to its own only."
_SEARCHED = tuple((re.compile(pattern), hint) for pattern, hint in PATTERNS)
LONGEST_LINE = 2_000


def line_of(full: Sequence[Entry], cut: Sequence[Entry], n_hidden: int) -> int:
    """The first line that stored something else when the last ``n_hidden`` bars were not there; 0: none did.

    Whole numbers that differ by the hidden bars are lengths, which may.
    """
    now = {entry[:2]: entry for entry in cut}
    for one in full:
        other = now.get(one[:2])
        if other is None:
            return one[0]  # another way was taken
        if one[2:] != other[2:] and not _is_length(one, other, n_hidden):
            return one[0]
    return 0


def _is_length(one: Entry, other: Entry, n_hidden: int) -> bool:
    if one[2] != "i" or other[2] != "i":
        return False
    return int(one[3]) - int(other[3]) == n_hidden


def located(source: str, line: int) -> tuple[int, str]:
    """The line and a hint; without a line the first suspicious one is taken."""
    lines = source.splitlines()
    if 0 < line <= len(lines):
        return line, hint_of(lines[line - 1]) or GENERAL
    for number, text in enumerate(lines, 1):
        if not text.lstrip().startswith("#") and (hint := hint_of(text)):
            return number, hint
    return 0, GENERAL


def hint_of(text: str) -> str:
    """What is usually wrong with such a line; empty where nothing is known."""
    code = text[:LONGEST_LINE].partition("#")[0]
    return next((hint for pattern, hint in _SEARCHED if pattern.search(code)), "")
