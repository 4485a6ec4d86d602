import os
import random

import numpy as np
import pytest

from quantboard.sandbox import wire


def written(*records, size=1 << 16):
    descriptor = wire.answer_file(size)
    answers = wire.Answers(descriptor, size)
    for number, (header, arrays) in enumerate(records, 1):
        answers.begin(number)
        answers.put(header, arrays)
    return descriptor


def test_columns_survive_the_crossing_read_only():
    close = np.arange(12.0).reshape(6, 2)
    descriptor = wire.pack_columns(np.arange(6), ("A", "B"), {"close": close, "volume": close * 2})
    stamps, symbols, panels = wire.unpack_columns(descriptor)
    assert symbols == ["A", "B"]
    np.testing.assert_array_equal(panels["volume"], close * 2)
    assert not panels["close"].flags.writeable
    with pytest.raises(ValueError, match="cannot set WRITEABLE"):
        panels["close"].flags.writeable = True
    assert stamps.tolist() == list(range(6))


def test_sealed_memory_cannot_be_changed_or_resized():
    descriptor = wire.pack_request({"source": "x"})
    for change in (lambda: os.pwrite(descriptor, b"x", 0), lambda: os.ftruncate(descriptor, 1)):
        with pytest.raises(PermissionError):
            change()
    answer = wire.answer_file(100)
    with pytest.raises(PermissionError):
        os.ftruncate(answer, 10)


def test_a_request_survives():
    assert wire.unpack_request(wire.pack_request({"source": "é\n", "calls": []})) == {"source": "é\n", "calls": []}


def test_records_and_arrays_survive():
    signals, weights = np.ones((4, 2), np.int8), np.full((4, 2), np.nan)
    descriptor = written(({"outcome": "ok"}, [signals, weights]), ({"outcome": "failed"}, []))
    number, records = wire.read_records(descriptor, 1 << 16, 2)
    assert number == 2
    first, second = wire.read_arrays(descriptor, records[0], [("|i1", (4, 2)), ("<f8", (4, 2))])
    np.testing.assert_array_equal(first, signals)
    np.testing.assert_array_equal(second, weights)
    assert records[1].header == {"outcome": "failed"}


def test_arrays_of_another_length_are_refused():
    descriptor = written(({"outcome": "ok"}, [np.ones((4, 2), np.int8)]))
    _, records = wire.read_records(descriptor, 1 << 16, 1)
    with pytest.raises(wire.Malformed):
        wire.read_arrays(descriptor, records[0], [("|i1", (5, 2))])


def test_an_answer_that_does_not_fit_is_told():
    with pytest.raises(wire.AnswerFull):
        written(({"outcome": "ok"}, [np.ones(1 << 16)]))


@pytest.mark.parametrize(
    "body",
    [b'{"a": NaN}', b"[1]", b"\xff\xfe", b"", b'{"a": [[[[[[[[[[1]]]]]]]]]]}', b"[" * 60_000],
)
def test_headers_of_the_wrong_shape_are_refused(body):
    descriptor = wire.answer_file(1 << 17)
    os.pwrite(descriptor, wire.COUNTER.pack(1) + wire.PREFIX.pack(len(body) or 70_000, 0) + body, 0)
    with pytest.raises(wire.Malformed):
        wire.read_records(descriptor, 1 << 17, 1)


def test_random_bytes_never_raise_anything_else():
    draw = random.Random(7)
    good = bytes(os.pread(written(({"outcome": "ok", "n": [1, 2]}, [np.ones(8)])), 400, 0))
    for _ in range(3000):
        body = bytearray(good if draw.random() < 0.7 else draw.randbytes(400))
        for _ in range(draw.randrange(1, 6)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        body = body[: draw.randrange(1, len(body))] if draw.random() < 0.3 else body
        descriptor = wire.answer_file(400)
        os.pwrite(descriptor, body, 0)
        try:
            _, records = wire.read_records(descriptor, 400, 3)
            for record in records:
                wire.read_arrays(descriptor, record, [("<f8", (8,))])
        except wire.Malformed:
            pass
        finally:
            os.close(descriptor)


def test_text_is_cut_and_cleaned():
    assert wire.clean_text("a\x1b[31mb\x00\nc", 100) == "a[31mb\nc"
    assert wire.clean_text("x" * 50, 10) == "x" * 10
    assert wire.clean_text({"a": 1}) == ""
