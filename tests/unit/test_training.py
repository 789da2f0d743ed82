from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fls
from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.document import LABELS
from fls.training import _from_nothing
from fls.training._fitted import find_temperature
from tests.unit.quick_training import FEW, quietly

ROOT = Path(__file__).resolve().parents[2]


def test_the_same_data_and_seed_give_the_same_files(
    small_corpus: Path, quick_model: fls.Model, tmp_path: Path
) -> None:
    quick_model.save(tmp_path / "a")
    quietly(small_corpus, seed=3).save(tmp_path / "b")
    for name in ("weights.npz", "model.json", "MODEL_CARD.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_model_is_the_same_whatever_the_number_of_threads(
    small_corpus: Path, quick_model: fls.Model, jobs: int
) -> None:
    assert quietly(small_corpus, seed=3, jobs=jobs).digest == quick_model.digest


#: Prints the numbers of threads of linear algebra that were seen while a model was fitted.
_WATCH = """
import sys
from threadpoolctl import threadpool_info
from tests.unit.quick_training import quietly
seen = set()
def watch(stage, done, total):
    if stage != "read":
        seen.update(pool["num_threads"] for pool in threadpool_info())
quietly(sys.argv[1], seed=3, progress=watch)
print(seen, max(pool["num_threads"] for pool in threadpool_info()))
"""


def test_linear_algebra_has_one_thread_for_its_sums_depend_on_how_many(small_corpus: Path) -> None:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, str(small_corpus)],
        env={**os.environ, **dict.fromkeys(names, "2")}, cwd=ROOT,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == "{1} 2\n"


def test_a_trained_model_is_the_same_after_saving(quick_model: fls.Model, tmp_path: Path) -> None:
    quick_model.save(tmp_path)
    again = fls.load_model(tmp_path)
    text = "Acme opened a plant. It expects growth."
    assert again.digest == quick_model.digest
    assert fls.score(text, model=again).units.equals(fls.score(text, model=quick_model).units)


def test_it_learns(quick_model: fls.Model) -> None:
    figures = quick_model.info["figures"]
    assert figures["macro_f1"][0] > 0.5
    assert figures["accuracy"][0] > figures["keyword_rule_accuracy"][0]


def test_what_it_was_trained_on_is_written_down(
    quick_model: fls.Model, some_releases: list[AnnotatedRelease]
) -> None:
    info = quick_model.info["corpus"]
    labelled = [unit for release in some_releases for unit in release.units if unit.label]
    assert info["sha256"] == corpus.digest(some_releases)
    assert info["releases"] == 24
    assert info["labelled_units"] == len(labelled)
    for label in LABELS:
        assert info["units_by_label"][label] == sum(unit.label == label for unit in labelled)
    assert quick_model.info["seed"] == 3
    assert quick_model.info["settings"]["folds"] == 3
    assert sum(map(sum, quick_model.info["confusion"])) + info["left_out_as_repeated"] == len(
        labelled
    )
    assert quick_model.info["card"].startswith("---")


