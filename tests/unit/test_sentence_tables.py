from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fls
from fls.document import LABELS
from fls.evaluation import SentenceEvaluation, evaluate_sentences

NAMES = {"text": "s", "label": "y"}
ROWS = [
    ("We expect revenue of $4 million in 2027.", "forward_looking"),
    ("Acme opened a plant in Ohio on May 4.", "factual"),
    ("Acme is the most trusted and beloved name in pumps.", "promotional"),
    ("Actual results may differ materially from forward-looking statements.", "boilerplate"),
]


def table(labels: list[Any] | None = None, texts: list[Any] | None = None) -> pd.DataFrame:
    given = texts or [text for text, _ in ROWS]
    return pd.DataFrame({"s": given, "y": labels or [label for _, label in ROWS]}, dtype=object)


def scored(frame: Any, **options: Any) -> SentenceEvaluation:
    return evaluate_sentences(None, frame, **{**NAMES, **options})


def notes(error: BaseException) -> list[str]:
    return [str(error), *getattr(error, "__notes__", [])]


@pytest.mark.parametrize(
    ("labels", "options"),
    [
        ([1, 0, 0, 0], {}),
        ([True, False, False, False], {}),
        ([1.0, 0.0, 0.0, 0.0], {}),
        (["1", "0", "0", "0"], {}),
        (["1.0", "0.0", "0.0", "0.0"], {}),
        (["Yes", "no", " NO ", "no"], {}),
        (["TRUE", "false", "0", "no"], {}),
        (["FLS", "other", "none", "x"], {"positive_value": "FLS"}),
        ([2, 0, 1, 1], {"positive_value": "2"}),
        ([2.0, 0, 1, 1], {"positive_value": 2}),
    ],
)
def test_yes_and_no(labels: list[Any], options: dict[str, Any]) -> None:
    found = scored(table(labels), positive="forward_looking", **options)
    assert (found.n, found.n_rows, found.positive) == (4, 4, "forward_looking")
    assert found.classes == ("not_forward_looking", "forward_looking")
    assert found.confusion.sum(axis=1).tolist() == [3, 1]
    assert found.figures["f1"].value == 1
    assert found.left_out == ()


def test_codes_of_fls_label_are_labels() -> None:
    # The second label of two is passed over, as everywhere.
    for codes in (
        ["L+", "F", "P", "B"],
        ["l-", "f", " P ", "B,F"],
        ["L-, P", "factual,B", "p,f", "b"],
        ["Forward-Looking", "FACTUAL", "Promotional", "boilerplate"],
        ["forward looking", "F", "P", "B"],
        ["l", "F", "P", "B"],
    ):
        assert scored(table(codes)).to_dict() == scored(table()).to_dict()
        found = scored(table(codes), positive="forward_looking")
        assert found.to_dict() == scored(table([1, 0, 0, 0]), positive="forward_looking").to_dict()
    named = scored(table(), positive="promotional")
    assert named.confusion.sum(axis=1).tolist() == [3, 1]
    specific = scored(
        table(["L+", "L-", "F", "B"]), positive="forward_looking", positive_value="L+"
    )
    assert specific.confusion.sum(axis=1).tolist() == [3, 1]
    # What the user says of a value counts more.
    mapped = scored(table(["F", "B", "P", "x"]), mapping={"f": "forward_looking", "x": "factual"})
    assert mapped.confusion.sum(axis=1).tolist() == [1, 1, 1, 1]
    for wrong in ("LL", "F,", "F,X", "X,F", "L+,L-", "F,P,B"):
        with pytest.raises(fls.InputError, match=r"or a code of fls label, got "):
            scored(table([wrong, "F", "P", "B"]))


def test_our_labels_and_theirs() -> None:
    ours = scored(table())
    assert ours.classes == LABELS
    assert ours.confusion.tolist() == np.eye(4).tolist()
    theirs = ["Outlook", "factual", "praise", "7"]
    names = {"outlook": "forward_looking", "praise": "promotional", "7": "boilerplate"}
    assert scored(table(theirs), mapping=names).to_dict() == ours.to_dict()


