"""The list of built-ins."""

from quantboard.core.indicators import kernels
from quantboard.core.indicators.catalog import CATALOG


def test_each_entry_says_how_and_what_and_names_its_kernels():
    assert len({entry.name for entry in CATALOG}) == len(CATALOG)
    for entry in CATALOG:
        assert entry.usage.startswith(f"{entry.name}(")
        assert entry.call.__name__ == entry.name
        assert all(hasattr(kernels, kernel) for kernel in entry.kernels)
