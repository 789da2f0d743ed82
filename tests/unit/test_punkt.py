"""Punkt decides as nltk does with the same parameters, and in linear time."""

from __future__ import annotations

import itertools
import json
import tarfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tokenize import punkt as original

from fls.errors import ModelError
from fls.segmentation import punkt

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".." / "shared"

# Small, and with every kind of entry that a decision depends on.
TRICKY = punkt.PunktParameters(
    frozenset(("inc", "u.s", "e.g", "a.m", "no", "j", "5", "k", "s.a")),
    frozenset(
        (
            ("inc", "reports"),
            ("##number##", "about"),
            ("j", "bond"),
            ("company", "x"),
            (".", "the"),
            ("..", "the"),
            ("inc", "u.s."),
        )
    ),
    frozenset(("the", "we", "##number##")),
    {
        "about": 2 | 32,
        "bond": 4 | 8,
        "company": 32 | 4,
        "in": 2 | 16 | 32,
        "the": 2 | 32,
        "u.s": 4,
        "u.s.": 8 | 64,
        "##number##": 64,
        "x": 16,
    },
)
PIECES = (
    *("Inc.", "U.S.", "U.S", "e.g.", "a.m.", "No.", "J.", "j.", "B.", "non-U.S.", "10-K.", "-Inc"),
    *("3.5", "5.", "12.", "-7.", ",5", "...", "..", ". . .", "?!", "!", "?", ".", ",", ";", ":"),
    *('"', "'", "“", "”", "’", "»", "(", ")", "[", "]", "}", "-", "--", "—", "*", "#", "@", "&"),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\t", "\v", "\xa0", "\x85", "\u2028", "\x1c", "\u200d"),
    *("The", "the", "In", "in", "About", "about", "Bond", "company", "Reports", "x", "We"),
    *("É.", "ß", "İ", "ΑΣ.", "²", "².Ⓐ.", "٣.", "\u0301", "日本。", "\U0001f600", "\ud800"),
)
HARD = (
    "",
    " ",
    ".",
    "!",
    " !! Really? Yes",
    "!! ! a",
    " \n.) b",
    "Acme, Inc. The company grew. Inc. reports it.",
    'He said "No." She left. (It rose.) "Why?" he asked.',
    "Very bad!!! Or not?! ... The end... of it.",
    "In the U.S. The call at 8:30 a.m. EST is on. At 9 a.m. The end.",
    "See No. 5. about 12. The rest. J. Bond met J. the man, B. in the company.",
    "e.g. foo!) bar",
    "foo.bar.baz!qux.) (NYSE:ABC.) Next",
    "one.\xa0two. . . three.\u2028Four.\x85Five",
    "end.\n\x1c J",
    "a.\xa0. . b. \xa0 c",
    'tail. "',
    'tail. "--and more',
    'tail."--and more." "',
    "no space after.The stop,Inc.The end!Yes",
    "Form 10-K. In non-U.S. The co. x. 3.5. -7. About",
)


def reference(parameters: punkt.PunktParameters) -> original.PunktSentenceTokenizer:
    theirs = original.PunktParameters()
    theirs.abbrev_types = set(parameters.abbreviations)
    theirs.collocations = set(parameters.collocations)
    theirs.sent_starters = set(parameters.sentence_starters)
    theirs.ortho_context.update(parameters.orthographic_context)
    return original.PunktSentenceTokenizer(theirs)


NLTK_TRICKY = reference(TRICKY)


def read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def differing(texts: Iterator[tuple[str, str]]) -> list[str]:
    """Name the texts, as they are and on one line, whose spans are not nltk's."""
    tokenizer = reference(punkt.PunktParameters.load())
    return [
        name
        for name, text in texts
        for form in (text, " ".join(text.split()))
        if punkt.spans(form) != list(tokenizer.span_tokenize(form))
    ]


def test_same_as_nltk_on_the_corpus() -> None:
    paths = sorted((ROOT / "data" / "releases" / "raw").glob("*.txt"))
    if not paths:
        pytest.skip("no corpus in data/releases/raw")
    assert differing((path.name, path.read_text(encoding="utf-8")) for path in paths) == []


def test_same_as_nltk_on_written_releases() -> None:
    paths = sorted((SHARED / "corpus_seed").glob("*/*.units"))
    if not paths:
        pytest.skip("the optional shared folder is missing")
    texts = (
        (path.name, "\n".join(line.split("\t", 2)[2] for line in read_lines(path)))
        for path in paths
    )
    assert differing(texts) == []


