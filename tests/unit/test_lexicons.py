"""The word lists keep their format, and the word vectors know their neighbours."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fls import lexicons
from fls.errors import InputError, ModelError

FOLDER = Path(lexicons.__file__).parent
HEAD = "# A list.\n# Licence: CC BY 4.0.\n\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that stands in for the package's own."""

    def clear() -> None:
        for cached in (lexicons._read_lists, lexicons.digest, lexicons.load_vectors):
            cached.cache_clear()

    monkeypatch.setattr(lexicons, "_find_folder", lambda: tmp_path)
    clear()
    yield tmp_path
    clear()


def write_vectors(folder: Path, **changes: object) -> None:
    stored: dict[str, object] = {
        "words": np.frombuffer(b"a\nb", dtype=np.uint8),
        "vectors": np.array([[127, 0], [0, -127]], dtype=np.int8),
        "scale": np.array([1 / 127, 1 / 127], dtype=np.float32),
        "format": np.array(lexicons._VECTOR_FORMAT),
    }
    stream = io.BytesIO()
    np.savez(stream, **(stored | changes))  # type: ignore[arg-type]
    (folder / "word_vectors.npz").write_bytes(stream.getvalue())


def test_every_file_is_a_list_of_good_size() -> None:
    lists = lexicons.load_lists()
    assert set(lists) == {path.stem for path in FOLDER.glob("*.txt")}
    assert tuple(lists) == lexicons.names() == tuple(sorted(lists))
    assert {name for name, entries in lists.items() if len(entries) < 25} == set()


def test_headers_give_meaning_origin_licence_and_date() -> None:
    for path in FOLDER.glob("*.txt"):
        head = path.read_text(encoding="utf-8").split("\n\n")[0]
        assert len(head.splitlines()[0]) > 20, path.name
        for part in ("# Origin: ", "# Licence: CC BY 4.0", "Date: 20"):
            assert part in head, path.name


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("future_cue", "expects to"),
        ("future_modal", "may"),
        ("future_time", "next year"),
        ("pending_event", "closing conditions"),
        ("hype_strong", "unparalleled"),
        ("legal_fls", "undue reliance"),
        ("legal_other", "solicitation of an"),
        ("logistics", "conference call"),
        ("past_verb", "announced"),
    ],
)
def test_known_entries(name: str, entry: str) -> None:
    assert entry in lexicons.load_lists()[name]


def test_lists_that_must_not_overlap() -> None:
    lists = lexicons.load_lists()
    for cue in ("future_cue", "future_modal"):
        assert not set(lists[cue]) & set(lists["past_verb"])
    assert not set(lists["hype_strong"]) & set(lists["hype_mild"])


def test_the_dict_belongs_to_the_caller() -> None:
    lexicons.load_lists().clear()
    assert lexicons.load_lists()


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "header"),
        ("beta\n", 1, "header"),
        ("# A list.\nalpha\n\nbeta\n", 1, "header"),
        (HEAD + "beta\nalpha\n", 5, "sorted"),
        (HEAD + "alpha\nalpha\n", 5, "once"),
        (HEAD + "Alpha\n", 4, "one to three words"),
        (HEAD + "alpha  beta\n", 4, "one to three words"),
        (HEAD + "alpha beta gamma delta\n", 4, "one to three words"),
        (HEAD + "in 2026\n", 4, "one to three words"),
        (HEAD + "forward-looking\n", 4, "one to three words"),
        (HEAD + "alpha\n\nbeta\n", 5, "one to three words"),
    ],
)
def test_a_bad_line_is_named(folder: Path, text: str, line: int, expected: str) -> None:
    (folder / "bad.txt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"^bad\.txt:{line}: .*{re.escape(expected)}"):
        lexicons.load_lists()


def test_the_digest_follows_names_and_entries_only(folder: Path) -> None:
    def digest(name: str, text: str) -> str:
        for path in folder.glob("*.txt"):
            path.unlink()
        (folder / name).write_text(text, encoding="utf-8", newline="")
        lexicons._read_lists.cache_clear()
        lexicons.digest.cache_clear()
        return lexicons.digest()

    first = digest("one.txt", HEAD + "alpha\nbeta ####\n")
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert digest("one.txt", "# Other words.\n\nalpha\nbeta ####\n") == first
    assert digest("one.txt", (HEAD + "alpha\nbeta ####\n").replace("\n", "\r\n")) == first
    assert digest("one.txt", HEAD + "alpha\nbeta\n") != first
    assert digest("two.txt", HEAD + "alpha\nbeta ####\n") != first


def test_vectors_are_finite_and_of_length_one() -> None:
    words, vectors = lexicons.load_vectors()
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(words) == len(set(words)) > 5_000
    assert list(words) == sorted(words)
    assert np.isfinite(vectors).all()
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 0.05
    assert not any(re.search(r"\d", word) for word in words)
    with pytest.raises(ValueError, match="read-only"):
        vectors[0, 0] = 1


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("phase", {"trial", "clinical", "study", "placebo", "randomized", "label", "dose"}),
        ("dividend", {"dividends", "payable", "quarterly", "record", "declared", "cash"}),
        ("webcast", {"replay", "call", "conference", "dial", "live", "webcasts"}),
        ("thrilled", {"excited", "proud", "delighted", "pleased", "honored"}),
        ("gold", {"silver", "copper", "mine", "deposit", "exploration", "drilling", "ounces"}),
    ],
)
def test_neighbours_make_sense(word: str, near: set[str]) -> None:
    words, vectors = lexicons.load_vectors()
    likeness = vectors @ vectors[words.index(word)]
    nearest = {words[i] for i in np.argsort(-likeness)[1:16]}
    assert len(nearest & near) >= 2, sorted(nearest)


