from __future__ import annotations

import gzip
import io
import os
import pickle
import re
import socket
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import fls
from fls.document import Document
from fls.errors import InputError, ReadError
from fls.readers import Limits, read, read_all
from tests.hostile_inputs import HOSTILE, pdf

FORMATS = Path(__file__).resolve().parents[1] / "data" / "formats"
PAGES = ("ir-site.html", "wire-article.html", "wire-breaks.html")
SUBMISSIONS = ("edgar-1996.txt", "edgar-2005.txt", "edgar-2024.txt")
RELEASE = (FORMATS / "release.txt").read_text(encoding="utf-8")
#: Words that stand on the sites around the release.
AROUND = "Careers Cookies Facebook Funds Login Pricing Search Tracking Trending programme scripts"
#: Kinds of hostile input whose error comes with their size: a small one is read.
BY_SIZE = {
    "gz bomb", "gz of gz", "less-than", "open links", "PDF bomb", "PDF of many pages",
    "single line", "zip bomb", "zip of many",
}  # fmt: skip
SMALL = 40


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def sentences(text: str) -> list[str]:
    frame = fls.segment(text)
    kept = frame.loc[frame["kind"].isin(["headline", "sentence", "item"]), "text"]
    lines = [" ".join(one.split()).lstrip("•·-* ") for one in kept]
    return [line.replace("“", '"').replace("”", '"') for line in lines]


def first(name: str) -> Document:
    return read_all(FORMATS / name)[0]


@pytest.mark.parametrize("name", [*PAGES, *SUBMISSIONS])
def test_every_format_gives_the_sentences_of_the_plain_text(name: str) -> None:
    assert sentences(first(name).text) == sentences(RELEASE)


@pytest.mark.parametrize("name", [*PAGES, *SUBMISSIONS])
def test_rows_of_figures_are_tables(name: str) -> None:
    frame = fls.segment(first(name).text)
    rows = frame.loc[frame["kind"] == "table", "text"]
    for label in ("Revenue", "Cost of sales", "Operating income", "Net income"):
        assert any(row.startswith(label) and row.split()[-1][-1].isdigit() for row in rows)


@pytest.mark.parametrize("name", [*PAGES, *SUBMISSIONS])
def test_nothing_else_of_the_page_is_read(name: str) -> None:
    assert not set(AROUND.split()) & set(first(name).text.split())
    assert "<" not in first(name).text


@pytest.mark.parametrize("name", [*PAGES, *SUBMISSIONS, "release.txt"])
@pytest.mark.parametrize("wrap", [gzip.compress, lambda data: zipped({"a/b.bin": data})])
def test_archives_change_nothing(name: str, wrap: object) -> None:
    data = (FORMATS / name).read_bytes()
    inside = read_all(wrap(data))  # type: ignore[operator]
    assert [document.text for document in inside] == [d.text for d in read_all(data)]


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "release.pdf"
    path.write_bytes(b"<html><body><p>Sales rose.</p></body></html>")
    document = read(path)
    assert (document.text, document.metadata["format"]) == ("Sales rose.", "html")
    assert document.source == str(path)


@pytest.mark.parametrize("name", ["a.csv", "B.TSV", "c.jsonl", "d.csv.gz"])
def test_a_table_by_its_name_is_one_text_with_a_warning(name: str, tmp_path: Path) -> None:
    rows = b"id,body\n1,Acme opened a plant.\n"
    (tmp_path / name).write_bytes(gzip.compress(rows) if name.endswith("gz") else rows)
    document = fls.read(tmp_path / name)
    assert document.text == rows.decode()
    assert [warning for warning in document.warnings if "fls.score_many(table" in warning]
    (tmp_path / "a.txt").write_bytes(rows)
    assert fls.read(tmp_path / "a.txt").warnings == ()


def test_str_is_text_whatever_it_looks_like() -> None:
    assert read("<p>Sales rose.</p>").text == "<p>Sales rose.</p>"


def test_text_about_tags_is_text() -> None:
    text = "Acme offers <html> courses.\n\nThe <p> tag and the <br> tag are taught."
    assert read(text.encode()).text == text


def test_one_release_is_asked_for_and_two_are_named() -> None:
    path = FORMATS / "edgar-2024.txt"
    with pytest.raises(ReadError, match=r"got 2 \(#EX-99\.1, #EX-99\.2\); .*fls\.read_all"):
        read(path)
    assert read(path, exhibit="EX-99.2").text.startswith("Orrin Pump Names")
    with pytest.raises(ReadError, match="must hold one release"):
        fls.score(path)


def test_a_document_goes_through_to_scores() -> None:
    for document in read_all(FORMATS / "edgar-2024.txt"):
        assert read(document) is document
        assert fls.score(document).document is document
    assert fls.score(FORMATS / "wire-article.html").units["kind"].iloc[0] == "headline"


def test_a_document_of_ones_own_is_made_fit() -> None:
    own = Document("Acme \ud800 grew.", source="mine", warnings=("doubtful",))
    found = read(own)
    assert (found.text, found.source) == ("Acme \ufffd grew.", "mine")
    assert found.warnings == ("doubtful", "1 lone surrogate replaced by U+FFFD")
    assert read(found) is found
    assert fls.score(own).units["text"].tolist() == fls.segment(own)["text"].tolist()
    assert read(replace(own, text=" ", warnings=("empty",))).warnings == ("empty",)
    with pytest.raises(InputError, match="must be a str"):
        read(Document(b"Acme grew."))  # type: ignore[arg-type]


