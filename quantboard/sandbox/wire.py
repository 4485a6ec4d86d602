"""Data over sealed memory: columns and requests in, records of typed arrays out. Every size is checked before reading.

In: ``u32`` length, JSON header, 64-byte aligned columns. Out: ``u32`` number of the call being worked on, then one
record a finished call (``u32`` header length, ``u64`` length of its arrays, JSON header, arrays). The parent reads
after the child is dead, by ``pread``, and believes nothing.
"""

from __future__ import annotations

import fcntl
import json
import math
import mmap
import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the small server that only checks works without numpy
    import numpy as np

SEAL_ALL, SEAL_SIZE = 0x1 | 0x2 | 0x4 | 0x8, 0x1 | 0x2 | 0x4
ADD_SEALS = 1033
ALIGN = 64
MAX_HEADER = 65_536
MAX_REQUEST = 4 << 20
PREFIX = struct.Struct("<IQ")
COUNTER = struct.Struct("<I")
DTYPES = {"<f8": 8, "|i1": 1}


class Malformed(Exception):
    """Bytes that no honest child or parent would send."""


@dataclass(frozen=True)
class Record:
    """One call's answer, with its arrays not yet read."""

    header: Mapping[str, Any]
    arrays_at: int
    arrays_length: int


def sealed(chunks: Sequence[tuple[int, bytes | memoryview]], size: int, name: str) -> int:
    """A memory file with ``chunks`` at their offsets that nobody can change any more."""
    descriptor = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(descriptor, size)
        for offset, chunk in chunks:
            _write(descriptor, chunk, offset)
        fcntl.fcntl(descriptor, ADD_SEALS, SEAL_ALL)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def answer_file(size: int) -> int:
    """An empty memory file of a fixed size."""
    descriptor = os.memfd_create("answer", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    fcntl.fcntl(descriptor, ADD_SEALS, SEAL_SIZE)
    return descriptor


def _write(descriptor: int, chunk: bytes | memoryview, offset: int) -> None:
    view = memoryview(chunk).cast("B")
    while len(view):
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


def pack_columns(
    stamps: np.ndarray[Any, Any], symbols: Sequence[str], columns: Mapping[str, np.ndarray[Any, Any]]
) -> int:
    """Stamps and panels as one sealed memory file."""
    import numpy as np

    arrays = {"": np.ascontiguousarray(stamps, dtype="<i8")}
    arrays.update({name: np.ascontiguousarray(panel, dtype="<f8") for name, panel in columns.items()})
    places: list[tuple[str, int]] = []
    offset = 0
    for name, array in arrays.items():
        places.append((name, offset))
        offset += -(-array.nbytes // ALIGN) * ALIGN
    header = json.dumps({"shape": [len(stamps), len(symbols)], "symbols": list(symbols), "columns": places}).encode()
    start = -(-(4 + len(header)) // ALIGN) * ALIGN
    chunks: list[tuple[int, bytes | memoryview]] = [(0, COUNTER.pack(len(header)) + header)]
    for (_, at), array in zip(places, arrays.values(), strict=True):
        if array.size:
            chunks.append((start + at, array.data))
    return sealed(chunks, start + max(offset, ALIGN), "columns")


def unpack_columns(descriptor: int) -> tuple[np.ndarray[Any, Any], list[str], dict[str, np.ndarray[Any, Any]]]:
    """Stamps, symbols and read-only panels over the shared memory itself: nothing is copied."""
    import numpy as np

    size = os.lseek(descriptor, 0, os.SEEK_END)  # fstat would need a call that also takes paths
    memory = mmap.mmap(descriptor, size, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
    (length,) = COUNTER.unpack_from(memory, 0)
    header = json.loads(memory[4 : 4 + length])
    start = -(-(4 + length) // ALIGN) * ALIGN
    n_bars, n_symbols = header["shape"]
    arrays = {}
    for name, at in header["columns"]:
        kind, count = ("<f8", n_bars * n_symbols) if name else ("<i8", n_bars)
        array = np.frombuffer(memory, dtype=kind, count=count, offset=start + at)
        arrays[name] = array.reshape(n_bars, n_symbols) if name else array
    return arrays.pop(""), header["symbols"], arrays


def pack_request(request: Mapping[str, object]) -> int:
    """A request as one sealed memory file."""
    body = json.dumps(request).encode()
    if len(body) > MAX_REQUEST:
        raise Malformed("the request is too large")
    return sealed([(0, COUNTER.pack(len(body)) + body)], 4 + len(body), "request")


def unpack_request(descriptor: int) -> dict[str, Any]:
    """What the parent asks."""
    size = os.lseek(descriptor, 0, os.SEEK_END)  # fstat would need a call that also takes paths
    body = os.pread(descriptor, size, 0)
    (length,) = COUNTER.unpack_from(body, 0)
    request: dict[str, Any] = json.loads(body[4 : 4 + length])
    return request


class AnswerFull(Exception):
    """The answer does not fit into what the parent reserved."""


class Answers:
    """The child's side of the answer: records, one after the other."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self._size = size
        self._offset = COUNTER.size

    def begin(self, number: int) -> None:
        """Say which call is being worked on, so that after a crash the parent knows the culprit."""
        os.pwrite(self._descriptor, COUNTER.pack(number), 0)

    def put(self, header: Mapping[str, object], arrays: Sequence[np.ndarray[Any, Any]] = ()) -> None:
        """Write one record; raises ``AnswerFull``."""
        body = json.dumps(header).encode()
        length = sum(array.nbytes for array in arrays)
        if len(body) > MAX_HEADER or self._offset + PREFIX.size + len(body) + length + PREFIX.size > self._size:
            raise AnswerFull
        at = self._offset + PREFIX.size + len(body)
        for array in arrays:
            if array.size:
                _write(self._descriptor, array.data, at)
            at += array.nbytes
        _write(self._descriptor, PREFIX.pack(len(body), length) + body, self._offset)
        self._offset = at


def read_records(descriptor: int, size: int, most: int) -> tuple[int, list[Record]]:
    """The number of the call last begun, and the finished records. Raises ``Malformed``."""
    (number,) = COUNTER.unpack(_read(descriptor, COUNTER.size, 0))
    if number > most:
        raise Malformed("a call that was not asked")
    return number, list(_records(descriptor, size, most))


def _records(descriptor: int, size: int, most: int) -> Iterator[Record]:
    offset = COUNTER.size
    for _ in range(most):
        if offset + PREFIX.size > size:
            return
        header_length, length = PREFIX.unpack(_read(descriptor, PREFIX.size, offset))
        if header_length == 0:
            return
        offset += PREFIX.size
        if header_length > MAX_HEADER or offset + header_length + length > size:
            raise Malformed("a record beyond the end")
        yield Record(_header(_read(descriptor, header_length, offset)), offset + header_length, length)
        offset += header_length + length


def _header(body: bytes | bytearray) -> Mapping[str, Any]:
    try:
        header = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("a header that cannot be read") from None
    if type(header) is not dict or _depth(header) > 6:
        raise Malformed("a header of the wrong shape")
    return header


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        if depth > 8:
            return depth
        inner: list[object] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = inner
    return depth


def read_arrays(
    descriptor: int, record: Record, wanted: Sequence[tuple[str, tuple[int, ...]]]
) -> list[np.ndarray[Any, Any]]:
    """Exactly the arrays ``wanted`` (dtype, shape). Raises ``Malformed`` on any difference of length."""
    import numpy as np

    lengths = [DTYPES[kind] * math.prod(shape) for kind, shape in wanted]
    if sum(lengths) != record.arrays_length:
        raise Malformed("arrays of another length")
    arrays, at = [], record.arrays_at
    for (kind, shape), length in zip(wanted, lengths, strict=True):
        arrays.append(np.frombuffer(_read(descriptor, length, at), dtype=kind).reshape(shape))
        at += length
    return arrays


def read_bytes(descriptor: int, record: Record) -> bytes:
    """What stands beside the header, as it is; its length was compared with the file's."""
    return bytes(_read(descriptor, record.arrays_length, record.arrays_at))


def _read(descriptor: int, length: int, offset: int) -> bytearray:
    """Exactly ``length`` bytes, writable by whoever gets them."""
    data = bytearray(length)
    view = memoryview(data)
    while len(view):
        got = os.preadv(descriptor, [view], offset)
        if got == 0:
            raise Malformed("an answer that ends early")
        view, offset = view[got:], offset + got
    return data


def clean_text(value: object, cap: int = 2000) -> str:
    """Text of a child for people's eyes: cut, and without control characters but line ends and tabs."""
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value[:cap] if sign.isprintable() or sign in "\n\t")
