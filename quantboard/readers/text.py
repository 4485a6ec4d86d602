"""Text files: encoding, blocks of whole lines in UTF-8, and the lines that cannot be parsed."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np

from quantboard.errors import InvalidInput

SAMPLE = 1 << 18
BLOCK = 8 << 20
LONGEST_LINE = 1_000_000
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UTF8 = ("utf-8", "utf-8-sig", "utf8", "ascii")


class UnknownEncoding(InvalidInput):
    """An encoding that Python does not know, or that cannot read the file."""

    code = "file.encoding"


class LineTooLong(InvalidInput):
    """A line of a million characters: no line breaks, or not a table."""

    code = "file.line_too_long"


class NotText(InvalidInput):
    """A binary file that no reader knows."""

    code = "file.not_text"


@dataclass
class TextProblems:
    """Lines that were set aside before parsing: (line, code, text)."""

    lines: list[tuple[int, str, str]] = field(default_factory=list)


def encoding_of(sample: bytes, name: str) -> tuple[str, bool]:
    """Encoding of a file's beginning, and whether that is a guess; raises ``NotText``."""
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding, False
    if sample[1:200:2].count(0) > 50 or sample[0:200:2].count(0) > 50:
        return ("utf-16-le" if sample[1:200:2].count(0) > 50 else "utf-16-be"), True
    if sample.count(0) > len(sample) // 50:
        raise NotText(f"{name} is not a text file.", "Import CSV, TSV, TXT, XLSX, Parquet, or these in gz, xz or zip.")
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(sample)
    except UnicodeDecodeError:
        return _legacy(sample)
    return "utf-8", False


def _legacy(sample: bytes) -> tuple[str, bool]:
    """Neither BOM nor UTF-8: mostly UTF-8 with a slip, Chinese, or Western."""
    slips = sum(char == "\ufffd" for char in sample.decode("utf-8", "replace"))
    proper = sum(ord(char) > 0x2E80 for char in sample.decode("utf-8", "ignore"))
    if proper > 4 * slips:
        return "utf-8", False
    try:
        text = codecs.getincrementaldecoder("gb18030")("strict").decode(sample)
    except UnicodeDecodeError:
        return "cp1252", True
    wide = [char for char in text if ord(char) > 0x7F]
    chinese = sum("\u4e00" <= char <= "\u9fff" or char in "，。（）：％" for char in wide)
    lonely = _lonely_high_bytes(sample)
    return ("gb18030", True) if chinese >= 0.8 * len(wide) and lonely < 0.5 else ("cp1252", True)


def _lonely_high_bytes(sample: bytes) -> float:
    """Share of high bytes without a high neighbour: common in Western text, rare in Chinese."""
    high = [index for index, byte in enumerate(sample[:65536]) if byte > 0x7F]
    marks = set(high)
    return sum(i - 1 not in marks and i + 1 not in marks for i in high) / max(len(high), 1)


def decoder_of(encoding: str) -> Callable[[bytes, bool], str]:
    """An incremental decoder that puts U+FFFD for what it cannot read; raises ``UnknownEncoding``."""
    try:
        return codecs.getincrementaldecoder(encoding)("replace").decode
    except LookupError:
        raise UnknownEncoding(
            f"There is no encoding {encoding!r}.", "Try utf-8, gb18030 or cp1252.", field="map.encoding"
        ) from None


def sample_lines(file: BinaryIO, encoding: str, name: str, size: int = SAMPLE) -> list[str]:
    """The first lines of a file, without the one that was cut off; raises ``LineTooLong``."""
    data = file.read(size)
    more = file.read(LONGEST_LINE) if b"\n" not in data and b"\r" not in data else b""
    text = decoder_of(encoding)(data + more, False).lstrip("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(len(line) for line in lines) >= LONGEST_LINE:
        raise _too_long(name, 1)
    if len(data) == size and len(lines) > 1:
        lines.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _too_long(name: str, line: int) -> LineTooLong:
    return LineTooLong(
        f"Line {line} of {name} has {LONGEST_LINE:,} characters or more, or the file has no line breaks.",
        "Export the table with one row a line.",
    )


def line_blocks(file: BinaryIO, encoding: str, name: str, problems: TextProblems) -> Iterator[tuple[bytes, int, int]]:
    """Blocks of whole lines in UTF-8, the number of their first line, and the bytes read so far.

    NUL bytes, quotes that never close and bytes that are not the encoding's are found here; such lines are blanked
    and reported, so that line numbers stay true. A name cell of broken bytes only is kept.
    """
    decode = None if encoding.lower() in UTF8 else decoder_of(encoding)
    rest, line, n_read = b"", 1, 0
    while True:
        raw = file.read(BLOCK)
        n_read += len(raw)
        data = raw if decode is None else decode(raw, not raw).encode()
        if line == 1 and not rest:
            data = data.removeprefix(codecs.BOM_UTF8)
        data = rest + data
        if b"\r" in data and b"\n" not in data:
            data = data.replace(b"\r", b"\n")
        cut = len(data) if not raw else data.rfind(b"\n") + 1
        block, rest = data[:cut], data[cut:]
        if len(rest) > LONGEST_LINE:
            raise _too_long(name, line + block.count(b"\n"))
        if block:
            yield _clean(block, line, problems), line, n_read
            line += block.count(b"\n")
        if not raw:
            return


def _clean(block: bytes, line: int, problems: TextProblems) -> bytes:
    odd_quotes = b'"' in block and _has_odd_quotes(block)
    is_utf8 = block.isascii() or _is_utf8(block)
    if is_utf8 and not odd_quotes and b"\0" not in block and not (b"\r" in block and b"\r\r" in block):
        return block
    parts = block.split(b"\n")
    for index, part in enumerate(parts):
        if b"\0" in part:
            problems.lines.append((line + index, "control_characters", _shown(part.replace(b"\0", b""))))
            parts[index] = b""
        elif part.count(b'"') % 2:
            problems.lines.append((line + index, "unterminated_quote", _shown(part)))
            parts[index] = b""
        elif not is_utf8 and "\ufffd" in (text := part.decode("utf-8", "replace")):
            problems.lines.append((line + index, "invalid_bytes", _shown(part)))
            parts[index] = text.encode()
    return b"\n".join(parts)


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_odd_quotes(block: bytes) -> bool:
    """Whether some line has an odd number of quotes."""
    signs = np.frombuffer(block, dtype=np.uint8)
    line_of = np.searchsorted(np.flatnonzero(signs == ord("\n")), np.flatnonzero(signs == ord('"')))
    return bool((np.bincount(line_of) % 2).any())


def _shown(part: bytes) -> str:
    return part[:120].decode("utf-8", "replace").strip()
