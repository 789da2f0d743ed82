"""Answers become labels, and what does not fit is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fls import corpus
from fls.corpus import AnnotatedRelease
from fls.document import Document
from fls.errors import CorpusError, InputError
from fls.labelling import Answer, Draft, choose, drafts, draw, read_answers, take, write_tasks
from tests.unit.label_files import filled


@pytest.fixture
def draft() -> Draft:
    """Return a release of three units to label."""
    (draft,) = drafts([Document("Acme opened a plant. It may grow. It is great.", source="a.txt")])
    return draft


def answers(draft: Draft, *labels: str) -> list[Answer]:
    key = {one.text: one.unit_id for one in choose([draft], 9)}
    texts = [draft.release.text[u.start : u.end] for u in draft.release.units]
    return [
        Answer(f"t.csv: row {n}", key[text], text, label, "a.txt")
        for n, (text, label) in enumerate(zip(texts, labels, strict=False), 1)
    ]


def test_answers_become_labels_and_the_rest_stays_open(draft: Draft) -> None:
    (release,) = take(answers(draft, "F", "?", "P,L-"), [draft.release])
    assert [(u.label, u.second, u.specific) for u in release.units] == [
        ("factual", None, None),
        (None, None, None),
        ("promotional", "forward_looking", False),
    ]
    assert take(answers(draft, "", "?", ""), [draft.release]) == []
    assert take(answers(draft, " ", "NA", "."), [draft.release]) == []


def test_names_of_labels_are_as_good_as_their_codes(draft: Draft) -> None:
    named = answers(draft, "factual", "boilerplate", "promotional,L-")
    typed = answers(draft, "f", " B", "p, l-")
    coded = answers(draft, "F", "B", "P,L-")
    assert take(named, [draft.release]) == take(coded, [draft.release])
    assert take(typed, [draft.release]) == take(coded, [draft.release])
    assert take([*named, *coded], [draft.release]) == take(coded, [draft.release])
    shouted = answers(draft, "FACTUAL", "Boilerplate", "Promotional, l-")
    assert take(shouted, [draft.release]) == take(coded, [draft.release])


def test_the_apostrophe_of_a_safe_table_is_no_change(tmp_path: Path) -> None:
    text = "- Sales may rise.\n\n+ It is great.\n\n@ Acme opened a plant.\n\nIt may grow."
    release = drafts([Document(text, source="-a.txt")])[0]
    tasks = draw([release])
    for safe in (False, True):
        write_tasks(tmp_path / "t.csv", tasks, "csv", excel_safe=safe)
        filled(tmp_path / "t.csv", "csv", ["L-", "P", "F", "L-"])
        found = read_answers(tmp_path / "t.csv")
        assert "".join(answer.text[0] for answer in found) == ("'''I" if safe else "-+@I")
        assert {answer.source for answer in found} == {"-a.txt"}
        (labelled,) = take(found, [release.release])
        assert [unit.specific for unit in labelled.units] == [False, None, None, False]
    by_hand = found[3]._replace(text="'It may grow.")
    assert take([*found[:3], by_hand], [release.release]) == [labelled]
    other = found[3]._replace(text="#NAME?")
    with pytest.raises(CorpusError, match=r"row 4 .*put the text back, or leave the label empty$"):
        take([other], [release.release])
    computed = found[0]._replace(text="#NAME?")
    with pytest.raises(CorpusError, match=r"row 1 .*--excel-safe keeps spreadsheets from"):
        take([computed], [release.release])
    with pytest.raises(InputError, match="excel_safe: is for to='csv', got 'doccano'"):
        write_tasks(tmp_path / "t", tasks, "doccano", excel_safe=True)


Change = Callable[[Answer], Answer]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: a._replace(label="X"), "row 1: label must be one of F P L+ L- B"),
        (lambda a: a._replace(label="Forward Looking"), "must say whether forward-looking is"),
        (lambda a: a._replace(label="l"), "must say whether forward-looking is"),
        (lambda a: a._replace(label="L"), "row 1: label: must say whether forward-looking is"),
        (lambda a: a._replace(label="F,forward_looking"), "later, else L-"),
        (lambda a: a._replace(label="factual,F"), "or two different ones"),
        (lambda a: a._replace(text="Acme opened a pub."), "row 1: text: must be the unit's"),
        (lambda a: a._replace(unit_id="7"), "row 1: unit_id: must be RELEASE:START-END:DIGEST"),
        (
            lambda a: a._replace(unit_id=a.unit_id[:-1] + "x"),
            "row 1: unit_id: must be RELEASE:START-END:DIGEST",
        ),
        (
            lambda a: a._replace(unit_id=re.sub("[0-9a-f]{16}$", "0" * 16, a.unit_id)),
            "its text as it was exported, got another text of that name",
        ),
        (
            lambda a: a._replace(unit_id="other:0-20:" + "0" * 16),
            "release 'other' must be at hand, its text as it was exported, got none of this text",
        ),
        (
            lambda a: a._replace(unit_id=a.unit_id.replace(":0-", ":1-")),
            "row 1: unit_id: must be a unit of",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    draft: Draft, change: Change, message: str
) -> None:
    first, *others = answers(draft, "F", "L-", "P")
    with pytest.raises(CorpusError, match=re.escape(message)):
        take([change(first), *others], [draft.release])


def test_all_faults_are_told(draft: Draft) -> None:
    with pytest.raises(CorpusError) as caught:
        take(answers(draft, "F", "Y", "Z"), [draft.release])
    assert "'Y'" in str(caught.value)
    assert [note.split(":")[1].strip() for note in caught.value.__notes__] == ["row 3"]


def test_white_space_may_change_on_the_way(draft: Draft) -> None:
    first = answers(draft, "F")[0]
    changed = first._replace(text="  Acme opened\r\na  plant.\n")
    assert take([changed], [draft.release]) == take([first], [draft.release])


def test_a_label_is_not_overwritten_by_another(draft: Draft) -> None:
    (release,) = take(answers(draft, "F"), [draft.release])
    assert take(answers(draft, "F"), [release]) == [release]
    place = f"'F' at units/{release.id}.units:1, got 'P'"
    with pytest.raises(CorpusError, match=f"must be the label that the unit has already, {place}"):
        take(answers(draft, "P"), [release])
    with pytest.raises(CorpusError, match=r"has already, 'F' at t.csv: row 1, got 'P'"):
        take([*answers(draft, "F"), *answers(draft, "P")], [draft.release])


def test_the_manifest_of_a_corpus_keeps_what_it_has(tmp_path: Path, draft: Draft) -> None:
    acme = AnnotatedRelease("acme", "Fine.", (corpus.GoldUnit("other", 0, 5),), "Acme, Inc.")
    corpus.write(tmp_path, [acme])
    before = b'year,id,company\r\n2001,acme,"Acme, Inc."'
    (tmp_path / "manifest.csv").write_bytes(before)
    (release,) = take(answers(draft, "F"), [draft.release])
    corpus.update(tmp_path, [release])
    name = release.id.encode()
    assert (tmp_path / "manifest.csv").read_bytes() == (
        before + b"\r\n," + name + b"," + name + b"\r\n"
    )
    assert corpus.read(tmp_path) == sorted([release, acme], key=lambda r: r.id)
    other = AnnotatedRelease("acme", "Well.", (corpus.GoldUnit("other", 0, 5),), "Acme, Inc.")
    with pytest.raises(CorpusError, match="must have the text that is added"):
        corpus.update(tmp_path, [other])
