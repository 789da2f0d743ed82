"""Lone sentences: units are also shown without their release."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import fls
from fls import corpus
from fls.document import FACTUAL, FORWARD_LOOKING, LABELS
from fls.training._data import TrainingData, find_lone_offset
from fls.training._from_nothing import fit_weights
from fls.training._labelled import LabelledUnits
from tests.unit.quick_training import FEW, quietly


def test_units_alone_are_what_tag_sees(small_corpus: Path, quick_model: fls.Model) -> None:
    releases = corpus.read(small_corpus)
    data = TrainingData([releases], FEW)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        coefficients, intercept = fit_weights(data, np.ones(len(data.units.true), dtype=bool), FEW)
    texts = [r.text[u.start : u.end] for r in releases for u in r.units if u.label]
    found = fls.tag(texts, model=quick_model)[[f"p_{label}" for label in LABELS]].to_numpy()
    logits = (data.alone @ coefficients + intercept) / quick_model.info["temperature"]
    # The weights of the model are in steps of 2**-10.
    np.testing.assert_allclose(found, fls.model.softmax(logits), rtol=0, atol=1e-3)


def test_the_share_shown_alone_decides(small_corpus: Path) -> None:
    data = TrainingData([corpus.read(small_corpus)], FEW)
    everything = np.ones(len(data.units.true), dtype=bool)
    views = {"release": data.rows, "alone": data.alone}
    losses = {}
    for share in (0.0, 1.0):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            weights, intercept = fit_weights(data, everything, replace(FEW, alone=share))
        for name, rows in views.items():
            p = fls.model.softmax(rows @ weights + intercept)
            losses[share, name] = -np.log(p[np.arange(len(p)), data.units.true]).mean()
    assert losses[0.0, "release"] < losses[1.0, "release"]
    assert losses[1.0, "alone"] < losses[0.0, "alone"]


def test_lone_sentences_are_taken_to_come_from_texts_with_more_futures(small_corpus: Path) -> None:
    even, more = (
        quietly(small_corpus, settings=replace(FEW, futures=share)) for share in (0.0, 0.6)
    )
    text = "Acme Holds Its Meeting\n\nAcme makes pumps. It may sell one. Acme fell by 3%.\n"
    assert fls.score(text, model=more).units["p_forward_looking"].tolist() == pytest.approx(
        fls.score(text, model=even).units["p_forward_looking"].tolist()
    )
    sentences = ["Acme may sell a pump.", "Acme sold a pump."]
    odds = [
        p / (1 - p) for m in (even, more) for p in fls.tag(sentences, model=m)["p_forward_looking"]
    ]
    known = [unit.label for r in corpus.read(small_corpus) for unit in r.units if unit.label]
    share = known.count("forward_looking") / len(known)
    ratio = (0.6 / 0.4) / (share / (1 - share))
    assert np.divide(odds[2:], odds[:2]) == pytest.approx([ratio, ratio], rel=1e-4)


def test_futures_are_never_made_rarer(small_corpus: Path) -> None:
    units = LabelledUnits.gather([corpus.read(small_corpus)])
    assert find_lone_offset(units, 0.01).tolist() == [0.0, 0.0, 0.0, 0.0]
    of_ten = np.arange(len(units.true)) % 10
    units = replace(units, true=np.where(of_ten == 0, FORWARD_LOOKING, FACTUAL))
    assert find_lone_offset(units, 0.2)[2] == pytest.approx(math.log(2.25), abs=0.02)
