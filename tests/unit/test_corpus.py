"""Reading, checking and writing annotated releases, and what is computed from them alone."""

from __future__ import annotations

import errno
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import fls
from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.document import KINDS, LABELLED_KINDS, LABELS
from fls.errors import CorpusError, InputError

ROOT = Path(__file__).resolve().parents[2]
RAW = (
    'Acme\u00a0Grows\r\n\r\nDAYTON -- Acme grew.\n  It expects\nmore. "Great!"\r\n* no duty\n\f1\n'
)
UNITS = (
    "h\tF,P\tAcme Grows\n"
    "s\tF\tDAYTON -- Acme grew.\n"
    "s\tL+,P\tIt expects more.\n"
    's\tP,L-\t"Great!"\n'
    "i\tB\t* no duty\n"
    "o\t\t1\n"
)
MANIFEST = 'year,id,issuer\n2001,acme,"Acme, Inc."\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a corpus of one release."""
    for part in ("raw", "units"):
        (tmp_path / part).mkdir()
    (tmp_path / "raw" / "acme.txt").write_bytes(RAW.encode())
    (tmp_path / "units" / "acme.units").write_bytes(UNITS.encode())
    (tmp_path / "manifest.csv").write_text(MANIFEST, encoding="utf-8")
    return tmp_path


def release(name: str, issuer: str, *boilerplate: str) -> AnnotatedRelease:
    """Return a release whose sentences are legends, one a line."""
    units, start = [], 0
    for sentence in boilerplate:
        units.append(GoldUnit("sentence", start, start + len(sentence), "boilerplate"))
        start += len(sentence) + 1
    return AnnotatedRelease(name, "\n".join(boilerplate), tuple(units), issuer)


def test_read_gives_units_in_code_points_of_the_raw_text(folder: Path) -> None:
    (read,) = corpus.read(folder)
    assert (read.id, read.issuer, read.text) == ("acme", "Acme, Inc.", RAW)
    assert [read.text[unit.start : unit.end] for unit in read.units] == [
        "Acme\u00a0Grows",
        "DAYTON -- Acme grew.",
        "It expects\nmore.",
        '"Great!"',
        "* no duty",
        "1",
    ]
    assert [(u.kind, u.label, u.second, u.specific) for u in read.units] == [
        ("headline", "factual", "promotional", None),
        ("sentence", "factual", None, None),
        ("sentence", "forward_looking", "promotional", True),
        ("sentence", "promotional", "forward_looking", False),
        ("item", "boilerplate", None, None),
        ("other", None, None, None),
    ]


def test_issuer_falls_back_to_company_and_to_the_id(folder: Path) -> None:
    manifest = folder / "manifest.csv"
    manifest.write_bytes("\ufeffid,company\r\nacme,Acme\r\n".encode())
    assert corpus.read(folder)[0].issuer == "Acme"
    manifest.unlink()
    assert corpus.read(str(folder))[0].issuer == "acme"


def test_releases_are_sorted_and_other_files_ignored(folder: Path) -> None:
    for name in ("b", "a-1"):
        (folder / "raw" / f"{name}.txt").write_bytes(b"")
        (folder / "units" / f"{name}.units").write_bytes(b"")
    (folder / "raw" / "notes.md").write_bytes(b"x")
    (folder / "raw" / "._acme.txt").write_bytes(b"\xff")
    assert [r.id for r in corpus.read(folder)] == ["a-1", "acme", "b"]


def in_units(old: str, new: str) -> Callable[[Path], None]:
    """Return a change of the units file."""
    return lambda folder: change(folder / "units" / "acme.units", old, new)


def change(path: Path, old: str, new: str) -> None:
    """Replace a text in a file that has it."""
    content = path.read_bytes().decode()
    assert old in content
    path.write_bytes(content.replace(old, new).encode())


