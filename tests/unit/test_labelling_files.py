"""Tasks out to labelling tools and back: nothing is lost, and what does not fit is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fls.errors import CorpusError, FlsError, ReadError
from fls.labelling import LABEL_STUDIO, TOOLS, Answer, read_answers, write_tasks
from tests.unit.label_files import CODES, HARD, TASKS, filled


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


def test_an_unknown_tool_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlsError, match="to: is one of label-studio, doccano, csv, got 'excel'"):
        write_tasks(tmp_path / "t", TASKS, "excel")
