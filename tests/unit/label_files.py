"""Tasks of texts that files and spreadsheets like to spoil, and how people answer them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from fls.labelling import Task

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