def test_sentences_are_scored_as_tag_does() -> None:
    labels = fls.tag([f"  {text}\n" for text, _ in ROWS])["label"].tolist()
    found = scored(table(texts=[f"  {text}\n" for text, _ in ROWS]))
    for (_, label), given in zip(ROWS, labels, strict=True):
        assert found.confusion[LABELS.index(label), LABELS.index(given)] == 1


@pytest.mark.parametrize(("name", "start"), [("a.csv", ""), ("a.csv", "\ufeff"), ("a.TSV", "")])
def test_separated_tables(tmp_path: Path, name: str, start: str) -> None:
    frame = table().assign(s=[f'He said: "{text}",\nand\tleft.' for text, _ in ROWS])
    separator = "\t" if name.endswith("TSV") else ","
    text = start + frame.to_csv(index=False, sep=separator)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert scored(tmp_path / name).to_dict() == scored(frame).to_dict()


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_csv_with_another_separator(tmp_path: Path, separator: str) -> None:
    table().to_csv(tmp_path / "a.csv", index=False, sep=separator)
    assert scored(tmp_path / "a.csv").to_dict() == scored(table()).to_dict()


def test_quotation_marks_of_a_table_without_quotes_open_no_cell(tmp_path: Path) -> None:
    said = ['"We expect a good year.', 'It is "new".', '"Pumps."', '"We are proud.']
    lines = [f"{text}\t{label}" for text, (_, label) in zip(said, ROWS, strict=True)]
    (tmp_path / "a.tsv").write_text("\n".join(["s\ty", *lines, ""]), encoding="utf-8")
    read = table(texts=[text.strip('"') if text == '"Pumps."' else text for text in said])
    found = scored(tmp_path / "a.tsv")
    assert (found.n, found.n_rows) == (4, 4)
    assert found.to_dict() == scored(read).to_dict()


def test_a_mark_that_closes_no_cell_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('s,y\n"We expect,factual\n"Pumps",factual\n')
    with pytest.raises(fls.InputError, match="is a row"):
        scored(tmp_path / "a.csv")


def test_json_lines(tmp_path: Path) -> None:
    lines = [json.dumps({"y": label, "s": text, "more": [1]}) for text, label in ROWS]
    (tmp_path / "a.jsonl").write_text("\n\n".join(lines))
    assert scored(tmp_path / "a.jsonl").to_dict() == scored(table()).to_dict()


