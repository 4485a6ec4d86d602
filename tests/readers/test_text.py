import io

import pytest

from quantboard.readers.text import (
    LineTooLong,
    NotText,
    TextProblems,
    UnknownEncoding,
    decoder_of,
    encoding_of,
    line_blocks,
    sample_lines,
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Date,开盘".encode("gbk"), "gb18030"),
        ("Datum;Eröffnung;Stück\n1;2;3".encode("cp1252"), "cp1252"),
        ("日期".encode(), "utf-8"),
        ("日期".encode("utf-8-sig"), "utf-8-sig"),
        ("Date\tOpen".encode("utf-16"), "utf-16"),
        (b"Date,Open", "utf-8"),
    ],
)
def test_encodings(data, encoding):
    assert encoding_of(data, "x")[0] == encoding


def test_mostly_utf8_with_a_slip_stays_utf8():
    assert encoding_of("日期,名称,开盘,收盘\n".encode() * 5 + "平".encode("gbk"), "x")[0] == "utf-8"


def test_what_is_no_text():
    with pytest.raises(NotText):
        encoding_of(bytes(range(256)) + b"\0\0\0" * 200, "x")
    with pytest.raises(UnknownEncoding):
        decoder_of("klingon")


def test_strange_lines_are_set_aside_by_number():
    problems = TextProblems()
    data = b'a,b\n1,"2\n3,\x004\n5,\xc4\xe3\n6,7\n'
    blocks = list(line_blocks(io.BytesIO(data), "utf-8", "x", problems))
    assert [(line, code) for line, code, _ in problems.lines] == [
        (2, "unterminated_quote"), (3, "control_characters"), (4, "invalid_bytes"),
    ]  # fmt: skip
    assert b"".join(block for block, _, _ in blocks).count(b"\n") == 5


def test_utf16_and_old_line_ends_become_lines():
    problems = TextProblems()
    (block, _, _), *_ = line_blocks(io.BytesIO("a\tb\r\n1\t2\r\n".encode("utf-16")), "utf-16", "x", problems)
    assert block.split() == [b"a", b"b", b"1", b"2"]
    (old, _, _), *_ = line_blocks(io.BytesIO(b"a,b\r1,2\r"), "utf-8", "x", problems)
    assert old == b"a,b\n1,2\n"


def test_endless_lines():
    with pytest.raises(LineTooLong):
        sample_lines(io.BytesIO(b"x" * 1_500_000), "utf-8", "x")
    assert sample_lines(io.BytesIO(b"a\nb\n"), "utf-8", "x") == ["a", "b"]
