from __future__ import annotations

import codecs
import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls.errors import InputError, ReadError
from fls.readers import read
from fls.readers.text import BLANKS, decode, from_str, read_path

PROSE = "Café sales rose 4% to €3 million.\r\n“Good,” said Ann.\f\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PROSE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + PROSE.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + PROSE.encode("utf-32-be"), "utf-32"),
        (PROSE.encode("cp1252"), "cp1252"),
    ],
)
def test_every_encoding_gives_the_same_text_and_is_recorded(data: bytes, encoding: str) -> None:
    document = decode(data, "a.txt")
    assert (document.text, document.encoding) == (PROSE, encoding)
    assert (document.source, document.warnings) == ("a.txt", ())


def test_bytes_undefined_in_cp1252_are_counted() -> None:
    document = decode(b"Caf\xe9 \x81\x8d\x8f\x90\x9d end")
    assert document.text == "Café \ufffd\ufffd\ufffd\ufffd\ufffd end"
    assert document.encoding == "cp1252"
    assert document.warnings == ("5 bytes undefined in cp1252 replaced by U+FFFD",)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (codecs.BOM_UTF8 + b"Caf\xe9", "utf-8-sig"),
        (codecs.BOM_UTF16_LE + "Café".encode("utf-16-le") + b"x", "utf-16"),
        (codecs.BOM_UTF32_LE + "Café".encode("utf-32-le") + b"\xff\xff\xff\xff", "utf-32"),
    ],
)
def test_damage_after_a_mark_is_flagged(data: bytes, encoding: str) -> None:
    document = decode(data)
    assert document.text.startswith("Caf")
    assert document.text.endswith("\ufffd")
    assert document.encoding == encoding
    assert document.warnings == (f"damaged {encoding}: undecodable bytes replaced by U+FFFD",)


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    document = from_str("a\0b\ud800c\udfff\ud83d.")
    assert document.text == "a\ufffdb\ufffdc\ufffd\ufffd."
    assert document.warnings == (
        "1 NUL character replaced by U+FFFD",
        "3 lone surrogates replaced by U+FFFD",
    )


def test_one_nul_in_a_short_file_is_still_text() -> None:
    assert decode(b"Sales\0 rose.").text == "Sales\ufffd rose."


@given(st.text(st.characters(exclude_categories=())))
def test_offsets_survive_for_any_text(text: str) -> None:
    document = from_str(text)
    assert len(document.text) == len(text)
    document.text.encode()
    changed = [old for old, new in zip(text, document.text, strict=True) if old != new]
    assert all(char == "\0" or "\ud800" <= char <= "\udfff" for char in changed)
    assert bool(changed) == any("U+FFFD" in warning for warning in document.warnings)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",))))
def test_utf8_comes_back_as_written(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()).text == text


@pytest.mark.parametrize("text", ["", " \n\f\t"])
def test_a_text_without_text_is_a_warning_not_an_error(text: str) -> None:
    for document in (from_str(text), decode(text.encode())):
        assert document.text == text
        assert document.warnings == ("empty",)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\nprose prose", "a PDF file"),
        (b"PK\x03\x04prose", "a ZIP archive or an Office document"),
        (gzip.compress(b"prose"), "a gzip archive"),
        (b"{\\rtf1 prose}", "an RTF document"),
        (bytes(range(256)) * 4, "NUL or control characters (a binary file)"),
        (codecs.BOM_UTF16_LE + b"\x01\x00" * 40, "NUL or control characters (a binary file)"),
        ("Sales rose.".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        ("Sales rose.".encode("utf-16-be"), "UTF-16 without a byte-order mark"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match="must be plain text") as caught:
        decode(data, "a.bin")
    assert caught.value.where == "a.bin"
    assert found in caught.value.found
    assert caught.value.repair


def test_a_file_is_read_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PROSE.encode("cp1252"))
    assert read_path(path) == read_path(str(path)) == read(path)
    assert read_path(path).source == str(path)
    assert read_path(path).text == PROSE


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="got nothing at this path; check the path"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(ReadError, match=r"got a folder; .* -o OUT"):
        read_path(tmp_path)
    with pytest.raises(ReadError, match="null byte"):
        read_path("a\0b")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user"
)
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Sales rose.")
    path.chmod(0)
    with pytest.raises(ReadError, match="no permission"):
        read_path(path)


def test_a_refused_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match="no permission"):
        read_path(tmp_path / "a.txt")


def test_types_decide_what_a_source_is(tmp_path: Path) -> None:
    assert read("a.txt").text == "a.txt"
    assert read(b"a.txt").text == "a.txt"
    with pytest.raises(InputError, match="int"):
        read(5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="bytes"):
        from_str(b"a")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="str"):
        decode("a")  # type: ignore[arg-type]


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>Up.", b"\xef\xbb\xbf\n<html lang=en>"])
def test_a_page_of_html_is_refused(page: bytes) -> None:
    with pytest.raises(ReadError, match="an HTML page"):
        decode(page)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<html><body><p>Sales rose.</p></body></html>", "the source of an HTML page"),
        ("\n<SEC-DOCUMENT>0001.txt\n<DOCUMENT>\n<TYPE>8-K\n", "an EDGAR submission"),
        ("Sales < $5 rose.", None),
        ("Sales rose.", None),
    ],
)
def test_a_str_that_looks_like_a_source_is_told_of(text: str, found: str | None) -> None:
    expected = (f"looks like {found}, taken as plain text: give its bytes",) if found else ()
    assert from_str(text).warnings == expected


def test_what_is_blank_is_empty() -> None:
    assert set(BLANKS) == {chr(c) for c in range(0x110000) if chr(c).isspace()} | set(
        "\u200b\u2060\ufeff"
    )
    assert from_str("\u200b \u200b\n\ufeff").warnings == ("empty",)
    assert from_str(" a ").warnings == ()
