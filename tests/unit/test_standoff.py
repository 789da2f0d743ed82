from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest

from fls import corpus
from fls.cli import main
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.errors import CorpusError

TEXT = "Acme opens plant\n\nAcme, Inc. will open a plant in 2031."
UNITS = (
    GoldUnit("headline", 0, 16, "factual"),
    GoldUnit("sentence", 18, 55, "forward_looking", "factual", True),
)
HEADER = "start\tend\tkind\tlabel\tannotator\n"
RELEASE = AnnotatedRelease("r1", TEXT, UNITS, "Acme")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    other = AnnotatedRelease(
        "r2",
        "Ünit\r\nCosts fell.",
        (GoldUnit("other", 0, 4), GoldUnit("sentence", 6, 17, "factual")),
        "Beck",
    )
    corpus.write_standoff(
        tmp_path / "wire", [RELEASE, other], {"r1": "a1", "r2": "a2"}, {"r1": {"sector": "pumps"}}
    )
    return tmp_path / "wire"


def test_what_is_written_holds_no_text_and_reads_back(folder: Path) -> None:
    (first, units), (second, _) = corpus.read_standoff(folder)
    assert (first["id"], first["issuer"], first["sector"], second["sector"]) == (
        "r1",
        "Acme",
        "pumps",
        "",
    )
    assert tuple(units) == UNITS
    assert re.fullmatch(r"[0-9a-f]{64}", first["sha256"])
    written = "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    assert "plant" not in written
    assert "18\t55\ts\tL+,F\ta1" in written


def test_releases_that_are_there_stay(folder: Path) -> None:
    corpus.write_standoff(
        folder,
        [AnnotatedRelease("r0", "Up.", (GoldUnit("sentence", 0, 3, "factual"),), "C")],
        {"r0": "a"},
    )
    assert [row["id"] for row, _ in corpus.read_standoff(folder)] == ["r0", "r1", "r2"]


def test_join_finds_texts_by_digest_in_folders_and_archives(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "texts" / "deep").mkdir(parents=True)
    (tmp_path / "texts" / "deep" / "any name.txt").write_bytes(TEXT.encode())
    (tmp_path / "texts" / "latin.txt").write_bytes(b"\xff")
    data = "Ünit\r\nCosts fell.".encode()
    with tarfile.open(tmp_path / "texts.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("./x.txt")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    places = [tmp_path / "texts", tmp_path / "texts.tar.gz"]
    releases, missing = corpus.join(folder, corpus.texts_of(places))
    assert releases[0] == RELEASE
    assert [release.id for release in releases] == ["r1", "r2"]
    assert missing == []
    some, missing = corpus.join(folder, corpus.texts_of(places[:1]))
    assert some == [RELEASE]
    assert [name for name, _ in missing] == ["r2"]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("manifest.csv", "id,sha256\nr1,12\n", "manifest.csv:2: has an id and a sha256"),
        ("units/r1.tsv", "start\tend\n", "r1.tsv:1: is the header"),
        ("units/r1.tsv", HEADER + "0\t5\ts\n", "r1.tsv:2: has 5 columns"),
        ("units/r1.tsv", HEADER + "5\t5\ts\tF\ta\n", "is not empty"),
        ("units/r1.tsv", HEADER + "0\t5\ts\tX\ta\n", "label must be one of"),
        ("units/r1.tsv", HEADER + "0\t5\tz\tF\ta\n", "kind must be one of"),
    ],
)  # fmt: skip
def test_a_fault_names_its_place(folder: Path, name: str, content: str, part: str) -> None:
    (folder / name).write_text(content)
    with pytest.raises(CorpusError, match=re.escape(part)):
        corpus.read_standoff(folder)


def test_a_unit_beyond_its_text_is_a_fault(folder: Path) -> None:
    path = folder / "units" / "r1.tsv"
    path.write_text(path.read_text().replace("18\t55", "18\t56"))
    with pytest.raises(CorpusError, match="within its 55 characters"):
        corpus.join(folder, [TEXT])


@pytest.mark.parametrize("missing", ["nowhere", "file.txt"])
def test_a_place_that_holds_no_texts_is_a_fault(tmp_path: Path, missing: str) -> None:
    (tmp_path / "file.txt").write_text("no archive")
    with pytest.raises(CorpusError, match=r"a folder of \.txt files or a tar archive"):
        list(corpus.texts_of([tmp_path / missing]))


