from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.document import LABELS
from fls.errors import InputError

P = [f"p_{label}" for label in LABELS]
#: True labels and predicted ones of the sample of docs/correction.md.
TRUE = [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10
FOUND = [0] * 8 + [1] * 2 + [1] * 6 + [0] * 4 + [2] * 10 + [3] * 10


def frame_of(found: list[int]) -> pd.DataFrame:
    return pd.DataFrame(np.eye(4)[found], columns=P)


def example() -> tuple[pd.DataFrame, pd.DataFrame]:
    """400 units: half of them labelled F, 120 P, 40 L, 40 B; the first 40 are the sample."""
    rest = [0] * (200 - 12) + [1] * (120 - 8) + [2] * 30 + [3] * 30
    frame = frame_of(FOUND + rest)
    return frame, frame[:40].assign(true_label=np.array(LABELS)[TRUE])


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


def width(found: pd.DataFrame) -> float:
    return float(found["high"][0] - found["low"][0])


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


def test_units_are_found_by_document_and_number_or_by_index() -> None:
    frame, sample = example()
    keys = {"doc_id": [f"d{i // 20}" for i in range(400)], "unit": [i % 20 for i in range(400)]}
    frame = frame.assign(**keys)
    labels = sample["true_label"]
    by_index = frame[:40].assign(true_label=labels)
    by_name = by_index.sample(frac=1, random_state=0).reset_index(drop=True)
    by_name = by_name[["doc_id", "unit", "true_label"]]
    pd.testing.assert_frame_equal(fls.correct(frame, by_name), fls.correct(frame, by_index))


def test_ids_may_be_numbers_in_one_table_and_text_in_the_other() -> None:
    frame, sample = example()
    frame = frame.assign(doc_id=[str(i // 20) for i in range(400)], unit=np.arange(400) % 20)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    read = labelled.assign(doc_id=labelled["doc_id"].astype(int))
    pd.testing.assert_frame_equal(fls.correct(frame, read), fls.correct(frame, labelled))


@pytest.mark.parametrize("read", [int, float])
def test_ids_that_lost_their_zeros_are_named_with_the_repair(read: type) -> None:
    frame, sample = example()
    ids = [f"{i // 20:010d}" for i in range(400)]
    frame = frame.assign(doc_id=ids, unit=np.arange(400) % 20)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    with pytest.raises(InputError) as caught:
        fls.correct(frame, labelled.assign(doc_id=labelled["doc_id"].astype(read)))
    assert "dtype={'doc_id': str}" in str(caught.value)
    assert "such as '0000000000'" in str(caught.value)


def test_every_column_may_be_read_as_text() -> None:
    frame, sample = example()
    frame = frame.assign(doc_id=np.arange(400) // 20, unit=np.arange(400) % 20)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    read = labelled[["doc_id", "unit", "true_label"]].astype(str)
    pd.testing.assert_frame_equal(fls.correct(frame, read), fls.correct(frame, labelled))


def test_labels_of_other_texts_are_refused() -> None:
    frame, sample = example()
    frame = frame.assign(text=[f"Sentence {i}." for i in range(400)])
    chosen = frame[:40].assign(true_label=sample["true_label"])
    bare = chosen.drop(columns="text")
    pd.testing.assert_frame_equal(fls.correct(frame, chosen), fls.correct(frame, bare))
    dashed = frame.assign(text="- " + frame["text"])
    safe = chosen.assign(text="'- " + chosen["text"])
    pd.testing.assert_frame_equal(fls.correct(dashed, safe), fls.correct(frame, bare))
    shifted = chosen.set_axis(range(60, 100))
    with pytest.raises(fls.InputError, match="has the text of its row in the frame"):
        fls.correct(frame, shifted)


def test_units_without_label_are_left_out() -> None:
    frame, sample = example()
    with_table = pd.concat([frame, pd.DataFrame([[np.nan] * 4], columns=P, index=[999])])
    pd.testing.assert_frame_equal(fls.correct(with_table, sample), fls.correct(frame, sample))


def bad_cases() -> dict[str, tuple[Any, str]]:
    frame, sample = example()
    table = pd.concat([frame, pd.DataFrame([[np.nan] * 4], columns=P, index=[999])])
    heading = pd.concat([sample, table[400:].assign(true_label="factual")])
    lost = sample.rename(index={0: 5000})
    alike = sample.assign(true_label=np.array(LABELS)[[i % 4 for i in range(40)]])
    return {
        "no probabilities": ((frame[P[:3]], sample), "p_boilerplate"),
        "no truth": ((frame, sample.drop(columns="true_label")), "true_label"),
        "unknown label": ((frame, sample.assign(true_label="hype")), "'hype'"),
        "unknown label by row": ((frame, sample.assign(true_label="hype")), "'hype' for row 0"),
        "missing label": ((frame, sample.assign(true_label=None)), "got 0 of 0; label more"),
        "no frame": (("units.csv", sample), "frame: is a DataFrame, got str"),
        "no sample": ((frame, "sample.csv"), "sample: is a DataFrame, got str"),
        "no numbers": ((frame.assign(p_factual="x"), sample), "holds numbers in p_factual"),
        "not in the frame": ((frame, lost), "5000"),
        "twice": ((frame, pd.concat([sample, sample[:1]])), "twice"),
        "too small": ((frame, sample[:19]), "at least 20 units"),
        "one document": ((frame.assign(doc_id="a"), sample.assign(doc_id="a")), "two documents"),
        "a table": ((table, heading), "carry a label"),
        "a label lacks": ((frame, sample[:30]), "none labelled boilerplate"),
        "cannot be undone": ((frame, alike), "condition number"),
    }


@pytest.mark.parametrize("name", bad_cases())
def test_bad_input_is_named(name: str) -> None:
    given, message = bad_cases()[name]
    with pytest.raises(InputError, match=message):
        fls.correct(*given)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"methods": ["em"]}, "'em'"),
        ({"methods": "ppi"}, "is a list"),
        ({"level": 90}, "between 0 and 1"),
        ({"level": "90"}, "between 0 and 1"),
        ({"methods": None}, "is a list of .*, got None"),
        ({"methods": []}, "is a list"),
        ({"population": "all"}, "one of corpus, superpopulation"),
        ({"weights": "words"}, "'words'"),
    ],
)
def test_bad_options_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fls.correct(*example(), **options)


def test_weights_must_be_weights() -> None:
    frame, sample = example()
    with pytest.raises(InputError, match="0 or more"):
        fls.correct(frame.assign(words=-1.0), sample, weights="words")


def test_labels_needed_by_hand() -> None:
    frame = pd.DataFrame([[0.8, 0.2, 0, 0]] * 3000 + [[0.4, 0.6, 0, 0]] * 3000, columns=P)
    found = fls.labels_needed(frame, 0.02).set_index(["method", "label"])["n_labels"]
    # within: (.16 + .24) / 2 = .2; with the spread of the means .04 it is .6 * .4
    for method, variance in (("ppi", 0.2), ("sample", 0.24)):
        n = int(found[method, "factual"])
        # t of so many degrees of freedom
        half = [1.64622 * np.sqrt(variance * (1 - m / 6000) / (m - 1)) for m in (n + 1, n - 1)]
        assert half[0] < 0.02 < half[1]
    # what correct asks for, where nothing varies
    assert found["ppi", "boilerplate"] == 20
    assert (fls.labels_needed(frame, 0.0001)["n_labels"] <= 6000).all()


def test_labels_needed_of_the_superpopulation() -> None:
    frame = pd.DataFrame([[0.8, 0.2, 0, 0]] * 3000 + [[0.4, 0.6, 0, 0]] * 3000, columns=P)
    doc = np.arange(6000) // 3
    found = fls.labels_needed(frame.assign(doc=doc), 0.02, population="superpopulation")
    fewer = fls.labels_needed(frame.assign(doc=doc), 0.02)
    assert found["n_labels"][0] > fewer["n_labels"][0]
    # with sums of three the corpus alone has the variance .04 * 3 / 6000 + .2 / 6000
    least = 1.64562 * np.sqrt((0.12 * 2000 / 1999 + 0.2) / 6000)
    none = fls.labels_needed(frame.assign(doc=doc), least * 0.99, population="superpopulation")
    some = fls.labels_needed(frame.assign(doc=doc), least * 1.01, population="superpopulation")
    assert none["n_labels"].isna()[:2].all()
    assert some["n_labels"][0] > 5000


@pytest.mark.parametrize("together", [False, True])
def test_labels_needed_from_a_pilot_are_those_that_correct_would_take(together: bool) -> None:
    frame, sample = example()
    if together:
        doc = np.arange(400) // 5
        frame, sample = frame.assign(doc=doc), sample.assign(doc=doc[:40])
    for method, part in fls.correct(frame, sample, methods=["ppi", "sample"]).groupby("method"):
        half = (part["high"] - part["estimate"]).iloc[0]
        found = fls.labels_needed(frame, half, sample=sample).set_index(["method", "label"])
        assert found["n_labels"][method, "factual"] in (40, 41)


def test_labels_needed_give_the_precision() -> None:
    rng = np.random.default_rng(3)
    p = rng.dirichlet([2, 1, 1, 0.3], 4000)
    true = (rng.random((4000, 1)) >= p.cumsum(axis=1)[:, :3]).sum(axis=1)
    frame = pd.DataFrame(p, columns=P).assign(doc=np.arange(4000) // 40)
    n = int(fls.labels_needed(frame, 0.03)["n_labels"][0])
    halves = []
    for seed in range(20):
        sample = frame.sample(n, random_state=seed)
        sample = sample.assign(true_label=np.array(LABELS)[true[sample.index]])
        halves.append(width(fls.correct(frame, sample, methods=["ppi"])) / 2)
    assert np.mean(halves) == pytest.approx(0.03, rel=0.05)


@pytest.mark.parametrize("precision", [0, 0.5, -1])
def test_a_precision_must_be_possible(precision: float) -> None:
    with pytest.raises(InputError, match="precision"):
        fls.labels_needed(example()[0], precision)


def test_labels_may_be_written_as_codes() -> None:
    frame, sample = example()
    codes = {"factual": "F", "promotional": " p ", "forward_looking": "L+,F", "boilerplate": "B"}
    coded = sample.assign(true_label=sample["true_label"].map(codes))
    assert fls.correct(frame, coded).equals(fls.correct(frame, sample))
    coded.loc[0, "true_label"] = "maybe"
    with pytest.raises(InputError, match="codes of fls label, got 'maybe' for row 0"):
        fls.correct(frame, coded)


def test_rows_whose_label_is_open_are_left_out() -> None:
    frame, sample = example()
    for nothing in ("?", "", " ", "NA", ".", None, np.nan):
        more = frame[40:50].assign(true_label=nothing)
        some = pd.concat([sample, more])
        assert fls.correct(frame, some).equals(fls.correct(frame, sample))
    labelled = sample.astype({"true_label": "category"})
    assert fls.correct(frame, labelled).equals(fls.correct(frame, sample))


def test_units_are_named_in_plain_words() -> None:
    frame, sample = example()
    keys = {"doc_id": [str(i // 20) for i in range(400)], "unit": np.arange(400) % 20}
    frame = frame.assign(**keys)
    labelled = frame[:40].assign(true_label=sample["true_label"])
    with pytest.raises(InputError, match="sample, unit 77 of '0': stands in the frame"):
        fls.correct(frame, labelled.replace({"unit": {3: 77}})[:20])
    with pytest.raises(InputError, match="names each unit once, got unit 0 of '0' twice"):
        fls.correct(frame, pd.concat([labelled, labelled[:1]]))
    labelled.loc[5, "true_label"] = "hype"
    with pytest.raises(InputError, match="got 'hype' for unit 5 of '0'"):
        fls.correct(frame, labelled)
