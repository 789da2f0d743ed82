"""Which units are asked for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import fls
from fls import corpus
from fls.corpus import AnnotatedRelease
from fls.document import Document
from fls.errors import InputError
from fls.labelling import Draft, choose, count_copies, drafts, draw, write_tasks
from fls.readers import read_all


def test_drafts_are_named_by_file_and_text_and_stand_once() -> None:
    documents = [
        Document("Sales rose. They may fall.", source="a/Q1 results.txt"),
        Document("Sales rose. They may fall.", source="b/copy.txt"),
        Document("Sales fell.", source="x.zip!in/b.txt#EX-99.1", metadata={"company": "ACME  CO"}),
        Document(" \u200b\n"),
        Document("Plain."),
    ]
    found = drafts(documents)
    assert [re.sub("[0-9a-f]{8}$", "#", d.release.id) for d in found] == [
        "Q1-results-#",
        "b-EX-99.1-#",
        "text-#",
    ]
    assert [d.release.issuer for d in found] == [
        found[0].release.id,
        "ACME CO",
        "text-" + found[2].release.id[5:],
    ]
    assert drafts(documents[1:])[0].release.id.endswith(found[0].release.id[-8:])
    with pytest.raises(InputError, match=r"documents\[0\]: is a Document"):
        drafts(["text"])  # type: ignore[list-item]


def test_units_with_outer_marks_fit_the_corpus(tmp_path: Path) -> None:
    found = drafts([Document("\ufeffSales rose.\u200b \u200bThey fell.\u2028\x85\r\n* \u200b\n")])
    corpus.write(tmp_path / "c", [draft.release for draft in found])
    assert corpus.read(tmp_path / "c") == [draft.release for draft in found]


def written(root: Path, n: int = 12) -> list[AnnotatedRelease]:
    return corpus.read(root / "data" / "releases")[:n]


def unlabelled(release: AnnotatedRelease) -> Draft:
    (draft,) = drafts([Document(release.text, source=f"{release.id}.txt")])
    return draft


def test_the_most_uncertain_come_first_and_none_twice(root: Path) -> None:
    found = choose([unlabelled(release) for release in written(root)], 40)
    assert len({task.unit_id for task in found}) == 40
    assert found[0].p < 0.6
    assert {task.kind for task in found} <= {"headline", "sentence", "item"}
    # Asked for fewer, they are the first ones.
    fewer = choose([unlabelled(release) for release in written(root)], 4)
    assert fewer[0] == found[0]


LEGEND = "Results may perhaps vary with demand for our best pumps."
FOUR = drafts(
    Document(f"Acme {name} opened a plant. {LEGEND}") for name in ("one", "two", "three", "four")
)


def test_a_text_that_comes_again_is_asked_for_once() -> None:
    found = choose(FOUR, 5)
    assert [task.text for task in found].count(LEGEND) == 1
    assert count_copies(FOUR, found) == 3


def test_all_are_asked_for_where_all_are_wanted() -> None:
    for n in (8, 20):
        found = choose(FOUR, n)
        assert len({task.unit_id for task in found}) == len(found) == 8
        # Copies come last.
        assert [task.text == LEGEND for task in found[-3:]] == [True] * 3
        assert count_copies(FOUR, found) == 0


def test_units_that_are_not_worth_picking_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    picked: list[int] = []
    monkeypatch.setattr("fls.labelling._choose._pick", lambda uncertainty, rows, n: list(picked))
    by_uncertainty = choose(FOUR, 4)
    picked += [3, 1]
    assert choose(FOUR, 4) == [by_uncertainty[i] for i in (3, 1, 0, 2)]


def test_copies_crowd_out_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # Only the most uncertain ones are looked at; a legend that stands in all is one of them.
    monkeypatch.setattr("fls.labelling._choose._CANDIDATES_PER_TASK", 1)
    assert len({task.text for task in choose(FOUR, 5)}) == 5


def test_drawn_units_are_a_random_sample(root: Path) -> None:
    given = [unlabelled(release) for release in written(root, 3)]
    found = draw(given, 20, seed=4)
    assert len({task.unit_id for task in found}) == 20
    assert draw(given, 5, seed=4) == found[:5]
    assert draw(given, 20, seed=5) != found
    everyone = draw(given)
    assert len(everyone) == len(draw(given, 10_000)) > 20
    assert {task.unit_id for task in found} <= {task.unit_id for task in everyone}
    # In the order of the releases, with the labels that they would have had.
    names = [draft.source for draft in given]
    places = [(names.index(task.doc_id), task.unit) for task in everyone]
    assert places == sorted(places)
    by_id = {task.unit_id: task for task in choose(given, 40)}
    assert [by_id[task.unit_id] for task in everyone if task.unit_id in by_id] == [
        task for task in everyone if task.unit_id in by_id
    ]
    assert draw([], 5) == draw([]) == []


def test_each_unit_is_as_likely_as_any_other() -> None:
    counts = Counter(task.unit_id for seed in range(200) for task in draw(FOUR, 2, seed=seed))
    assert len(counts) == 8
    assert all(abs(n - 50) < 30 for n in counts.values())


def test_tasks_join_the_table_of_units(tmp_path: Path) -> None:
    texts = {"a.txt": "Acme rose.\n\n\u200b\n\nIt may fall. It is great.", "b.txt": "Acme fell."}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in texts]
    units = fls.score_many(paths, tables=("unit",)).units
    documents = [document for path in paths for document in read_all(path)]
    write_tasks(tmp_path / "t.csv", draw(drafts(documents)), "csv")
    table = pd.read_csv(tmp_path / "t.csv", encoding="utf-8-sig")
    joined = table.merge(units, on=["doc_id", "unit"], suffixes=("", "_there"))
    assert len(joined) == len(table) == 4
    assert joined["text"].tolist() == joined["text_there"].tolist()
    assert drafts(documents, ["x", "y"])[1].doc_id == "y"


def test_units_with_a_label_are_not_asked_for(root: Path) -> None:
    full = [Draft(release, "") for release in written(root, 2)]
    assert choose(full, 5) == []
    assert choose([], 5) == []


def test_neighbours_and_place_are_those_of_the_release(root: Path) -> None:
    releases = written(root)
    found = choose([unlabelled(release) for release in releases], 20)
    assert len(found) == 20
    for one in found:
        name, span, _ = one.unit_id.split(":")
        start, end = map(int, span.split("-"))
        release = next(r for r in releases if name.startswith(r.id))
        assert release.text[start:end] == one.text
        before, after = release.text[:start].rstrip(), release.text[end:].lstrip()
        assert before.endswith(one.before)
        assert after.startswith(one.after)
        assert one.source == f"{release.id}.txt"


@pytest.mark.parametrize("n", [0, -1, 2.0, True, "9"])
def test_a_number_of_tasks_that_is_none_is_refused(n: Any) -> None:
    with pytest.raises(InputError, match="n: is a whole number of 1 or more"):
        choose([], n)
