"""numpy as user code meets it: its functions by name, with the few that need a guard wrapped."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from quantboard.sandbox import modules
from quantboard.sandbox.guards import EXACT, FAMILIES, Denied
from quantboard.sandbox.offered.standard import SEED, Token, nothing
from quantboard.sandbox.policy import words

ERRORS = ("all", "divide", "over", "under", "invalid")
SHORT_TYPES = frozenset({float, int, bool, complex, str, object})
GENERATOR = words(
    """beta binomial chisquare choice dirichlet exponential f gamma geometric gumbel hypergeometric integers laplace
    logistic lognormal logseries multinomial multivariate_hypergeometric multivariate_normal negative_binomial
    noncentral_chisquare noncentral_f normal pareto permutation permuted poisson power random rayleigh shuffle
    standard_cauchy standard_exponential standard_gamma standard_normal standard_t triangular uniform vonmises wald
    weibull zipf"""
)
LEGACY = (GENERATOR - {"integers", "permuted", "multivariate_hypergeometric"}) | frozenset(
    {"rand", "randint", "randn", "random_sample", "seed"}
)


class Dice:
    """numpy's random numbers: seeded anew for every call, so that a run can be repeated."""

    def __init__(self) -> None:
        self._legacy: np.random.RandomState | None = None
        self._made = 0

    def reset(self) -> None:
        """Begin again."""
        self._legacy, self._made = None, 0

    @property
    def legacy(self) -> np.random.RandomState:
        """What ``np.random.normal`` and its like draw from."""
        if self._legacy is None:
            self._legacy = np.random.RandomState(SEED)
        return self._legacy

    def seed(self, seed: object = None) -> None:
        """``np.random.seed``."""
        self._legacy = self.state(seed)

    def state(self, seed: object = None) -> np.random.RandomState:
        """``np.random.RandomState``."""
        return np.random.RandomState(self._seed(seed))  # type: ignore[arg-type]

    def generator(self, seed: object = None) -> np.random.Generator:
        """``np.random.default_rng``."""
        if type(seed) is np.random.Generator:
            return seed
        return np.random.Generator(np.random.PCG64(self._seed(seed)))  # type: ignore[arg-type]

    def _seed(self, seed: object) -> object:
        if seed is None:
            self._made += 1
            return SEED + self._made
        numbers = seed if type(seed) in (list, tuple) else [seed]
        if not all(type(number) is int or isinstance(number, np.integer) for number in numbers):  # type: ignore[attr-defined]
            raise Denied("A seed is a whole number or a list of them.", "Write np.random.default_rng(1).")
        return [int(number) for number in numbers] if type(seed) in (list, tuple) else int(numbers[0])  # type: ignore[index,attr-defined]


DICE = Dice()


def error_state(**how: object) -> np.errstate:
    """``np.errstate``: what is not to be raised is ignored, since nobody would see a warning."""
    if not all(name in ERRORS and value in ("ignore", "warn", "raise") for name, value in how.items()):
        raise Denied("errstate takes divide, over, under, invalid or all.", "Write np.errstate(divide='ignore').")
    return np.errstate(**{name: "raise" if value == "raise" else "ignore" for name, value in how.items()})  # type: ignore[arg-type]


def windows(x: Any, window_shape: Any, axis: Any = None) -> Any:
    """``sliding_window_view``: a read-only one."""
    return np.lib.stride_tricks.sliding_window_view(x, window_shape, axis=axis, writeable=False)


def short_type(kind: Any) -> np.dtype[Any]:
    """``np.dtype`` of short names and scalar types only."""
    if type(kind) is str and len(kind) < 20:
        return np.dtype(kind)
    if isinstance(kind, type) and (kind in SHORT_TYPES or issubclass(kind, np.generic)):
        return np.dtype(kind)
    raise Denied("np.dtype takes a short name.", "Write np.dtype('float64').")


def _drawing(name: str) -> Callable[..., Any]:
    def draw(*values: Any, **named: Any) -> Any:
        return getattr(DICE.legacy, name)(*values, **named)

    return draw


def _members(key: str, module: Any) -> dict[str, object]:
    found = {f"_{key}_{name}": getattr(module, name) for name in modules.TABLES[key]}
    if any(isinstance(value, ModuleType) for value in found.values()):
        raise TypeError("a module among the names")
    return found


def names() -> Mapping[str, object]:
    """Everything that this file offers, as it is compiled in."""
    return {
        **_members("np", np),
        **_members("np_linalg", np.linalg),
        **_members("np_fft", np.fft),
        **{f"_np_random_{name}": _drawing(name) for name in modules.RANDOM_DRAWS},
        "_np_random_default_rng": DICE.generator,
        "_np_random_RandomState": DICE.state,
        "_np_random_Generator": Token("np.random.Generator", np.random.Generator, "Write np.random.default_rng(1)."),
        "_np_random_seed": DICE.seed,
        "_np_stride_sliding_window_view": windows,
        "_np_ndarray": Token("np.ndarray", np.ndarray, "Write np.array, np.zeros or np.full."),
        "_np_dtype": short_type,
        "_np_errstate": error_state,
        "_np_seterr": nothing,
        "_np_set_printoptions": nothing,
    }


def register() -> None:
    """Tell the guards which attributes the types of these names have."""
    EXACT[np.random.Generator] = GENERATOR
    EXACT[np.random.RandomState] = LEGACY
    FAMILIES[np.finfo] = words("bits dtype eps max min resolution tiny")
    FAMILIES[np.iinfo] = frozenset({"bits", "max", "min"})
    FAMILIES[np.random.RandomState] = LEGACY