def test_the_wire_labels_are_whole_and_join(root: Path, shared: Path) -> None:
    labelled = corpus.read_standoff(root / "data" / "wire")
    assert sum(unit.label is not None for _, units in labelled for unit in units) >= 20_000
    releases, missing = corpus.join(
        root / "data" / "wire", corpus.texts_of([shared / "wire" / "raw"])
    )
    # The marks of some forward-looking units were read again since those folders were written.
    seen = [(r.id, r.text, [(u.start, u.end, u.kind, u.label) for u in r.units]) for r in releases]
    theirs = {r.id: r for r in corpus.read(shared / "wire")}
    assert seen == [
        (name, theirs[name].text, [(u.start, u.end, u.kind, u.label) for u in theirs[name].units])
        for name, _, _ in seen
    ]
    assert len(releases) + len(missing) == len(labelled)


def test_a_cut_archive_is_a_fault(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for number in range(50):
            data = bytes(range(256)) * 40 + str(number).encode()
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    (tmp_path / "cut.tar.gz").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    with pytest.raises(CorpusError, match="is a whole archive"):
        list(corpus.texts_of([tmp_path / "cut.tar.gz"]))


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("../r9," + "a" * 64 + ",Acme,", "manifest.csv:4: has an id of letters"),
        (".hidden," + "a" * 64 + ",Acme,", "manifest.csv:4: has an id of letters"),
        ("a/b," + "a" * 64 + ",Acme,", "manifest.csv:4: has an id of letters"),
        ("r1," + "a" * 64 + ",Acme,", "that no line above names, got r1"),
    ],
)
def test_an_id_that_is_no_file_name_or_stands_twice_is_a_fault(
    folder: Path, line: str, part: str
) -> None:
    with (folder / "manifest.csv").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(CorpusError, match=re.escape(part)):
        corpus.read_standoff(folder)


def test_a_text_that_stands_twice_is_a_fault(folder: Path) -> None:
    path = folder / "manifest.csv"
    first = path.read_text().splitlines()[1]
    path.write_text(path.read_text() + first.replace("r1", "r9") + "\n")
    with pytest.raises(CorpusError, match="4: names a release and a text that no line above"):
        corpus.read_standoff(folder)


@pytest.mark.parametrize(
    ("name", "annotators", "part"),
    [("../r9", {"../r9": "a"}, "letters, digits"), ("r9", {"r1": "a"}, "r9: has an annotator")],
)
def test_what_cannot_be_read_back_is_not_written(
    tmp_path: Path, name: str, annotators: dict[str, str], part: str
) -> None:
    with pytest.raises(CorpusError, match=re.escape(part)):
        corpus.write_standoff(
            tmp_path / "w", [AnnotatedRelease(name, TEXT, UNITS, "Acme")], annotators
        )
    assert list(tmp_path.iterdir()) == []


def test_labels_have_a_digest_with_and_without_the_texts(folder: Path, tmp_path: Path) -> None:
    releases, _ = corpus.join(folder, [TEXT, "Ünit\r\nCosts fell."])
    name = corpus.standoff_digest(folder)
    assert corpus.labels_digest(releases[::-1]) == name
    corpus.write(tmp_path / "joined", releases)
    assert corpus.labels_digest(corpus.read(tmp_path / "joined")) == name
    head, *rows = (folder / "manifest.csv").read_text().splitlines()
    (folder / "manifest.csv").write_text("\n".join([head, *rows[::-1]]) + "\n")
    assert corpus.standoff_digest(folder) == name
    assert corpus.labels_digest(releases[:1]) != name


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("units/r1.tsv", "L+,F", "L-,F"),
        ("units/r1.tsv", "0\t16", "0\t15"),
        ("manifest.csv", "Acme", "Beck"),
        ("manifest.csv", "r1,", "r3,"),
    ],
)
def test_another_label_has_another_digest(folder: Path, file: str, old: str, new: str) -> None:
    name = corpus.standoff_digest(folder)
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    if new == "r3,":
        (folder / "units" / "r1.tsv").rename(folder / "units" / "r3.tsv")
    assert corpus.standoff_digest(folder) != name


def test_the_command_says_what_is_missing_and_what_to_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "x.txt").write_bytes(TEXT.encode())
    out = tmp_path / "joined"
    arguments = ["corpus", "join", str(folder), "--texts", str(tmp_path / "texts")]
    assert main([*arguments, "-o", str(out)]) == 1
    shown = capsys.readouterr()
    assert "wrote 1 release " in shown.out
    assert "fls: r2: no text with SHA-256 " in shown.err
    assert "hold all 2 texts of the labels, got 1 of them; name what holds the others" in shown.err
    assert corpus.read(out) == [RELEASE]
    (tmp_path / "texts" / "y.txt").write_bytes("Ünit\r\nCosts fell.".encode())
    assert main([*arguments, "-o", str(tmp_path / "all")]) == 0
    assert capsys.readouterr().err == ""
