"""The shape of a flag, under the name by which the other floors know it."""

from quantboard.core.flag import ERROR, INFO, SEVERITIES, WARNING, Flag, Honesty, honesty_of, ordered

__all__ = ["ERROR", "INFO", "SEVERITIES", "WARNING", "Flag", "Honesty", "honesty_of", "ordered"]
