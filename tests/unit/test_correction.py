from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import fls
from fls.document import LABELS
from tests.unit.correction_example import FOUND, P, example, width


def column(found: pd.DataFrame, name: str) -> list[float]:
    return found[name].tolist()


def test_the_adjusted_count_of_the_documentation() -> None:
    frame, sample = example()
    found = fls.correct(frame, sample, methods=["acc"])
    assert column(found, "raw") == pytest.approx([0.5, 0.3, 0.1, 0.1])
    # .8 x + .4 y = .5 and .2 x + .6 y = .3
    assert column(found, "estimate") == pytest.approx([0.45, 0.35, 0.1, 0.1])
    assert list(found.columns) == ["label", "method", "estimate", "low", "high", "raw"]


def test_the_error_of_an_adjusted_count() -> None:
    frame, sample = example()
    found = fls.correct(frame, sample, methods=["acc"])
    # ten of .45 * 400 = 180 are known, and ten of 140
    variance = 0.45**2 * 0.16 / 10 * (1 - 10 / 180) + 0.35**2 * 0.24 / 10 * (1 - 10 / 140)
    half = 1.684875 * np.sqrt(variance * 40 / 39 / 0.4**2)
    assert found["high"][0] == pytest.approx(0.45 + half, rel=1e-6)
    assert found["low"][0] == pytest.approx(0.45 - half, rel=1e-6)


def test_the_error_of_an_adjusted_count_of_the_superpopulation() -> None:
    frame, sample = example()
    found = fls.correct(frame, sample, methods=["acc"], population="superpopulation")
    # x = (.6 q - .4 (.8 - q)) / .4 where q is the share of F among F and P.
    # d x = (d q - x d a - y d b) / (a - b); a = .8, b = .4 from ten units each, q from 400.
    variance = 0.45**2 * 0.16 / 10 + 0.35**2 * 0.24 / 10
    # Of the corpus: ([.6, -.4] / .4) times the columns F and P.
    far = (1.5**2 * 0.5 + 1.0**2 * 0.3 - (1.5 * 0.5 - 0.3) ** 2) / 400
    # What the sampled units add to both: 1.5 or -1 of them, times their errors.
    near = [-0.2 * 0.045] * 8 + [0.8 * 0.045] * 2 + [0.4 * 0.035] * 6 + [-0.6 * 0.035] * 4
    common = 2 * np.dot(near, [1.5 if label == 0 else -1.0 for label in FOUND[:20]]) / 0.4 / 400
    half = 1.684875 * np.sqrt((variance / 0.4**2 + far + common) * 400 / 399)
    assert found["high"][0] == pytest.approx(0.45 + half, rel=1e-6)
    assert found["low"][0] == pytest.approx(0.45 - half, rel=1e-6)


def test_probabilities_are_adjusted_likewise() -> None:
    frame, sample = example()
    hard, soft = (fls.correct(frame, sample, methods=[name]) for name in ("acc", "pacc"))
    assert column(hard, "estimate") == pytest.approx(column(soft, "estimate"))


def test_prediction_powered_by_hand() -> None:
    # Half of the sample is F and the classifier says .8 of F, .4 of P; in the rest 3 of 4 are .8.
    p = [[0.8, 0.2, 0, 0]] * 10 + [[0.4, 0.6, 0, 0]] * 10
    rest = [[0.8, 0.2, 0, 0]] * 75 + [[0.4, 0.6, 0, 0]] * 25
    frame = pd.DataFrame(p + rest, columns=P)
    sample = frame[:20].assign(true_label=["factual"] * 10 + ["promotional"] * 10)
    found = fls.correct(frame, sample, methods=["ppi"])
    # cov(y, f) = .1, var f = .04 in the sample: 2.5 is cut to 1
    # .6 in the hundred others, .5 in the labelled ones
    estimate = (100 * (0.7 + 0.5 - 0.6) + 20 * 0.5) / 120
    assert found["estimate"][0] == pytest.approx(estimate)
    # y - f is .2 or -.4 ... of F: 1 - .8 and 0 - .4, variance .09; the probabilities expect
    # more, .16 of 85 units and .24 of 35. 20 of 120 are known.
    expected = (85 * 0.16 + 35 * 0.24) / 120
    half = 1.729133 * np.sqrt(expected / 19 * (1 - 20 / 120))
    assert found["high"][0] == pytest.approx(estimate + half, rel=1e-6)
    assert found["raw"][0] == pytest.approx((10 * 0.8 + 10 * 0.4 + 75 * 0.8 + 25 * 0.4) / 120)


def test_prediction_powered_agrees_with_the_authors_package() -> None:
    # ppi_mean_pointestimate and ppi_mean_ci of ppi-python 0.2.3; it takes the variance of the
    # predictions over sample and rest together, divides by n and uses the normal quantile.
    rng = np.random.default_rng(7)
    true = rng.random(400) < 0.4
    p = np.clip(0.4 + 0.1 * true + rng.normal(0, 0.25, 400), 0.01, 0.99)
    frame = pd.DataFrame({P[0]: p, P[1]: 1 - p, P[2]: 0.0, P[3]: 0.0})
    sample = frame[:100].assign(true_label=np.where(true[:100], "factual", "promotional"))
    found = fls.correct(frame, sample, methods=["ppi"], population="superpopulation").loc[0]
    assert found["estimate"] == pytest.approx(0.43877573, abs=1e-3)
    assert found["low"] == pytest.approx(0.36016707, abs=3e-3)
    assert found["high"] == pytest.approx(0.51738438, abs=3e-3)


