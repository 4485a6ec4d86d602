import hashlib
import struct

import numpy as np
import pytest

from quantboard.core.backtest.hashing import NO_STAMP, canonical, digest, result_hash, rounded, source_digest


def test_canonical_json() -> None:
    assert canonical({"b": (1, 2.0), "a": {"ä": -0.0, "c": None}}) == '{"a":{"c":null,"ä":0.0},"b":[1,2.0]}'.encode()
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()
    assert source_digest("ü") == hashlib.sha256("ü".encode()).hexdigest()
    with pytest.raises(ValueError, match="nan"):
        canonical({"a": float("nan")})


def test_rounding_keeps_32_significant_bits() -> None:
    values = np.array([1 / 3, -1 / 3, 1e300, 0.0, -0.0, np.nan, 123456.789])
    out = rounded(values)
    assert np.nanmax(np.abs(out / np.where(values == 0, 1, values) - (values != 0))) < 2.4e-10
    assert (out[:-2].view(np.int64) & ((1 << 21) - 1) == 0).all()
    assert not np.signbit(out[4])
    assert np.isnan(out[5])
    assert rounded(np.array([1 / 3]))[0] == rounded(np.array([1 / 3 * (1 + 1e-14)]))[0]


def test_rounding_is_the_formula() -> None:
    value = 98_765.432_1
    (bits,) = struct.unpack("<q", struct.pack("<d", value))
    (wanted,) = struct.unpack("<d", struct.pack("<q", ((bits + 2**20) >> 21) << 21))
    assert rounded(np.array([value]))[0] == wanted


def test_result_hash_byte_by_byte() -> None:
    entry, leave = np.array([10, 20]), np.array([NO_STAMP, 30])
    symbol, side = np.array([0, 1]), np.array([1, -1])
    units, price_in, price_out = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([np.nan, 5.0])
    stamps, equity = np.array([10, 20, 30]), np.array([100.0, 101.5, 99.25])
    said = b"quantboard-result-1\nA\nB\n"
    said += struct.pack("<8q", 10, 20, -(2**63), 30, 0, 1, 1, -1)
    said += struct.pack("<4d", 1.0, 2.0, 3.0, 4.0) + np.array([np.nan, 5.0], "<f8").tobytes()
    said += struct.pack("<3q", 10, 20, 30) + struct.pack("<3d", 100.0, 101.5, 99.25)
    found = result_hash(("A", "B"), (entry, leave, symbol, side), (units, price_in, price_out), stamps, equity)
    assert found == hashlib.sha256(said).hexdigest()
