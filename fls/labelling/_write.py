"""Writing tasks as files for labelling tools and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from fls.cells import guarded
from fls.errors import InputError
from fls.files import write_whole
from fls.labelling._tasks import Task

if TYPE_CHECKING:
    import os

__all__ = ["LABEL_STUDIO", "TOOLS", "write_tasks"]

#: Names of the formats.
TOOLS = ("label-studio", "doccano", "csv")

#: The labelling interface for Label Studio: Settings, Labeling Interface, Code.
LABEL_STUDIO = """\
<View>
  <Text name="before" value="$before"/>
  <Header value="Label this:"/>
  <Text name="text" value="$text"/>
  <Choices name="label" toName="text" choice="single" required="true">
    <Choice value="factual" alias="F" hotkey="1"/>
    <Choice value="promotional" alias="P" hotkey="2"/>
    <Choice value="forward-looking, specific" alias="L+" hotkey="3"/>
    <Choice value="forward-looking, not specific" alias="L-" hotkey="4"/>
    <Choice value="boilerplate" alias="B" hotkey="5"/>
  </Choices>
  <Header value="Second label, where one is clearly there:"/>
  <Choices name="second" toName="text" choice="single">
    <Choice value="factual" alias="F"/>
    <Choice value="promotional" alias="P"/>
    <Choice value="forward-looking, specific" alias="L+"/>
    <Choice value="forward-looking, not specific" alias="L-"/>
    <Choice value="boilerplate" alias="B"/>
  </Choices>
  <Text name="after" value="$after"/>
</View>
"""


def write_tasks(
    path: str | os.PathLike[str], tasks: Sequence[Task], to: str, *, excel_safe: bool = False
) -> None:
    """Write tasks for a tool, unlabelled, with the model's labels beside them.

    Parameters
    ----------
    path : str or path-like
        The file, which is replaced. In UTF-8, with each text character by character.
    tasks : sequence of Task
    to : str
        ``"label-studio"``: JSON, with the model's label as a prediction. ``"doccano"``: JSON
        Lines. ``"csv"``: a table whose last column ``label`` is to be filled.
    excel_safe : bool
        Whether to put an apostrophe before each cell of a CSV file that a spreadsheet would
        compute; :func:`read_answers` and :func:`take` remove it.

    Raises
    ------
    InputError
        If there is no such format, or `excel_safe` is set for a format other than ``"csv"``.
    """
    writers = {"label-studio": _encode_label_studio, "doccano": _encode_doccano, "csv": _encode_csv}
    if to not in writers:
        raise InputError("to", f"is one of {', '.join(TOOLS)}", repr(to), "choose one")
    if excel_safe and to != "csv":
        raise InputError("excel_safe", "is for to='csv'", repr(to), "leave it out")
    if excel_safe:
        tasks = [_guard(task) for task in tasks]
    # Names of files may hold lone surrogates: written as escapes, which JSON readers turn back.
    write_whole(path, writers[to](tasks).encode(errors="backslashreplace"))


def _guard(task: Task) -> Task:
    facts = asdict(task)
    safe: dict[str, Any] = {n: guarded(v) for n, v in facts.items() if isinstance(v, str)}
    return replace(task, **safe)


def _encode_label_studio(tasks: Sequence[Task]) -> str:
    facts = [asdict(task) for task in tasks]
    items = [
        {"data": _drop_prediction(fact), "predictions": [_make_prediction(fact)]} for fact in facts
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _drop_prediction(fact: dict[str, Any]) -> dict[str, Any]:
    """Return the facts without what the model predicted."""
    return {name: fact[name] for name in fact if name not in ("predicted", "p", "model")}


def _make_prediction(fact: dict[str, Any]) -> dict[str, Any]:
    value = {"choices": [fact["predicted"]]}
    result = {"from_name": "label", "to_name": "text", "type": "choices", "value": value}
    return {"model_version": fact["model"], "score": fact["p"], "result": [result]}


def _encode_doccano(tasks: Sequence[Task]) -> str:
    # One object per line: U+2028 and the like would end a line for some readers.
    lines = (json.dumps({**asdict(task), "label": []}, ensure_ascii=False) for task in tasks)
    return "".join(f"{_escape_line_ends(line)}\n" for line in lines)


def _escape_line_ends(line: str) -> str:
    for mark in "\x7f\x85\u2028\u2029":
        line = line.replace(mark, f"\\u{ord(mark):04x}")
    return line


def _encode_csv(tasks: Sequence[Task]) -> str:
    table = io.StringIO(newline="")
    # Excel recognises UTF-8 only by a mark at the start, and would garble texts without it.
    table.write("\ufeff")
    names = [*(field.name for field in fields(Task)), "label"]
    writer = csv.DictWriter(table, names, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    # Without quotes: a script that takes the mark for a letter of the first name gives it back.
    table.write(",".join(names) + "\r\n")
    writer.writerows({**asdict(task), "label": ""} for task in tasks)
    return table.getvalue()
