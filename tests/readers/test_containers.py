import lzma
import zipfile

import pytest

from quantboard.readers.containers import (
    CorruptArchive,
    CorruptFile,
    EmptyFile,
    NothingToRead,
    UnsafeMember,
    WrongContent,
    open_container,
    stem_of,
)


@pytest.mark.parametrize(
    ("name", "stem"),
    [("AAPL.csv.gz", "AAPL"), ("a/b/IBM.CSV", "IBM"), ("x.y.xlsx", "x.y"), ("000001.SZ.csv", "000001.SZ")],
)
def test_stems(name, stem):
    assert stem_of(name) == stem


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", b"", EmptyFile),
        ("a.xlsx", b"Date,Open\n", WrongContent),
        ("a.xls", b"<html><table></table></html>", WrongContent),
        ("a.zip", b"PK\x03\x04broken", CorruptArchive),
        ("a.csv.gz", b"no gzip", CorruptArchive),
        ("a.csv.gz", b"\x1f\x8bbroken", CorruptArchive),
        ("a.parquet", b"no parquet", CorruptFile),
    ],
)
def test_content_that_is_not_what_the_name_says(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(kind):
        open_container(path)


def test_xz_and_a_zip_of_several(tmp_path):
    packed = tmp_path / "a.csv.xz"
    packed.write_bytes(lzma.compress(b"Date\n"))
    assert open_container(packed).members[0].stem == "a"
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("y.csv", "1")
        archive.writestr("x.csv", "1")
        archive.writestr(".DS_Store", "1")
    found = open_container(path)
    assert [member.stem for member in found.members] == ["x", "y"]
    assert found.ignored == (".DS_Store",)


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "C:\\a.csv", "x/../../a.csv"])
def test_members_that_point_outside(tmp_path, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "1")
    with pytest.raises(UnsafeMember):
        open_container(path)


def test_a_link_is_not_followed(tmp_path):
    path = tmp_path / "a.zip"
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UnsafeMember):
        open_container(path)


def test_an_archive_without_a_table(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.png", "1")
    with pytest.raises(NothingToRead, match=r"photo\.png"):
        open_container(path)