def test_parquet_as_far_as_pandas_reads_it(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    table().to_parquet(tmp_path / "a.parquet")
    assert scored(tmp_path / "a.parquet").to_dict() == scored(table()).to_dict()


def test_parquet_without_its_reader_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(path: str) -> None:
        raise ImportError("no pyarrow")

    monkeypatch.setattr(pd, "read_parquet", missing)
    with pytest.raises(fls.ReadError, match="install it, or convert the table to CSV"):
        scored(tmp_path / "a.parquet")


def test_rows_without_text_or_label_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('s,y\n"two\nlines",1\n ,0\nSales rose.,\n\n,\nSales fell.,0\nNA,1\n')
    found = scored(path, positive="factual")
    assert (found.n_rows, found.n) == (6, 2)
    assert [line.removeprefix(f"{path}:").split(",")[0] for line in found.left_out] == [
        "4: 's' missing",
        "5: 'y' missing",
        "7: 's' and 'y' missing",
        "9: 's' missing",
    ]
    assert "2 sentences of 6 rows, 4 left out" in str(found)
    frame = table([1, None, float("nan"), pd.NA])
    left_out = scored(frame, positive="factual").left_out
    assert [line.split(":")[0] for line in left_out] == [f"table, row {n}" for n in (2, 3, 4)]


def test_every_unknown_label_is_named_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    labels = ["1", "maybe", "0", "2", "maybe"]
    path.write_text("s,y\n" + "".join(f"Sales rose.,{label}\n" for label in labels))
    with pytest.raises(fls.InputError) as caught:
        scored(path, positive="factual")
    first, second = notes(caught.value)
    assert first == (
        f"{path}:3: 'y' holds 0 or 1, true or false, yes or no, a label of ours, or a code "
        "of fls label, got 'maybe' (also in 6); say which value is factual (--positive-value, "
        "positive_value=), or empty the cell to leave the row out"
    )
    assert second.startswith(f"{path}:5: ")
    with pytest.raises(fls.InputError, match=r"got '1'.*map it to one of them \(--map THEIRS"):
        scored(path)


def test_open_labels_are_left_out_unless_they_are_named() -> None:
    labels = ["?", "factual", "NA", "."]
    found = scored(table(labels))
    assert (found.n, len(found.left_out)) == (1, 3)
    assert str(found).startswith("1 sentence of 4 rows, 3 left out")
    named = scored(table(labels), mapping={"NA": "promotional", "?": "forward_looking"})
    assert named.confusion.sum(axis=1).tolist() == [1, 1, 1, 0]
    told = scored(table(["none", "None", "?", "B"]), positive="factual", positive_value="none")
    assert (told.n, told.confusion.sum(axis=1).tolist()) == (3, [1, 2])


def test_a_file_says_what_pandas_reads_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells = ["", "NA", "#N/A", "null", "None", "nan", "na", "NONE", "Sales rose."]
    path.write_text("n,s,y\n" + "".join(f"{n},{cell},1\n" for n, cell in enumerate(cells)))
    read = scored(pd.read_csv(path), positive="factual")
    assert scored(path, positive="factual").n == read.n == 3
    path.write_text("s,y\n'- Sales may rise.,1\n")
    plain = scored(pd.DataFrame({"s": ["- Sales may rise."], "y": ["1"]}), positive="factual")
    assert str(scored(path, positive="factual")) == str(plain)
    path.write_text("n,s,y\n1,Sales rose.,1\n2,,0\n")
    with pytest.raises(fls.InputError, match=r"a.csv:1: column 'n' holds text, got numbers alone"):
        scored(path, text="n", positive="factual")


def test_very_many_rows_of_one_fault_are_counted() -> None:
    frame = table(["x"] * 40, ["Sales rose."] * 40)
    with pytest.raises(fls.InputError, match=r"also in 2, 3, .*, 21 and 19 more\)"):
        scored(frame)


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,y,y\na,1,1\n")
    for source in (tmp_path / "a.csv", pd.DataFrame([["a", 1, 1]], columns=["text", "y", "y"])):
        with pytest.raises(fls.InputError) as caught:
            scored(source)
        first, second = notes(caught.value)
        assert "has one column 's', got 0 among 'text', 'y', 'y'; name another" in first
        assert "has one column 'y', got 2 among" in second


def test_every_malformed_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("s,y\nSales, too, rose.,1\nSales rose.,1\nSales\n")
    with pytest.raises(fls.InputError) as caught:
        scored(tmp_path / "a.csv", positive="factual")
    assert [line.split(": ")[0].rpartition(":")[2] for line in notes(caught.value)] == ["2", "4"]
    assert "has 2 cells like the header, got 4; put text" in str(caught.value)
    (tmp_path / "a.jsonl").write_text('{"s": "a", "y": 1}\n[1]\n{"s": \n')
    with pytest.raises(fls.InputError) as caught:
        scored(tmp_path / "a.jsonl", positive="factual")
    assert [line.split(": ")[0].rpartition(":")[2] for line in notes(caught.value)] == ["2", "3"]


@pytest.mark.parametrize(("start", "line"), [("", 1), ("s,y\n", 2)])
def test_a_cell_beyond_all_bounds_is_named(tmp_path: Path, start: str, line: int) -> None:
    (tmp_path / "a.csv").write_text(start + "x" * 200_000 + ",1\n")
    with pytest.raises(fls.InputError, match=f"a.csv:{line}: is a .*field larger"):
        scored(tmp_path / "a.csv")


def test_a_text_that_is_none_is_named() -> None:
    with pytest.raises(fls.InputError, match="table, row 2: 's' is text, got a int"):
        scored(table(texts=["Sales rose.", 3, "a", "b"]))


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"s": [], "y": []}), "0 rows, none with both"),
        (table(texts=[None, " ", "", None]), "4 rows, none with both"),
    ],
)
def test_nothing_to_measure_is_an_error(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(fls.InputError, match=message):
        scored(frame)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"positive": "hype"}, "positive: is one of factual"),
        ({"positive_value": 1}, "positive_value: comes with positive"),
        ({"positive": "factual", "mapping": {"a": "factual"}}, "mapping: comes without"),
        ({"mapping": {"a": "hype"}}, "mapping of 'a': is one of"),
        ({"mapping": ["a"]}, "mapping: is a mapping, got list"),
        ({"seed": -1}, "seed: is a whole number of 0 or more, got -1"),
        ({"seed": "a"}, "seed: is a whole number"),
        ({"seed": 1.5}, "seed: is a whole number"),
        ({"positive": "factual", "positive_value": "z"}, "holds 'z' somewhere, got 'forward_"),
    ],
)
def test_wrong_arguments_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(fls.InputError, match=message):
        scored(table(), **options)


