"""Look-ahead: does anything that was decided change when the bars after it are taken away, or replaced by noise?

The code is run on histories that end at bars where it acted, and at random ones; and once on bars whose future is
noise. What it said of a bar must not depend on what came later. The pure part: it picks the cuts and compares.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from quantboard.core.arrays import Mask
from quantboard.core.bars import Bars
from quantboard.core.honesty.noise import noised
from quantboard.core.strategy.decision import Decision
from quantboard.core.strategy.weights import ends_of
from quantboard.errors import QuantBoardError

Outputs = Mapping[str, Any]  # name → an array over the bars, or a number for the whole run
Answer = Decision | Outputs | QuantBoardError
Decide = Callable[[Bars, Mapping[str, object], Sequence[int]], Sequence[Answer]]

CELLS = 1_500_000  # of all cuts together: about as long as one run on a million bars
MOST_CUTS = 32
LEAST_BARS = 20
NOISE_AT = 0.6
TOLERANCE = 1e-9
LEVELS = {"entry": 1, "exit": 2, "short_entry": 4, "short_exit": 8}


@dataclass(frozen=True)
class Verdict:
    """What the check found. ``clean`` is false for a leak only; ``unchecked`` says why nothing could be told.

    ``first_bar`` is the stamp of the earliest decision that moved, ``cut`` the last bar that was visible when it did,
    ``output`` what moved (entry, weights …), ``line`` where in the source it begins (0: unknown).
    """

    clean: bool
    first_bar: str = ""
    output: str = ""
    line: int = 0
    hint: str = ""
    n_checked: int = 0
    symbol: str = ""
    cut: str = ""
    unchecked: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Move:
    """A decision that moved: its row and column, which output, and how many bars were visible."""

    row: int
    symbol: int
    output: str
    upto: int


def check(
    bars: Bars,
    params: Mapping[str, object],
    full: Decision | Outputs,
    decide: Decide,
    *,
    cells: int = CELLS,
    seed: int = 0,
) -> tuple[Verdict, Move | None]:
    """The verdict on code that said ``full`` about ``bars``; ``decide`` runs it on the first rows of bars.

    ``cells`` bounds bars × symbols of all cuts together; on long data a third of it is kept for the noise.
    """
    told = Told(outputs_of(full), acting_rows(full, bars))
    if bars.n_bars < LEAST_BARS:
        return Verdict(True, unchecked=f"There are fewer than {LEAST_BARS} bars."), None
    is_long = 2 * bars.n_bars * len(bars.symbols) > cells
    of_noise = cells // 3 if is_long else cells
    cuts = cuts_of(bars, told.outputs, cells - of_noise if is_long else cells, seed)
    answers = list(decide(bars, params, cuts))
    moves = [move for cut, answer in zip(cuts, answers, strict=True) for move in told.moves(answer, cut)]
    n_failed = sum(isinstance(answer, QuantBoardError) for answer in answers)
    n_checked = len(cuts) - n_failed
    if not moves:
        upto, strange = noised(bars, int(bars.n_bars * NOISE_AT), seed, of_noise)
        (answer,) = decide(strange, params, [strange.n_bars])
        moves = list(told.moves(answer, upto))
        n_checked += not isinstance(answer, QuantBoardError)
    if not moves:
        return _unmoved(answers, n_failed, n_checked), None
    first = min(moves, key=lambda move: (move.row, move.upto))
    return _leak(first, bars, n_checked), first


@dataclass(frozen=True, eq=False)
class Told:
    """What the code said when it saw everything, and the rows whose weights count (``None`` = all)."""

    outputs: Mapping[str, Any]
    acting: Mask | None

    def moves(self, answer: Answer, upto: int) -> Iterator[Move]:
        """The earliest difference of each output before row ``upto``."""
        if isinstance(answer, QuantBoardError):
            return
        now = outputs_of(answer)
        for name in dict.fromkeys((*self.outputs, *now)):
            before, after = self.outputs.get(name), now.get(name)
            if not isinstance(before, np.ndarray) or not isinstance(after, np.ndarray):
                if not _equal(before, after):
                    yield Move(upto - 1, 0, name, upto)
                continue
            differs = differing(before[:upto], after[:upto])
            if name == "weights" and self.acting is not None:
                differs &= self.acting[:upto, None]
            if differs.any():
                row, column = (int(one) for one in np.argwhere(differs)[0])
                yield Move(row, column, name, upto)


def differing(before: np.ndarray, after: np.ndarray) -> Mask:
    """Where two panels differ by more than rounding; NaN equals NaN."""
    if before.shape != after.shape:
        return np.ones(before.shape, dtype=bool)
    if before.dtype.kind not in "fc":
        out: Mask = before != after
        return out
    with np.errstate(invalid="ignore"):
        scale = np.maximum(np.abs(before), np.abs(after))
        near = np.abs(before - after) <= TOLERANCE * scale
    near |= (before == after) | (np.isnan(before) & np.isnan(after))
    return np.asarray(~near)


def _equal(before: Any, after: Any) -> bool:
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) <= TOLERANCE * max(abs(before), abs(after)) or before != before != after
    return bool(before is after or (not isinstance(before, np.ndarray) and before == after))


def _unmoved(answers: Sequence[Answer], n_failed: int, n_checked: int) -> Verdict:
    if n_failed * 2 <= len(answers):
        return Verdict(True, n_checked=n_checked)
    failed = next(answer for answer in answers if isinstance(answer, QuantBoardError))
    return Verdict(True, n_checked=n_checked, unchecked=f"It failed on shorter histories: {failed.message}")


def _leak(move: Move, bars: Bars, n_checked: int) -> Verdict:
    return Verdict(
        False,
        first_bar=bars.text_of(move.row),
        output=move.output,
        n_checked=n_checked,
        symbol=bars.symbols[move.symbol] if len(bars.symbols) > 1 and move.symbol < len(bars.symbols) else "",
        cut=bars.text_of(move.upto - 1),
    )


def with_line(verdict: Verdict, line: int, hint: str) -> Verdict:
    """The same, with the place in the source and what to do."""
    return replace(verdict, line=line, hint=hint)


def equal_outputs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two answers about the same bars say the same."""
    if one.keys() != other.keys():
        return False
    arrays = [name for name, value in one.items() if isinstance(value, np.ndarray)]
    if not all(isinstance(other[name], np.ndarray) and not differing(one[name], other[name]).any() for name in arrays):
        return False
    return all(_equal(one[name], other[name]) for name in one if name not in arrays)