def test_the_card_shows_what_abstaining_does(quick_model: fls.Model) -> None:
    curve = quick_model.info["abstention"]
    assert [one["threshold"] for one in curve] == [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
    assert curve[0]["coverage"][0] == 1
    assert curve[0]["accuracy"][0] == quick_model.info["figures"]["accuracy"][0]
    coverage = [one["coverage"][0] for one in curve]
    assert coverage == sorted(coverage, reverse=True)
    assert coverage[-1] < 1
    section = quick_model.info["card"].split("## Abstaining")[1].split("##")[0]
    line = f"| 0.7 | {coverage[3]:.1%} | {curve[3]['accuracy'][0]:.3f} |"
    assert line in section


def test_progress_is_told(small_corpus: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    quietly(small_corpus, progress=lambda *call: calls.append(call))
    stages = list(dict.fromkeys(stage for stage, _, _ in calls))
    assert stages == ["read", "cross-validate", "fit"]
    for stage in stages:
        mine = [(done, total) for name, done, total in calls if name == stage]
        assert mine[-1][0] == mine[-1][1]
        assert mine == sorted(mine)


def test_no_issuer_is_on_both_sides(
    some_releases: list[AnnotatedRelease], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared_issuers = [
        AnnotatedRelease(r.id, r.text, r.units, f"Issuer {number // 3}, Inc.")
        for number, r in enumerate(some_releases)
    ]
    corpus.write(tmp_path / "c", shared_issuers)
    seen: list[tuple[set[int], set[int]]] = []
    fit, split = _from_nothing.fit_weights, corpus.split

    def watch_split(*arguments: Any, **options: Any) -> Any:
        folds = split(*arguments, **options)
        seen.extend((set(a), set(b)) for a, b in folds)
        return folds

    fitted: list[set[int]] = []

    def watch_fit(data: Any, chosen: Any, settings: Any) -> Any:
        fitted.append(set(data.units.doc[chosen].tolist()))
        return fit(data, chosen, settings)

    monkeypatch.setattr(corpus, "split", watch_split)
    monkeypatch.setattr(_from_nothing, "fit_weights", watch_fit)
    quietly(tmp_path / "c", jobs=1)  # one thread, so that folds are fitted in their order
    assert len(seen) == 3
    assert len(fitted) == 4
    for (train_part, test_part), used in zip(seen, fitted[:3], strict=True):
        assert used <= train_part
        issuers = {shared_issuers[i].issuer for i in used}
        assert not issuers & {shared_issuers[i].issuer for i in test_part}
    assert sorted(i for _, test in seen for i in test) == list(range(24))


def test_what_only_an_earlier_corpus_says_is_left_out(
    some_releases: list[AnnotatedRelease], tmp_path: Path
) -> None:
    """Praise and fact change places in a corpus that the model is not for."""
    turned = {"factual": "promotional", "promotional": "factual"}

    def swapped(unit: GoldUnit) -> GoldUnit:
        if unit.label not in turned:
            return unit
        return replace(unit, label=turned[unit.label], second=None, specific=None)

    other = [replace(r, units=[swapped(u) for u in r.units]) for r in some_releases[:12]]
    corpus.write(tmp_path / "other", other)
    corpus.write(tmp_path / "aim", some_releases[12:])
    folders = [tmp_path / "other", tmp_path / "aim"]

    def accuracy(own: float, last: str) -> float:
        order = sorted(folders, key=lambda path: path.name == last)
        model = quietly(order, settings=replace(FEW, own=own, iterations=30))
        figures = model.info["corpus"]["parts"][last]["figures"]
        return float(figures["accuracy"][0])

    assert accuracy(1.0, "aim") > accuracy(0.0, "aim") + 0.05
    assert accuracy(1.0, "other") > accuracy(0.0, "other") + 0.05


def test_legends_that_repeat_are_not_tested(
    some_releases: list[AnnotatedRelease], tmp_path: Path
) -> None:
    """Give every release the same legend: it stands in every training part."""
    legend = "Any zebra named herein undertakes no duty to update the said zebra at all."
    longer = []
    for r in some_releases:
        text = r.text.rstrip() + "\n\n" + legend + "\n"
        at = text.index(legend)
        unit = GoldUnit("sentence", at, at + len(legend), "boilerplate")
        longer.append(AnnotatedRelease(r.id, text, (*r.units, unit), r.issuer))
    corpus.write(tmp_path / "c", longer)
    before = quietly(tmp_path / "c").info["corpus"]["left_out_as_repeated"]
    assert before >= 24


def test_several_folders_are_one_corpus(
    some_releases: list[AnnotatedRelease], tmp_path: Path
) -> None:
    corpus.write(tmp_path / "a", some_releases[:12])
    corpus.write(tmp_path / "b", some_releases[12:])
    found = quietly([tmp_path / "a", tmp_path / "b"], seed=3)
    assert found.info["corpus"]["sha256"] == corpus.digest(some_releases)
    for name, part in (("a", some_releases[:12]), ("b", some_releases[12:])):
        written = found.info["corpus"]["parts"][name]
        assert written["sha256"] == corpus.digest(part)
        assert written["labels_sha256"] == corpus.labels_digest(part)


def test_specific_units_are_told(
    quick_model: fls.Model, some_releases: list[AnnotatedRelease]
) -> None:
    figures = quick_model.info["figures"]
    assert figures["specific_accuracy"][0] > figures["majority_specific_accuracy"][0] + 0.05
    assert quick_model.info["specific_penalty"] in FEW.specific
    forward = [u for r in some_releases for u in r.units if u.label == "forward_looking"]
    specific = sum(bool(u.specific) for u in forward)
    assert quick_model.info["corpus"]["specific_units"] == specific
    assert f"{specific} specific" in quick_model.info["card"]
    frame = fls.tag(
        ["Acme expects sales of $4 million by 2031.", "Acme may grow."], model=quick_model
    )
    assert frame["p_specific"].iloc[0] > 0.5


def test_marks_of_one_sort_leave_that_out(
    some_releases: list[AnnotatedRelease], tmp_path: Path
) -> None:
    """Call all that is forward-looking specific: there is nothing to learn."""
    same = [
        AnnotatedRelease(
            r.id,
            r.text,
            tuple(u if u.specific is None else replace(u, specific=True) for u in r.units),
            r.issuer,
        )
        for r in some_releases
    ]
    corpus.write(tmp_path / "c", same)
    found = quietly(tmp_path / "c")
    assert found.specific is None
    assert found.info["figures"]["specific_accuracy"] == [None, None, None]
    assert "not defined" in found.info["card"]
    found.save(tmp_path / "model")
    again = fls.load_model(tmp_path / "model")
    assert again.specific is None
    frame = fls.score_texts([r.text for r in same], model=again)
    assert frame["specific"].isna().all()
    assert (frame["label"] == "forward_looking").any()


def test_probabilities_are_calibrated() -> None:
    """Labels drawn from known probabilities: logits twice too large are halved."""
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 4)) * 1.5
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    true = np.array([rng.choice(4, p=row) for row in p])
    assert find_temperature(logits, true) == pytest.approx(1, abs=0.08)
    assert find_temperature(2 * logits, true) == pytest.approx(2, abs=0.16)


def test_a_model_says_how_far_its_releases_drift(quick_model: fls.Model) -> None:
    effect = quick_model.info["release_effect"]
    assert tuple(effect) == LABELS
    assert all(value >= 0 for value in effect.values())