def test_metadata_are_no_part_of_the_hash_and_travel() -> None:
    document = first("edgar-1996.txt")
    assert hash(document) == hash(pickle.loads(pickle.dumps(document)))
    assert pickle.loads(pickle.dumps(document)) == document
    assert Document("a").metadata == {}


def test_the_place_inside_an_archive_is_named() -> None:
    archive = zipped({"good.txt": b"Sales rose.", "deep/bad.txt": b"\0" * 100})
    with pytest.raises(ReadError, match=r"q3\.zip!deep/bad\.txt: must be plain text"):
        read_all(archive, name="q3.zip")
    documents = read_all(zipped({"a.txt": b"A.", "b.txt.gz": gzip.compress(b"B.")}), name="q.zip")
    assert [document.source for document in documents] == ["q.zip!a.txt", "q.zip!b.txt.gz"]
    assert [document.metadata["member"] for document in documents] == ["a.txt", "b.txt.gz"]


def test_litter_and_folders_are_left_out() -> None:
    archive = zipped({"a/": b"", "__MACOSX/a/._b.txt": b"\0\1\2\3", "a/b.txt": b"B."})
    assert [document.text for document in read_all(archive)] == ["B."]


def test_nothing_is_written_and_nothing_else_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *args: opened.append(args))
    monkeypatch.setattr(Path, "open", lambda *args: opened.append(args))
    (document,) = read_all(HOSTILE["zip with ../"].make(1))
    assert document.metadata["member"] == "../../evil.txt"
    text = read_all(HOSTILE["outside entity"].make(1))[0].text
    assert "root" not in text
    assert opened == []
    assert list(tmp_path.iterdir()) == []


def test_entities_of_the_page_are_never_expanded() -> None:
    assert len(read(HOSTILE["billion laughs"].make(10)).text) < 100


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_gives_documents_or_a_named_error(name: str) -> None:
    entry = HOSTILE[name]
    data = entry.make(min(entry.full, SMALL))
    if entry.error and name not in BY_SIZE:
        with pytest.raises(ReadError, match=entry.error):
            read_all(data)
        return
    documents: list[Document] = []
    try:
        documents = read_all(data)
    except ReadError:
        if name not in BY_SIZE:
            raise
    assert documents or name in BY_SIZE
    for document in documents:
        document.text.encode()
        assert "\0" not in document.text


@pytest.mark.parametrize(
    ("data", "limits", "message"),
    [
        (b"Sales rose.", {"max_bytes": 5}, "at most 5 bytes, got more|got 11"),
        (b"<p>Sales rose.</p>", {"max_tags": 1}, "at most 1 tags"),
        (b"<p>Sales rose.</p>", {"max_characters": 9}, "at most 9 characters"),
        (b"Sales rose.", {"max_characters": 9}, "at most 9 characters"),
        (gzip.compress(b"a" * 3_000_000), {}, "at most 200 times its size"),
        (gzip.compress(b"a" * 99), {"max_bytes": 90}, "bytes when unpacked"),
        (gzip.compress(gzip.compress(b"a")), {"max_archives": 1}, "archives inside each other"),
        (zipped({"a": b"A", "b": b"B"}), {"max_members": 1}, "at most 1 files, got more"),
        (pdf(["a", "b"]), {"max_pages": 1}, "at most 1 pages"),
        (pdf(["a" * 99]), {"max_characters": 9}, "page 1: must hold at most 9 characters so far"),
    ],
)  # fmt: skip
def test_each_limit_is_named_and_can_be_raised(
    data: bytes, limits: dict[str, int], message: str
) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read_all(data, limits=Limits(**limits))
    assert re.search(r"^leave it out .* Limits\.max_", caught.value.repair)
    if limits:
        assert read_all(data)


def test_an_encrypted_file_of_an_archive_is_refused_by_name() -> None:
    data = bytearray(zipped({"q3.txt": b"Sales rose."}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1  # flags: bit 0 says that it is encrypted
    with pytest.raises(ReadError, match=r"q\.zip!q3\.txt: must be readable, got an encrypted file"):
        read_all(bytes(data), name="q.zip")


def test_limits_are_checked() -> None:
    with pytest.raises(
        InputError, match=r"Limits\.max_bytes: is a whole number of 1 or more, got 0"
    ):
        Limits(max_bytes=0)


def test_a_device_without_end_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("there is no such device")
    with pytest.raises(ReadError, match="at most 1,000 bytes, got more"):
        read(Path("/dev/zero"), limits=Limits(max_bytes=1000))


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_what_is_no_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tmp_path / "socket"))
        found = {"pipe": "a named pipe", "zero": "a device", "socket": "a socket"}
        for name, what in found.items():
            with pytest.raises(ReadError, match=f"{name}: must be a file, got {what}; leave it"):
                read(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no such names there")
def test_a_pipe_of_the_shell_is_read() -> None:
    out, into = os.pipe()
    os.write(into, b"Acme grew.")
    os.close(into)
    try:
        assert read(Path(f"/dev/fd/{out}")).text == "Acme grew."
    finally:
        os.close(out)


def test_a_file_beyond_the_limit_is_refused_by_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(30_000_000_000)

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("was opened")

    monkeypatch.setattr("builtins.open", opened)
    with pytest.raises(ReadError, match="at most 128,000,000 bytes, got 30,000,000,000; "):
        read(tmp_path / "large.txt")


def test_other_types_are_refused() -> None:
    with pytest.raises(InputError, match="is text"):
        read(5)  # type: ignore[arg-type]