FAULTS = {
    "columns": (in_units("h\tF,P\t", "h\t"), "acme.units:1", "kind TAB label TAB text", "2 col"),
    "empty line": (in_units("o\t\t1\n", "\no\t\t1\n"), "acme.units:6", "kind TAB", "1 columns"),
    "kind": (in_units("h\tF,P", "H\tF,P"), "acme.units:1", "one of h s i g t c o", "'H'"),
    "label": (in_units("s\tF\t", "s\tX\t"), "acme.units:2", "F P L+ L- B", "'X'"),
    "bare L": (in_units("L+,P", "L,P"), "acme.units:3", "F P L+ L- B", "'L,P'"),
    "label twice": (in_units("L+,P", "L+,L-"), "acme.units:3", "two different", "'L+,L-'"),
    "three labels": (in_units("L+,P", "L+,P,F"), "acme.units:3", "two different", "'L+,P,F'"),
    "label missing": (in_units("s\tF\t", "s\t\t"), "acme.units:2", "must have a label", "none"),
    "label not allowed": (in_units("o\t\t", "o\tF\t"), "acme.units:6", "no label", "'F'"),
    "no text": (in_units("o\t\t1", "o\t\t \u200b"), "acme.units:6", "have a text", "none"),
    "raw missing": (
        lambda folder: (folder / "raw" / "acme.txt").unlink(),
        "acme.txt",
        "a release needs its raw text",
        "no such file",
    ),
    "units missing": (
        lambda folder: (folder / "units" / "acme.units").unlink(),
        "acme.units",
        "a release needs its raw text and its units",
        "no such file",
    ),
    "raw not UTF-8": (
        lambda folder: (folder / "raw" / "acme.txt").write_bytes(b"Acme \x93grows\x94"),
        "acme.txt",
        "must be UTF-8",
        "byte 0x93 at offset 5",
    ),
    "units not UTF-8": (
        lambda folder: (folder / "units" / "acme.units").write_bytes(b"o\t\t\xff"),
        "acme.units",
        "must be UTF-8",
        "byte 0xff at offset 3",
    ),
    "manifest not UTF-8": (
        lambda folder: (folder / "manifest.csv").write_bytes(b"id\n\xff"),
        "manifest.csv",
        "must be UTF-8",
        "byte 0xff",
    ),
    "manifest without id": (
        lambda folder: (folder / "manifest.csv").write_bytes(b"name\nacme\n"),
        "manifest.csv:1",
        "a column 'id'",
        "'name'",
    ),
    "manifest twice": (
        lambda folder: (folder / "manifest.csv").write_bytes(b"id,issuer\nacme,A\nb,B\nacme,A\n"),
        "manifest.csv:4",
        "an id must stand once",
        "'acme' again",
    ),
    "manifest of others": (
        lambda folder: (folder / "manifest.csv").write_bytes(b"id,issuer\nacme.txt,Acme\n"),
        "manifest.csv",
        "has a release for each row",
        "none for the id 'acme.txt'",
    ),
    "raw a folder": (
        lambda folder: (folder / "raw" / "b.txt").mkdir() or in_units("Acme G", "Acme G")(folder),
        "b.txt",
        "must be a readable file",
        "directory",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_names_place_expectation_and_finding(folder: Path, fault: str) -> None:
    spoil, where, expected, found = FAULTS[fault]
    spoil(folder)
    first = corpus.validate(folder)[0]
    assert first.where.endswith(where)
    assert expected in first.expected
    assert found in first.found
    assert first.repair
    with pytest.raises(CorpusError, match=re.escape(str(first))):
        corpus.read(folder)


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "shown"),
    [
        ("It expects more.", "It expected more.", 3, "acme.txt:4:12", "'It expected more.'"),
        ("s\tF\tDAYTON -- Acme grew.\n", "", 2, "acme.txt:3:1", "'It expects more.'"),
        ("o\t\t1\n", "", 5, "acme.txt:7:2", "the end"),
        ("o\t\t1\n", "o\t\t12\n", 6, "acme.txt:8:1", "'12'"),
    ],
)
def test_text_that_differs_is_shown_in_both_files(
    folder: Path, old: str, new: str, line: int, place: str, shown: str
) -> None:
    in_units(old, new)(folder)
    (fault,) = corpus.validate(folder)
    assert fault.where.endswith(f"acme.units:{line}")
    assert place in fault.found
    assert shown in fault.found


def test_validate_lists_all_faults_of_all_releases(folder: Path) -> None:
    (folder / "raw" / "zeta.txt").write_bytes(b"Z")
    in_units("s\tF\t", "s\tX\t")(folder)
    in_units("o\t\t1", "q\t\t2")(folder)
    places = [Path(fault.where).name for fault in corpus.validate(folder)]
    assert places == ["acme.units:2", "acme.units:6", "acme.units:6", "zeta.units"]


