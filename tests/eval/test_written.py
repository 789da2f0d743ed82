"""The written corpus takes nothing from real releases, and does not repeat itself."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from tools import corpus_figures as figures

NAMES = figures.read_names()
ORIGIN = {"mirrored-1": "mirrored", "imagined-1": "imagined", "imagined-2": "imagined"}


@pytest.fixture(scope="module")
def releases(root: Path) -> list[AnnotatedRelease]:
    return corpus.read(root / "data" / "releases")


@pytest.fixture(scope="module")
def real(root: Path) -> list[str]:
    texts = list(figures.read_real_texts(root / ".." / "shared"))
    if not texts:
        pytest.skip("the texts of real releases are not there")
    return texts


def release(name: str, *sentences: str, label: str = "factual") -> AnnotatedRelease:
    units, at = [], 0
    for sentence in sentences:
        units.append(GoldUnit("sentence", at, at + len(sentence), label))
        at += len(sentence) + 2
    return AnnotatedRelease(name, "\n\n".join(sentences), tuple(units), name)


def find_shared_runs(mine: AnnotatedRelease, *sources: str) -> list[str]:
    return [place.words for place in figures.find_shared_runs([mine], ORIGIN, sources, NAMES)]


# The corpus


def test_no_run_of_words_is_shared_with_a_real_release(
    root: Path, releases: list[AnnotatedRelease], real: list[str]
) -> None:
    origin = figures.read_origins(root / "data" / "releases")
    assert figures.find_shared_runs(releases, origin, real, NAMES) == []


def test_words_of_a_real_release_would_be_found(
    releases: list[AnnotatedRelease], real: list[str]
) -> None:
    """Plant sixty words of one in a release."""
    planted = release("mirrored-1", " ".join(figures.split_words(real[0])[100:160]))
    origin = {**ORIGIN, releases[0].id: "imagined"}
    places = figures.find_shared_runs([releases[0], planted], origin, real[:9], NAMES)
    assert {place.release for place in places} == {"mirrored-1"}


def test_no_paragraph_stands_twice(releases: list[AnnotatedRelease]) -> None:
    assert figures.find_repeated_passages(releases, NAMES) == []


def test_hardly_a_unit_has_a_near_duplicate(releases: list[AnnotatedRelease]) -> None:
    assert figures.near_duplicates(releases) < figures.MAX_NEAR_DUPLICATES


def test_it_is_as_varied_as_real_releases(releases: list[AnnotatedRelease]) -> None:
    assert figures.distinct_share(releases) >= figures.REAL_FIGURES["distinct_share"]


def test_the_pinned_figures_are_those_of_the_real_releases(shared: Path) -> None:
    if not (shared / "wire" / "units").is_dir():
        pytest.skip("the annotated real releases are not there")
    real = corpus.read(shared / "wire")
    for name, value in figures.REAL_FIGURES.items():
        assert getattr(figures, name)(real) == pytest.approx(value, abs=5e-5)


def test_each_name_has_a_reason_and_is_needed(root: Path, releases: list[AnnotatedRelease]) -> None:
    with (root / "data" / "names.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    text = "\n".join(
        " ".join(figures.split_words(r.text[unit.start : unit.end]))
        for r in releases
        for unit in r.units
    )
    assert [row for row in rows if not re.search(rf"\b(?:{row['words']})\b", text)] == []
    assert all(re.match(r"[a-z]+: .", row["why"]) for row in rows)
    assert len({row["words"] for row in rows}) == len(rows)


# The checks can fail


def test_a_shared_run_is_as_long_as_origin_and_label_say() -> None:
    source = "Yes: one TWO three, four five six seven eight nine ten eleven."
    assert find_shared_runs(release("mirrored-1", "One two three four five six")) == []
    for name, label, least in (
        ("mirrored-1", "factual", 6),
        ("imagined-1", "promotional", 8),
        ("mirrored-1", "boilerplate", 10),
        ("imagined-1", "boilerplate", 10),
    ):
        numbers = figures.split_words(source)[1:]
        longest = " ".join(numbers[: least - 1]) + " zebra"
        assert find_shared_runs(release(name, longest, label=label), source) == []
        run = " ".join(numbers[:least])
        assert find_shared_runs(release(name, f"The {run} zebra", label=label), source) == [run]


def test_a_name_ends_a_run() -> None:
    text = "They told the Securities and Exchange Commission on the way home"
    assert find_shared_runs(release("mirrored-1", text), text) == []
    text += " of the old grey cat"
    assert find_shared_runs(release("mirrored-1", text), text) != []


def test_a_passage_that_stands_twice_is_found() -> None:
    twice = "the pump works of beck were sold to a rival"
    mine = release("imagined-1", "Acme rose.", twice)
    assert figures.find_repeated_passages([mine], NAMES) == []
    again = release("imagined-2", f"{twice.upper()}!", "Beck fell.")
    places = figures.find_repeated_passages([mine, again], NAMES)
    assert {(place.release, place.words) for place in places} == {
        ("imagined-1", twice),
        ("imagined-2", twice),
    }
    assert figures.find_repeated_passages([release("imagined-1", twice, twice)], NAMES)
    short = "a b c d e f g"
    assert figures.find_repeated_passages([release("imagined-1", short, short)], NAMES) == []
    notice = "This release is not an offer to sell or the solicitation of an offer to buy."
    legal = release("imagined-1", notice, notice, label="boilerplate")
    assert figures.find_repeated_passages([legal], NAMES) == []


def test_a_near_duplicate_is_found_across_releases_only() -> None:
    one = "the plant in Ohio was opened in May by the mayor and the bishop"
    two = one.replace("bishop", "priest")
    far = one.replace("plant", "mill").replace("May", "June").replace("mayor", "king")
    mine = release("imagined-1", one, "Acme sold one of its two mills to Beck")
    assert figures.near_duplicates([mine, release("imagined-2", two)]) == pytest.approx(2 / 3)
    assert figures.near_duplicates([mine, release("imagined-2", far)]) == 0
    assert figures.near_duplicates([release("imagined-1", one, two)]) == 0
    legal = release("imagined-2", two, label="boilerplate")
    assert figures.near_duplicates([mine, legal]) == 0


def test_repeated_words_lower_the_share_of_distinct_runs() -> None:
    varied = release("imagined-1", " ".join(f"w{i}" for i in range(43)))
    dull = release("imagined-2", "a b c d " * 10 + "a b c")
    assert figures.distinct_share([varied], 40) == 1
    assert figures.distinct_share([dull], 40) == 0.1
    with pytest.raises(ValueError, match="fewer than 41"):
        figures.distinct_share([varied], 41)


def test_the_script_names_the_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = "the pump works of beck were sold to a rival"
    corpus.write(tmp_path / "c", [release("imagined-1", twice, twice)])
    rows = "id,origin,issuer\nimagined-1,imagined,Acme\n"
    (tmp_path / "c" / "manifest.csv").write_text(rows)
    real = tmp_path / "shared" / "wire" / "raw"
    real.mkdir(parents=True)
    (real / "x.txt").write_text(twice)
    monkeypatch.setattr(figures.distinct_share, "__defaults__", (4,))
    figures.main(str(tmp_path / "c"), str(tmp_path / "shared"))
    shown = capsys.readouterr().out
    assert re.search(r"stand twice +4\n", shown)
    assert re.search(r"1 real texts +6\n", shown)
    assert f"imagined-1 2 {twice}" in shown
    assert "distinct_share" in shown
