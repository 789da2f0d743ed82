from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import fls
from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.document import LABELS, Unit
from fls.evaluation import (
    Evaluation,
    apply_keyword_rule,
    as_units,
    evaluate,
)
from tests.unit.evaluation_example import B, F, L, P, annotated


def test_annotated_units_keep_their_spans_and_get_blocks() -> None:
    units = as_units(annotated())
    assert [(u.kind, u.start, u.end) for u in units] == [
        (u.kind, u.start, u.end) for u in annotated().units
    ]
    assert [u.block for u in units] == [0, 1, 1, 1, 2]


def test_the_keyword_rule() -> None:
    text = (
        "Acme has 4 plants. Acme is an outstanding leader. Acme will grow. "
        "This contains forward-looking statements that will differ."
    )
    units, at = [], 0
    for piece in text.replace(". ", ".|").split("|"):
        at = text.index(piece, at)
        units.append(Unit("sentence", at, at + len(piece), "given", 0))
    assert apply_keyword_rule([text], [units]).tolist() == [F, P, L, B]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "small"
    corpus.write(folder, [annotated("a", "Acme"), annotated("b", "Bolt")])
    return folder


def test_evaluation_of_a_folder(small: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    found = evaluate(None, small, progress=lambda *call: calls.append(call))
    assert calls == [("evaluate", 1, 2), ("evaluate", 2, 2)]
    assert (found.n_releases, found.n_units) == (2, 8)
    assert found.confusion.sum(axis=1).tolist() == [4, 2, 2, 0]
    right = np.trace(found.confusion) / 8
    assert found.figures["accuracy"].value == right
    assert evaluate("default", small).figures.keys() == found.figures.keys()


def test_the_documentation_names_every_figure(small: Path, root: Path) -> None:
    text = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    names = [n for n in evaluate(None, small).figures if not n.startswith("keyword_rule_")]
    known = (*(f"f1_{label}" for label in LABELS[1:3]),)  # within "f1_factual … f1_boilerplate"
    assert [name for name in names if f"`{name}`" not in text and name not in known] == []


def test_the_same_evaluation_twice(small: Path) -> None:
    assert evaluate(None, small).to_dict() == evaluate(None, small).to_dict()


def test_plain_data_is_json_without_nan(small: Path) -> None:
    plain = evaluate(None, small).to_dict()
    json.dumps(plain, allow_nan=False)
    assert plain["figures"]["f1_boilerplate"]["value"] is None
    f1 = [plain["figures"][f"f1_{label}"]["value"] for label in LABELS[:3]]
    assert plain["figures"]["macro_f1"]["value"] == pytest.approx(sum(f1) / 3, abs=2e-6)
    assert plain["confusion"]["labels"] == list(LABELS)
    assert plain["abstention"][0]["coverage"]["value"] == 1


def test_records_have_every_figure_beside_the_rule(small: Path) -> None:
    found = evaluate(None, small)
    rows = {row["figure"]: row for row in found.records()}
    assert rows["n_units"]["value"] == 8
    assert rows["accuracy"]["value"] == found.to_dict()["figures"]["accuracy"]["value"]
    rule = found.to_dict()["figures"]["keyword_rule_accuracy"]
    assert rows["accuracy"]["keyword_rule"] == rule["value"]
    assert rows["f1_boilerplate"]["value"] is None
    assert rows["coverage_at_0.00"]["value"] == 1
    assert not any(name.startswith("keyword_rule_") for name in rows)
    assert len({tuple(row) for row in found.records()}) == 1


def test_the_table_names_every_figure(small: Path) -> None:
    found: Evaluation = evaluate(None, small)
    text = str(found)
    assert "2 releases, 8 labelled units" in text
    assert all(name in text for name in found.figures)
    assert "without a label below a threshold" in text
    assert text == text.rstrip("\n")


def test_a_corpus_without_labels_is_an_input_error(tmp_path: Path) -> None:
    bare = AnnotatedRelease("a", "Outlook", (GoldUnit("heading", 0, 7),), "Acme")
    corpus.write(tmp_path / "bare", [bare])
    with pytest.raises(fls.InputError, match="holds labelled units"):
        evaluate(None, tmp_path / "bare")


def test_arguments_of_another_kind_are_named(tmp_path: Path) -> None:
    with pytest.raises(fls.InputError, match="folder: is a path, got DataFrame; give a corpus"):
        fls.evaluate(None, pd.DataFrame())  # type: ignore[arg-type]
    for seed in (-1, "a", 1.5, None):
        with pytest.raises(fls.InputError, match="seed: is a whole number of 0 or more"):
            fls.evaluate(None, tmp_path, seed=seed)  # type: ignore[arg-type]


def test_a_folder_that_is_no_corpus_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(fls.CorpusError):
        evaluate(None, tmp_path)


def test_figures_agree_with_an_independent_count(shared: Path, root: Path) -> None:
    script = shared / "tools" / "score_gold.py"
    if not script.is_file():
        pytest.skip("the independent count is not there")
    spec = importlib.util.spec_from_file_location("independent_count", script)
    assert spec is not None
    assert spec.loader is not None
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    folder = root / "data" / "releases"
    run = peer.system("fls")
    counts = [
        peer.compare(
            peer.read_gold(path),
            run((folder / "raw" / f"{path.stem}.txt").read_bytes().decode("utf-8")),
        )
        for path in sorted((folder / "units").glob("*.units"))
    ]
    expected = peer.figures(peer.add(counts))
    found = {name: figure.value for name, figure in evaluate(None, folder).figures.items()}
    for ours, theirs, within in (
        ("release_split_f1", "split_f1", 1e-12),
        ("release_unit_f1", "span_f1", 1e-12),
        ("release_macro_f1", "macro_f1", 1e-12),
        # The other count gives all characters of an annotated unit to what covers most of it.
        ("release_text_accuracy", "kind_acc", 1e-3),
    ):
        assert found[ours] == pytest.approx(expected[theirs], abs=within), ours