@pytest.mark.parametrize(("name", "found"), [("nowhere", "no such folder"), ("", "neither")])
def test_a_folder_without_releases_is_a_fault(tmp_path: Path, name: str, found: str) -> None:
    (fault,) = corpus.validate(tmp_path / name)
    assert fault.found == found
    with pytest.raises(CorpusError):
        corpus.read(tmp_path / name)


def test_write_then_read_gives_the_same(folder: Path, tmp_path: Path) -> None:
    releases = [*corpus.read(folder), release("b", 'Bee "B", Ltd.')]
    corpus.write(tmp_path / "new" / "folder", releases)
    assert corpus.read(tmp_path / "new" / "folder") == releases
    corpus.write(tmp_path / "new" / "folder", releases)  # the same names may be replaced
    written = (tmp_path / "new" / "folder" / "units" / "acme.units").read_bytes().decode()
    assert written == UNITS


def full(handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("write", [corpus.write, corpus.update, corpus.write_standoff])
def test_what_cannot_be_written_leaves_what_was_there(
    write: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = ({"a": "Ann"},) if write is corpus.write_standoff else ()
    write(tmp_path, [release("a", "Acme", "No duty.")], *more)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    monkeypatch.setattr("fls.files.os.fsync", full)
    kept = release("a", "Acme", "No duty.")
    unit = replace(kept.units[0], label="factual")
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, [replace(kept, units=(unit,))], *more)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        (AnnotatedRelease("a/b", "", (), "x"), "'a/b'"),
        (AnnotatedRelease("a", "", (), ""), "''"),
        (AnnotatedRelease("a", "", (), "x\ny"), r"'x\ny'"),
        (AnnotatedRelease("a", "\ud800", (), "x"), "lone surrogate at 0"),
        (AnnotatedRelease("a", "x", (), "x"), "'x'"),
        (AnnotatedRelease("a", "x", (GoldUnit("verse", 0, 1),), "x"), "'verse'"),
        (
            AnnotatedRelease("a", "x", (GoldUnit("item", 0, 1, "forward_looking"),), "x"),
            "forward_looking",
        ),
        (AnnotatedRelease("a", "x ", (GoldUnit("other", 0, 2),), "x"), "end=2"),
        (
            AnnotatedRelease("a", "x", (GoldUnit("item", 0, 1, "factual", None, True),), "x"),
            "specific",
        ),
    ],
)
def test_write_refuses_what_could_not_be_read_back(
    tmp_path: Path, bad: AnnotatedRelease, found: str
) -> None:
    with pytest.raises(CorpusError, match=re.escape(found)):
        corpus.write(tmp_path / "new", [release("good", "x", "Fine."), bad])
    assert not (tmp_path / "new").exists()


def test_write_refuses_none_twins_and_foreign_folders(folder: Path) -> None:
    with pytest.raises(CorpusError, match="none"):
        corpus.write(folder, [])
    with pytest.raises(CorpusError, match="'a' twice"):
        corpus.write(folder, [release("a", "x"), release("a", "y")])
    with pytest.raises(CorpusError, match="'acme' in the folder already"):
        corpus.write(folder, [release("a", "x")])


def test_digest_depends_on_content_and_not_on_order(folder: Path) -> None:
    (acme,) = corpus.read(folder)
    other = release("b", "x", "Fine.")
    assert corpus.digest([acme, other]) == corpus.digest([other, acme])
    changed = [
        release("c", "x", "Fine."),
        release("b", "y", "Fine."),
        release("b", "x", "Fine!"),
        AnnotatedRelease("b", "Fine.", (GoldUnit("sentence", 0, 5, "factual"),), "x"),
    ]
    digests = {corpus.digest([acme, r]) for r in [other, *changed]}
    assert len(digests) == 5
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)


def test_split_keeps_issuers_whole_and_folds_even() -> None:
    names = ["Acme, Inc.", "ACME", "The Acme Corp.", "Bee S.A.", "Cee", "Dee", "Eff", "Gee N.V."]
    releases = [release(f"r{i}", name, *["x"] * (i + 1)) for i, name in enumerate(names)]
    splits = corpus.split(releases, folds=3, seed=1)
    assert sorted(i for _, test in splits for i in test) == list(range(8))
    for train, test in splits:
        assert sorted(train + test) == list(range(8))
        assert len({0, 1, 2} & set(test)) in (0, 3)
        assert 9 <= sum(len(releases[i].units) for i in test) <= 15