def outputs_of(answer: Decision | Outputs) -> dict[str, Any]:
    """Every output by its name; signals are split into their levels."""
    if not isinstance(answer, Decision):
        return {name: _panel(value) for name, value in answer.items()}
    found: dict[str, Any] = {}
    for name, value in vars(answer).items():
        if value is None or name == "rebalance":
            continue
        if name == "signals":
            found |= {level: (value & bit) != 0 for level, bit in LEVELS.items()}
        else:
            found[name] = _panel(value)
    return found


def _panel(value: Any) -> Any:
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim == 1 else value


def acting_rows(answer: Decision | Outputs, bars: Bars) -> Mask | None:
    """The rows whose weights count where a rhythm picks them."""
    if not isinstance(answer, Decision) or answer.weights is None or answer.rebalance is None:
        return None
    return ends_of(answer.rebalance, bars.stamps, bars.interval, bars.zone)


def cuts_of(bars: Bars, told: Mapping[str, Any], cells: int, seed: int) -> list[int]:
    """How many rows are visible in each cut, ascending: ends at bars where something was decided, and random ones.

    As many as ``cells`` allow, at least one.
    """
    rng = np.random.default_rng(seed)
    n_bars, width = bars.n_bars, max(len(bars.symbols), 1)
    acted = np.flatnonzero(active_rows(told, n_bars)) + 1
    acted = acted[(acted >= 2) & (acted < n_bars)]
    picked: list[int] = []
    if len(acted):
        picked += [int(acted[0]), int(acted[-1]), *(int(one) for one in rng.permutation(acted)[: MOST_CUTS // 2])]
    picked += [int(one) for one in rng.integers(n_bars // 10 + 2, n_bars, MOST_CUTS // 2)]
    room = max(cells // width, n_bars * 2 // 3)
    return _within(list(dict.fromkeys(picked)), room)


def _within(wanted: list[int], room: int) -> list[int]:
    """Those of ``wanted`` that fit into ``room`` rows: every other one by its place, the others shortest first."""
    if sum(wanted) <= room:
        return sorted(wanted)
    kept: list[int] = []
    left = room
    for place, cut in enumerate([*wanted[2:], *sorted(wanted)]):
        if cut not in kept and (cut <= left or (place == 0 and cut <= room)):
            kept.append(cut)
            left -= cut
    return sorted(kept) or [min(wanted)]


def active_rows(told: Mapping[str, Any], n_bars: int) -> Mask:
    """Where something was decided: a level is true, a weight or an indicator changes."""
    acts = np.zeros(n_bars, dtype=bool)
    for value in told.values():
        if not isinstance(value, np.ndarray) or len(value) != n_bars:
            continue
        if value.dtype == np.bool_:
            acts |= value.any(axis=1)
        else:
            with np.errstate(invalid="ignore"):
                acts[1:] |= (value[1:] != value[:-1]).any(axis=1) & ~np.isnan(value[1:]).all(axis=1)
    return acts
