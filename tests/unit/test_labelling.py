"""Units out to labelling tools and back: nothing is lost, and what does not fit is named."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

import fls
from fls import cli, corpus, labelling
from fls.corpus import Release
from fls.document import Document
from fls.errors import CorpusError, FlsError, InputError, ReadError
from fls.labelling import (
    LABEL_STUDIO,
    TOOLS,
    Answer,
    Draft,
    Task,
    choose,
    count_copies,
    drafts,
    draw,
    read_answers,
    take,
    write_tasks,
)
from fls.readers import read_all

#: Texts that files and spreadsheets like to spoil.
HARD = (
    '"Quoted", said Ann; it "may" grow.',
    "Sales may\r\nrise by 4%.\r\n",
    "=1+1 may be the best formula for growth.",
    "NA",
    "We may launch \U0001f680 rockets\u2028and \x85more.",
    "It may\0 hold NUL\t and a tab.",
    "@SUM(A1) could grow;\tperhaps, -1.",
    "nan null None true may 1e5 007",
)
CODES = ["F", "P", "L+", "L-", "B", "F,P", "L+,F", "P,L-"]


def task(text: str, number: int = 0) -> Task:
    unit_id = f"acme-0a1b2c3d:{number}-{number + len(text)}:0123456789abcdef"
    around = (HARD[0], text, HARD[1])
    place = ("in/a b,c.txt#2", number)
    return Task(unit_id, "in/a b,c.txt", "sentence", *around, "L-", 0.5, "ab12", *place)


TASKS = [task(text, number) for number, text in enumerate(HARD)]


def filled(path: Path, to: str, codes: list[str]) -> None:
    """Answer the tasks of a file as people do in its tool."""
    raw = path.read_bytes().decode()
    if to == "label-studio":
        tasks = json.loads(raw)
        for one, code in zip(tasks, codes, strict=True):
            names = zip(("label", "second"), code.split(","), strict=False)
            result = [
                {"from_name": n, "to_name": "text", "type": "choices", "value": {"choices": [c]}}
                for n, c in names
                if c
            ]
            one["annotations"] = [{"result": result, "was_cancelled": False}]
        raw = json.dumps(tasks)
    elif to == "doccano":
        lines = [json.loads(line) for line in raw.split("\n") if line]
        for number, (one, code) in enumerate(zip(lines, codes, strict=True)):
            one |= {"id": number, "label": [c for c in code.split(",") if c]}
        raw = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    else:
        table = list(csv.DictReader(io.StringIO(raw, newline="")))
        for row, code in zip(table, codes, strict=True):
            row["label"] = code
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
        raw = out.getvalue()
    path.write_bytes(raw.encode())


@pytest.mark.parametrize("to", TOOLS)
def test_what_is_written_is_read_back_character_by_character(tmp_path: Path, to: str) -> None:
    path = tmp_path / "tasks"
    write_tasks(path, TASKS, to)
    untouched = path.read_bytes()
    answers = read_answers(path)
    assert [(a.unit_id, a.text, a.label, a.source) for a in answers] == [
        (t.unit_id, t.text, "", t.source) for t in TASKS
    ]
    write_tasks(path, TASKS, to)
    assert path.read_bytes() == untouched
    filled(path, to, CODES)
    assert [(a.text, a.label) for a in read_answers(path)] == list(zip(HARD, CODES, strict=True))


def test_context_and_prediction_go_out_with_the_unit(tmp_path: Path) -> None:
    write_tasks(tmp_path / "a.json", TASKS, "label-studio")
    first = json.loads((tmp_path / "a.json").read_bytes())[0]
    assert (first["data"]["before"], first["data"]["after"]) == (HARD[0], HARD[1])
    (prediction,) = first["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("ab12", 0.5)
    assert prediction["result"][0]["value"] == {"choices": ["L-"]}
    write_tasks(tmp_path / "a.jsonl", TASKS, "doccano")
    lines = (tmp_path / "a.jsonl").read_bytes().decode().splitlines()
    assert len(lines) == len(TASKS)  # no line of it ends in the middle, whoever cuts it
    assert [json.loads(line)["label"] for line in lines] == [[]] * len(TASKS)


def test_the_interface_offers_the_codes_of_the_corpus() -> None:
    view = ElementTree.fromstring(LABEL_STUDIO)
    for name in ("label", "second"):
        choices = view.findall(f"Choices[@name='{name}']/Choice")
        assert [choice.get("alias") for choice in choices] == ["F", "P", "L+", "L-", "B"]
    named = {text.get("value", "")[1:] for text in view.findall("Text")}
    assert named == {"before", "text", "after"}


def test_a_table_may_have_been_through_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeffunit_id;text;label\r\nx;"a ""b"";\nc"; L+ \r\n'.encode())
    assert [(a.text, a.label) for a in read_answers(path)] == [('a "b";\nc', "L+")]
    path.write_bytes(b"label\tunit_id\ttext\nF\tx\ta,b\n")
    assert [(a.text, a.label) for a in read_answers(path)] == [("a,b", "F")]


def test_a_table_may_be_utf16(tmp_path: Path) -> None:
    write_tasks(tmp_path / "t.csv", TASKS, "csv")
    before = read_answers(tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    (tmp_path / "t.csv").write_bytes(text.encode("utf-16"))
    assert read_answers(tmp_path / "t.csv") == before


def test_doccano_may_put_the_rest_under_meta(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    line = {"id": 4, "text": "a", "labels": ["F", "P"], "meta": {"unit_id": "x", "source": "s"}}
    path.write_text(json.dumps(line) + "\n\n")
    assert read_answers(path) == [Answer(f"{path}:1", "x", "a", "F,P", "s")]


def one_of(code: str, **more: Any) -> dict[str, Any]:
    value = {"choices": [code]}
    result = {"from_name": "label", "to_name": "text", "type": "choices", "value": value}
    return {"result": [result], **more}


def test_annotators_who_agree_count_once_and_the_cancelled_do_not(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    data = {"unit_id": "x", "text": "a"}
    given = [one_of("F"), one_of("P", was_cancelled=True), one_of("F"), {"result": []}]
    path.write_text(json.dumps([{"data": data, "annotations": given}]))
    assert [a.label for a in read_answers(path)] == ["F"]
    path.write_text(json.dumps([{"data": data, "annotations": [one_of("F"), one_of("P")]}]))
    with pytest.raises(CorpusError, match=r"t.json: task 1: annotators must agree, got F and P"):
        read_answers(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff", "must be UTF-8, got byte 0xff at offset 0"),
        (b"[", "must be JSON"),
        (b"[3]", "task 1: must have unit_id and text, got None"),
        (b'[{"data": {"text": "a"}}]', "task 1: must have unit_id and text, got text"),
        (b'[{"data": {"text": "a", "unit_id": "x"}, "annotations": [7]}]', "task 1: must have ann"),
        (b'{"text": "a", "unit_id": "x", "label": []}\n{', ":2: must be JSON"),
        (b'{"text": "a", "unit_id": "x", "label": "F"}', ":1: must have a list of labels, got 'F'"),
        (b"", ":1: must name the columns unit_id, text, label, got ''"),
        (b"text,label\na,F\n", ":1: must name the columns unit_id, text, label"),
        (b"unit_id,text,label\nx,a\n", "row 1 (line 2): must have 3 values, got more or fewer"),
        (b'unit_id,text,label\nx,"a" b,F\n', "line 2: must be a row of values"),
        (b"[" * 100_000, "must be JSON"),
        (b"PK\x03\x04\x14", "got a ZIP archive or an Office document; save it as CSV UTF-8"),
        (b"<stata_dta>" + b"\0" * 99, "control characters (a binary file); save it as CSV UTF-8"),
    ],
)
def test_a_file_that_breaks_its_format_is_refused_with_the_place(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "t").write_bytes(content)
    with pytest.raises(CorpusError, match=re.escape(message)):
        read_answers(tmp_path / "t")


def test_a_missing_file_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nothing at this path"):
        read_answers(tmp_path / "t")


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


def written(root: Path, n: int = 12) -> list[Release]:
    return corpus.read(root / "data" / "releases")[:n]


def unlabelled(release: Release) -> Draft:
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


def test_units_that_the_model_is_sure_of_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fls.labelling._choose._pick", lambda uncertainty, rows, n: [3, 1])
    assert len(choose(FOUR, 4)) == 4
    assert choose(FOUR, 4)[:2] == [choose(FOUR, 8)[i] for i in (0, 1)]


def test_copies_crowd_out_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # Only the most uncertain ones are looked at; a legend that stands in all is one of them.
    monkeypatch.setattr("fls.labelling._choose._POOL", 1)
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
    for one in choose([unlabelled(release) for release in written(root)], 20):
        name, span, _ = one.unit_id.split(":")
        start, end = map(int, span.split("-"))
        release = next(r for r in written(root) if name.startswith(r.id))
        assert release.text[start:end] == one.text
        before, after = release.text[:start].rstrip(), release.text[end:].lstrip()
        assert before.endswith(one.before)
        assert after.startswith(one.after)
        assert one.source == f"{release.id}.txt"


@pytest.mark.parametrize("n", [0, -1, 2.0, True, "9"])
def test_a_number_of_tasks_that_is_none_is_refused(n: Any) -> None:
    with pytest.raises(InputError, match="n: is a whole number above 0"):
        choose([], n)


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
    acme = Release("acme", "Fine.", (corpus.GoldUnit("other", 0, 5),), "Acme, Inc.")
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
    other = Release("acme", "Well.", (corpus.GoldUnit("other", 0, 5),), "Acme, Inc.")
    with pytest.raises(CorpusError, match="must have the text that is added"):
        corpus.update(tmp_path, [other])


TEXTS = {
    "hard.txt": "\r\n\r\n".join(HARD),
    "smile.txt": "Acme \U0001f680 may launch a rocket. “It is great.”\r\n\r\n=1+1\r\n\r\nNA\r\n",
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of releases in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        (tmp_path / name).write_bytes(text.encode())
    return list(TEXTS)


@pytest.mark.parametrize("to", TOOLS)
def test_the_whole_way_round(
    files: list[str], to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["label", "export", *files, "--to", to, "-o", "todo"]) == 0
    n = len(read_answers("todo"))
    assert f"wrote {n} units of 2 releases to todo" in capsys.readouterr().out
    codes = [CODES[i % len(CODES)] for i in range(n - 1)] + [""]
    filled(tmp_path / "todo", to, codes)
    asked = {answer.text: answer.label for answer in read_answers("todo")}
    assert cli.main(["label", "import", "todo", "-o", "mine"]) == 0
    assert capsys.readouterr().out == f"added {n - 1} labels in 2 releases to mine\n"
    releases = corpus.read("mine")
    raw = {path.read_bytes() for path in (tmp_path / "mine" / "raw").iterdir()}
    # A release's text is what its file holds, but for NUL, which no later step can bear.
    assert raw == {text.replace("\0", "\ufffd").encode() for text in TEXTS.values()}
    labels = {r.text[u.start : u.end]: corpus.encode_marks(u)[1] for r in releases for u in r.units}
    assert {text: labels[text] for text in asked} == {t: c or "?" for t, c in asked.items()}
    # What is labelled is not asked for again; what was left open is.
    again = ["label", "export", *files, "--corpus", "mine", "--to", to, "-o", "next"]
    assert cli.main(again) == 0
    assert [answer.text for answer in read_answers("next")] == [
        t for t, c in asked.items() if not c
    ]
    capsys.readouterr()
    assert cli.main(["label", "import", "todo", "-o", "mine"]) == 0
    told = f"added 0 labels in 0 releases to mine, {n - 1} there already\n"
    assert capsys.readouterr().out == told
    assert corpus.read("mine") == releases


def test_faults_on_the_command_line(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = ["label", "export", *files, "--to", "csv", "-o", "todo.csv"]
    assert cli.main(export) == 0
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 4
    assert "todo.csv: must hold a label, got none" in capsys.readouterr().err
    filled(tmp_path / "todo.csv", "csv", ["X"] * len(read_answers("todo.csv")))
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 4
    errors = capsys.readouterr().err
    assert "todo.csv: row 1 (line 2): label must be one of F P L+ L- B" in errors
    assert "F for factual" in errors
    assert "row 2" in errors
    assert not (tmp_path / "mine").exists()
    filled(tmp_path / "todo.csv", "csv", ["F"] * len(read_answers("todo.csv")))
    (tmp_path / "hard.txt").write_bytes(b"Another text.")
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 4
    assert "got none of this text; give the file with --texts" in capsys.readouterr().err
    (tmp_path / "hard.txt").unlink()
    assert cli.main(["label", "import", "todo.csv", "-o", "mine"]) == 3
    assert "hard.txt: must be there, as it was" in (errors := capsys.readouterr().err)
    assert "give the releases with --texts" in errors
    (tmp_path / "kept").write_bytes(TEXTS["hard.txt"].encode())
    texts = ["--texts", "kept", "smile.txt"]
    assert cli.main(["label", "import", "todo.csv", "-o", "mine", *texts]) == 0
    with pytest.raises(SystemExit):
        cli.main(["label", "export", "--to", "csv", "-o", "todo.csv"])
    with pytest.raises(SystemExit):
        cli.main(["label", "export", "kept", "--to", "doccano", "--excel-safe", "-o", "todo"])
    assert "argument --excel-safe: is for --to csv" in capsys.readouterr().err
    safe = ["label", "export", "kept", "--all", "--to", "csv", "--excel-safe", "-o", "safe.csv"]
    assert cli.main(safe) == 0
    assert "\"'=1+1 may be" in (tmp_path / "safe.csv").read_text(encoding="utf-8")
    filled(tmp_path / "safe.csv", "csv", ["P"] * len(read_answers("safe.csv")))
    assert cli.main(["label", "import", "safe.csv", "-o", "safe"]) == 0
    assert cli.main([*export[:-1], "smile.txt"]) == 2
    capsys.readouterr()
    for option, given, least in [
        ("--uncertain", "0", 1), ("--uncertain", "-3", 1), ("--random", "x", 1), ("--seed", "-1", 0)
    ]:  # fmt: skip
        with pytest.raises(SystemExit):
            cli.main(["label", "export", "kept", *export[4:], option, given])
        told = f"argument {option}: must be a whole number of {least} or more, got {given!r}"
        assert told in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["label", "export", "kept", *export[4:], "--all", "--random", "3"])


def test_some_at_random_or_all_go_out(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "again.txt").write_bytes(TEXTS["smile.txt"].encode())
    (tmp_path / "near.txt").write_bytes(TEXTS["smile.txt"].encode() + b"\r\nIt grew.\r\n")
    export = ["label", "export", *files, "again.txt", "near.txt", "--to", "csv", "-o", "t.csv"]
    assert cli.main([*export, "--all"]) == 0
    n = len(read_answers("t.csv"))
    told = f"wrote {n} units of 3 releases to t.csv\nleft out as copies: 1 release\n"
    assert capsys.readouterr().out == told
    table = pd.read_csv("t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert table["doc_id"].unique().tolist() == [*files, "near.txt"]
    assert cli.main([*export, "--uncertain", "100000"]) == 0
    assert capsys.readouterr().out == told
    distinct = table["text"].nunique()
    assert cli.main([*export, "--uncertain", str(distinct)]) == 0
    copies = f"left out as copies: {n - distinct} units, 1 release\n"
    assert capsys.readouterr().out.endswith(copies)
    assert cli.main([*export, "--random", "3"]) == 0
    drawn = pd.read_csv("t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert cli.main([*export, "--random", "3", "--seed", "1"]) == 0
    other = pd.read_csv("t.csv", encoding="utf-8-sig", keep_default_na=False)
    assert len(drawn) == len(other) == 3
    assert set(drawn["unit_id"]) != set(other["unit_id"])


def test_names_are_those_of_the_tables_of_many_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("x.zip", "w") as archive:
        archive.writestr("a.txt", "Acme rose.")
        archive.writestr("b.txt", "Acme fell.")
    assert cli.main(["label", "export", "x.zip", "--all", "--to", "csv", "-o", "t.csv"]) == 0
    table = pd.read_csv("t.csv", encoding="utf-8-sig")
    assert table["doc_id"].tolist() == fls.score_many("x.zip").documents["doc_id"].tolist()


def test_a_bad_file_is_named_and_harms_no_other(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["label", "export", *files, "--to", "csv", "-o", "good.csv"]) == 0
    (tmp_path / "empty.txt").touch()
    bad = ["empty.txt", "missing.txt"]
    capsys.readouterr()
    names = [bad[0], files[0], bad[1], *files[1:]]
    assert cli.main(["label", "export", *names, "--to", "csv", "-o", "some.csv"]) == 1
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if ": must " in line]
    assert [line.split(": must ")[0] for line in lines] == [f"fls: {name}" for name in bad]
    assert out.endswith("units of 2 releases to some.csv\n")
    assert (tmp_path / "some.csv").read_bytes() == (tmp_path / "good.csv").read_bytes()
    assert cli.main(["label", "export", *bad, "--to", "csv", "-o", "none.csv"]) == 3
    assert not (tmp_path / "none.csv").exists()
    filled(tmp_path / "good.csv", "csv", ["F", *[""] * (len(read_answers("good.csv")) - 1)])
    assert cli.main(["label", "import", "good.csv", "-o", "mine"]) == 0
    more = ["--corpus", "mine", "--to", "csv", "-o", "more.csv"]
    assert cli.main(["label", "export", *bad, *more]) == 1
    assert (tmp_path / "more.csv").exists()


def test_a_folder_is_exported_as_its_files(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    for name in files:
        (tmp_path / name).rename(tmp_path / "in" / name)
    export = ["label", "export", "--to", "csv", "-o"]
    assert cli.main([*export, "a.csv", "in"]) == 0
    assert cli.main([*export, "b.csv", "in/*.txt"]) == 0
    assert cli.main([*export, "c.csv", *(f"in/{name}" for name in sorted(files))]) == 0
    assert len({(tmp_path / f"{name}.csv").read_bytes() for name in "abc"}) == 1
    assert {answer.source for answer in read_answers("a.csv")} == {f"in/{name}" for name in files}
    filled(tmp_path / "a.csv", "csv", ["F"] * len(read_answers("a.csv")))
    (tmp_path / "in").rename("moved")
    assert cli.main(["label", "import", "a.csv", "-o", "mine"]) == 3
    assert cli.main(["label", "import", "a.csv", "-o", "mine", "--texts", "moved"]) == 0
    assert len(corpus.read("mine")) == len(files)
    (tmp_path / "moved").rename("in")
    capsys.readouterr()
    assert cli.main([*export, "in/d.csv", "in"]) == 2
    assert "must be a new file, apart from what is read" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_told_before_the_work(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(labelling, "choose", None)
    for name in ("missing/todo.csv", "."):
        assert cli.main(["label", "export", *files, "--to", "csv", "-o", name]) == 2
        assert f"fls: {name}: must be writable, got " in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("to", TOOLS)
def test_a_file_whose_name_is_no_text_goes_out(files: list[str], to: str) -> None:
    name = "lat\udce9.txt"
    try:
        Path(files[0]).rename(name)
    except OSError:
        pytest.skip("the file system has no such names")
    assert cli.main(["label", "export", name, "--to", to, "-o", "todo"]) == 0
    source = name if to != "csv" else "lat\\udce9.txt"
    assert {answer.source for answer in read_answers("todo")} == {source}


def test_the_interface_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["label", "interface"]) == 0
    assert capsys.readouterr().out == LABEL_STUDIO


def test_an_unknown_tool_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlsError, match="to: is one of label-studio, doccano, csv, got 'excel'"):
        write_tasks(tmp_path / "t", TASKS, "excel")