def test_split_depends_on_the_seed_and_not_on_the_order() -> None:
    releases = [release(f"r{i:02}", f"issuer {i}", *["x"] * 9) for i in range(30)]
    tests = [
        {frozenset(releases[i].id for i in test) for _, test in corpus.split(releases, 5, seed)}
        for seed in (0, 0, 1)
    ]
    assert tests[0] == tests[1] != tests[2]
    turned = releases[::-1]
    assert tests[0] == {
        frozenset(turned[i].id for i in test) for _, test in corpus.split(turned, 5, 0)
    }


@pytest.mark.parametrize("folds", [-1, 0, 1, 3])
def test_split_refuses_folds_out_of_range(folds: int) -> None:
    releases = [release("a", "Acme"), release("b", "Acme Ltd"), release("c", "Inc.")]
    with pytest.raises(InputError, match=r"number of issuers \(2\)"):
        corpus.split(releases, folds, 0)


def test_repeated_units_are_legends_of_six_words_or_more() -> None:
    legend = "We assume no duty to update this."
    train = [release("a", "x", legend, "See our filings.")]
    shouted = "WE ASSUME no duty\nto update   this!"
    test = [release("b", "y", shouted, "See our filings.", "We assume no duty to update that.")]
    assert corpus.repeated_units(train, test) == [frozenset({0})]
    factual = AnnotatedRelease("c", legend, (GoldUnit("sentence", 0, len(legend), "factual"),), "z")
    assert corpus.repeated_units(train, [factual, *test]) == [frozenset(), frozenset({0})]
    for words, found in (("Acme need not update this page.", {0}), ("Acme may fail this.", set())):
        again = [release("d", "z", words)]
        assert corpus.repeated_units(again, again) == [frozenset(found)]


def test_alpha_agrees_with_values_worked_by_hand() -> None:
    # Krippendorff (2011), section C: four coders, missing values, nominal alpha .743.
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert corpus.krippendorff_alpha(table) == pytest.approx(0.743, abs=5e-4)
    # As tables have it: NaN here and there, no two of them the same object.
    for nothing in (lambda: float("nan"), lambda: np.float64("nan"), lambda: pd.NA, lambda: pd.NaT):
        gaps = [[nothing() if value is None else value for value in row] for row in table]
        assert corpus.krippendorff_alpha(gaps) == pytest.approx(0.743, abs=5e-4)
    assert corpus.krippendorff_alpha(["ab", "ab"]) == 1
    # Values a b / b a: one less than 3 * (2 + 2) / (2 * 2 + 2 * 2).
    assert corpus.krippendorff_alpha(["ab", "ba"]) == pytest.approx(-0.5)


def test_alpha_is_nan_where_nothing_can_be_said() -> None:
    assert math.isnan(corpus.krippendorff_alpha(["aa", "aa"]))
    assert math.isnan(corpus.krippendorff_alpha([["a", None], [None, "a"]]))
    assert math.isnan(corpus.krippendorff_alpha([[], []]))


@pytest.mark.parametrize("codings", [[], ["ab"], ["ab", "a"]])
def test_alpha_refuses_codings_that_do_not_fit(codings: list[str]) -> None:
    with pytest.raises(InputError, match="equal length"):
        corpus.krippendorff_alpha(codings)


def test_the_annotated_releases_are_valid_and_complete() -> None:
    folder = ROOT / "data" / "releases"
    assert corpus.validate(folder) == []
    releases = corpus.read(folder)
    assert len(releases) >= 192
    units = [unit for r in releases for unit in r.units]
    assert {unit.kind for unit in units} == set(KINDS)
    assert {unit.label for unit in units if unit.kind in LABELLED_KINDS} == set(LABELS)
    assert all(r.issuer != r.id for r in releases)
    assert all(r.text[u.start] and not r.text[u.start].isspace() for r in releases for u in r.units)


def test_the_package_shows_what_it_promises() -> None:
    shown = {name for name in vars(corpus) if not name.startswith("_")} - {"annotations"}
    assert corpus.__all__ == sorted(corpus.__all__)
    assert shown == set(corpus.__all__)


def test_no_class_has_the_name_of_another_one_in_fls() -> None:
    assert not {name for name in corpus.__all__ if name[0].isupper()} & set(fls.__all__)