def test_useless_predictions_are_not_trusted() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.dirichlet(np.ones(4), 500), columns=P)
    right = np.array(LABELS)[rng.integers(0, 4, 500)]
    sample = frame[:100].assign(true_label=right[:100])
    found = fls.correct(frame, sample, methods=["ppi", "sample"])
    ppi, alone = (found[found["method"] == name] for name in ("ppi", "sample"))
    width = [(part["high"] - part["low"]).sum() for part in (ppi, alone)]
    assert width[0] == pytest.approx(width[1], rel=0.02)


def test_estimates_add_up() -> None:
    rng = np.random.default_rng(1)
    p = rng.dirichlet(np.ones(4), 600)
    true = (rng.random((600, 1)) >= p.cumsum(axis=1)[:, :3]).sum(axis=1)
    frame = pd.DataFrame(p, columns=P).assign(words=rng.integers(1, 40, 600))
    sample = frame.sample(120, random_state=1)
    sample = sample.assign(true_label=np.array(LABELS)[true[sample.index]])
    found = fls.correct(frame, sample, weights="words", methods=["acc", "pacc", "ppi", "sample"])
    assert found.groupby("method")["estimate"].sum().tolist() == pytest.approx([1.0] * 4)
    assert (found["low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["high"]).all()


def test_equal_weights_weigh_nothing() -> None:
    frame, sample = example()
    weighted = fls.correct(frame.assign(words=7), sample, weights="words")
    pd.testing.assert_frame_equal(weighted, fls.correct(frame, sample))


def test_documents_drawn_as_a_whole_widen_the_interval() -> None:
    frame, sample = example()
    single = fls.correct(frame, sample, methods=["ppi"])
    doc = [number // 5 for number in range(len(frame))]
    together = fls.correct(
        frame.assign(doc_id=doc), sample.assign(doc_id=doc[:40]), methods=["ppi"]
    )
    assert width(together) > 1.1 * width(single)
    # t of 8 documents, not of 40 units, and sums of errors by document
    one = fls.correct(frame, sample, methods=["sample"])
    eight = fls.correct(
        frame.assign(doc_id=doc), sample.assign(doc_id=doc[:40]), methods=["sample"]
    )
    # F are two documents of five labelled units: sums of y - .25 are 3.75 twice and -1.25 six times
    variance = (2 * 3.75**2 + 6 * 1.25**2) * 8 / 7 / 40**2 * (1 - 40 / 400)
    assert eight["high"][0] == pytest.approx(0.25 + 1.894579 * np.sqrt(variance), rel=1e-6)
    assert one["high"][0] == pytest.approx(0.25 + 1.684875 * np.sqrt(0.25 * 0.75 / 39 * 0.9))


def test_units_drawn_one_by_one_are_no_cluster() -> None:
    frame, _ = example()
    chosen = frame.sample(40, random_state=2)
    sample = chosen.assign(true_label=np.array(LABELS)[chosen[P].to_numpy().argmax(axis=1)])
    bare = fls.correct(frame, sample, methods=["sample"])
    frame = frame.assign(doc=[number // 20 for number in range(400)])
    # Of alike units, for documents are of one label almost.
    with_documents = fls.correct(frame, sample.assign(doc=frame["doc"]), methods=["sample"])
    pd.testing.assert_frame_equal(with_documents, bare)


def test_what_is_labelled_is_known() -> None:
    """The whole corpus labelled: its shares, without error."""
    frame, sample = example()
    found = fls.correct(frame[:40], sample, methods=["acc", "pacc", "ppi", "sample"])
    for name in ("estimate", "low", "high"):
        assert column(found, name) == pytest.approx([0.25] * 16)
    wider = fls.correct(frame[:40], sample, methods=["ppi"], population="superpopulation")
    assert width(wider) > 0.1


def test_no_share_is_below_what_is_known() -> None:
    frame, sample = example()
    rest = frame[:80].copy()
    rest.loc[40:, P] = [1.0, 0.0, 0.0, 0.0]
    found = fls.correct(rest, sample, methods=["acc", "ppi"])
    assert (found["low"] >= 10 / 80).all()
    assert (found["estimate"] >= 10 / 80).all()
    assert found.groupby("method")["estimate"].sum().tolist() == pytest.approx([1.0, 1.0])


def simulated(population: str, units: int, labels: int) -> list[float]:
    """How often intervals of the first label hold its share, units or documents being drawn."""
    rng = np.random.default_rng(11)
    held = np.zeros((150, 2))
    for row in held:
        doc = np.repeat(np.arange(units // 20), 20)
        p = rng.uniform(0.1, 0.9, units)
        true = np.where(rng.random(units) < p + rng.uniform(-0.1, 0.1, units // 20)[doc], 0, 1)
        frame = pd.DataFrame({P[0]: p, P[1]: 1 - p, P[2]: 0.0, P[3]: 0.0, "doc": doc})
        aim = (true == 0).mean() if population == "corpus" else 0.5
        whole = rng.choice(units // 20, labels // 20, replace=False)
        drawn = [rng.choice(units, labels, replace=False), np.flatnonzero(np.isin(doc, whole))]
        for at, chosen in enumerate(drawn):
            sample = frame.iloc[chosen].assign(true_label=np.array(LABELS)[true[chosen]])
            one = fls.correct(frame, sample, methods=["ppi"], population=population).loc[0]
            row[at] = one["low"] <= aim <= one["high"]
    found: list[float] = held.mean(axis=0).tolist()
    return found


@pytest.mark.parametrize("population", ["corpus", "superpopulation"])
@pytest.mark.parametrize("labels", [400, 800])
def test_intervals_hold_what_they_are_of(population: str, labels: int) -> None:
    # Standard error .024; with few documents a little less than .9 is right.
    assert all(0.83 <= held <= 0.96 for held in simulated(population, 1000, labels))
