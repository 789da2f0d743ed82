from __future__ import annotations

import math
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fls
import fls.card
from fls import corpus, prior, specificity, training
from fls.corpus import GoldUnit, Release
from fls.document import LABELS
from fls.errors import CorpusError, InputError
from fls.training import Settings, train

FEW = Settings(folds=3, iterations=8)


@pytest.fixture(scope="module")
def releases(root: Path) -> list[Release]:
    return corpus.read(root / "data" / "releases")[:24]


@pytest.fixture(scope="module")
def folder(releases: list[Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "part"
    corpus.write(path, releases)
    return path


@pytest.fixture(scope="module")
def model(folder: Path) -> fls.Model:
    return quietly(folder, seed=3)


def quietly(*arguments: Any, **options: Any) -> fls.Model:
    """Train with few iterations, which the solver warns of."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return train(*arguments, **{"settings": FEW, **options})


def test_the_same_data_and_seed_give_the_same_files(
    folder: Path, model: fls.Model, tmp_path: Path
) -> None:
    model.save(tmp_path / "a")
    quietly(folder, seed=3).save(tmp_path / "b")
    for name in ("weights.npz", "model.json", "MODEL_CARD.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_model_is_the_same_whatever_the_number_of_threads(
    folder: Path, model: fls.Model, jobs: int
) -> None:
    assert quietly(folder, seed=3, jobs=jobs).digest == model.digest


@pytest.mark.parametrize("jobs", [0, -2, True, 1.5])
def test_a_number_of_threads_is_one(folder: Path, jobs: Any) -> None:
    with pytest.raises(InputError, match="jobs"):
        train(folder, jobs=jobs)


def test_a_trained_model_is_the_same_after_saving(model: fls.Model, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = fls.load_model(tmp_path)
    text = "Acme opened a plant. It expects growth."
    assert again.digest == model.digest
    assert fls.score(text, model=again).units.equals(fls.score(text, model=model).units)


def test_it_learns(model: fls.Model) -> None:
    figures = model.info["figures"]
    assert figures["macro_f1"][0] > 0.5
    assert figures["accuracy"][0] > figures["keyword_rule_accuracy"][0]


def test_what_it_was_trained_on_is_written_down(model: fls.Model, releases: list[Release]) -> None:
    info = model.info["corpus"]
    labelled = [unit for release in releases for unit in release.units if unit.label]
    assert info["sha256"] == corpus.digest(releases)
    assert info["releases"] == 24
    assert info["labelled_units"] == len(labelled)
    for label in LABELS:
        assert info["units_by_label"][label] == sum(unit.label == label for unit in labelled)
    assert model.info["seed"] == 3
    assert model.info["settings"]["folds"] == 3
    assert sum(map(sum, model.info["confusion"])) + info["left_out_as_repeated"] == len(labelled)
    assert model.info["card"].startswith("---")


def test_the_card_shows_what_abstaining_does(model: fls.Model) -> None:
    curve = model.info["abstention"]
    assert [one["threshold"] for one in curve] == [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
    assert curve[0]["coverage"][0] == 1
    assert curve[0]["accuracy"][0] == model.info["figures"]["accuracy"][0]
    coverage = [one["coverage"][0] for one in curve]
    assert coverage == sorted(coverage, reverse=True)
    assert coverage[-1] < 1
    section = model.info["card"].split("## Abstaining")[1].split("##")[0]
    line = f"| 0.7 | {coverage[3]:.1%} | {curve[3]['accuracy'][0]:.3f} |"
    assert line in section


def test_progress_is_told(folder: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    quietly(folder, progress=lambda *call: calls.append(call))
    stages = list(dict.fromkeys(stage for stage, _, _ in calls))
    assert stages == ["read", "cross-validate", "fit"]
    for stage in stages:
        mine = [(done, total) for name, done, total in calls if name == stage]
        assert mine[-1][0] == mine[-1][1]
        assert mine == sorted(mine)


def test_a_folder_that_cannot_be_read_is_not_told_as_read(tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    with pytest.raises(CorpusError, match="no such folder"):
        quietly(tmp_path / "nothing", progress=lambda *call: calls.append(call))
    assert calls == []


def test_no_issuer_is_on_both_sides(
    releases: list[Release], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared_issuers = [
        Release(r.id, r.text, r.units, f"Issuer {number // 3}, Inc.")
        for number, r in enumerate(releases)
    ]
    corpus.write(tmp_path / "c", shared_issuers)
    seen: list[tuple[set[int], set[int]]] = []
    fit, split = training._fit, corpus.split

    def watch_split(*arguments: Any, **options: Any) -> Any:
        folds = split(*arguments, **options)
        seen.extend((set(a), set(b)) for a, b in folds)
        return folds

    fitted: list[set[int]] = []

    def watch_fit(data: Any, chosen: Any, settings: Any) -> Any:
        fitted.append(set(data.doc[chosen].tolist()))
        return fit(data, chosen, settings)

    monkeypatch.setattr(corpus, "split", watch_split)
    monkeypatch.setattr(training, "_fit", watch_fit)
    quietly(tmp_path / "c", jobs=1)  # one thread, so that folds are fitted in their order
    assert len(seen) == 3
    assert len(fitted) == 4
    for (train_part, test_part), used in zip(seen, fitted[:3], strict=True):
        assert used <= train_part
        issuers = {shared_issuers[i].issuer for i in used}
        assert not issuers & {shared_issuers[i].issuer for i in test_part}
    assert sorted(i for _, test in seen for i in test) == list(range(24))


def test_what_only_an_earlier_corpus_says_is_left_out(
    releases: list[Release], tmp_path: Path
) -> None:
    """Praise and fact change places in a corpus that the model is not for."""
    turned = {"factual": "promotional", "promotional": "factual"}

    def swapped(unit: GoldUnit) -> GoldUnit:
        if unit.label not in turned:
            return unit
        return replace(unit, label=turned[unit.label], second=None, specific=None)

    other = [replace(r, units=[swapped(u) for u in r.units]) for r in releases[:12]]
    corpus.write(tmp_path / "other", other)
    corpus.write(tmp_path / "aim", releases[12:])
    folders = [tmp_path / "other", tmp_path / "aim"]

    def accuracy(own: float, last: str) -> float:
        order = sorted(folders, key=lambda path: path.name == last)
        model = quietly(order, settings=replace(FEW, own=own, iterations=30))
        figures = model.info["corpus"]["parts"][last]["figures"]
        return float(figures["accuracy"][0])

    assert accuracy(1.0, "aim") > accuracy(0.0, "aim") + 0.05
    assert accuracy(1.0, "other") > accuracy(0.0, "other") + 0.05


def test_legends_that_repeat_are_not_tested(releases: list[Release], tmp_path: Path) -> None:
    """Give every release the same legend: it stands in every training part."""
    legend = "Any zebra named herein undertakes no duty to update the said zebra at all."
    longer = []
    for r in releases:
        text = r.text.rstrip() + "\n\n" + legend + "\n"
        at = text.index(legend)
        unit = GoldUnit("sentence", at, at + len(legend), "boilerplate")
        longer.append(Release(r.id, text, (*r.units, unit), r.issuer))
    corpus.write(tmp_path / "c", longer)
    before = quietly(tmp_path / "c").info["corpus"]["left_out_as_repeated"]
    assert before >= 24


def test_several_folders_are_one_corpus(releases: list[Release], tmp_path: Path) -> None:
    corpus.write(tmp_path / "a", releases[:12])
    corpus.write(tmp_path / "b", releases[12:])
    found = quietly([tmp_path / "a", tmp_path / "b"], seed=3)
    assert found.info["corpus"]["sha256"] == corpus.digest(releases)
    for name, part in (("a", releases[:12]), ("b", releases[12:])):
        written = found.info["corpus"]["parts"][name]
        assert written["sha256"] == corpus.digest(part)
        assert written["labels_sha256"] == corpus.labels_digest(part)


def test_too_few_issuers_say_so(folder: Path) -> None:
    with pytest.raises(fls.InputError, match=r"at least 30 issuers, got labels for 24; .* start"):
        train(folder, settings=Settings(folds=30))


def test_a_missing_label_says_so(releases: list[Release], tmp_path: Path) -> None:
    """Turn all boilerplate into fact."""
    plain = [
        Release(
            r.id,
            r.text,
            tuple(
                GoldUnit(u.kind, u.start, u.end, "factual") if u.label == "boilerplate" else u
                for u in r.units
            ),
            r.issuer,
        )
        for r in releases
    ]
    corpus.write(tmp_path / "c", plain)
    with pytest.raises(fls.InputError, match="none labelled boilerplate"):
        train(tmp_path / "c")


def test_a_folder_that_is_no_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        train(tmp_path)


def test_specific_units_are_told(model: fls.Model, releases: list[Release]) -> None:
    figures = model.info["figures"]
    assert figures["specific_accuracy"][0] > figures["majority_specific_accuracy"][0] + 0.05
    assert model.info["specific_penalty"] in FEW.specific
    forward = [u for r in releases for u in r.units if u.label == "forward_looking"]
    specific = sum(bool(u.specific) for u in forward)
    assert model.info["corpus"]["specific_units"] == specific
    assert f"{specific} specific" in model.info["card"]
    frame = fls.tag(["Acme expects sales of $4 million by 2031.", "Acme may grow."], model=model)
    assert frame["p_specific"].iloc[0] > 0.5


def test_marks_of_one_sort_leave_that_out(releases: list[Release], tmp_path: Path) -> None:
    """Call all that is forward-looking specific: there is nothing to learn."""
    same = [
        Release(
            r.id,
            r.text,
            tuple(u if u.specific is None else replace(u, specific=True) for u in r.units),
            r.issuer,
        )
        for r in releases
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
    assert training._temperature(logits, true) == pytest.approx(1, abs=0.08)
    assert training._temperature(2 * logits, true) == pytest.approx(2, abs=0.16)


def test_corpora_of_one_name_or_with_a_release_twice_are_refused(root: Path) -> None:
    folder = root / "data" / "releases"
    with pytest.raises(InputError, match="the name 'releases' twice"):
        train([folder, folder])
    with pytest.raises(InputError, match="at least one corpus"):
        train([])


# Starting from a model


@pytest.fixture(scope="module")
def few(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six releases, cut off before their legends."""
    path = tmp_path_factory.mktemp("few") / "few"
    short = []
    for r in corpus.read(root / "data" / "releases")[30:36]:
        labels = [u.label for u in r.units] + ["boilerplate"]
        kept = r.units[: labels.index("boilerplate")]
        short.append(Release(r.id, r.text[: kept[-1].end], kept, r.issuer))
    corpus.write(path, short)
    return path


@pytest.fixture(scope="module")
def started(few: Path, model: fls.Model) -> fls.Model:
    return train(few, start=model, seed=1)


def test_a_start_is_written_down_with_what_it_gained(
    started: fls.Model, model: fls.Model, tmp_path: Path
) -> None:
    facts = started.info["start"]
    assert facts["weights_sha256"] == model.digest
    assert facts["strength"] in [None, *prior.STRENGTHS[1:]]
    assert len(facts["strengths_by_fold"]) == started.info["settings"]["folds"] == 5
    assert list(facts["figures"]) == [
        "anew", "given", "start", "start minus anew", "start minus given",
    ]  # fmt: skip
    assert facts["figures"]["start"][0] > facts["figures"]["anew"][0]
    assert "| start from it minus given model alone |" in started.info["card"]
    assert facts["specific"]["strength"] in [None, *prior.STRENGTHS[1:]]
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
    few: Path, model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prior, "STRENGTHS", (math.inf,))
    monkeypatch.setattr(training, "_temperature", lambda logits, true: 2.0)
    found = train(few, start=model)
    assert found.digest == model.digest
    assert found.info["temperature"] == 1.0
    monkeypatch.setattr(training._describe, "_WHOLE", 6)
    cooler = train(few, start=model)
    assert np.allclose(cooler.words * 2, model.words)
    assert np.allclose(cooler.intercept * 2, model.intercept)


def test_intervals_stay_those_of_the_start_where_few_releases_are_labelled_as_a_whole(
    few: Path, started: fls.Model, model: fls.Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert started.info["release_effect"] == model.info["release_effect"]
    fitted: list[set[int]] = []

    def watch(p: Any, true: Any, words: Any, doc: Any) -> dict[str, float]:
        fitted.append(set(doc.tolist()))
        return dict.fromkeys(LABELS, 0.5)

    monkeypatch.setattr(training._describe, "fit_release_effect", watch)
    monkeypatch.setattr(training._describe, "_WHOLE", 4)
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
    found = train(tmp_path / "parts", start=model)
    assert fitted == [{2, 3, 4, 5}]
    assert found.info["release_effect"]["factual"] == 0.5
    monkeypatch.setattr(training._describe, "_WHOLE", 5)
    kept = train(tmp_path / "parts", start=model)
    assert len(fitted) == 1
    assert kept.info["release_effect"] == model.info["release_effect"]


def test_a_start_moves_towards_the_labels(few: Path, model: fls.Model) -> None:
    """A weak prior lets a model learn by heart what the start gets wrong."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prior, "STRENGTHS", (1e-3,))
        moved = train(few, start=model)
    own = {name: fls.evaluate(one, few).figures for name, one in (("0", model), ("1", moved))}
    assert own["1"]["accuracy"].value > own["0"]["accuracy"].value + 0.05


def test_a_start_may_be_named_and_must_not_have_seen_the_labels(few: Path, root: Path) -> None:
    with pytest.raises(fls.ModelError):
        train(few, start="no such model")
    with pytest.raises(InputError, match="a corpus that it was trained on"):
        train(root / "data" / "releases", start="open")


def test_a_start_needs_three_issuers(few: Path, model: fls.Model, tmp_path: Path) -> None:
    corpus.write(tmp_path / "two", corpus.read(few)[:2])
    with pytest.raises(InputError, match="at least 3 issuers, got labels for 2; "):
        train(tmp_path / "two", start=model)
    corpus.write(tmp_path / "three", corpus.read(few)[:3])
    assert train(tmp_path / "three", start=model).info["settings"]["folds"] == 3


def test_a_model_says_how_far_its_releases_drift(model: fls.Model) -> None:
    effect = model.info["release_effect"]
    assert tuple(effect) == LABELS
    assert all(value >= 0 for value in effect.values())


def test_units_alone_are_what_tag_sees(folder: Path, model: fls.Model) -> None:
    releases = corpus.read(folder)
    data = training.TrainingData([releases], FEW)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        coefficients, intercept = training._fit(data, np.ones(len(data.true), dtype=bool), FEW)
    texts = [r.text[u.start : u.end] for r in releases for u in r.units if u.label]
    found = fls.tag(texts, model=model)[[f"p_{label}" for label in LABELS]].to_numpy()
    logits = (data.alone @ coefficients + intercept) / model.info["temperature"]
    np.testing.assert_allclose(found, fls.model.softmax(logits), rtol=0, atol=1e-4)


def test_the_share_shown_alone_decides(folder: Path) -> None:
    data = training.TrainingData([corpus.read(folder)], FEW)
    everything = np.ones(len(data.true), dtype=bool)
    views = {"release": data.rows, "alone": data.alone}
    losses = {}
    for share in (0.0, 1.0):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            weights, intercept = training._fit(data, everything, replace(FEW, alone=share))
        for name, rows in views.items():
            p = fls.model.softmax(rows @ weights + intercept)
            losses[share, name] = -np.log(p[np.arange(len(p)), data.true]).mean()
    assert losses[0.0, "release"] < losses[1.0, "release"]
    assert losses[1.0, "alone"] < losses[0.0, "alone"]


def test_lone_sentences_are_taken_to_come_from_texts_with_more_futures(folder: Path) -> None:
    even, more = (quietly(folder, settings=replace(FEW, futures=share)) for share in (0.0, 0.6))
    text = "Acme Holds Its Meeting\n\nAcme makes pumps. It may sell one. Acme fell by 3%.\n"
    assert fls.score(text, model=more).units["p_forward_looking"].tolist() == pytest.approx(
        fls.score(text, model=even).units["p_forward_looking"].tolist()
    )
    sentences = ["Acme may sell a pump.", "Acme sold a pump."]
    odds = [
        p / (1 - p) for m in (even, more) for p in fls.tag(sentences, model=m)["p_forward_looking"]
    ]
    known = [unit.label for r in corpus.read(folder) for unit in r.units if unit.label]
    share = known.count("forward_looking") / len(known)
    ratio = (0.6 / 0.4) / (share / (1 - share))
    assert np.divide(odds[2:], odds[:2]) == pytest.approx([ratio, ratio], rel=1e-4)


def test_futures_are_never_made_rarer(folder: Path) -> None:
    data = training.TrainingData([corpus.read(folder)], FEW)
    assert training.more_futures(data, 0.01).tolist() == [0.0, 0.0, 0.0, 0.0]
    data.forward[:] = np.arange(len(data.forward)) % 10 == 0
    assert training.more_futures(data, 0.2)[2] == pytest.approx(math.log(2.25), abs=0.02)


def test_what_tells_specific_units_moves_from_that_of_the_start(
    few: Path, model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = training.TrainingData([corpus.read(few)], FEW, model)
    rows = data.specific._replace(specific=np.zeros_like(data.specific.specific))
    folds = corpus.split(data.releases, 3, 0)
    assert model.specific is not None
    changes = []
    for strength in (math.inf, 1e4, 30.0):
        monkeypatch.setattr(prior, "STRENGTHS", (strength,))
        fit = specificity.start_specific(rows, model.specific, data.releases, folds, 1.0, 0)
        assert fit.weights is not None
        assert fit.choices == ({} if math.isinf(strength) else {"specific_strength": strength})
        changes.append(float((fit.held_out - rows.given).mean()))
    # Nothing was called specific, and the looser the prior the more of it is believed.
    assert changes[0] == pytest.approx(0.0)
    assert 0.0 > changes[1] > changes[2]


def test_few_issuers_leave_what_tells_specific_units_as_it_is(few: Path, model: fls.Model) -> None:
    data = training.TrainingData([corpus.read(few)[:2]], FEW, model)
    assert model.specific is not None
    fit = specificity.start_specific(
        data.specific, model.specific, data.releases, [([0], [1]), ([1], [0])], 1.0, 0
    )
    assert fit.weights is model.specific
    assert fit.held_out.tolist() == data.specific.given.tolist()


def test_labels_of_one_kind_teach_nothing(few: Path, model: fls.Model, tmp_path: Path) -> None:
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
        train(tmp_path / "facts", start=model)


def test_releases_without_labels_do_not_count_as_labelled(
    few: Path, model: fls.Model, tmp_path: Path
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
        train(tmp_path / "one", start=model)


def test_a_start_takes_no_sureness_from_labels_that_were_picked(
    few: Path, model: fls.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prior, "STRENGTHS", (100.0,))
    monkeypatch.setattr(training, "_temperature", lambda logits, true: 0.2)
    assert train(few, start=model).info["temperature"] == 1.0
    monkeypatch.setattr(training, "_temperature", lambda logits, true: 1.5)
    assert train(few, start=model).info["temperature"] == 1.5