def test_vectors_are_stored_small() -> None:
    assert (FOLDER / "word_vectors.npz").stat().st_size <= 2_500_000


def test_numbers_times_scale(folder: Path) -> None:
    write_vectors(folder)
    words, vectors = lexicons.load_vectors()
    assert words == ("a", "b")
    assert np.allclose(vectors, [[1, 0], [0, -1]])


def test_vectors_of_another_format_are_refused(folder: Path) -> None:
    write_vectors(folder, format=np.array(lexicons._VECTOR_FORMAT + 1))
    with pytest.raises(ModelError, match="format"):
        lexicons.load_vectors()


def test_vectors_must_match_the_words(folder: Path) -> None:
    write_vectors(folder, words=np.frombuffer(b"a\nb\nc", dtype=np.uint8))
    with pytest.raises(ModelError, match="one row for each of 3 words"):
        lexicons.load_vectors()


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The script that trains the vectors, which is no part of the package."""
    pytest.importorskip("scipy")
    path = Path(__file__).resolve().parents[2] / "tools" / "train_vectors.py"
    spec = importlib.util.spec_from_file_location("train_vectors", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_words_are_folded_as_in_the_lists(tool: ModuleType) -> None:
    text = "Acme\u2019s forward-looking Q3 2026"
    assert tool.split_tokens(text) == ["acme", "s", "forward", "looking", "q#", "####"]


def test_a_word_needs_several_documents(tool: ModuleType) -> None:
    documents = [["rare", "rare", "rare", "usual"], ["usual"], ["also", "usual"]]
    assert tool.collect_vocabulary(documents, 2) == ("usual",)


def test_vectors_trained_on_folders_and_tars_can_be_loaded(
    tool: ModuleType, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = tmp_path_factory.mktemp("texts")
    (texts / "one.txt").write_text("red apple tree green apple tree\n" * 4, encoding="utf-8")
    (texts / "two.units").write_text("s\tF\tred car road green car road\n" * 4, encoding="utf-8")
    (texts / "none.md").write_text("unseen", encoding="utf-8")
    packed = texts / "texts.tar.gz"
    with tarfile.open(packed, "w:gz") as tar:
        tar.add(texts / "one.txt", "./one.txt")
        tar.add(texts / "two.units", "./two.units")
    for source in (texts, packed):
        out = str(folder / "word_vectors.npz")
        arguments = ["--texts", str(source), "--out", out, "--dimension", "3"]
        assert tool.main([*arguments, "--min-documents", "1"]) == 0
        lexicons.load_vectors.cache_clear()
        words, vectors = lexicons.load_vectors()
        assert words == ("apple", "car", "green", "red", "road", "tree")
        assert vectors.shape == (6, 3)
        likeness = vectors @ vectors.T
        assert likeness[words.index("green"), words.index("red")] > 0.9
