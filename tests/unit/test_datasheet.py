"""The manifest and the datasheet of the data say what the data say."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from tools import agreement, datasheet

AGAIN = "run `make datasheet`"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with two written and two wire releases."""
    data = tmp_path / "data"
    text = "Acme grew. It will grow."
    units = (
        GoldUnit("sentence", 0, 10, "factual", "promotional"),
        GoldUnit("sentence", 11, 24, "forward_looking", None, True),
    )
    corpus.write(
        data / "releases",
        [AnnotatedRelease("a", text, units, "A"), AnnotatedRelease("b", text, units, "B")],
    )
    columns = "id,origin,sector,event,year,tone,safe_harbor,issuer,layout"
    rows = [columns, "a,imagined,pumps,sale,2020,dry,none,A,tight", "b,mirrored,,,,,,B,tight"]
    (data / "releases" / "manifest.csv").write_text("\n".join(rows) + "\n")
    wire = [
        AnnotatedRelease("c", f"{text} ", units, "C"),
        AnnotatedRelease("d", f"{text}  ", units, "C"),
    ]
    about = {"c": {"source": "s", "sector": "", "event": "", "year": "2024", "chosen": "random"}}
    for folder, who in (("wire", "w1"), ("wire/second", "w2")):
        corpus.write_standoff(data / folder, wire, {"c": who, "d": who}, about)
    head = [f"{scale}_{n}" for scale in agreement.SCALES for n in (1, 2, 3)]
    lines = [",".join(["id", "set", "sha256", *head])]
    lines += [f"{name},releases,x," + ",".join(map(str, range(n, n + 9))) for n, name in
              enumerate("ab")]  # fmt: skip
    (data / "ratings.csv").write_text("\n".join(lines) + "\n")
    (data / "ratings_later.csv").write_text(
        f"id,sha256,{','.join(agreement.SCALES)}\nc,x,1,2,0.5\n"
    )
    return tmp_path


# The shipped files


def test_the_manifest_is_that_of_the_data(root: Path) -> None:
    written = json.loads((root / "data" / "manifest.json").read_text(encoding="utf-8"))
    assert written == datasheet.make_manifest(root), AGAIN


def test_the_tables_are_those_of_the_data(root: Path) -> None:
    sheet = (root / "data" / "README.md").read_text(encoding="utf-8")
    tables = datasheet.make_tables(root, samples=1)
    values = [line.rpartition("|")[0].rpartition("|")[0] for line in tables.pop("agreement")]
    assert datasheet.replace_tables(sheet, tables) == sheet, AGAIN
    shown = sheet.partition("<!-- begin agreement -->\n")[2].partition("<!-- end")[0].splitlines()
    assert [line.rpartition("|")[0].rpartition("|")[0] for line in shown] == values, AGAIN


def test_the_ratings_name_texts_that_are_there(root: Path) -> None:
    known = {
        ("releases", r.id): hashlib.sha256(r.text.encode()).hexdigest()
        for r in corpus.read(root / "data" / "releases")
    }
    known |= {("wire", r["id"]): r["sha256"] for r, _ in corpus.read_standoff(root / "data/wire")}
    with (root / "data" / "ratings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows if known[row["set"], row["id"]] != row["sha256"]] == []
    assert {row["set"] for row in rows} == {"releases", "wire"}


def test_what_was_rated_later_is_the_rest_of_the_wire(root: Path) -> None:
    known = {r["id"]: r["sha256"] for r, _ in corpus.read_standoff(root / "data" / "wire")}
    with (root / "data" / "ratings.csv").open(encoding="utf-8", newline="") as file:
        before = {row["id"] for row in csv.DictReader(file)}
    with (root / "data" / "ratings_later.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"]: row["sha256"] for row in rows} == {
        name: digest for name, digest in known.items() if name not in before
    }
    assert all(0 <= float(row[scale]) <= 10 for row in rows for scale in agreement.SCALES)


# The tool


def test_what_is_counted(small: Path) -> None:
    parts = datasheet.make_manifest(small)["parts"]
    written, wire = parts["releases"], parts["wire"]
    assert (written["releases"], written["issuers"], written["words"]) == (2, 2, 10)
    assert written["releases_by_sector"] == {"not known": 1, "pumps": 1}
    assert written["by_label"] == {"factual": 2, "forward_looking": 2}
    assert written["by_second_label"] == {"promotional": 2}
    assert written["forward_looking"] == {"specific": 2, "not_specific": 0}
    assert written["files"]["raw"]["files"] == 2
    assert (wire["releases"], wire["issuers"], wire["units"]) == (2, 1, 4)
    assert wire["units_by_annotator"] == {"w1": 4}
    assert wire["releases_by_year"] == {"2024": 1, "not known": 1}
    assert parts["wire/second"]["units_by_annotator"] == {"w2": 4}
    assert parts["ratings"]["means"] == {"hype": 1.5, "exposure": 4.5, "protection": 7.5}
    assert parts["ratings_later"]["means"] == {"hype": 1.0, "exposure": 2.0, "protection": 0.5}


@pytest.mark.parametrize(
    ("name", "old", "new", "part"),
    [
        ("releases/units/a.units", "F,P", "P,F", "releases"),
        ("releases/manifest.csv", "2020", "2021", "releases"),
        ("wire/units/c.tsv", "w1", "w9", "wire"),
        ("wire/units/c.tsv", "L+", "L-", "wire"),
        ("wire/second/manifest.csv", ",C", ",D", "wire/second"),
        ("ratings.csv", "b,releases", "b,wire", "ratings"),
        ("ratings_later.csv", "c,x,1", "c,x,3", "ratings_later"),
    ],
)
def test_a_change_of_the_data_changes_its_part_alone(
    small: Path, name: str, old: str, new: str, part: str
) -> None:
    before = datasheet.make_manifest(small)["parts"]
    path = small / "data" / name
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    after = datasheet.make_manifest(small)["parts"]
    assert [key for key in before if before[key] != after[key]] == [part]


def test_one_command_writes_both_files(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [
        f"<!-- begin {name} -->\nold\n<!-- end {name} -->"
        for name in ("releases", "figures", "wire", "agreement", "ratings")
    ]
    sheet = small / "data" / "README.md"
    sheet.write_text("# Data\n" + "\n\n".join(marks) + "\nEnd.\n")
    monkeypatch.setattr(datasheet, "tabulate_figures", lambda folder: [f"of {folder.name}"])
    make_tables = datasheet.make_tables
    monkeypatch.setattr(datasheet, "make_tables", lambda root: make_tables(root, samples=2))
    datasheet.main(small)
    text = sheet.read_text()
    assert text.startswith("# Data\n<!-- begin releases -->\n2 releases of 2 issuers, 4 units")
    assert "| sentence | 2 |  | 2 |  |  | 4 |" in text
    assert "of releases\n<!-- end figures -->" in text
    assert "| hype | 1.000 | 1.000 to 1.000 |" in text
    assert "old" not in text
    written = json.loads((small / "data" / "manifest.json").read_text(encoding="utf-8"))
    assert written == datasheet.make_manifest(small)
    datasheet.main(small)
    assert sheet.read_text() == text


@pytest.mark.parametrize("text", ["", "<!-- begin x -->\n", "<!-- end x --><!-- begin x -->\n"])
def test_a_sheet_without_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no marks <!-- begin x -->"):
        datasheet.replace_tables(text, {"x": ["line"]})