def test_tables_of_other_kinds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(fls.InputError, match=r"ends in .csv, .tsv, .jsonl or .parquet, got .xls;"):
        scored(tmp_path / "a.xls")
    with pytest.raises(fls.InputError, match=r"got .xlsx; save it as CSV UTF-8, or rename"):
        scored(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04")
    with pytest.raises(fls.ReadError, match=r"is a table as plain text, got a ZIP .*; save it"):
        scored(tmp_path / "a.csv")
    with pytest.raises(fls.InputError, match="table: is a path or a DataFrame, got list"):
        scored([1])
    with pytest.raises(fls.ReadError, match="nothing at this path"):
        scored(tmp_path / "none.csv")


def test_plain_data_and_records_agree() -> None:
    found = scored(table([1, 0, 0, 0]), positive="forward_looking")
    plain = found.to_dict()
    json.dumps(plain, allow_nan=False)
    rows = {row["figure"]: row for row in found.records()}
    assert rows["n"]["value"] == plain["n"] == 4
    assert rows["n_forward_looking_as_forward_looking"]["value"] == 1
    for name in ("precision", "recall", "f1", "accuracy"):
        assert rows[name]["value"] == plain["figures"][name]["value"]
        rule = plain["figures"][f"keyword_rule_{name}"]
        assert rows[name]["keyword_rule_low"] == rule["low"]
    assert rows["roc_auc"]["keyword_rule"] is None
    assert len({tuple(row) for row in found.records()}) == 1


def test_the_table_shows_every_figure() -> None:
    found = scored(table())
    text = str(found)
    assert all(n in text for n in found.figures if not n.startswith("keyword_rule_"))
    assert text.count("boilerplate") >= 6


def test_the_documentation_names_every_figure(root: Path) -> None:
    text = (root / "docs" / "metrics.md").read_text(encoding="utf-8")
    names = scored(table([1, 0, 0, 0]), positive="forward_looking").figures
    assert [n for n in names if not n.startswith("keyword_rule_") and f"`{n}`" not in text] == []


def test_the_same_seed_gives_the_same_figures() -> None:
    frame = table([1, 0, 0, 1], ["We expect to grow.", "Sales rose.", "We will see.", "It may."])
    one, two, three = (scored(frame, positive="forward_looking", seed=s) for s in (1, 1, 2))
    assert one.figures == two.figures
    assert one.figures["f1"].value == three.figures["f1"].value
