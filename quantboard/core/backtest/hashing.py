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
    bits = np.array(values, dtype="<f8").view("<i8")
    kept = ((bits + (1 << 20)) >> 21) << 21
    out: Vector = kept.view("<f8")
    out[np.isnan(values)] = np.nan
    return out + 0.0


def result_hash(
    symbols: Sequence[str], integers: Sequence[Ints], floats: Sequence[Vector], stamps: Stamps, equity: Vector
) -> str:
    """SHA-256 over symbols, the trades' integer and float columns, then stamps and equity.

    Columns are little-endian; symbols are UTF-8, each ended by a newline.
    """
    hasher = hashlib.sha256(RESULT_HEADER)
    hasher.update("".join(f"{symbol}\n" for symbol in symbols).encode())
    for column in integers:
        hasher.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
    for values in floats:
        hasher.update(rounded(values).astype("<f8", copy=False).tobytes())
    hasher.update(np.ascontiguousarray(stamps, dtype="<i8").tobytes())
    hasher.update(rounded(equity).astype("<f8", copy=False).tobytes())
    return hasher.hexdigest()


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