def test_same_as_nltk_on_real_releases() -> None:
    archive = SHARED / "releases" / "unlabelled.tar.gz"
    if not archive.exists():
        pytest.skip("the optional shared folder is missing")

    def texts() -> Iterator[tuple[str, str]]:
        with tarfile.open(archive) as tar:
            members = (member for member in tar if member.name.endswith(".txt"))
            for member in itertools.islice(members, 300):
                file = tar.extractfile(member)
                assert file is not None
                yield member.name, file.read().decode("utf-8", errors="replace")

    assert differing(texts()) == []


@pytest.mark.parametrize("text", HARD)
def test_same_as_nltk_on_hard_texts(text: str) -> None:
    assert punkt.spans(text, parameters=TRICKY) == list(NLTK_TRICKY.span_tokenize(text))


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", "", " "))), max_size=25))
def test_same_as_nltk_on_tricky_strings(pieces: list[tuple[str, str]]) -> None:
    text = "".join(itertools.chain.from_iterable(pieces))
    assert punkt.spans(text, parameters=TRICKY) == list(NLTK_TRICKY.span_tokenize(text))


def test_numbers_and_initials() -> None:
    text = "Schedule 5. about J. Bond and J. the man."
    assert punkt.breaks(text, parameters=TRICKY) == []
    assert punkt.breaks("Item 6. Sales rose. Costs fell.", parameters=TRICKY) == [7, 19]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme, Inc. reported at 8:30 a.m. The call was short.", [32]),
        ("It sold to Acme Corp. The price rose 3.5 percent. It paid.", [21, 49]),
        ("Dr. Roe, Ph.D., met Mr. Poe in St. Louis, Mo. (USA) at No. 5. We agreed.", [61]),
        ("It is in the U.S. Food chains, e.g. Acme Ltd., approx. 20, grew.", []),
    ],
)
def test_parameters_that_come_with_the_library(text: str, expected: list[int]) -> None:
    assert punkt.breaks(text) == expected


def test_stretch_of_a_text() -> None:
    text = "Zero. One. Two!  Three. Four."
    assert punkt.spans(text, 6, 24) == [(6, 10), (11, 15), (17, 23)]
    assert punkt.breaks(text, 6, 24) == [10, 15]
    assert punkt.spans(text, -5) == [(24, 29)]
    assert punkt.spans(text, 6, 6) == []


@pytest.mark.parametrize(
    "unit",
    ["! ", "a.", "a. ", "111 ", '"', '."', ".", "!", "Inc. ", ".\xa0", "x", "a,", "-."],
)
def test_work_grows_linearly(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work = 0
    decide, ends = punkt._decide, punkt._ends_sentence

    def counting_decide(text: str, floor: int, mark: int, resume: int, parameters: Any) -> bool:
        nonlocal work
        context = punkt._REST.match(text, resume)
        assert context is not None
        work += context.end() - floor
        return decide(text, floor, mark, resume, parameters)

    def counting_ends(token: str, after: str, parameters: Any) -> bool:
        nonlocal work
        work += len(token) + len(after)
        return ends(token, after, parameters)

    monkeypatch.setattr(punkt, "_decide", counting_decide)
    monkeypatch.setattr(punkt, "_ends_sentence", counting_ends)
    size = 20_000
    text = unit * (size // len(unit))
    work += len(punkt.spans(text, parameters=TRICKY))
    assert 0 < work <= 8 * size


def test_file_is_sorted_and_holds_statistics_only() -> None:
    text = (files("fls.lexicons") / "punkt.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert list(data) == sorted(data)
    for key in ("abbreviations", "collocations", "sentence_starters"):
        assert data[key] == sorted(data[key])
        assert len(data[key]) == len({str(entry) for entry in data[key]})
    words = [*data["abbreviations"], *data["sentence_starters"], *data["orthographic_context"]]
    assert [word for word in words if len(word.split()) != 1 or "@" in word or "/" in word] == []
    assert set(data["orthographic_context"].values()) <= set(range(2, 128, 2))
    assert len(text.encode()) <= 300_000


def test_load_is_read_once() -> None:
    assert punkt.PunktParameters.load() is punkt.PunktParameters.load()


@pytest.mark.parametrize(
    ("content", "reason"),
    [('{"format": 2}', "2"), ("{", "JSONDecodeError"), ("[]", "TypeError"), (None, "FileNotFound")],
)
def test_damaged_file_has_its_own_error(
    content: str | None, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lexicons").mkdir()
    if content is not None:
        (tmp_path / "lexicons" / "punkt.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(punkt, "files", lambda package: tmp_path)
    with pytest.raises(ModelError, match=reason):
        punkt._load.__wrapped__()
