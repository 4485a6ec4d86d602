"""What can be imported, and under which names: data only, no logic.

Each importable module has a short key; its names are compiled in as ``_<key>_<name>``, so that no module object ever
meets a person's source.
"""

from quantboard.sandbox import policy
from quantboard.sandbox.policy import words
from quantboard.sandbox.talib_names import TALIB

MODULES = {
    "numpy": "np",
    "numpy.random": "np_random",
    "numpy.linalg": "np_linalg",
    "numpy.fft": "np_fft",
    "numpy.lib": "np_lib",
    "numpy.lib.stride_tricks": "np_stride",
    "pandas": "pd",
    "pandas.tseries.offsets": "pd_offsets",
    "pandas.tseries": "pd_tseries",
    "math": "math",
    "statistics": "statistics",
    "datetime": "datetime",
    "itertools": "itertools",
    "collections": "collections",
    "collections.abc": "typing",
    "functools": "functools",
    "dataclasses": "dataclasses",
    "typing": "typing",
    "random": "random",
    "warnings": "warnings",
    "talib": "talib",
}
INSIDE = {  # module key → name in it → key of the module behind the name
    "np": {"random": "np_random", "linalg": "np_linalg", "fft": "np_fft", "lib": "np_lib"},
    "np_lib": {"stride_tricks": "np_stride"},
    "pd": {"offsets": "pd_offsets", "tseries": "pd_tseries"},
    "pd_tseries": {"offsets": "pd_offsets"},
    "collections": {"abc": "typing"},
}
LABELS = {key: path for path, key in MODULES.items() if path != "collections.abc"}
LABELS["np"] = "np"  # as everybody calls it
WANT_PANDAS = frozenset({"pd", "pd_offsets", "pd_tseries"})


RANDOM_DRAWS = words(
    """beta binomial chisquare choice exponential gamma geometric gumbel laplace logistic lognormal multinomial
    multivariate_normal normal pareto permutation poisson rand randint randn random random_sample shuffle
    standard_normal standard_t triangular uniform weibull"""
)
STANDARD_DRAWS = words(
    """betavariate choice choices expovariate gammavariate gauss lognormvariate normalvariate paretovariate randint
    random randrange sample shuffle triangular uniform weibullvariate"""
)
TABLES = {
    "np": policy.NUMPY,
    "np_random": RANDOM_DRAWS | {"default_rng", "RandomState", "Generator", "seed"},
    "np_linalg": words(
        """cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_power matrix_rank multi_dot norm pinv qr slogdet
        solve svd LinAlgError"""
    ),
    "np_fft": words("fft ifft rfft irfft fft2 ifft2 fftfreq rfftfreq fftshift ifftshift"),
    "np_lib": frozenset(),
    "np_stride": frozenset({"sliding_window_view"}),
    "pd": words(
        """DataFrame Series Index DatetimeIndex MultiIndex RangeIndex Timestamp Timedelta DateOffset Period Interval
        Categorical NaT NA NamedAgg Grouper IndexSlice concat merge merge_asof merge_ordered cut qcut crosstab
        pivot_table pivot melt get_dummies factorize unique isna isnull notna notnull to_datetime to_numeric
        to_timedelta date_range bdate_range timedelta_range period_range interval_range wide_to_long infer_freq
        set_option reset_option options Int64Dtype Float64Dtype StringDtype CategoricalDtype"""
    ),
    "pd_offsets": words(
        """BDay BusinessDay BMonthBegin BMonthEnd BQuarterEnd BYearEnd DateOffset Day Hour Minute MonthBegin MonthEnd
        QuarterBegin QuarterEnd Second Week YearBegin YearEnd"""
    ),
    "pd_tseries": frozenset(),
    "math": policy.MATH,
    "statistics": words(
        """correlation covariance fmean geometric_mean harmonic_mean linear_regression mean median median_high
        median_low mode multimode pstdev pvariance quantiles stdev variance NormalDist StatisticsError"""
    ),
    "datetime": words("datetime date time timedelta timezone UTC MINYEAR MAXYEAR"),
    "itertools": words(
        """accumulate chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse
        groupby islice pairwise permutations product repeat starmap takewhile zip_longest"""
    ),
    "collections": words("Counter OrderedDict defaultdict deque namedtuple"),
    "functools": words("lru_cache cache partial reduce"),
    "dataclasses": words("dataclass field"),
    "typing": words(
        """Any Callable ClassVar Deque DefaultDict Dict Final FrozenSet Generator Hashable Iterable Iterator List
        Literal Mapping MutableMapping NewType Optional Sequence Set Tuple TypeAlias TypeVar Union cast"""
    ),
    "random": STANDARD_DRAWS | {"Random", "seed"},
    "warnings": words("catch_warnings filterwarnings simplefilter warn"),
}
TABLES["talib"] = frozenset(TALIB)
COMPILED_IN = frozenset(f"_{key}_{name}" for key, names in TABLES.items() for name in names)

BASES = words(  # library classes that a person's class may extend
    "object Exception ValueError TypeError RuntimeError ArithmeticError LookupError KeyError IndexError"
)
METHODS = words(  # special methods that a person's class may define: none of them hands over anything of ours
    """__init__ __post_init__ __contains__ __lt__ __le__ __gt__ __ge__ __eq__ __ne__ __repr__ __str__ __len__ __bool__
    __iter__ __next__ __call__ __getitem__ __add__ __sub__ __mul__ __truediv__ __radd__ __rsub__ __rmul__ __neg__
    __abs__ __hash__"""
)
OFFERED_ADVICE = {
    "pd": {
        "read_csv": "Files are out of reach; choose a dataset as input, or build a DataFrame from a dict.",
        "read_parquet": "Files are out of reach; choose a dataset as input, or build a DataFrame from a dict.",
        "read_excel": "Files are out of reach; choose a dataset as input, or build a DataFrame from a dict.",
        "eval": "Write the expression itself.",
        "testing": "Compare with np.allclose or (a == b).all().",
    },
    "np": policy.NUMPY_ADVICE,
    "functools": {"wraps": "Leave the decorator out; nothing depends on it here."},
    "datetime": {"datetime": "Write from datetime import datetime."},
}
