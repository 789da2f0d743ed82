from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fls
import fls.card
from fls import corpus
from fls.corpus import AnnotatedRelease
from fls.document import LABELS
from fls.errors import InputError
from fls.training import _fitted, _from_model, _prior, train
from fls.training._data import TrainingData
from fls.training._specific import fit_specific_towards
from tests.unit.quick_training import FEW


@pytest.fixture(scope="module")
def few(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six releases, cut off before their legends."""
    path = tmp_path_factory.mktemp("few") / "few"
    short = []
    for r in corpus.read(root / "data" / "releases")[30:36]:
        labels = [u.label for u in r.units] + ["boilerplate"]
        kept = r.units[: labels.index("boilerplate")]
        short.append(AnnotatedRelease(r.id, r.text[: kept[-1].end], kept, r.issuer))
    corpus.write(path, short)
    return path


@pytest.fixture(scope="module")
def started(few: Path, quick_model: fls.Model) -> fls.Model:
    return train(few, start=quick_model, seed=1)


def test_a_start_is_written_down_with_what_it_gained(
    started: fls.Model, quick_model: fls.Model, tmp_path: Path
) -> None:
    facts = started.info["start"]
    assert facts["weights_sha256"] == quick_model.digest
    assert facts["strength"] in [None, *_prior.STRENGTHS[1:]]
    assert len(facts["strengths_by_fold"]) == started.info["settings"]["folds"] == 5
    assert list(facts["figures"]) == [
        "anew", "given", "start", "start minus anew", "start minus given",
    ]  # fmt: skip
    assert facts["figures"]["start"][0] > facts["figures"]["anew"][0]
    assert "| start from it minus given model alone |" in started.info["card"]
    assert facts["specific"]["strength"] in [None, *_prior.STRENGTHS[1:]]
    assert "Specific or not: strength " in started.info["card"]
    assert "the folds, which the figures are from: " in started.info["card"]
    assert any("start from it" in line for line in fls.card.summary(started.info))
    started.save(tmp_path)
    assert fls.load_model(tmp_path).info["start"] == facts


def test_a_label_that_is_missing_is_kept_from_the_start(started: fls.Model) -> None:
    assert started.info["corpus"]["units_by_label"]["boilerplate"] == 0
    legend = (
        "Forward-looking statements within the meaning of the Private Securities Litigation "
        "Reform Act are subject to risks and uncertainties."
    )
    assert fls.score(legend, model=started).units["label"][0] == "boilerplate"


def test_the_strongest_prior_gives_the_start_but_for_the_temperature(
    few: Path, quick_model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_prior, "STRENGTHS", (math.inf,))
    monkeypatch.setattr(_from_model, "find_temperature", lambda logits, true: 2.0)
    found = train(few, start=quick_model)
    assert found.digest == quick_model.digest
    assert found.info["temperature"] == 1.0
    monkeypatch.setattr(_from_model, "_MIN_WHOLE_RELEASES", 6)
    cooler = train(few, start=quick_model)
    # Weights are in steps of 2**-10, and the first of a slot is what three others leave.
    np.testing.assert_allclose(cooler.words * 2, quick_model.words, rtol=0, atol=3 * 2.0**-10)
    assert np.allclose(cooler.intercept * 2, quick_model.intercept)


def test_intervals_stay_those_of_the_start_where_few_releases_are_labelled_as_a_whole(
    few: Path,
    started: fls.Model,
    quick_model: fls.Model,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert started.info["release_effect"] == quick_model.info["release_effect"]
    fitted: list[set[int]] = []

    def watch(p: Any, true: Any, words: Any, doc: Any) -> dict[str, float]:
        fitted.append(set(doc.tolist()))
        return dict.fromkeys(LABELS, 0.5)

    monkeypatch.setattr(_fitted, "fit_release_effect", watch)
    monkeypatch.setattr(_from_model, "_MIN_WHOLE_RELEASES", 4)
    releases = corpus.read(few)
    parts = []
    for number, release in enumerate(releases):
        # The first two are labelled in part.
        units = [
            replace(u, label=None, second=None, specific=None)
            if number < 2 and at % 2 and u.label
            else u
            for at, u in enumerate(release.units)
        ]
        parts.append(replace(release, units=units))
    corpus.write(tmp_path / "parts", parts)
    found = train(tmp_path / "parts", start=quick_model)
    assert fitted == [{2, 3, 4, 5}]
    assert found.info["release_effect"]["factual"] == 0.5
    monkeypatch.setattr(_from_model, "_MIN_WHOLE_RELEASES", 5)
    kept = train(tmp_path / "parts", start=quick_model)
    assert len(fitted) == 1
    assert kept.info["release_effect"] == quick_model.info["release_effect"]


def test_a_start_moves_towards_the_labels(few: Path, quick_model: fls.Model) -> None:
    """A weak prior lets a model learn by heart what the start gets wrong."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_prior, "STRENGTHS", (1e-3,))
        moved = train(few, start=quick_model)
    own = {name: fls.evaluate(one, few).figures for name, one in (("0", quick_model), ("1", moved))}
    assert own["1"]["accuracy"].value > own["0"]["accuracy"].value + 0.05


def test_a_start_may_be_named_and_must_not_have_seen_the_labels(few: Path, root: Path) -> None:
    with pytest.raises(fls.ModelError):
        train(few, start="no such model")
    with pytest.raises(InputError, match="a corpus that it was trained on"):
        train(root / "data" / "releases", start="open")


def test_a_start_needs_three_issuers(few: Path, quick_model: fls.Model, tmp_path: Path) -> None:
    corpus.write(tmp_path / "two", corpus.read(few)[:2])
    with pytest.raises(InputError, match="at least 3 issuers, got labels for 2; "):
        train(tmp_path / "two", start=quick_model)
    corpus.write(tmp_path / "three", corpus.read(few)[:3])
    assert train(tmp_path / "three", start=quick_model).info["settings"]["folds"] == 3


def test_what_tells_specific_units_moves_from_that_of_the_start(
    few: Path, quick_model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = TrainingData([corpus.read(few)], FEW, quick_model)
    rows = data.specific._replace(specific=np.zeros_like(data.specific.specific))
    folds = corpus.split(data.units.releases, 3, 0)
    assert quick_model.specific is not None
    changes = []
    for strength in (math.inf, 1e4, 30.0):
        monkeypatch.setattr(_prior, "STRENGTHS", (strength,))
        fit = fit_specific_towards(rows, quick_model.specific, data.units.releases, folds, 1.0, 0)
        assert fit.weights is not None
        assert fit.choices == ({} if math.isinf(strength) else {"specific_strength": strength})
        changes.append(float((fit.held_out - rows.given).mean()))
    # Nothing was called specific, and the looser the prior the more of it is believed.
    assert changes[0] == pytest.approx(0.0)
    assert 0.0 > changes[1] > changes[2]


def test_every_fold_starts_from_the_given_weights(
    few: Path, quick_model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_prior, "STRENGTHS", (30.0,))
    data = TrainingData([corpus.read(few)], FEW, quick_model)
    rows = data.specific._replace(specific=np.zeros_like(data.specific.specific))
    folds = corpus.split(data.units.releases, 3, 0)
    assert quick_model.specific is not None
    fits = [
        fit_specific_towards(rows, quick_model.specific, data.units.releases, order, 1.0, 0)
        for order in (folds, folds[::-1])
    ]
    assert fits[0].held_out.tolist() == fits[1].held_out.tolist()


def test_few_issuers_leave_what_tells_specific_units_as_it_is(
    few: Path, quick_model: fls.Model
) -> None:
    data = TrainingData([corpus.read(few)[:2]], FEW, quick_model)
    assert quick_model.specific is not None
    fit = fit_specific_towards(
        data.specific, quick_model.specific, data.units.releases, [([0], [1]), ([1], [0])], 1.0, 0
    )
    assert fit.weights is quick_model.specific
    assert fit.held_out.tolist() == data.specific.given.tolist()


def test_labels_of_one_kind_teach_nothing(
    few: Path, quick_model: fls.Model, tmp_path: Path
) -> None:
    releases = [
        replace(
            r,
            units=tuple(
                replace(u, label=label, second=None, specific=None)
                for u in r.units
                for label in ["factual" if u.label == "factual" else None]
            ),
        )
        for r in corpus.read(few)
    ]
    corpus.write(tmp_path / "facts", releases)
    with pytest.raises(InputError, match="two labels or more, got only factual ones; label units"):
        train(tmp_path / "facts", start=quick_model)


def test_releases_without_labels_do_not_count_as_labelled(
    few: Path, quick_model: fls.Model, tmp_path: Path
) -> None:
    whole, *rest = corpus.read(few)
    bare = [
        replace(
            r,
            units=tuple(replace(u, label=None, second=None, specific=None) for u in r.units),
        )
        for r in rest
    ]
    corpus.write(tmp_path / "one", [whole, *bare])
    with pytest.raises(InputError, match="at least 3 issuers, got labels for 1; label units of"):
        train(tmp_path / "one", start=quick_model)


def test_a_start_takes_no_sureness_from_labels_that_were_picked(
    few: Path, quick_model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_prior, "STRENGTHS", (100.0,))
    monkeypatch.setattr(_from_model, "find_temperature", lambda logits, true: 0.2)
    assert train(few, start=quick_model).info["temperature"] == 1.0
    monkeypatch.setattr(_from_model, "find_temperature", lambda logits, true: 1.5)
    assert train(few, start=quick_model).info["temperature"] == 1.5
