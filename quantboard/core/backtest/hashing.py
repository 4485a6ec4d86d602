"""Canonical JSON and the two digests by which runs are compared."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Stamps, Vector

Ints = NDArray[np.int64]
RESULT_HEADER = b"quantboard-result-1\n"
A_PIECE = 8_192
NO_STAMP = int(np.iinfo(np.int64).min)


def canonical(thing: Any) -> bytes:
    """UTF-8 JSON with sorted keys, no spaces, shortest floats, −0 as 0; NaN and infinity: ``ValueError``."""
    text = json.dumps(_plain(thing), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(thing: Any) -> str:
    """SHA-256 of the canonical JSON of ``thing``."""
    return hashlib.sha256(canonical(thing)).hexdigest()


def source_digest(source: str) -> str:
    """SHA-256 of a strategy's source as UTF-8."""
    return hashlib.sha256(source.encode()).hexdigest()


def rounded(values: Vector) -> Vector:
    """Floats rounded to 32 significant bits on the bit pattern, with one NaN and no −0."""
    out: Vector = np.array(values, dtype="<f8")
    empty = np.isnan(out)
    bits = out.view("<i8")
    bits += 1 << 20
    bits &= -(1 << 21)
    out[empty] = np.nan
    out += 0.0
    return out


def result_hash(
    symbols: Sequence[str], integers: Sequence[Ints], floats: Sequence[Vector], stamps: Stamps, equity: Vector
) -> str:
    """SHA-256 over symbols, the trades' integer and float columns, then stamps and equity.

    Columns are little-endian; symbols are UTF-8, each ended by a newline.
    """
    hasher = hashlib.sha256(RESULT_HEADER)
    hasher.update("".join(f"{symbol}\n" for symbol in symbols).encode())
    for column in integers:
        hasher.update(np.ascontiguousarray(column, dtype="<i8").data)
    for values in floats:
        _take(hasher, values)
    hasher.update(np.ascontiguousarray(stamps, dtype="<i8").data)
    _take(hasher, equity)
    return hasher.hexdigest()


def _take(hasher: "hashlib._Hash", values: Vector) -> None:
    """Rounded floats, in pieces that stay in the processor's cache."""
    for start in range(0, len(values), A_PIECE):
        hasher.update(rounded(values[start : start + A_PIECE]).data)


def _plain(thing: Any) -> Any:
    if isinstance(thing, float):
        if not math.isfinite(thing):
            raise ValueError(f"{thing} has no place in canonical JSON")
        return thing + 0.0
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_plain(value) for value in thing]
    return thing
