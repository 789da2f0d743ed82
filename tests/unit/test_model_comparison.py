"""Models side by side on the same test; units without a label neither train nor test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import fls
from fls import cli, corpus
from fls.errors import InputError
from fls.evaluation import paired_macro_f1


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a folder with releases to train on, some units open, and to test on."""
    place = tmp_path_factory.mktemp("parts")
    releases = corpus.read(root / "data" / "releases")
    opened = []
    for release in releases[:18]:
        units = tuple(
            replace(unit, label=None, second=None, specific=None) if n % 4 == 3 else unit
            for n, unit in enumerate(release.units)
        )
        opened.append(replace(release, units=units))
    corpus.write(place / "mine", opened)
    # The models know these releases; with some labels moved they have something to miss.
    moved = [
        replace(
            release,
            units=tuple(
                replace(unit, label="promotional", second=None, specific=None)
                if unit.label == "factual" and n % 5 == 0
                else unit
                for n, unit in enumerate(release.units)
            ),
        )
        for release in releases[100:110]
    ]
    corpus.write(place / "kept", moved)
    return place


def test_a_model_against_itself_gains_nothing(parts: Path) -> None:
    found = fls.compare_models({"a": "open", "b": "open"}, parts / "kept")
    assert found.figures["b minus a"] == (0.0, 0.0, 0.0)
    assert (found.n_releases, found.n_issuers) == (10, 10)
    assert found.figures["a"].low < found.figures["a"].value < found.figures["a"].high


def test_macro_f1_is_that_of_an_evaluation(parts: Path) -> None:
    found = fls.compare_models({"open": "open", "default": None}, parts / "kept")
    for name in ("open", "default"):
        figure = fls.evaluate(name, parts / "kept").figures["macro_f1"]
        assert found.figures[name].value == pytest.approx(figure.value)
    gain = found.figures["default minus open"].value
    assert gain == pytest.approx(found.figures["default"].value - found.figures["open"].value)
    text = str(found)
    assert text.startswith(f"10 releases of 10 issuers, {found.n_units} labelled units\n")
    assert f"default minus open  {gain:+8.3f}" in text
    assert set(found.to_dict()["macro_f1"]) == {"open", "default", "default minus open"}


def test_issuers_are_drawn_whole() -> None:
    true = np.array([0, 1, 0, 1])
    chosen = {"a": np.array([0, 0, 0, 1]), "b": true}
    apart = paired_macro_f1(true, chosen, np.arange(4))["b minus a"]
    whole = paired_macro_f1(true, chosen, np.zeros(4, dtype=np.int64))["b minus a"]
    assert apart.low < apart.value
    assert not whole.low < whole.value  # one issuer: no interval


def test_a_model_that_was_trained_on_the_test_is_named(root: Path) -> None:
    found = fls.compare_models({"x": "open", "y": "open"}, root / "data" / "releases")
    assert found.seen == ("x", "y")
    assert str(found).endswith("y was trained on these releases")


def test_fewer_than_two_models_or_no_label_is_refused(parts: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="models: are two or more, got 1"):
        fls.compare_models({"a": "open"}, parts / "kept")
    release = corpus.read(parts / "kept")[0]
    units = tuple(replace(u, label=None, second=None, specific=None) for u in release.units)
    corpus.write(tmp_path / "c", [replace(release, units=units)])
    with pytest.raises(InputError, match="holds labelled units, got none"):
        fls.compare_models({"a": "open", "b": "open"}, tmp_path / "c")


def test_training_compares_on_a_test_and_leaves_open_units_out(
    parts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, kept, new = str(parts / "mine"), str(parts / "kept"), str(tmp_path / "new")
    given = ["train", mine, "-o", new, "--quiet", "--start", "open", "--test", kept]
    assert cli.main(given) == 0
    out = capsys.readouterr().out
    labelled = sum(u.label is not None for r in corpus.read(mine) for u in r.units)
    assert fls.load_model(new).info["corpus"]["labelled_units"] == labelled
    expected = fls.compare_models({"open": "open", new: new}, kept)
    assert out == f"\n{expected}\n"
    assert f"{new} minus open" in out


def test_a_test_that_was_trained_on_is_refused(
    parts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["train", str(parts / "mine"), "-o", str(tmp_path / "new"), "--quiet"]
    assert cli.main([*given, "--test", str(parts / "mine")]) == 4
    assert "shares no release and no issuer with the training data" in capsys.readouterr().err
    same = [replace(r, text=r.text + "\n") for r in corpus.read(parts / "mine")]
    corpus.write(tmp_path / "same", same)
    assert cli.main([*given, "--test", str(tmp_path / "same")]) == 4
    assert "the issuer 'Thornwick Security, Inc.' of 'imagined-001'" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main([*given, "--compare", "open"])
    assert "--compare: comes with --test" in capsys.readouterr().err
